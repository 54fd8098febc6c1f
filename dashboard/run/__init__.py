"""One run: the thread that advances it, what is kept of it, and work in the background."""
