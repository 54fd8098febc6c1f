"""How far heat moves the mean place of each particle."""

from __future__ import annotations

import numpy as np

from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class ThermalDisplacement(Indicator):
    """Thermal displacement: how far a little heat moves the mean place of a particle.

    |𝒳_i| of 𝒳 = −M⁻¹·(U''' : M⁻¹), the limit of ⟨x⟩_T / (½ k_B T) for T → 0 (Zylberg et al. 2017, eq. 2). It is what
    makes a local heat capacity large; by itself it also has the even displacements around a soft spot in it. The
    papers draw it and do not score it; its length on each particle as a field is *(ours)*, and so is soft = high.
    Cost: the selected inverse of the Hessian and one solve, kept on the glass.
    """

    key = "thermal_displacement"
    label = "Thermal displacement"
    symbol = "|𝒳|"
    soft = "high"
    units = "length / energy"
    references = ("Zylberg et al., PNAS 114, 7289 (2017), eq. 2",)
    requires = ("positions", "forces", "hessian", "third derivatives")
    directional = False
    cost = "one selected inverse: 0.1 (IPL) to 0.3 s (LJ) at 10,000 particles"

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Length of 𝒳 on each particle, (N,), in units of length / energy."""
        return np.linalg.norm(glass.response.thermal_displacement, axis=1)
