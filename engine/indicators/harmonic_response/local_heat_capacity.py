"""The local heat capacity, which is the local thermal energy: where heat is stored."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ...matter.bonds import ends, half_to_each_end
from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class LocalHeatCapacity(Indicator):
    """Local heat capacity: how much of the heat a pair takes up, large in soft spots.

    On pairs c_α = φ''_α : M⁻¹ + f_α·𝒳, the limit of (⟨φ_α⟩_T − φ_α) / (½ k_B T) for T → 0; it may be negative, and the
    sum over all pairs is d (N − 1), equipartition (Zylberg et al. 2017, eq. 3, where it is the local thermal energy;
    Schwartzman-Nowik et al. 2019, eq. 1). On particles: half the sum over its pairs of |f_α·𝒳|, the part that soft
    modes make large (Richard et al. 2020, App. B8, which gives each end the whole: the same field but for a factor 2).
    Cost: the selected inverse of the Hessian and one solve, kept on the glass.
    """

    key = "local_heat_capacity"
    label = "Local heat capacity"
    symbol = "c_α"
    soft = "high"
    units = ""
    references = (
        "Zylberg et al., PNAS 114, 7289 (2017), eq. 3",
        "Schwartzman-Nowik et al., Phys. Rev. E 99, 060601 (2019), eq. 1",
        "Richard et al., Phys. Rev. Materials 4, 113609 (2020), eq. B12",
    )
    requires = ("positions", "forces", "hessian", "third derivatives")
    directional = False
    tail_exponent = Fraction(-9, 4)  # Zylberg et al. 2017
    cost = "one selected inverse: 0.1 (IPL) to 0.3 s (LJ) at 10,000 particles"

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Half the sum of |f_α·𝒳| over the pairs of each particle, (N,), in units of k_B / 2."""
        pairs, displacement = glass.pairs, glass.response.thermal_displacement
        apart = displacement[pairs.j] - displacement[pairs.i]
        work = pairs.phi(1) / pairs.distances * np.einsum("pa,pa->p", pairs.vectors, apart)
        return half_to_each_end(ends(glass), np.abs(work), glass.n_particles)

    def pair_field(self, glass: Glass, load: Load | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Ends of all pairs, (P, 2), and c_α of each, (P,), whole and signed."""
        return ends(glass), np.array(glass.response.heat_capacity)
