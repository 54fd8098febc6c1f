"""How things look: colours, shades, discs and lines of the raster, quiet figures, numbers in words."""
