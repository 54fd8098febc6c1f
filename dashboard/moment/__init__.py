"""What the user has chosen, and the moment that all views are given."""
