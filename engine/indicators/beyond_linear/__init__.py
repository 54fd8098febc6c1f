"""Indicators beyond linear response."""
