"""Where the load changes the energies of bonds most."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ...matter.bonds import ends, half_to_each_end
from ...matter.glass import Glass
from ...matter.load import Load
from ...mechanics.expansion import StrainExpansion
from ..indicator import Indicator


class BondEnergySlope(Indicator):
    """Rate at which the load changes the energies of the bonds: φ_γ.

    φ_γ = (φ′/r) r·(A r + ẋ_ij), the total derivative of a pair's energy by the strain, the nonaffine velocity ẋ
    included (Richard 2024, eq. 14). Summed over all pairs it is V σ:A, which no soft spot shows in; on single bonds it
    grows without bound towards an instability, and its tail, p ~ φ_γ^(-7/2), counts soft spots (Fig. 1). A particle
    has half of the magnitudes of its bonds *(ours; the paper stays with bonds)*. The sign of the load does not matter
    to the particles and turns the sign of the bonds. Cost: one factorisation of the Hessian, kept on the glass.
    """

    key = "bond_energy_slope"
    label = "Bond energy slope"
    symbol = "φ_γ"
    soft = "high"
    units = "energy"
    references = (
        "Richard, Connecting microscopic and mesoscopic mechanics in model structural glasses (2024), eq. 14",
    )
    requires = ("positions", "forces", "hessian", "load")
    directional = True
    tail_exponent = Fraction(-7, 2)  # Richard 2024
    cost = "one factorisation of the Hessian: 0.04 (IPL) to 0.1 s (LJ) at 10,000 particles, 5 ms once it is there"

    def pair_field(self, glass: Glass, load: Load) -> tuple[np.ndarray, np.ndarray]:
        """φ_γ of each interacting pair, in units of energy per strain."""
        return ends(glass), StrainExpansion(glass, load).energies(1)

    def compute(self, glass: Glass, load: Load) -> np.ndarray:
        """Half the sum of |φ_γ| over the bonds of each particle, (N,), in units of energy per strain."""
        pairs, values = self.pair_field(glass, load)
        return half_to_each_end(pairs, np.abs(values), glass.n_particles)
