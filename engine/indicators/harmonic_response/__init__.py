"""Indicators of the harmonic response."""
