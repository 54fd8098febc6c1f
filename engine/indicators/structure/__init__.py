"""Indicators of structure alone."""
