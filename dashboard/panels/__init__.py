"""The plots beside the map, a folder for each panel."""
