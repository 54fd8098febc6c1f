"""Lennard-Jones discs of two sizes, whose unlike pairs attract each other most."""

import numpy as np

from ..model import Model
from ..potentials.smoothed_lj import smoothed_lj
from ._sizes import nonadditivity_for, two_sizes

GOLDEN_RATIO = (1 + 5**0.5) / 2
SMALL, LARGE = 2 * np.sin(np.pi / 10), 2 * np.sin(np.pi / 5)

MODEL = Model(
    "lj", "LJ", smoothed_lj(), smoothness=2, density=1e4 / 98.8045**2,
    nonadditivity=nonadditivity_for(SMALL, LARGE, 1.0), draw_sizes=two_sizes(SMALL, LARGE, GOLDEN_RATIO / 2),
    glass_temperature=0.31, hot_temperature=9.62 * 0.31, neighbour_cutoff=1.5,
    reference="Richard et al., Phys. Rev. Materials 4, 113609 (2020)", strength=0.5, cross_strength=1.0, place=10,
)  # fmt: skip
