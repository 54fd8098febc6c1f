"""Local thermal expansion, without molecular dynamics."""

from __future__ import annotations

import numpy as np
import param

from ...matter.glass import Glass
from ...matter.load import Load
from ...mechanics.coarse_graining import displacement_gradient
from ..indicator import Indicator


class ThermalExpansion(Indicator):
    """Local thermal expansion: how much a neighbourhood swells when the glass is warmed at a fixed volume.

    α(i) = ε_v / T, where ε_v is the trace of the strain of the coarse-grained displacements, Σ u_i φ(r − r_i) / Σ φ, at
    the place of the particle, with the kernel of radius r_c = 5 (Richard et al. 2020, eqs. B18, B19 and B22, whose ρ we
    read as "at constant density"). The paper measures them in molecular dynamics at 0.01 T_mct; here they are the exact
    limit T → 0, u = ⟨x⟩_T = ½ k_B T 𝒳 *(ours)*. Positive where the glass swells, negative where it is pressed together
    to make room. The paper found it to tell nothing about where events start. Measured by dynamics as in the paper, the
    field of a stable glass (POLY, T_ini = 0.062) is this limit (slope 1.01, correlation 0.98); in a less stable one
    (0.12) it is at T = 1e-5, while at 0.01 T_mct its softest spots, whose limit is largest, have long left it (0.18,
    0.3). Cost: the thermal displacement, and a sum over discs.
    """

    key = "thermal_expansion"
    label = "Thermal expansion"
    symbol = "α"
    soft = "high"
    units = "1 / energy"
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), eqs. B18, B19, B22",)
    requires = ("positions", "forces", "hessian", "third derivatives")
    directional = False
    cost = "one selected inverse and a sum over discs: 0.15 (IPL) to 0.45 s (LJ) at 10,000 particles"

    radius = param.Number(default=5.0, bounds=(2.0, 7.0), doc="Radius r_c of the coarse-graining, in units of length.")

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Volumetric strain for each unit of temperature around each particle, (N,), in units of 1 / energy."""
        displacements = 0.5 * glass.response.thermal_displacement
        gradient = displacement_gradient(glass, displacements, glass.positions, self.radius)
        return np.einsum("iaa->i", gradient)
