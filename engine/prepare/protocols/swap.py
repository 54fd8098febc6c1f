"""A liquid in equilibrium far below T_g by swap Monte Carlo, quenched at once (Richard et al. 2020, 2024).

It helps where sizes are continuous, so that most particles find a partner of nearly their own size; exchanging the two
sizes of a binary model all but never succeeds (one attempt in millions in LJ), so it is refused there.
"""

from types import MappingProxyType

from ..protocol import Protocol, Setting
from ..stages import Swaps
from ..swap import can_exchange, exchanging_models
from ._parts import melt, parent_alone, temperature


def _stages(model, values):
    parent = values["parent_temperature"]
    yield from melt(model, parent)
    yield Swaps(
        "swap Monte Carlo", parent, values["relaxation_times"], values["swap_fraction"], values["swap_reach"],
        model.glass_temperature,
    )  # fmt: skip


PROTOCOL = Protocol(
    "swap",
    "swap Monte Carlo, instant quench",
    "A liquid that exchanges sizes, in equilibrium far below T_g, relaxed at once: up to ultrastable glasses.",
    MappingProxyType(
        {
            "parent_temperature": temperature("temperature", 0.9, "Temperature of the liquid."),
            "relaxation_times": Setting(
                "equilibration", "relaxation times", lambda model: 10.0, 1.0, 1000.0,
                "Length of the run, in times in which the liquid forgets where its particles were.",
            ),
            "swap_fraction": Setting(
                "swaps", "of all moves", lambda model: 0.2, 0.01, 0.9, "Share of the moves that exchange two sizes."
            ),
            "swap_reach": Setting(
                "reach of swaps", "of all sizes", lambda model: 0.25, 0.001, 1.0,
                "Partners are drawn from this share of the ranks of sizes to either side; 1 is the papers' any pair.",
            ),
        }
    ),
    _stages,
    parent_alone,
    lambda values: f"swap T = {values['parent_temperature']:g}",
    suits=can_exchange,
    needs=(
        f"it exchanges sizes, which needs a model of continuous sizes ({exchanging_models()}); exchanges between two "
        "sizes all but never succeed"
    ),
    place=50,
)  # fmt: skip
