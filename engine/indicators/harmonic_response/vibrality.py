"""How far heat shakes each particle."""

from __future__ import annotations

import numpy as np

from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class Vibrality(Indicator):
    """Vibrality: how far a little heat shakes a particle, over all vibrations.

    Ψ(i) = Σ_k |Ψ_k^i|² / ω_k² over all modes (Richard et al. 2020, eq. B13): the trace of block (i, i) of M⁻¹, computed
    as that, without a mode. The mean square displacement at a low temperature is k_B T Ψ(i), with the centre of mass at
    rest. In two dimensions sound waves make its mean grow with the logarithm of the system's size. Rattlers are held:
    theirs is 0 by definition *(ours)*. Cost: the selected inverse of the Hessian, kept on the glass.
    """

    key = "vibrality"
    label = "Vibrality"
    symbol = "Ψ"
    soft = "high"
    units = "length² / energy"
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), eq. B13",)
    requires = ("positions", "forces", "hessian")
    directional = False
    cost = "one selected inverse: 0.1 (IPL) to 0.3 s (LJ) at 10,000 particles"

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Trace of M⁻¹ on each particle, (N,), in units of length² / energy."""
        return np.einsum("iaa->i", glass.response.selected_inverse.particles)
