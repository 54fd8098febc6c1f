"""What the page says of two glasses: where each is, how it gave way, and whether the indicator knew."""

from __future__ import annotations

from collections.abc import Sequence

from ..controls.cards import card
from ..look.words import in_words, number, percent
from ..map.legend import field_key
from ..map.side_by_side import rank_in_words
from ..panels.run.ghosts import ghosts_in_words
from ..physics import RankScore
from .plots import Pair, largest_fall
from .presets import PRESETS


def words_of_room(
    pair: Pair, scores: Sequence[RankScore | None], groups: list[dict], why: str, behind: float
) -> dict[str, object]:
    """What the page says in this room.

    Parameters
    ----------
    pair : Pair
        Both.
    scores : sequence of RankScore or None
        What the ranks of each add up to.
    groups : list of dict
        Glasses on offer, as the gallery has them.
    why : str
        Why there is no other glass, or why it does not go on; empty where it does.
    behind : float
        Strain by which it has still to catch up; 0 where both are in step.

    Returns
    -------
    dict
        "card" (its controls), "groups" and "chosen" (the other glass), "presets", "maps" (of each "name", "words",
        "events", "colours", "ends", "title", "rank"), "keys" (what tells them apart), "ghosts" (of earlier runs, as in
        a key), "why", "behind" and "scores" in words.
    """
    first, choices = pair.first, pair.first.choices
    shown = [_about(each, sign) if each is not None else None for each, sign in pair.each]
    return {
        "card": card("pair", choices),
        "groups": groups,
        "chosen": choices.pair_glass,
        "presets": [{"key": key, "label": each.label, "title": each.title} for key, each in PRESETS.items()],
        "maps": shown,
        "why": why,
        "behind": f"catching up, {percent(behind)} behind" if behind else "",
        "keys": _keys(pair),
        "ghosts": ghosts_in_words(first.history.ghosts, first.glass.model),
        "scores": [_score(score) for score in scores],
    }


def _keys(pair):
    """What tells the two apart: their names, or their loads where those are alike."""
    names = ["" if each is None else _name(each) for each, _ in pair.each]
    if names[0] != names[1]:
        return names
    return ["" if each is None else in_words(each.snapshot.leg.load) for each, _ in pair.each]


def _name(moment):
    return f"{moment.history.label}, N {moment.glass.n_particles:,}"


def _about(moment, sign):
    snapshot, key = moment.snapshot, field_key(moment)
    return {
        "name": _name(moment),
        "load": in_words(snapshot.leg.load),
        "words": f"γ {percent(sign * snapshot.strain)}   σ {number(sign * snapshot.stress, 3)}",
        "events": _events(moment),
        "colours": key.colours,
        "ends": [f"stiff {key.stiff}", f"{key.soft} soft"],
        "title": f"{moment.indicator.label}, {key.taken}",
        "failed": key.failed,
        "rank": rank_in_words(moment),
    }


def _events(moment):
    """How it gave way, in a sentence."""
    share, events = largest_fall(moment), len(moment.events)
    if share is None:
        return "no event yet"
    said = "1 event" if events == 1 else f"{events:,} events"
    return f"{said}, the largest drop {100.0 * share:.0f} % of the largest stress"


def _score(score):
    return "" if score is None else f"C {number(score.C, 2)}, n {score.n}"
