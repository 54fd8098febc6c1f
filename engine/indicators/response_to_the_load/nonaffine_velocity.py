"""Softening by the nonaffine velocity."""

from __future__ import annotations

import numpy as np

from ...matter.glass import Glass
from ...matter.hessian import third_order
from ...matter.load import Load
from ..indicator import Indicator


class NonaffineVelocity(Indicator):
    """Nonaffine response to the load, weighed by the anharmonicity: |U''' : ẋ ẋ| of each particle.

    ẋ = −M⁻¹·Ξ with Ξ = ∂²U/∂x∂γ is the nonaffine velocity under the load; U''' : ẋ ẋ is the force that the
    anharmonicity of the energy adds along it, and its size on each particle is the field (Richard et al. 2020,
    eq. B23). The load's sign does not matter. Cost: one factorisation of the Hessian, kept on the glass.
    """

    key = "nonaffine_velocity"
    label = "Nonaffine velocity"
    symbol = "|U‴:ẋẋ|"
    soft = "high"
    units = "energy / length"
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), eq. B23",)
    requires = ("positions", "forces", "hessian", "third derivatives", "load")
    directional = True
    cost = "one factorisation of the Hessian: 0.04 (IPL) to 0.11 s (LJ) at 10,000 particles"

    def compute(self, glass: Glass, load: Load) -> np.ndarray:
        """Size of U''' : ẋ ẋ on each particle, (N,), in units of energy / length (per strain squared)."""
        velocity = glass.response.nonaffine_velocity(load)
        return np.linalg.norm(third_order(glass, velocity, velocity), axis=1)
