"""Where the lowest vibrational modes have their weight: a fixed share of them."""

from __future__ import annotations

import numpy as np

from ...matter.glass import Glass
from ...matter.load import Load
from .._lowest_modes import ShareOfModes, participation, share_of_modes
from ..indicator import Indicator


class ParticipationFraction(Indicator):
    """Participation in the softest 1 % of the vibrations.

    p_i = Σ_k |Ψ_k^i|² over the lowest 1 % of all N d modes, at least one (Fan and Ma 2021, Methods, "Soft mode
    analysis"). That translations do not count among the 1 %, and that none is weighed by its frequency, is how we read
    it *(ours)*. Two modes of one frequency at the end of the sum would make the field arbitrary. Cost: the modes.
    """

    key = "participation_fraction"
    label = "Participation fraction"
    symbol = "p"
    soft = "high"
    units = ""
    references = ("Fan and Ma, Nat. Commun. 12, 1506 (2021), Methods",)
    requires = ("positions", "forces", "hessian")
    directional = False
    cost = "200 modes: 3 to 4 s at 10,000 particles, kept for all indicators made of modes"

    share = ShareOfModes(default=0.01)

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Summed |Ψ|² of each particle, (N,); the sum over particles is the number of modes."""
        _, modes = glass.response.modes(share_of_modes(glass, self.share))
        return participation(modes).sum(axis=0)
