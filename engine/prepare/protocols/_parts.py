"""Stages and numbers that several protocols share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ...matter.model import Model
from ..protocol import Setting
from ..stages import Dynamics

HOT_STEP = 0.005
"""Time step of a liquid at the hot temperature of any model: the energy drifts by less than 10⁻³ T in 10 t0."""


def melt(model: Model, parent_temperature: float) -> Iterator[Dynamics]:
    """From the start to a liquid near its temperature; a fresh start has no memory that a protocol could want."""
    hot = max(model.hot_temperature, parent_temperature)
    yield Dynamics("melting", 20.0, HOT_STEP, (hot, hot))
    yield Dynamics("cooling to the liquid's temperature", 20.0, HOT_STEP, (hot, parent_temperature))


def supercooled_liquid(model: Model, values: Mapping[str, float]) -> Iterator[Dynamics]:
    """A liquid in equilibrium at the parent temperature."""
    parent = values["parent_temperature"]
    yield from melt(model, parent)
    yield Dynamics("supercooled liquid", values["equilibration_time"], values["time_step"], (parent, parent))


def temperature(label: str, factor: float, summary: str) -> Setting:
    """A temperature that is by default so many times that of the glass transition."""
    return Setting(label, "energy", _of_glass_temperature(factor), 1e-4, 100.0, summary)


def _of_glass_temperature(factor: float) -> Callable[[Model], float]:
    return lambda model: round(factor * model.glass_temperature, 9)


def time(label: str, default: float, summary: str) -> Setting:
    """A time in t0."""
    return Setting(label, "t0", lambda model: default, 0.0, 1e7, summary)


def time_step(default: float) -> Setting:
    """The step of the molecular dynamics."""
    return Setting("time step", "t0", lambda model: default, 1e-5, 0.02, "Step of the molecular dynamics.")


def any_model(_model: Model) -> bool:
    """A protocol that works for every model."""
    return True


def parent_alone(values: Mapping[str, float]) -> tuple[float, float]:
    """A glass that is named by the temperature it was quenched from."""
    return values["parent_temperature"], 0.0
