"""What is around the particles of one state: pair distributions, and mean maps of the soft and of the hard ones."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..fields.field import Field
from ..look.words import describe
from ..physics import (
    GlassError,
    Progress,
    extreme_particles,
    orientational_distribution,
    partial_distributions,
    spatial_density_maps,
)
from ..run.background import Background
from ..run.history import Store

FARTHEST = 5.0
"""Distances up to here are looked at, in units of length (FM21's r_c), or as far as the cell allows."""

BINS = {"pairs": 200, "directions": 50, "angles": 9}
"""Bins in distance, in distance where directions are told apart, and in angle *(ours)*."""

PIXEL = 0.2
"""Side of a pixel of the maps (FM21's Delta)."""

PATIENCE = 0.5
"""Seconds after which progress is shown."""


@dataclass(frozen=True, eq=False)
class Surroundings:
    """Averages over one state.

    Attributes
    ----------
    wanted : tuple
        Run, field, share and load that were asked for.
    names : tuple of str
        Names of the groups of particles: two species, or the smaller and the larger half.
    distances : (n,) array
        Middles of the bins of `total` and `partial`.
    total, partial : (n,) and (groups, groups, n) arrays
        g(r), of all and between groups.
    directions : dict of (angles, m) arrays
        g_zeta(r, theta) around "soft" and "hard" particles; empty where the load has no direction.
    reach : float
        The largest distance of these.
    maps : dict of (groups, pixels, pixels) arrays
        Mean density around "soft" and "hard" particles, by group: channel, y, x.
    half_width : float
        Half a side of the maps.
    n : int
        How many soft particles, and as many hard ones.
    why_not : str
        Why there are no directions.
    """

    wanted: tuple
    names: tuple
    distances: np.ndarray
    total: np.ndarray
    partial: np.ndarray
    directions: dict
    reach: float
    maps: dict
    half_width: float
    n: int
    why_not: str = ""

    @property
    def field(self) -> Field:
        """The field that says who is soft."""
        return self.wanted[1]


class SurroundingsFinder:
    """Computes the surroundings that the page wants, one at a time.

    Parameters
    ----------
    store : Store
        The run.
    on_change : callable
        Called without arguments from a thread when there is more to show.
    on_error : callable
        Called with an exception from a thread.
    """

    def __init__(self, store: Store, on_change: Callable, on_error: Callable) -> None:
        self.store, self.on_change, self.on_error = store, on_change, on_error
        self._shown: Surroundings | None = None
        self._work: Background | None = None
        self._busy = False
        self._wanted: tuple = ()
        self._began = 0.0

    def want(self, field: Field, soft: str, share: float, load: Any) -> bool:
        """Ask for what is around the softest and the hardest particles of a field, in the state that it is of.

        Parameters
        ----------
        field : Field
            With values.
        soft : {"high", "low"}
            Which end of it is soft.
        share : float
            So many of the particles, up to 1/2, are soft, and as many hard.
        load : Load
            Its direction of stretching turns maps and angles.

        Returns
        -------
        bool
            Whether it has been begun.
        """
        wanted = (self.store.run, field, share, load)
        if wanted == self._wanted:
            return False
        if self._busy:
            self._work.cancel()  # whoever asks when it has ended is next
            return False
        self._wanted, self._began, self._busy = wanted, time.monotonic(), True
        self._work = Background(
            lambda report: self._compute(wanted, soft, report), lambda work: self.on_change(), self._ended
        )
        return True

    def current(self) -> Surroundings | None:
        """The newest ones of this run."""
        shown = self._shown
        return shown if shown is not None and shown.wanted[0] == self.store.run else None

    def progress(self) -> dict:
        """What the page shows while it takes its time: fraction and words; empty where there is nothing to tell."""
        if not self._busy or time.monotonic() - self._began < PATIENCE:
            return {}
        return {"fraction": self._work.seen.fraction, "words": self._work.seen.stage}

    def close(self) -> None:
        """Stop for good."""
        if self._busy:
            self._work.cancel()

    # in the background's thread ----------------------------------------------------------------------------------

    def _compute(self, wanted, soft, report):
        _, field, share, load = wanted
        glass = self.store.rebuild(self.store.frame_at(field.row), anew=True)
        groups, names = groups_of(glass)
        ends = extreme_particles(field.values, share, np.isfinite(field.values))
        centres = dict(zip(("soft", "hard") if soft == "high" else ("hard", "soft"), ends, strict=True))
        height = float(glass.box.heights.min())
        largest, half_width = min(FARTHEST, 0.499 * height), min(FARTHEST, 0.499 * height / math.sqrt(2.0))

        report(Progress("how far away neighbours are", 0.0, math.nan))
        distances, partial, shares = partial_distributions(glass, largest, BINS["pairs"], groups)
        total = np.einsum("a,b,abr->r", shares, shares, partial)
        report(Progress("in which direction they are", 0.3, math.nan))
        directions, why_not = {}, ""
        try:
            for name, who in centres.items():
                directions[name] = _directions(glass, load, who, largest)
        except GlassError as error:  # a dilation
            directions, why_not = {}, describe(error)
        report(Progress("what it looks like around them", 0.6, math.nan))
        turned = load if directions else None
        maps = {
            name: spatial_density_maps(glass, who, turned, half_width, min(PIXEL, half_width), groups)[1]
            for name, who in centres.items()
        }
        found = (distances, total, partial, directions, largest, maps, half_width, len(ends[0]), why_not)
        return Surroundings(wanted, names, *found)

    def _ended(self, work: Any, outcome: Any, error: Exception | None) -> None:
        if error is not None:
            self.on_error(error)
        elif outcome is not None:
            self._shown = outcome
        else:
            self._wanted = ()  # called off for another one, which may now begin
        self._busy = False
        self.on_change()


def groups_of(glass: Any) -> tuple[np.ndarray, tuple[str, ...]]:
    """Who is told apart: the species, or where sizes are continuous the smaller and the larger half *(ours)*.

    Parameters
    ----------
    glass : Glass
        A glass.

    Returns
    -------
    (N,) array of int, tuple of str
        The group of each particle, and the names of the groups.
    """
    if glass.species is not None and glass.species.max() > 0:
        return np.asarray(glass.species), ("small", "large")
    larger = (glass.diameters > np.median(glass.diameters)).astype(int)
    return (larger, ("smaller", "larger")) if larger.any() else (larger, ("all",))


def _directions(glass, load, centres, largest):
    """g_zeta(r, theta) of all neighbours, whatever their group."""
    everyone = np.zeros(glass.n_particles, dtype=int)
    bins = (BINS["directions"], BINS["angles"])
    return orientational_distribution(glass, load, centres, largest, *bins, everyone)[2][0]
