"""Indicators that compare with an earlier state."""
