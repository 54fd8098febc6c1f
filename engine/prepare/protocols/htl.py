"""A hot liquid, quenched at once (Richard et al. 2020, App. A2: 9.62 T_g)."""

from types import MappingProxyType

from ..protocol import Protocol
from ..stages import Dynamics
from ._parts import HOT_STEP, any_model, parent_alone, temperature, time, time_step


def _stages(model, values):
    parent = values["parent_temperature"]
    yield Dynamics("hot liquid", values["equilibration_time"], values["time_step"], (parent, parent))


PROTOCOL = Protocol(
    "htl",
    "hot liquid, instant quench",
    "A liquid in equilibrium at 9.62 T_g, relaxed at once to zero temperature: the least stable glass.",
    MappingProxyType(
        {
            "parent_temperature": temperature("temperature", 9.62, "Temperature of the parent liquid."),
            # Kinetic energy settles within 5 t0, but who is whose neighbour takes longer: in LJ, where unlike seek
            # each other, the energy of the quenched glass still rises by 0.02 between 20 and 80 t0.
            "equilibration_time": time("equilibration", 200.0, "Time spent as a liquid."),
            "time_step": time_step(HOT_STEP),
        }
    ),
    _stages,
    parent_alone,
    lambda values: "HTL",
    any_model,
    place=10,
)
