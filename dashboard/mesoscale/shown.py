"""What the two maps show, block by block and particle by particle: failures, stress, or what is left to bear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..look.shadings import Shading
from ..look.shadings.value import ByValue
from ..moment.choices import Choices
from ..moment.moment import Moment
from ..physics import block_of, block_stresses
from .activity import Activity
from .lattice_run import LatticeMoment
from .seeding import Seeding

FULL = 99.0
"""Percentile of the values at which the colours end."""


@dataclass(frozen=True, eq=False)
class Shown:
    """Values of one of the maps, and how they are shaded.

    Attributes
    ----------
    values : ndarray
        (L, L) of the blocks, or (N,) of the particles.
    shading : Shading
        How.
    """

    values: np.ndarray
    shading: Shading


def of_lattice(lattice: LatticeMoment, seeding: Seeding, choices: Choices) -> Shown:
    """What the lattice shows.

    Parameters
    ----------
    lattice : LatticeMoment
        Its state.
    seeding : Seeding
        What it is made of, without an error.
    choices : Choices
        What is chosen.
    """
    values = {
        "failures": lattice.activity,
        "stress": lattice.stresses,
        "left": lattice.thresholds - lattice.stresses,
    }[choices.lattice_shows].astype(float)
    return Shown(values, _shading(choices, seeding, values))


def of_glass(moment: Moment, seeding: Seeding, activity: Activity | None) -> Shown:
    """What the glass shows: its plastic activity, the stress of its blocks, or what they bore when it was cast.

    Parameters
    ----------
    moment : Moment
        What is shown.
    seeding : Seeding
        Its strengths, without an error.
    activity : Activity or None
        What has been counted so far.
    """
    values = _values(moment, seeding, activity)
    return Shown(values, _shading(moment.choices, seeding, values))


def _values(moment, seeding, activity):
    snapshot = moment.snapshot
    if moment.choices.lattice_shows == "failures":
        counts = None if activity is None else activity.at(snapshot.strain)
        return np.zeros(moment.glass.n_particles) if counts is None else counts.astype(float)
    if moment.choices.lattice_shows == "left":
        return (seeding.own.map - seeding.own.prestress).ravel()[block_of(moment.glass, seeding.size)]
    now = moment.history.rebuild(snapshot.frame, anew=True)
    first = moment.history.legs[0].load
    return block_stresses(now, first, seeding.size).ravel()[block_of(now, seeding.size)]


def _shading(choices, seeding, values):
    """Failures each by their own range, for a step of the glass and a slip of a block are not the same."""
    colours = {"colour_map": choices.colour_map, "reverse": choices.reverse}
    own = seeding.own
    if choices.lattice_shows == "failures":
        return ByValue("high", 0.0, max(float(np.percentile(values, FULL)), 1.0), **colours)
    if choices.lattice_shows == "stress":
        low = min(0.0, float(np.percentile(own.prestress, 100.0 - FULL)))
        return ByValue("high", low, float(np.percentile(own.map, FULL)), **colours)
    return ByValue("low", 0.0, float(np.percentile(own.values, FULL)), **colours)
