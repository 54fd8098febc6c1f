"""Potential energy of each particle."""

from __future__ import annotations

import numpy as np

from ...matter.bonds import ends, half_to_each_end
from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class PotentialEnergy(Indicator):
    """Potential energy of a particle: half of each of its pairs.

    ϕ(i) = ½ Σ_α φ_α over the pairs α of particle i (Richard et al. 2020, App. B). Its sum is the energy of the glass.
    Cost O(N), on top of the pair table.
    """

    key = "potential_energy"
    label = "Potential energy"
    symbol = "ϕ"
    soft = "high"
    units = "energy"
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), App. B",)
    requires = ("positions", "energies")
    directional = False
    cost = "O(N), about 10 ms at 10,000 particles"

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Half of each pair's energy to each end, (N,), in units of energy."""
        return half_to_each_end(ends(glass), glass.pairs.phi(0), glass.n_particles)
