"""Discs of continuous sizes that repel by x^-12."""

from ..model import Model
from ..potentials.inverse_power import inverse_power
from ._sizes import cubic_power_law

MODEL = Model(
    "poly", "POLY", inverse_power(12, 2, 1.25), smoothness=2, density=1.0, nonadditivity=0.2,
    draw_sizes=cubic_power_law(1 / 0.449, mean=1.0), glass_temperature=0.11, hot_temperature=9.62 * 0.11,
    neighbour_cutoff=1.33, reference="Richard et al., Phys. Rev. Materials 4, 113609 (2020)", polydisperse=True,
    place=20,
)  # fmt: skip
