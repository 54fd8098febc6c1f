"""How much room each particle leaves free in its cell."""

from __future__ import annotations

import numpy as np

from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class FreeVolume(Indicator):
    """Free volume: how much of its cell a particle leaves free.

    φ(i) = A_i − π R_i², A_i the area of its cell in the radical Voronoi tessellation and R_i half of its own diameter
    (Richard et al. 2020, App. B3, who give the tessellation and not the formula: that is *(ours)*). Negative where
    soft particles overlap. Free volume was long held to be where glasses yield; the paper found it one of the worst
    guides to events. Cost: the tessellation, kept on the glass.
    """

    key = "free_volume"
    label = "Free volume"
    symbol = "φ"
    soft = "high"
    units = "length²"
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), App. B3",)
    requires = ("positions", "diameters")
    directional = False
    cost = "one tessellation: about 25 ms at 10,000 particles"

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Area of the cell less that of the disc, (N,), in units of length²."""
        return glass.tessellation.areas - np.pi * (glass.diameters / 2) ** 2
