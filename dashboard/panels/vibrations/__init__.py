"""The vibrations of the state shown."""
