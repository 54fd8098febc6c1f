"""A liquid, set at once to just below T_g and left to age (Zylberg et al. 2017; Schwartzman-Nowik et al. 2019)."""

from types import MappingProxyType

from ..protocol import Protocol
from ..stages import Dynamics
from ._parts import HOT_STEP, any_model, melt, parent_alone, temperature, time, time_step


def _stages(model, values):
    parent, low = values["parent_temperature"], values["annealing_temperature"]
    yield from melt(model, parent)
    yield Dynamics("liquid", values["equilibration_time"], values["time_step"], (parent, parent))
    yield Dynamics("ageing below the glass transition", values["annealing_time"], values["time_step"], (low, low))


PROTOCOL = Protocol(
    "anneal",
    "aged below T_g",
    "A liquid at 2 T_g, set at once to just below T_g, left to age for a while, then relaxed.",
    MappingProxyType(
        {
            "annealing_time": time("annealing time", 100.0, "Time spent below T_g; the papers take 100 and 200."),
            "parent_temperature": temperature("liquid", 2.0, "Temperature of the parent liquid."),
            "annealing_temperature": temperature("annealing", 0.95, "Temperature just below T_g."),
            "equilibration_time": time("equilibration", 100.0, "Time spent as a liquid."),
            "time_step": time_step(HOT_STEP),
        }
    ),
    _stages,
    parent_alone,
    lambda values: f"aged {values['annealing_time']:g} t0",
    any_model,
    place=40,
)
