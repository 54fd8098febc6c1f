"""What the declaration of a choice says besides its type: where on the page it stands, and whether the page may set it.

>>> class Choices(param.Parameterized):
...     show_dots = param.Boolean(False, label="dots", doc="Dots.", metadata=on("overlays"))

is all that a control takes: the card has it, the page builds it from its type, and what the user does is set. A
parameter with a negative precedence, as `param` has it, is none that the page sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import param

from ..physics import GlassError


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
        raise GlassError(f"{name!r} is no choice of this page")
    declared = choices.param[name]
    place = place_of(declared)
    if place is not None and place.percent:
        value = float(value) / 100.0
    try:
        setattr(choices, name, value)
    except ValueError:
        raise GlassError(_expected(declared, name, value)) from None


def _expected(declared, name, value):
    """What a choice may be, for one that was refused."""
    words = name.replace("_", " ")
    if isinstance(declared, param.Selector):
        return f"{words} is one of {', '.join(map(str, declared.objects))}, not {value!r}"
    if isinstance(declared, param.Boolean):
        return f"{words} is on or off, not {value!r}"
    if isinstance(declared, param.Number) and declared.bounds is not None and isinstance(value, int | float):
        low, high = declared.bounds
        return f"{words} lies between {low:g} and {high:g}, not at {value:g}"
    return f"{words} cannot be {value!r}"
