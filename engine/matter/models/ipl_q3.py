"""Discs of two sizes that repel by x^-10, smooth to order 3 at the cutoff."""

from ..model import Model
from ..potentials.inverse_power import inverse_power
from ._sizes import nonadditivity_for, two_sizes

MODEL = Model(
    "ipl_q3", "IPL q = 3", inverse_power(10, 3, 1.48), smoothness=3, density=0.86,
    nonadditivity=nonadditivity_for(1.0, 1.4, 1.18), draw_sizes=two_sizes(1.0, 1.4, 1.0),
    glass_temperature=0.5, hot_temperature=9.62 * 0.5, neighbour_cutoff=1.28,
    reference="Zylberg, Lerner, Bar-Sinai and Bouchbinder, PNAS 114, 7289 (2017)", place=30,
)  # fmt: skip
