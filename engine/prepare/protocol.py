"""What a protocol is: a list of stages, and the numbers that they take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

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
    needs : str
        What it needs of a model, for those that it does not suit.
    place : int
        Where it stands in lists: those of lower numbers come first, those without one last, by their keys.
    """

    key: str
    label: str
    summary: str
    parameters: Mapping[str, Setting]
    stages: Callable[[Model, Mapping[str, float]], Iterator[Dynamics | Swaps]]
    parent: Callable[[Mapping[str, float]], tuple[float, float]]
    in_words: Callable[[Mapping[str, float]], str]
    suits: Callable[[Model], bool]
    needs: str = ""
    place: int = 1000

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
            raise GlassError(f"protocol {self.key!r} does not work for {model.label}: {self.needs}")
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
