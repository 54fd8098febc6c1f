"""Indicators that were learned."""
