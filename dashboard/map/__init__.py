"""The map of the glass, what lies over it and its legend."""
