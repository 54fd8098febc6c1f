"""Lessons that lead through the page, and the game of guessing where a glass yields next."""
