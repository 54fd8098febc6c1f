"""What a question of a lesson is answered by: a number that is measured on the run that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from ..compare.plots import Pair, largest_fall
from ..found.strength_map import Standing
from ..moment.ranks import shown_rank
from ..moment.wanting import arrows_of
from ..panels.run.left import left_of

WEAK = 0.02
"""A place that bears less than this, in units of the shear modulus, is called weak."""


@dataclass(frozen=True)
class Measure:
    """A number that a run has.

    Attributes
    ----------
    of : callable
        Takes both glasses, or the one that is shown; returns the number, or None where it cannot be told yet.
    words : str
        The number in words, for `str.format`.
    missing : str
        What is said where it cannot be told yet.
    """

    of: Callable[[Pair], float | None]
    words: str
    missing: str


def _last_drop(pair):
    """Share of the stress before it by which the last event made it fall, per cent."""
    event, history = pair.first.snapshot.event, pair.first.history
    if event is None:
        return None
    return 100.0 * event.stress_drop / abs(history.rows.stress[event.row])


def _events(pair):
    return float(len(pair.first.events)) if pair.first.events else None


def _fall(moment):
    share = None if moment is None else largest_fall(moment)
    return None if share is None else 100.0 * share


def _rank(pair):
    event = pair.first.snapshot.event
    return None if event is None else shown_rank(pair.first, pair.first.indicator, event)


def _score(pair):
    event = pair.first.snapshot.event
    score = pair.first.fields.scores(pair.first.indicator, event.number)["as cast, later events"] if event else None
    return score.C if score is not None and score.n else None


def _share(pair):
    """Share of the particles that take part in the mode shown as arrows, per cent."""
    vectors, moment = pair.first.vectors, pair.first
    wanted = arrows_of(moment.choices, moment.snapshot, moment.load)
    if vectors is None or vectors.vectors is None or vectors.arrows != wanted:
        return None  # of another state, or another mode
    return 100.0 * vectors.participation


def _apart(pair):
    """Distance of the cores of both first events, in units of length."""
    if pair.other is None or not pair.first.events or not pair.other.events:
        return None
    box = pair.first.glass.box
    cores = [each.events[0].core for each in (pair.first, pair.other)]
    away = box.minimum_image(np.subtract(*pair.first.glass.positions[cores])[None])
    return float(np.hypot(*away[0]))


def _weak(pair):
    """How many times as many weak places there are as there were as cast."""
    moment = pair.first
    standing = moment.found(Standing)
    left = None if standing is None else left_of(standing, moment)
    if left is None or left.now is None or left.cast is None or not np.any(left.cast < WEAK):
        return None
    return float(np.mean(left.now < WEAK) / np.mean(left.cast < WEAK))


SHEAR_ON = "There is no event yet: shear on to the next one."

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "last drop": Measure(_last_drop, "{:.0f} %", SHEAR_ON),
        "events": Measure(_events, "{:.0f}", SHEAR_ON),
        "largest fall": Measure(lambda pair: _fall(pair.first), "{:.0f} %", SHEAR_ON),
        "largest fall of the other": Measure(
            lambda pair: _fall(pair.other), "{:.0f} %", "The other glass has not had an event yet: shear on."
        ),
        "rank": Measure(_rank, "{:.2f}", "The last event has no rank yet: shear on, or wait for the field."),
        "score": Measure(_score, "{:.2f}", "There are too few events yet: shear on."),
        "participation": Measure(_share, "{:.1f} %", "The mode is still being computed."),
        "distance of first events": Measure(_apart, "{:.1f} units", "One of them has had no event yet: shear on."),
        "weak places": Measure(_weak, "{:.1f} times", "What its places can bear is still being estimated."),
    }
)
"""Every number by its name in a lesson."""
