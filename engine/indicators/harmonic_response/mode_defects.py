"""Topological defects of the lowest vibrational modes."""

from __future__ import annotations

import numpy as np
import param

from ...matter.glass import Glass
from ...matter.load import Load
from .._defects import saddle_defects
from .._lowest_modes import ShareOfModes, share_of_modes
from ..indicator import Indicator


class ModeDefects(Indicator):
    """Topological defects of vibrations: how many saddles their displacements have around a particle.

    A defect of winding number −1 is a place around which a mode turns once against the walk (Wu et al. 2023, who find
    plastic events near those of the lowest modes). Modes are smoothed by a Gaussian, defects counted on the triangles
    between particles *(ours; the paper takes a square lattice, whose place would be arbitrary)*, and their mean number
    over the lowest modes is spread by the same Gaussian. Cost: the modes.
    """

    key = "mode_defects"
    label = "Topological defects of modes"
    symbol = "q₋"
    soft = "high"
    units = ""
    references = ("Wu et al., Nat. Commun. 14, 2955 (2023)",)
    requires = ("positions", "diameters", "forces", "hessian")
    directional = False
    cost = "512 modes: about 12 s at 10,000 particles, kept for all indicators made of modes, and 1 s"

    share = ShareOfModes()
    width = param.Number(default=1.0, bounds=(0.5, 2.0), doc="Width of the Gaussian, in mean spacings.")

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Mean number of negative defects around each particle, (N,)."""
        _, modes = glass.response.modes(share_of_modes(glass, self.share))
        return saddle_defects(glass, modes, self.width)
