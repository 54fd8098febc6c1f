"""The load's card."""

from __future__ import annotations

from ..look.words import in_words, percent
from ..moment.moment import Moment
from .cards import card


def load_card(moment: Moment) -> dict[str, object]:
    """The load: geometry, angle, direction and end; whether it differs from the one that runs.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    state = moment.state
    running = moment.snapshot.leg.load
    turns = state.load != "dilation"
    wanted = (state.load, state.angle if turns else 0.0, state.sign)
    signs = ("forward", "reverse") if turns else ("expand", "compress")
    directions = [{"key": key, "label": label} for key, label in zip((1, -1), signs, strict=True)]
    return {
        "controls": card("load", state, sign={"options": directions}),
        "kind": state.load,
        "angle": state.angle,
        "turns": turns,
        "sign": state.sign,
        "differs": wanted != (running.kind, running.angle, running.sign),
        "here": percent(moment.snapshot.strain),
        "running": in_words(running),
    }
