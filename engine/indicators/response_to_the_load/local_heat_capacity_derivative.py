"""How the local heat capacity changes under a load."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ...matter.bonds import ends, half_to_each_end
from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class LocalHeatCapacityDerivative(Indicator):
    """Change of the local heat capacity with the load: how much softer a spot gets for each unit of strain.

    On pairs dc_α/dγ, the total derivative of c_α along the linear response to the load, exactly (Schwartzman-Nowik et
    al. 2019, eq. S5). On particles: half the signed sum over its pairs *(ours; the paper scores the product with c_α
    only)*. It turns its sign with the load, and the sum over all particles is zero, as Σ c_α does not change.
    Cost: about three times the local heat capacity for each of two directions of shear, from which all others follow.
    """

    key = "local_heat_capacity_derivative"
    label = "Heat capacity's change with strain"
    symbol = "dc_α/dγ"
    soft = "high"
    units = ""
    references = ("Schwartzman-Nowik et al., Phys. Rev. E 99, 060601 (2019), eqs. 2 and S5",)
    requires = ("positions", "forces", "hessian", "third derivatives", "fourth derivatives", "load")
    directional = True
    tail_exponent = Fraction(-13, 8)  # Schwartzman-Nowik et al. 2019
    cost = "0.3 (IPL) to 1 s (LJ) at 10,000 particles; once two directions of shear are known, all others are free"

    def compute(self, glass: Glass, load: Load) -> np.ndarray:
        """Half the sum of dc_α/dγ over the pairs of each particle, (N,), in units of k_B / 2."""
        return half_to_each_end(ends(glass), glass.response.heat_capacity_derivative(load), glass.n_particles)

    def pair_field(self, glass: Glass, load: Load) -> tuple[np.ndarray, np.ndarray]:
        """Ends of all pairs, (P, 2), and dc_α/dγ of each, (P,), signed."""
        return ends(glass), np.array(glass.response.heat_capacity_derivative(load))
