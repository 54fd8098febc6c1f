"""Volume of the cell of each particle."""

from __future__ import annotations

import numpy as np

from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class AtomicVolume(Indicator):
    """Atomic volume: how much room a particle has, itself included.

    Ω_a(i) is the area A_i of its cell in the radical Voronoi tessellation, its radius being half of its own diameter.
    Fan and Ma (2021) say "Voronoi analysis"; the radical one is that of Richard et al. (2020) *(ours)*. It follows the
    particle's size before anything else: compare within a size, or take the local density. Cost: the tessellation,
    kept on the glass.
    """

    key = "atomic_volume"
    label = "Atomic volume"
    symbol = "Ω_a"
    soft = "high"
    units = "length²"
    references = ("Fan and Ma, Nat. Commun. 12, 1506 (2021), Fig. 3 and Methods",)
    requires = ("positions", "diameters")
    directional = False
    cost = "one tessellation: about 25 ms at 10,000 particles"

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Area of the cell of each particle, (N,), in units of length²; 0 where it has none."""
        return glass.tessellation.areas
