"""Many watch one run: a class sees on its own screens what its teacher shows, and guesses with it."""
