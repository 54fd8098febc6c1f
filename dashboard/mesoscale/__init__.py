"""The room of blocks: an elastoplastic lattice beside the glass whose strengths it is made of."""
