"""Guesses where a glass yields: each is ranked as the field of an indicator is, and counted beside all of them."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from ..gallery.entries import OWN, Entry
from ..look.words import percent
from ..moment.moment import Moment
from ..physics import BEYOND, Glass, GlassError, rank

ROUNDS = 10
"""Glasses of a game."""

SMALLEST, LARGEST = 500, 3000
"""Particles of them: an event comes within seconds, and a place can be aimed at."""

SHOWN = 8
"""So many of the best indicators stand on the list."""


@dataclass(frozen=True)
class Round:
    """A guess and how it went.

    Attributes
    ----------
    glass : str
        Name of the glass.
    strain : float
        Of the event.
    rank : float
        Of the event's core, where softness is to be near the guess.
    distance : float
        From the guess to the core, in units of length.
    others : dict of str to float
        Ranks of the same event in the fields as cast, by the indicators' names.
    """

    glass: str
    strain: float
    rank: float
    distance: float
    others: dict[str, float]


def guessed(glass: Glass, particle: int, core: int) -> tuple[float, float]:
    """The rank of an event for somebody who pointed at a particle, and how far off that was.

    A guess is a field as any other: the nearer to it, the softer. Its rank is the share of the particles that are
    farther from the guess than the core.

    Parameters
    ----------
    glass : Glass
        As cast.
    particle : int
        The guess.
    core : int
        Of the event.

    Returns
    -------
    float, float
        The rank, 0 to 1, and the distance, in units of length.
    """
    away = glass.box.minimum_image(glass.positions - glass.positions[particle])
    distances = np.hypot(away[:, 0], away[:, 1])
    return rank(distances, core, "low"), float(distances[core])


def round_of(moment: Moment, particle: int) -> Round:
    """How a guess went.

    Parameters
    ----------
    moment : Moment
        With the event; more indicators may come to know it.
    particle : int
        The guess.
    """
    event = moment.history.events[0]
    own, distance = guessed(moment.glass, particle, event.core)
    known = ((each.label, moment.fields.cast_rank(each, event)) for each in (moment.indicator, *moment.others))
    others = {label: value for label, value in known if value is not None}
    return Round(moment.history.label, event.strain, own, distance, others)


def drawn(entries: list[Entry]) -> list[str]:
    """Keys of the glasses of a game, of all kinds, by lot; their first event is far enough to be guessed.

    Parameters
    ----------
    entries : list of Entry
        Those on offer.

    Raises
    ------
    GlassError
        None is fit.
    """
    fit = [
        each.key
        for each in entries
        if each.group != OWN and SMALLEST <= each.n_particles <= LARGEST and (each.first or 0.0) > 2.0 * BEYOND
    ]
    if not fit:
        raise GlassError("there is no glass in the gallery to play with")
    return random.sample(fit, min(ROUNDS, len(fit)))


def in_words(last: Round) -> str:
    """What is said of a guess.

    Parameters
    ----------
    last : Round
        How it went.
    """
    beaten = sum(last.rank > other for other in last.others.values())
    place = f"; you beat {beaten} of {len(last.others)} indicators" if last.others else ""
    return (
        f"It yielded at γ = {percent(last.strain)}, {last.distance:.1f} units from your guess. "
        f"Your rank is {last.rank:.2f}{place}."
    )


def standing(rounds: list[Round]) -> list[dict[str, object]]:
    """Mean ranks of the player and of the indicators over the same events, the best first.

    Parameters
    ----------
    rounds : list of Round
        So far.

    Returns
    -------
    list of dict
        "place", "name", "rank" (the mean) and whether it is "you": the best indicators that know all events, and the
        player, wherever that is.
    """
    if not rounds:
        return []
    everywhere = set.intersection(*(set(each.others) for each in rounds))
    means = {name: float(np.mean([each.others[name] for each in rounds])) for name in everywhere}
    best = sorted(means.items(), key=lambda pair: -pair[1])
    own = float(np.mean([each.rank for each in rounds]))
    above = sum(value > own for _, value in best)
    listed = [_line(k + 1 + (k >= above), *pair, you=False) for k, pair in enumerate(best[:SHOWN])]
    listed.insert(min(above, SHOWN), _line(above + 1, "you", own, you=True))
    return listed


def _line(place, name, value, you):
    return {"place": place, "name": name, "rank": f"{value:.2f}", "you": you}
