"""Soft discs of continuous sizes."""

from ..model import Model
from ..potentials.soft_repulsion import soft_repulsion
from ._sizes import cubic_power_law

MODEL = Model(
    "soft_discs", "soft discs", soft_repulsion(500.0, 5.5, 1.4), smoothness=4, density=1.0, nonadditivity=0.1,
    draw_sizes=cubic_power_law(2.0, mean=1.0), glass_temperature=0.1, hot_temperature=1.0, neighbour_cutoff=1.35,
    reference="nobody", polydisperse=True,
)  # fmt: skip
