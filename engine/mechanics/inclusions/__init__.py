"""Discs in a frozen matrix: the strength of each site, exact and estimated."""
