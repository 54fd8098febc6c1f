"""Indicators of energy."""
