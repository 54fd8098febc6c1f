"""Runs that were left: their curves stay as ghosts, and the last one of them can be taken up again, all of it."""

from __future__ import annotations

from dataclasses import replace

from .history import History
from .records import Ghost, Kept
from .thinning import thinned

MOST = 4
"""So many ghosts stay; the oldest one goes when another comes."""

SHARE = 3
"""A run that was left keeps whole states for so small a part of the memory that the history may take."""


class Earlier:
    """What is kept of the runs of one session that were left.

    Parameters
    ----------
    history : History
        Of the present run.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._number = 0
        self._left: tuple[int, Kept] | None = None

    def leave(self) -> None:
        """Keep the present run, which is about to be left; one that was never sheared is not kept."""
        history = self._history
        with history.lock:
            if history.glass is None or history.rows.path[-1] == 0.0:
                return
            self._number += 1
            self._left = self._number, _lighter(history.kept(), history.bound // SHARE)
            history.ghosts = (*history.ghosts, _ghost(self._number, history))[-MOST:]

    @property
    def left(self) -> str:
        """The glass of the run that was left last; empty where there is none."""
        return "" if self._left is None else self._left[1].label

    def memory(self) -> int:
        """Bytes that its whole states and event fields take."""
        return 0 if self._left is None else self._left[1].memory()

    def take_up(self) -> bool:
        """Put the run that was left last in the place of the present one, which is then the one that was left.

        Returns
        -------
        bool
            Whether there was any.
        """
        if self._left is None:
            return False
        (number, kept), self._left = self._left, None
        self.leave()
        self._history.take_up(kept)
        self.dismiss(number)  # it is no ghost any more
        return True

    def dismiss(self, number: int) -> None:
        """Let a ghost go.

        Parameters
        ----------
        number : int
            Of the ghost; 0 for all.
        """
        history = self._history
        history.ghosts = tuple(each for each in history.ghosts if number and each.number != number)


def _ghost(number, history):
    """The curve on its first axis of strain."""
    last = next((leg.first_row - 1 for leg in history.legs if leg.axis != history.legs[0].axis), None)
    strain, stress = history.curve(0, last)
    glass = history.glass
    return Ghost(number, history.label, glass.n_particles, history.legs[0].load, glass.model, strain, stress)


def _lighter(kept, bound):
    """It with as many states as fit."""
    while kept.memory() > bound:
        frames, events = thinned(kept.frames, kept.events)
        lighter = replace(kept, frames=frames, events=events)
        if lighter.memory() == kept.memory():
            return kept
        kept = lighter
    return kept
