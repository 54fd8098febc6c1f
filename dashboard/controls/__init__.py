"""The choices beside the map and the lines of words around it, as data for the page."""
