"""Where the lowest vibrational modes have their weight."""

from __future__ import annotations

import numpy as np

from ...matter.glass import Glass
from ...matter.load import Load
from .._lowest_modes import ShareOfModes, participation, share_of_modes
from ..indicator import Indicator


class NormalModeMap(Indicator):
    """Normal-mode map: where the lowest vibrations have their weight.

    Σ_k |Ψ_k^i|² over the lowest modes that are no translations (Zylberg et al. 2017, supplement E; after Widmer-Cooper
    et al. 2008). The paper takes 30 at N = 10⁴; here the same share of all N d at other sizes, at least one *(ours)*:
    30 modes cover all of a small glass, and its soft spots are lost among them. Sound waves are in it as well. Two
    modes of one frequency at the end of the sum would make the field arbitrary. Cost: the modes.
    """

    key = "normal_mode_map"
    label = "Normal-mode map"
    symbol = "Σ|Ψ|²"
    soft = "high"
    units = ""
    references = ("Zylberg et al., PNAS 114, 7289 (2017), supplement E",)
    requires = ("positions", "forces", "hessian")
    directional = False
    cost = "30 modes: about 1 s at 10,000 particles, kept for all indicators made of modes"

    share = ShareOfModes(default=0.0015, bounds=(0.0005, 0.1))

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Summed |Ψ|² of each particle, (N,); the sum over particles is the number of modes."""
        _, modes = glass.response.modes(share_of_modes(glass, self.share))
        return participation(modes).sum(axis=0)
