"""A supercooled liquid in equilibrium, quenched at once (Richard et al. 2020, App. A2: 1.13 T_g)."""

from types import MappingProxyType

from ..protocol import Protocol
from ._parts import any_model, parent_alone, supercooled_liquid, temperature, time, time_step

PROTOCOL = Protocol(
    "esl",
    "supercooled liquid, instant quench",
    "A supercooled liquid in equilibrium at 1.13 T_g, relaxed at once to zero temperature.",
    MappingProxyType(
        {
            "parent_temperature": temperature("temperature", 1.13, "Temperature of the supercooled liquid."),
            "equilibration_time": time("equilibration", 3000.0, "Time spent at that temperature."),
            "time_step": time_step(0.01),
        }
    ),
    supercooled_liquid,
    parent_alone,
    lambda values: "ESL",
    any_model,
    place=20,
)
