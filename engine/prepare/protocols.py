"""How a glass is made, for every model.

========== ==========================================================================================
``htl``    a hot liquid, quenched at once (Richard et al. 2020, App. A2: 9.62 T_g)
``esl``    a supercooled liquid in equilibrium, quenched at once (same: 1.13 T_g)
``gq``     that liquid, cooled at a constant rate through T_g (same: to 0.096 T_g in 10⁶ t0)
``anneal`` a liquid, set at once to just below T_g and left to age (Zylberg et al. 2017; Schwartzman-Nowik et al. 2019)
``swap``   a liquid in equilibrium far below T_g by swap Monte Carlo, quenched at once (Richard et al. 2020, 2024)
========== ==========================================================================================

A protocol is a list of stages and the numbers that they take; a new one is one function and one entry in `PROTOCOLS`.
All end in relaxation to zero force. ``swap`` helps where sizes are continuous, so that most particles find a partner
of nearly their own size; exchanging the two sizes of a binary model all but never succeeds (one attempt in millions in
LJ), so it is refused there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..errors import GlassError
from ..matter.model import Model
from .stages import Dynamics, Swaps


@dataclass(frozen=True)
class Setting:
    """One number that a protocol takes.

    Attributes
    ----------
    label, unit : str
        For the page; the unit of time is t0, that of temperature the model's energy (k_B = 1).
    default : callable
        The default for a model.
    low, high : float
        Bounds, both allowed.
    summary : str
        What it does.
    """

    label: str
    unit: str
    default: Callable[[Model], float]
    low: float
    high: float
    summary: str


@dataclass(frozen=True)
class Protocol:
    """A way to make a glass.

    Attributes
    ----------
    key, label, summary : str
        Name in code, on the page, and one sentence.
    parameters : mapping of str to Setting
        The numbers that it takes.
    stages : callable
        (model, values) -> iterator of stages: what happens before the quench.
    parent : callable
        values -> (parent temperature, cooling time): what names the glass in a table.
    in_words : callable
        values -> a few words that name the class of glasses that come of them.
    suits : callable
        Whether it works for a model.
    """

    key: str
    label: str
    summary: str
    parameters: Mapping[str, Setting]
    stages: Callable[[Model, Mapping[str, float]], Iterator[Dynamics | Swaps]]
    parent: Callable[[Mapping[str, float]], tuple[float, float]]
    in_words: Callable[[Mapping[str, float]], str]
    suits: Callable[[Model], bool]

    def values(self, model: Model, given: Mapping[str, float]) -> dict[str, float]:
        """All parameters for a model: those given, checked, and the defaults of the rest.

        Parameters
        ----------
        model : Model
            For the defaults.
        given : mapping of str to float
            Parameters by name.

        Raises
        ------
        GlassError
            Unknown name, no number, a value out of bounds, or a model that the protocol cannot treat.
        """
        if not self.suits(model):
            raise GlassError(
                f"protocol {self.key!r} does not work for {model.label}: it exchanges sizes, which needs a model of "
                "continuous sizes (poly, poly_ipl); exchanges between two sizes all but never succeed"
            )
        for name in given:
            if name not in self.parameters:
                raise GlassError(
                    f"protocol {self.key!r} has no parameter {name!r}; known: {', '.join(self.parameters)}"
                )
        return {
            name: _checked(name, given[name], setting) if given.get(name) is not None else float(setting.default(model))
            for name, setting in self.parameters.items()
        }


def _checked(name, value, setting):
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise GlassError(f"{name} is a number, not {value!r}") from None
    if not setting.low <= number <= setting.high:
        raise GlassError(
            f"{name} = {number:g} is not possible: {setting.label} lies in {setting.low:g} to {setting.high:g}"
        )
    return number


HOT_STEP = 0.005
"""Time step of a liquid at the hot temperature of any model: the energy drifts by less than 10⁻³ T in 10 t0."""


def _melt(model, parent_temperature):
    """From the start to a liquid near its temperature; a fresh start has no memory that a protocol could want."""
    hot = max(model.hot_temperature, parent_temperature)
    yield Dynamics("melting", 20.0, HOT_STEP, (hot, hot))
    yield Dynamics("cooling to the liquid's temperature", 20.0, HOT_STEP, (hot, parent_temperature))


def _hot_liquid(model, values):
    parent = values["parent_temperature"]
    yield Dynamics("hot liquid", values["equilibration_time"], values["time_step"], (parent, parent))


def _supercooled_liquid(model, values):
    parent = values["parent_temperature"]
    yield from _melt(model, parent)
    yield Dynamics("supercooled liquid", values["equilibration_time"], values["time_step"], (parent, parent))


def _cooled_liquid(model, values):
    yield from _supercooled_liquid(model, values)
    ends = values["parent_temperature"], values["end_temperature"]
    yield Dynamics("cooling through the glass transition", values["cooling_time"], values["time_step"], ends)


def _aged_liquid(model, values):
    parent, low = values["parent_temperature"], values["annealing_temperature"]
    yield from _melt(model, parent)
    yield Dynamics("liquid", values["equilibration_time"], values["time_step"], (parent, parent))
    yield Dynamics("ageing below the glass transition", values["annealing_time"], values["time_step"], (low, low))


def _swapped_liquid(model, values):
    parent = values["parent_temperature"]
    yield from _melt(model, parent)
    yield Swaps(
        "swap Monte Carlo", parent, values["relaxation_times"], values["swap_fraction"], values["swap_reach"],
        model.glass_temperature,
    )  # fmt: skip


def _temperature(label, factor, summary):
    default = _of_glass_temperature(factor)
    return Setting(label, "energy", default, 1e-4, 100.0, summary)


def _of_glass_temperature(factor):
    return lambda model: round(factor * model.glass_temperature, 9)


def _time(label, default, summary):
    return Setting(label, "t0", lambda model: default, 0.0, 1e7, summary)


def _time_step(default):
    return Setting("time step", "t0", lambda model: default, 1e-5, 0.02, "Step of the molecular dynamics.")


def _power_of_ten(number):
    """A number as it is written on a page: 10⁵, 3·10⁴, 500."""
    mantissa, exponent = f"{number:e}".split("e")
    if number < 1000.0:
        return f"{number:g}"
    raised = str(int(exponent)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{raised}" if float(mantissa) == 1.0 else f"{float(mantissa):g}·10{raised}"


def _any_model(_model):
    return True


def _parent_alone(values):
    return values["parent_temperature"], 0.0


_HTL = Protocol(
    "htl",
    "hot liquid, instant quench",
    "A liquid in equilibrium at 9.62 T_g, relaxed at once to zero temperature: the least stable glass.",
    MappingProxyType(
        {
            "parent_temperature": _temperature("temperature", 9.62, "Temperature of the parent liquid."),
            # Kinetic energy settles within 5 t0, but who is whose neighbour takes longer: in LJ, where unlike seek
            # each other, the energy of the quenched glass still rises by 0.02 between 20 and 80 t0.
            "equilibration_time": _time("equilibration", 200.0, "Time spent as a liquid."),
            "time_step": _time_step(HOT_STEP),
        }
    ),
    _hot_liquid,
    _parent_alone,
    lambda values: "HTL",
    _any_model,
)

_ESL = Protocol(
    "esl",
    "supercooled liquid, instant quench",
    "A supercooled liquid in equilibrium at 1.13 T_g, relaxed at once to zero temperature.",
    MappingProxyType(
        {
            "parent_temperature": _temperature("temperature", 1.13, "Temperature of the supercooled liquid."),
            "equilibration_time": _time("equilibration", 3000.0, "Time spent at that temperature."),
            "time_step": _time_step(0.01),
        }
    ),
    _supercooled_liquid,
    _parent_alone,
    lambda values: "ESL",
    _any_model,
)

_GQ = Protocol(
    "gq",
    "gradual quench",
    "A supercooled liquid, cooled at a constant rate from 1.13 T_g to 0.096 T_g: the slower, the more stable.",
    MappingProxyType(
        {
            "cooling_time": _time("cooling time", 1000.0, "Time of the ramp; the papers take 1 to 1,000,000."),
            "parent_temperature": _temperature("start", 1.13, "Temperature of the liquid where the ramp starts."),
            "end_temperature": _temperature("end", 0.096, "Temperature where the ramp ends."),
            "equilibration_time": _time("equilibration", 3000.0, "Time spent at the start before the ramp."),
            "time_step": _time_step(0.01),
        }
    ),
    _cooled_liquid,
    lambda values: (values["parent_temperature"], values["cooling_time"]),
    lambda values: f"GQ {_power_of_ten(values['cooling_time'])} t0",
    _any_model,
)

_ANNEAL = Protocol(
    "anneal",
    "aged below T_g",
    "A liquid at 2 T_g, set at once to just below T_g, left to age for a while, then relaxed.",
    MappingProxyType(
        {
            "annealing_time": _time("annealing time", 100.0, "Time spent below T_g; the papers take 100 and 200."),
            "parent_temperature": _temperature("liquid", 2.0, "Temperature of the parent liquid."),
            "annealing_temperature": _temperature("annealing", 0.95, "Temperature just below T_g."),
            "equilibration_time": _time("equilibration", 100.0, "Time spent as a liquid."),
            "time_step": _time_step(HOT_STEP),
        }
    ),
    _aged_liquid,
    _parent_alone,
    lambda values: f"aged {values['annealing_time']:g} t0",
    _any_model,
)

_SWAP = Protocol(
    "swap",
    "swap Monte Carlo, instant quench",
    "A liquid that exchanges sizes, in equilibrium far below T_g, relaxed at once: up to ultrastable glasses.",
    MappingProxyType(
        {
            "parent_temperature": _temperature("temperature", 0.9, "Temperature of the liquid."),
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
    _swapped_liquid,
    _parent_alone,
    lambda values: f"swap T = {values['parent_temperature']:g}",
    suits=lambda model: model.polydisperse,
)  # fmt: skip

PROTOCOLS: Mapping[str, Protocol] = MappingProxyType(
    {protocol.key: protocol for protocol in (_HTL, _ESL, _GQ, _ANNEAL, _SWAP)}
)
"""Every protocol by its key."""
