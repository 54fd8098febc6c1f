"""What the page says of the glass, of its lattice, and of the block that is picked."""

from __future__ import annotations

from collections.abc import Mapping

from ..controls.cards import Control, card
from ..look.words import number
from ..moment.choices import Choices
from ..moment.moment import Moment
from .lattice_run import END
from .room_view import RoomState, has_widths
from .shown import Shown

SHOWS = {
    "failures": ("plastic activity: steps of 1 % in which a particle gave way", "failures of each block"),
    "stress": ("stress of its blocks along the load", "stress of each block"),
    "left": ("what its blocks could bear beyond their stress, as cast", "what each block can bear beyond its stress"),
}
"""What the colours stand for, on the map of the glass and on the lattice."""


def in_words_of_room(
    moment: Moment, state: RoomState, shown: Mapping[str, Shown], progress: dict, resting: bool
) -> dict[str, object]:
    """What the page says in this room.

    Parameters
    ----------
    moment : Moment
        Of the glass.
    state : RoomState
        The rest.
    shown : mapping of str to Shown
        What the maps show, see `RoomView`.
    progress : dict
        Of what is being measured, see `Finder.progress`.
    resting : bool
        Whether that was called off.

    Returns
    -------
    dict
        "card" (its controls), "glass" and "lattice" (each with "words", "colours", "ends", "title"), "state" of the
        lattice ("why" there is none, "playing", "alone", "ended", "progress", "resting"), "block", and
        "blank" (why a plot shows nothing).
    """
    choices = moment.choices
    return {
        "card": lattice_card(choices, state),
        "glass": {"words": _glass_now(moment), **_legend(shown.get("meso"), choices, 0)},
        "lattice": {"words": _lattice_now(state), **_legend(shown.get("lattice"), choices, 1)},
        "state": {
            "why": _why_none(state, resting),
            "playing": state.playing,
            "alone": choices.lattice_drive == "own",
            "ended": state.lattice is not None and state.lattice.strain >= END,
            "there": state.lattice is not None,
            "progress": progress,
            "resting": resting,
        },
        "block": _block(state),
        "blank": {
            "stress": "",
            "width": "" if has_widths(state) else "Nothing has given way yet.",
            "block": "" if state.lattice is not None and state.picked is not None else "Click a block of the lattice.",
        },
    }


def lattice_card(choices: Choices, state: RoomState) -> dict[str, Control]:
    """The controls of the lattice.

    Parameters
    ----------
    choices : Choices
        What is chosen.
    state : RoomState
        What there is.
    """
    hot = "" if state.seeding is None else state.seeding.hot
    none = state.seeding is not None and not state.seeding.error and choices.lattice_renewal == "hot" and not hot
    said = "no hot glass of this model is shipped: blocks are as this glass" if none else (hot and f"that is {hot}")
    return card(
        "lattice",
        choices,
        lattice_pace={"hidden": choices.lattice_drive != "own"},
        lattice_size={"hidden": choices.lattice_of != "drawn"},
        lattice_renewal={"title": said},
    )


def _why_none(state, resting):
    if state.seeding is None:
        return "The measuring was called off." if resting else "measuring what its blocks can bear…"
    if state.seeding.error:
        words = state.seeding.error
        return f"There is no lattice of this glass: {words}."
    return "" if state.lattice is not None else "making the lattice…"


def _glass_now(moment):
    snapshot, events = moment.snapshot, len(moment.events)
    said = f"{events:,} {'event' if events == 1 else 'events'}"
    return f"γ {100.0 * snapshot.strain:.2f} %   σ {number(snapshot.stress, 3)}   {said}"


def _lattice_now(state):
    lattice = state.lattice
    if lattice is None:
        return ""
    size, failures = len(lattice.stresses), int(lattice.activity.sum())
    said = f"{failures:,} {'failure' if failures == 1 else 'failures'}   {size} × {size} blocks"
    rests = "   it cannot go on" if state.stuck else ""
    return f"γ {100.0 * lattice.strain:.2f} %   σ {number(lattice.stress, 3)}   {said}{rests}"


def _legend(shown, choices, which):
    """What the colours of a map are; empty where it has none that are of this room."""
    if shown is None:
        return {"colours": [], "ends": ["", ""], "title": ""}
    shading = shown.shading
    title = SHOWS[choices.lattice_shows][which]
    return {"colours": shading.strip(choices.dark), "ends": list(shading.ends(shown.values)), "title": title}


def _block(state):
    """The block that is picked, in words."""
    lattice, block = state.lattice, state.picked
    if lattice is None or block is None:
        return ""
    row, column = divmod(block, len(lattice.stresses))
    times = int(lattice.activity[row, column])
    return (
        f"{column + 1}, {row + 1}: {number(float(lattice.stresses[row, column]), 2)} of "
        f"{number(float(lattice.thresholds[row, column]), 2)}, failed {times:,} {'time' if times == 1 else 'times'}"
    )
