"""What is found in the background for what is looked at."""
