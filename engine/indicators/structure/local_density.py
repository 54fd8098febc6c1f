"""How much of its cell each particle fills."""

from __future__ import annotations

import numpy as np

from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class LocalDensity(Indicator):
    """Local density: which part of its cell a particle fills.

    ρ(i) = π R_i² / A_i, A_i the area of its cell in the radical Voronoi tessellation and R_i half of its own diameter
    (Richard et al. 2020, App. B3, who give the tessellation and not the formula: that is *(ours)*). Above 1 where
    soft particles overlap. The paper found it one of the worst guides to events. A particle that has no cell has no
    density: that raises. Cost: the tessellation, kept on the glass.
    """

    key = "local_density"
    label = "Local density"
    symbol = "ρ"
    soft = "low"
    units = ""
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), App. B3",)
    requires = ("positions", "diameters")
    directional = False
    cost = "one tessellation: about 25 ms at 10,000 particles"

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Covered fraction of each cell, (N,)."""
        with np.errstate(divide="ignore"):  # no cell: infinite, which is refused
            return np.pi * (glass.diameters / 2) ** 2 / glass.tessellation.areas
