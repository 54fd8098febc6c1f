"""Protocols: from a liquid to a relaxed glass, for every model.

========== ==========================================================================================
``htl``    a hot liquid, quenched at once (Richard et al. 2020, App. A2: 9.62 T_g)
``anneal`` a liquid cooled by molecular dynamics through T_g in a given time, then relaxed
========== ==========================================================================================

A protocol is a function that moves a `Liquid`; a new one is one function and one entry in `PROTOCOLS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..errors import GlassError
from ..matter.models import Model
from .dynamics import Liquid


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
class Stage:
    """One stretch of a protocol's dynamics, with the thermostat on.

    Attributes
    ----------
    words : str
        What happens, for the progress line.
    duration, time_step : float
        In units of t0.
    temperatures : (float, float)
        At the start and at the end, linear in between.
    """

    words: str
    duration: float
    time_step: float
    temperatures: tuple[float, float]

    @property
    def n_steps(self) -> int:
        """Number of steps of the dynamics."""
        return int(np.ceil(self.duration / self.time_step - 1e-9))


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
        (model, values) -> iterator of `Stage`: the dynamics before the quench.
    parent : callable
        values -> (parent temperature, cooling time): what names the glass in a table.
    """

    key: str
    label: str
    summary: str
    parameters: Mapping[str, Setting]
    stages: Callable[[Model, Mapping[str, float]], Iterator[Stage]]
    parent: Callable[[Mapping[str, float]], tuple[float, float]]

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
            Unknown name, no number, or a value out of bounds.
        """
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


def drive(liquid: Liquid, stages: list[Stage], report: Callable[[str, float, float], None]) -> None:
    """Take a liquid through the stages of a protocol.

    Parameters
    ----------
    liquid : Liquid
        Moved on in place.
    stages : list of Stage
        In order.
    report : callable
        Called with (words, fraction of all steps done, energy per particle); what it raises ends the run.
    """
    total = max(1, sum(stage.n_steps for stage in stages))
    before = 0
    for stage in stages:

        def watch(fraction, energy, stage=stage, before=before):
            report(stage.words, (before + fraction * stage.n_steps) / total, energy)

        liquid.run(stage.duration, stage.time_step, stage.temperatures, watch=watch)
        before += stage.n_steps


HOT_STEP = 0.005
"""Time step of a liquid at the hot temperature of any model: the energy drifts by less than 10⁻³ T in 10 t0."""


def _hot_liquid(model, values):
    temperature = values["temperature"]
    yield Stage("hot liquid", values["equilibration_time"], values["time_step"], (temperature, temperature))


def _annealed_liquid(model, values):
    hot, start, end = model.hot_temperature, values["start_temperature"], values["end_temperature"]
    step = values["time_step"]
    yield Stage("melting", 5.0, HOT_STEP, (hot, hot))
    yield Stage("cooling to the start", 5.0, HOT_STEP, (hot, start))
    yield Stage("liquid at the start", values["equilibration_time"], step, (start, start))
    yield Stage("cooling", values["cooling_time"], step, (start, end))


def _of_glass_temperature(factor):
    return lambda model: round(factor * model.glass_temperature, 9)


def _time_step(default):
    return Setting("time step", "t0", lambda model: default, 1e-5, 0.02, "Step of the molecular dynamics.")


def _hot(model):
    return round(model.hot_temperature, 9)


def _mixing(model):
    # Kinetic energy and density settle within 5 t0, but who is whose neighbour takes longer: in LJ, where like seek
    # like, the energy of the quenched glass still rises by 0.02 between 20 and 80 t0, in POLY it is settled at 20.
    return 80.0


_HTL = Protocol(
    "htl",
    "hot liquid, instant quench",
    "A liquid at 9.62 T_g, relaxed at once to zero temperature: the least stable glass.",
    MappingProxyType(
        {
            "temperature": Setting("temperature", "energy", _hot, 0.0, 100.0, "Temperature of the parent liquid."),
            "equilibration_time": Setting("equilibration", "t0", _mixing, 0.0, 1e6, "Time spent as a liquid."),
            "time_step": _time_step(HOT_STEP),
        }
    ),
    _hot_liquid,
    lambda values: (values["temperature"], 0.0),
)

_ANNEAL = Protocol(
    "anneal",
    "cooled by molecular dynamics",
    "A liquid cooled at a constant rate from 1.5 T_g to 0.1 T_g, then relaxed: the slower, the more stable.",
    MappingProxyType(
        {
            "cooling_time": Setting("cooling time", "t0", lambda m: 100.0, 0.0, 1e7, "Time of the ramp."),
            "start_temperature": Setting(
                "start",
                "energy",
                _of_glass_temperature(1.5),
                0.0,
                100.0,
                "Temperature where the ramp starts.",
            ),
            "end_temperature": Setting(
                "end",
                "energy",
                _of_glass_temperature(0.1),
                0.0,
                100.0,
                "Temperature where the ramp ends.",
            ),
            "equilibration_time": Setting(
                "equilibration", "t0", lambda m: 20.0, 0.0, 1e6, "Time spent at the start temperature before the ramp."
            ),
            "time_step": _time_step(0.01),
        }
    ),
    _annealed_liquid,
    lambda values: (values["start_temperature"], values["cooling_time"]),
)

PROTOCOLS: Mapping[str, Protocol] = MappingProxyType({protocol.key: protocol for protocol in (_HTL, _ANNEAL)})
"""Every protocol by its key."""
