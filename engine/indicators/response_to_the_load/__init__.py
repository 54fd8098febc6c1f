"""Indicators of the response to the load."""
