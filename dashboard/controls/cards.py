"""Controls from declarations: of the choices by their cards, and of an indicator by its own parameters.

What the page needs of a control is a dictionary: "type" (toggle, menu, buttons, slider or typed), "label", "title",
"value", and "options" or "min", "max", "step" and "whole"; "empty" says that what is typed may be nothing. One of a
card also has "row", "rooms" and "said", see `Place`, and what the moment says of it: "hidden", "disabled", "off" (which
of its options cannot be chosen), "note" (a few words at its end).
"""

from __future__ import annotations

import param

from ..moment.declared import Place, changeable, place_of
from ..physics import Indicator

Control = dict[str, object]
"""A control as the page takes it."""

FEW = 100
"""A slider has about so many steps, where its parameter declares none."""


def card(name: str, choices: param.Parameterized, **live: Control) -> dict[str, Control]:
    """Every control of a card, by its parameter, in the order of their declaration.

    Parameters
    ----------
    name : str
        The card.
    choices : Choices
        The choices of a session.
    **live
        What the moment says of a control, by its parameter.

    Returns
    -------
    dict
        A dictionary for each control.
    """
    found = {}
    for key, declared in choices.param.objects("existing").items():
        place = place_of(declared)
        if place is None or place.card != name:
            continue
        own = control(declared, getattr(choices, key), place)
        if own is None:
            raise TypeError(f"no control is made of {key!r}, a {type(declared).__name__} without bounds")
        layout = {"row": place.row, "rooms": place.rooms, "said": place.said}
        found[key] = own | layout | {"title": place.title} | live.get(key, {})
    return found


def sliders(indicator: Indicator) -> list[Control]:
    """Controls for an indicator's own parameters, each with its "name".

    Parameters
    ----------
    indicator : Indicator
        An instance.
    """
    found = []
    for name, declared in changeable(indicator).items():
        own = control(declared, getattr(indicator, name))
        if own is not None:
            found.append({"name": name} | own)
    return found


def control(declared: param.Parameter, value: object, place: Place | None = None) -> Control | None:
    """The control of one parameter; None where its type has none.

    Parameters
    ----------
    declared : Parameter
        Its declaration.
    value : object
        Its value.
    place : Place, optional
        Where it stands, which may ask for another control than that of its type.
    """
    kind = place.kind if place is not None else None
    own: Control = {"label": declared.label, "title": declared.doc or "", "value": value}
    if isinstance(declared, param.Boolean):
        return own | {"type": kind or "toggle"}
    if isinstance(declared, param.Selector):
        named = declared.names or {_in_words(each): each for each in declared.objects}
        return own | {"type": kind or "menu", "options": [{"key": key, "label": label} for label, key in named.items()]}
    if not isinstance(declared, param.Number):
        return None
    low, high = declared.bounds or (None, None)
    whole = isinstance(declared, param.Integer)
    if kind == "typed":
        numbers = {"value": value, "min": low, "max": high, "step": declared.step}
        if place is not None and place.percent:
            numbers = {key: _in_per_cent(each) for key, each in numbers.items()}
        return own | {"type": kind, "whole": whole, "empty": declared.allow_None} | numbers
    if low is None or high is None:
        return None
    step = declared.step or (1 if whole else float(f"{(high - low) / FEW:.1g}"))
    return own | {"type": kind or "slider", "min": low, "max": high, "step": step, "whole": whole}


def _in_words(key):
    return key if isinstance(key, str) else f"{key:g}"


def _in_per_cent(value):
    return None if value is None else float(f"{100.0 * value:.4g}")
