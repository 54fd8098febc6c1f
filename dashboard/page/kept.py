"""What a page keeps of its session, so that it can choose the same again where the session is lost."""

from ..gallery.entries import OWN_KEY
from ..moment.choices import Choices
from ..moment.declared import place_of, settable

OF_THE_MOMENT = frozenset({"low", "high", "threshold", "picked", "dark"})
"""Choices that belong to one field of one state, or to the browser."""


def kept(choices: Choices, label: str) -> dict:
    """What has been chosen, in the words in which it can be asked for.

    Parameters
    ----------
    choices : Choices
        Of the session.
    label : str
        Name of the glass.

    Returns
    -------
    dict
        "first" and "rest" (choices that are not as at first, by name: those of the load, which begin a run, and the
        others), "glass" (its key; empty where it is the session's own and lost with it), "beside", "panel", "label".
    """
    declared = choices.param
    changed = {
        name: _asked(declared[name], getattr(choices, name))
        for name in declared
        if settable(choices, name) and name not in OF_THE_MOMENT and getattr(choices, name) != declared[name].default
    }
    of_load = {name for name in changed if (place := place_of(declared[name])) and place.card == "load"}
    return {
        "first": {name: changed[name] for name in sorted(of_load)},
        "rest": {name: value for name, value in changed.items() if name not in of_load},
        "glass": "" if choices.glass.startswith(OWN_KEY) else choices.glass,
        "beside": list(choices.beside),
        "panel": choices.plots,
        "label": label,
    }


def _asked(declared, value):
    place = place_of(declared)
    return 100.0 * value if place is not None and place.percent else value
