"""Where the lowest vibrational modes have their weight: a fixed number of them."""

from __future__ import annotations

import numpy as np
import param

from ...matter.glass import Glass
from ...matter.load import Load
from .._lowest_modes import participation
from ..indicator import Indicator


class NormalModeMap(Indicator):
    """Normal-mode map: where the lowest vibrations have their weight.

    Σ_k |Ψ_k^i|² over the 30 lowest modes that are no translations (Zylberg et al. 2017, supplement E; after
    Widmer-Cooper et al. 2008). Sound waves are in it as well as soft spots; a glass with fewer modes gives all it has.
    Two modes of one frequency at the end of the sum would make the field arbitrary. Cost: the modes.
    """

    key = "normal_mode_map"
    label = "Normal-mode map"
    symbol = "Σ|Ψ|²"
    soft = "high"
    units = ""
    references = ("Zylberg et al., PNAS 114, 7289 (2017), supplement E",)
    requires = ("positions", "forces", "hessian")
    directional = False
    cost = "30 modes: 2 to 3 s at 10,000 particles, kept for all indicators made of modes"

    n_modes = param.Integer(default=30, bounds=(1, 200), doc="Number of modes, from the lowest up.")

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Summed |Ψ|² of each particle, (N,); the sum over particles is the number of modes."""
        _, modes = glass.response.modes(min(self.n_modes, glass.response.n_modes))
        return participation(modes).sum(axis=0)
