"""The plastic activity of the glass shown: in how many steps of one per cent each particle was where it gave way."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from ..found.finder import Bench, Finder, Wanted, Watch
from ..physics import ACTIVE, STEP, find_band, nonaffine_d2min
from ..run.history import History


@dataclass(frozen=True, eq=False)
class Activity:
    """What has been counted of a run's first leg.

    Attributes
    ----------
    counts : tuple of ndarray, each of shape (N,)
        After one step, two and so on.
    widths : ndarray, shape (n,)
        Width of the band after each, as a share of the cell.
    """

    counts: tuple[np.ndarray, ...]
    widths: np.ndarray

    def until(self, strain: float) -> tuple[np.ndarray, np.ndarray]:
        """Strains up to one, and the widths at them, each shape (n,).

        Parameters
        ----------
        strain : float
            On the axis of the run.
        """
        n = self._steps(strain)
        return STEP * np.arange(1, n + 1), self.widths[:n]

    def at(self, strain: float) -> np.ndarray | None:
        """Counts at a strain, shape (N,); None before the first step.

        Parameters
        ----------
        strain : float
            On the axis of the run.
        """
        n = self._steps(strain)
        return self.counts[n - 1] if n > 0 else None

    def _steps(self, strain):
        return min(max(0, int(strain / STEP + 1e-9)), len(self.counts))


def wanted_activity(history: History) -> Wanted[int]:
    """The activity so far.

    Parameters
    ----------
    history : History
        The run; what came after its load was turned is left out.
    """
    end = _end_of_first_leg(history)
    with history.lock:
        strain = history.rows.strain[end]
    return Wanted(history.run, max(0, int(strain / STEP + 1e-9)), (end if len(history.legs) > 1 else None,))


def activity_finder(bench: Bench) -> Finder[int, Activity]:
    """Who counts.

    Parameters
    ----------
    bench : Bench
        What it is given of its session.
    """
    kept: dict[tuple, list[tuple[np.ndarray, float]]] = {}

    def find(wanted: Wanted[int], watch: Watch[Activity]) -> Activity:
        found = kept.get(wanted.subject)
        if found is None:
            kept.clear()
            found = kept[wanted.subject] = []
        while len(found) < wanted.state:
            watch("where the glass gave way", len(found) / wanted.state)
            found.append(_one_more(bench.history, found))
            watch.show(_of(found))
        return _of(found)

    return Finder(bench, find, "The plastic activity cannot be counted")


def _of(found):
    return Activity(tuple(counts for counts, _ in found), np.array([width for _, width in found]))


def _one_more(history, found):
    """Counts and width after a step more."""
    before, after = (_state(history, STEP * (len(found) + k)) for k in (0, 1))
    active = (nonaffine_d2min(before, after) > ACTIVE).astype(np.uint16)
    counts = active + found[-1][0] if found else active
    width = find_band(after.box, after.positions, counts).width if counts.any() else 1.0
    return counts, width


def _state(history, strain):
    """The state whose strain is the nearest above one, where it was kept."""
    end = _end_of_first_leg(history)
    with history.lock:
        row = bisect_left(history.rows.strain, strain - 1e-12, 0, end)
        return history.rebuild(history.frame_at(row), anew=True)


def _end_of_first_leg(history):
    with history.lock:
        return history.legs[1].first_row if len(history.legs) > 1 else history.head
