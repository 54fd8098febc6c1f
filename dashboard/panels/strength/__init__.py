"""How much more the glass can bear."""
