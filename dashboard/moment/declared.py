"""What the declaration of a choice says besides its type: where on the page it stands, and whether the page may set it.

>>> class Choices(param.Parameterized):
...     show_dots = param.Boolean(False, label="dots", doc="Dots.", metadata=on("overlays"))

is all that a control takes: the card has it, the page builds it from its type, and what the user does is set. A
parameter with a negative precedence, as `param` has it, is none that the page sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import param

from ..fields.field import own_parameters
from ..physics import GlassError, Indicator, shipped_predictors
from ..wire.kinds import brief


@dataclass(frozen=True)
class Place:
    """Where a choice stands on the page, and as what.

    Attributes
    ----------
    card : str
        The card: "load", "field" or "overlays".
    kind : {"toggle", "menu", "buttons", "slider", "typed"} or None
        The control; None for that of its type: a toggle for what is on or off, a menu for one of a few, a slider for a
        number with bounds.
    row : str
        Neighbours with the same row stand beside each other. Without one, toggles share a row that wraps, and
        everything else has a row of its own.
    rooms : str
        The rooms that it is seen in, with spaces between; empty for all.
    said : str or None
        Words before it; None for its label, before a menu or a number. What a screen reader says is the label.
    title : str
        What is shown while the mouse rests on it.
    percent : bool
        Whether the page shows a hundred times the number, as it does of strains.
    """

    card: str
    kind: Literal["toggle", "menu", "buttons", "slider", "typed"] | None = None
    row: str = ""
    rooms: str = ""
    said: str | None = None
    title: str = ""
    percent: bool = False


def on(card: str, **place: Any) -> dict[str, Any]:  # Any: the attributes of `Place`, each of its own type
    """The metadata of a parameter that stands on a card.

    Parameters
    ----------
    card : str
        The card.
    **place
        The other attributes of `Place`.
    """
    return {"place": Place(card, **place)}


def place_of(declared: param.Parameter) -> Place | None:
    """Where a choice stands; None where it is on no card.

    Parameters
    ----------
    declared : Parameter
        Its declaration.
    """
    return (declared.metadata or {}).get("place")


def settable(choices: param.Parameterized, name: str) -> bool:
    """Whether the page may set a choice.

    Parameters
    ----------
    choices : Choices
        The choices of a session.
    name : str
        What the page calls it.
    """
    if name == "name" or name not in choices.param:
        return False
    return (choices.param[name].precedence or 0.0) >= 0.0


def set_choice(choices: param.Parameterized, name: str, value: Any) -> None:  # Any: what came over the wire
    """Set a choice as the page asks.

    Parameters
    ----------
    choices : Choices
        The choices of a session.
    name : str
        Which.
    value : object
        What; of what is shown in per cent, the number of them.

    Raises
    ------
    GlassError
        It is no choice of the page, or cannot be that.
    """
    if not settable(choices, name):
        raise GlassError(f"{brief(name)} is no choice of this page")
    declared = choices.param[name]
    place = place_of(declared)
    if place is not None and place.percent and _is_number(value):
        value = value / 100.0
    value = _fitting(declared, name, value)
    try:
        setattr(choices, name, value)
    except ValueError:
        raise GlassError(_expected(declared, name, value)) from None


def changeable(indicator: Indicator | type[Indicator]) -> dict[str, param.Parameter]:
    """The parameters of an indicator that the page may change, each with its declaration.

    Parameters
    ----------
    indicator : Indicator
        An instance, or the class.
    """
    return {
        name: declared
        for name, declared in indicator.param.objects("existing").items()
        if name not in ("name", "reference")
        and not (declared.constant or declared.readonly or (declared.precedence or 0) < 0)
    }


def with_parameter(indicator: Indicator, name: str, value: Any) -> Indicator:  # Any: what came over the wire
    """The indicator with another value of a parameter.

    Parameters
    ----------
    indicator : Indicator
        An instance.
    name : str
        Of the parameter.
    value : object
        What it is to be.

    Raises
    ------
    GlassError
        The page cannot change it, or it cannot be that.
    """
    declared = changeable(indicator).get(name)
    if declared is None:
        raise GlassError(f"{indicator.label} has no parameter {brief(name)} that the page can change")
    value = _fitting(declared, name, value)
    try:
        return type(indicator)(**own_parameters(indicator) | {name: value})
    except ValueError:
        raise GlassError(_expected(declared, name, value)) from None


def with_parameters(kind: type[Indicator], given: Mapping[str, Any]) -> Indicator:  # Any: what a file says
    """An indicator with the parameters that a file gives it; those that its class does not know today are left out.

    A predictor is one of the shipped ones: a file that somebody opens on the page does not say what else is read.

    Parameters
    ----------
    kind : class
        Of the indicator.
    given : mapping of str to object
        Parameters by name.

    Raises
    ------
    GlassError
        One cannot be what the file says.
    """
    indicator = kind()
    for name, value in given.items():
        if name == "predictor" and name in kind.param:
            if value is not None and not (isinstance(value, str) and value in shipped_predictors()):
                known = ", ".join(shipped_predictors())
                raise GlassError(f"the page knows no predictor {brief(value)}; shipped are {known}")
            indicator = kind(**own_parameters(indicator) | {name: value})
        elif name in changeable(kind):
            indicator = with_parameter(indicator, name, value)
    return indicator


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def _fitting(declared, name, value):
    """The value as its declaration takes it; on and off are no numbers, and what is chosen is what was on offer."""
    if isinstance(declared, param.Selector):
        alike = [each for each in declared.objects if each == value]
        if not alike or isinstance(value, bool) != isinstance(alike[0], bool):
            raise GlassError(_expected(declared, name, value))
        return alike[0]
    if isinstance(value, bool) and not isinstance(declared, param.Boolean):
        raise GlassError(_expected(declared, name, value))
    return value


def _expected(declared, name, value):
    """What a choice may be, for one that was refused."""
    place = place_of(declared)
    words, unit = name.replace("_", " "), 100.0 if place is not None and place.percent else 1.0
    if isinstance(declared, param.Selector):
        return f"{words} is one of {', '.join(map(str, declared.objects))}, not {brief(value)}"
    if isinstance(declared, param.Boolean):
        return f"{words} is on or off, not {brief(value)}"
    if not isinstance(declared, param.Number):
        return f"{words} cannot be {brief(value)}"
    low, high = declared.bounds or (None, None)
    if low is not None and high is not None and _is_number(value):
        ends, sign = (low * unit, high * unit, value * unit), " %" if unit > 1.0 else ""
        return f"{words} lies between {ends[0]:g}{sign} and {ends[1]:g}{sign}, not at {ends[2]:g}{sign}"
    return f"{words} is a {'whole ' if isinstance(declared, param.Integer) else ''}number, not {brief(value)}"
