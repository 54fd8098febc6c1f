"""The room Compare: another glass, or the same one under another load, sheared in step with the one on the page."""
