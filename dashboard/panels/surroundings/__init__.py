"""What is around the particles of the state of the field."""
