"""A supercooled liquid, cooled at a constant rate through T_g (Richard et al. 2020, App. A2: to 0.096 T_g)."""

from types import MappingProxyType

from ..protocol import Protocol
from ..stages import Dynamics
from ._parts import any_model, supercooled_liquid, temperature, time, time_step


def _stages(model, values):
    yield from supercooled_liquid(model, values)
    ends = values["parent_temperature"], values["end_temperature"]
    yield Dynamics("cooling through the glass transition", values["cooling_time"], values["time_step"], ends)


def _power_of_ten(number):
    """A number as it is written on a page: 10⁵, 3·10⁴, 500."""
    mantissa, exponent = f"{number:e}".split("e")
    if number < 1000.0:
        return f"{number:g}"
    raised = str(int(exponent)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{raised}" if float(mantissa) == 1.0 else f"{float(mantissa):g}·10{raised}"


PROTOCOL = Protocol(
    "gq",
    "gradual quench",
    "A supercooled liquid, cooled at a constant rate from 1.13 T_g to 0.096 T_g: the slower, the more stable.",
    MappingProxyType(
        {
            "cooling_time": time("cooling time", 1000.0, "Time of the ramp; the papers take 1 to 1,000,000."),
            "parent_temperature": temperature("start", 1.13, "Temperature of the liquid where the ramp starts."),
            "end_temperature": temperature("end", 0.096, "Temperature where the ramp ends."),
            "equilibration_time": time("equilibration", 3000.0, "Time spent at the start before the ramp."),
            "time_step": time_step(0.01),
        }
    ),
    _stages,
    lambda values: (values["parent_temperature"], values["cooling_time"]),
    lambda values: f"GQ {_power_of_ten(values['cooling_time'])} t0",
    any_model,
    place=30,
)
