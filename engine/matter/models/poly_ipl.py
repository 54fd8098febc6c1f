"""Discs of continuous sizes that repel by x^-10.

The paper prints the density 0.86 for two dimensions, which contradicts its own onset temperature of 0.6: at 0.86 the
onset scales to above 3, at 0.62 it is 0.6. Give another density where you prepare the glass.
"""

from ..model import Model
from ..potentials.inverse_power import inverse_power
from ._sizes import cubic_power_law

MODEL = Model(
    "poly_ipl", "poly-IPL", inverse_power(10, 3, 1.4), smoothness=3, density=0.62, nonadditivity=0.1,
    draw_sizes=cubic_power_law(2.22, mean=None), glass_temperature=0.4, hot_temperature=9.62 * 0.4,
    neighbour_cutoff=1.3, polydisperse=True, place=50,
    reference="Richard, Connecting microscopic and mesoscopic mechanics in model structural glasses (2024)",
)  # fmt: skip
