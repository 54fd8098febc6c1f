"""Discs of two sizes that repel by x^-10, smooth to order 4 at the cutoff."""

from ..model import Model
from ..potentials.inverse_power import inverse_power
from ._sizes import nonadditivity_for, two_sizes

MODEL = Model(
    "ipl_q4", "IPL q = 4", inverse_power(10, 4, 1.6), smoothness=4, density=0.86,
    nonadditivity=nonadditivity_for(1.0, 1.4, 1.18), draw_sizes=two_sizes(1.0, 1.4, 1.0),
    glass_temperature=0.5, hot_temperature=9.62 * 0.5, neighbour_cutoff=1.3,
    reference="Schwartzman-Nowik, Lerner and Bouchbinder, Phys. Rev. E 99, 060601 (2019)", place=40,
)  # fmt: skip
