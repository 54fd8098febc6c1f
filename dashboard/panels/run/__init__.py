"""The run: stress-strain, did the indicator know, distribution and events."""
