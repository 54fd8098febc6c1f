"""Glasses on offer: shipped, prepared or opened."""
