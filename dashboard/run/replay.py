"""A run sheared anew along a path that is known, so that a link or a reloaded page comes to the same state."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..physics import Load
from .history import History
from .player import Player

SAME = 1e-13
"""Strains that differ by less are the same."""


@dataclass(frozen=True)
class Stretch:
    """A part of a path under one load.

    Attributes
    ----------
    load : Load
        The load.
    strain : float
        Where it ends, on the axis of the run.
    """

    load: Load
    strain: float


class Replay:
    """Leads the player along a path; who pauses, or begins something else, ends it.

    Parameters
    ----------
    history, player : History, Player
        The run.
    """

    def __init__(self, history: History, player: Player) -> None:
        self._history, self._player = history, player
        self._left: list[Stretch] = []
        self._run = 0
        self._looking = threading.Lock()

    @property
    def goal(self) -> Stretch | None:
        """The stretch under way; None where there is none."""
        left = self._left
        return left[0] if left else None

    def begin(self, path: Sequence[Stretch]) -> None:
        """Go along a path, with the run at its start, under the first stretch's load.

        Parameters
        ----------
        path : sequence of Stretch
            In their order.
        """
        self._run, self._left = self._history.run, list(path)
        self._player.hurries = bool(path)
        if path:
            self._player.play()

    def look(self) -> None:
        """See how far it is; called after each change of the run, by the thread that made it, before its next step."""
        if not self._left or not self._looking.acquire(blocking=False):
            return
        try:
            self._look()
        finally:
            self._looking.release()

    def _look(self):
        player, history = self._player, self._history
        if history.run != self._run or (player.mode == "idle" and not self._reached()):
            self._end()
        elif self._reached():
            done = self._left.pop(0)
            if self._left:
                player.fork(self._left[0].load)
                player.play()
            else:
                player.pause()
                player.hurries = False
                self._show(done.strain)

    def _reached(self):
        leg, (strain, _) = self._history.legs[-1], self._history.curve(self._history.head)
        return leg.direction * (strain[-1] - self._left[0].strain) >= -SAME

    def _show(self, strain):
        """The state before an event may be meant, which came with the one after it."""
        history = self._history
        with history.lock:
            rows = [frame.row for frame in history.frames if frame.row >= history.legs[-1].first_row]
            row = rows[int(np.abs(np.array(history.rows.strain)[rows] - strain).argmin())]
        if row < history.head:
            self._player.seek(row)

    def _end(self):
        self._left = []
        self._player.hurries = False
