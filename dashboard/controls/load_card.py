"""The load's card."""

from __future__ import annotations

from ..look.words import in_words, percent
from ..moment.moment import Moment
from .cards import card

WAYS = {
    "simple_shear": ("forward", "reverse"),
    "pure_shear": ("stretch", "compress"),
    "dilation": ("expand", "compress"),
}
"""Both directions of each load, in words."""


def load_card(moment: Moment) -> dict[str, object]:
    """The load: geometry, angle, direction and end; whether it differs from the one that runs.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    choices = moment.choices
    running = moment.snapshot.leg.load
    turns = choices.load != "dilation"
    wanted = (choices.load, choices.angle if turns else 0.0, choices.sign)
    directions = [{"key": key, "label": label} for key, label in zip((1, -1), WAYS[choices.load], strict=True)]
    return {
        "controls": card("load", choices, sign={"options": directions}),
        "kind": choices.load,
        "angle": choices.angle,
        "turns": turns,
        "sign": choices.sign,
        "differs": wanted != (running.kind, running.angle, running.sign),
        "here": percent(moment.snapshot.strain),
        "running": in_words(running),
    }
