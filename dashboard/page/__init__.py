"""One page: its commands, its rooms and what it is sent."""
