"""Where the energies of bonds bend most under the load."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ...matter.bonds import ends, half_to_each_end
from ...matter.glass import Glass
from ...matter.load import Load
from ...mechanics.expansion import StrainExpansion
from ..indicator import Indicator


class BondEnergyCurvature(Indicator):
    """Second derivative of the energies of the bonds by the strain: φ_γγ.

    The total derivative along the branch of minima, with the nonaffine velocity and acceleration (Richard 2024,
    eqs. 9-13); its tail is p ~ φ_γγ^(-11/6). A particle has half of the magnitudes of its bonds *(ours; the paper
    stays with bonds)*. The sign of the load does not matter. Cost: one factorisation of the Hessian, kept on the
    glass, and one solve more than the slope.
    """

    key = "bond_energy_curvature"
    label = "Bond energy curvature"
    symbol = "φ_γγ"
    soft = "high"
    units = "energy"
    references = (
        "Richard, Connecting microscopic and mesoscopic mechanics in model structural glasses (2024), eqs. 9-13",
    )
    requires = ("positions", "forces", "hessian", "third derivatives", "load")
    directional = True
    tail_exponent = Fraction(-11, 6)  # Richard 2024
    cost = "one factorisation of the Hessian: 0.05 (IPL) to 0.2 s (LJ) at 10,000 particles, 30 ms once it is there"

    def pair_field(self, glass: Glass, load: Load) -> tuple[np.ndarray, np.ndarray]:
        """φ_γγ of each interacting pair, in units of energy per strain squared."""
        return ends(glass), StrainExpansion(glass, load).energies(2)

    def compute(self, glass: Glass, load: Load) -> np.ndarray:
        """Half the sum of |φ_γγ| over the bonds of each particle, (N,), in units of energy per strain squared."""
        pairs, values = self.pair_field(glass, load)
        return half_to_each_end(pairs, np.abs(values), glass.n_particles)
