"""How things look: colours, shades, periodic images, thin lines, quiet figures, numbers in words."""
