"""The thread of one session's lattice: it follows the strain of the glass, or goes on at a pace of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..look.words import describe
from ..physics import ElastoplasticModel
from ..run.pace import stand_back
from ..run.player import NICENESS
from ..run.turns import RUNS, Turns
from .record import Record

END = 100.0
"""Strain at which a lattice rests that goes on by itself."""

FINEST, SHARE = 5e-4, 2e-3
"""Strain between two states that are recorded, and the share of the strain so far where that is more."""

SLICE = 1 / 30
"""Seconds after which a state is shown, however far it is from where it goes."""

LONGEST = 0.1
"""A lattice that waited to be seen makes up for so many seconds at most."""

SAME = 1e-12
"""Strains that differ by less are the same."""


@dataclass(frozen=True, eq=False)
class LatticeMoment:
    """One state of a lattice, as it is shown.

    Attributes
    ----------
    strain, stress : float
        Of the whole.
    stresses, thresholds : ndarray, shape (L, L)
        By row (y) and column (x).
    activity : ndarray of int, shape (L, L)
        Failures of each block so far.
    record : Record
        What came before.
    """

    strain: float
    stress: float
    stresses: np.ndarray
    thresholds: np.ndarray
    activity: np.ndarray
    record: Record


class LatticeRun:
    """Shears one lattice in a thread of its own.

    It makes a state when the one before has been taken: where nobody looks, it rests.

    Parameters
    ----------
    on_change : callable
        Called without arguments from the thread, when there is another state.
    on_error : callable
        Called with words where the lattice cannot go on; the last state stays.
    turns : Turns
        Where it waits for a core.

    Attributes
    ----------
    playing, stuck : bool
        Whether it goes on by itself, and whether it cannot go on.
    """

    def __init__(self, on_change: Callable[[], None], on_error: Callable[[str], None], turns: Turns = RUNS) -> None:
        self._on_change, self._on_error, self._turns = on_change, on_error, turns
        self._condition = threading.Condition()
        self._make: Callable[[], ElastoplasticModel] | None = None
        self._begins = self.stuck = self._closed = self.playing = False
        self._goal: float | None = None  # strain that it is to be at
        self._pace, self._played = 0.0, 0.0
        self._taken = True
        self._newest: LatticeMoment | None = None
        self._sheared: tuple[ElastoplasticModel, Record] | None = None
        self._thread = threading.Thread(target=self._work, name="glasscope-lattice", daemon=True)
        self._thread.start()

    # commands --------------------------------------------------------------------------------------------------

    def begin(self, make: Callable[[], ElastoplasticModel]) -> None:
        """Begin with another lattice.

        Parameters
        ----------
        make : callable
            Makes it, at rest; called from the thread, and again where it has to go back.
        """
        with self._condition:
            self._make, self._begins, self.stuck = make, True, False
            self._condition.notify()

    def drop(self) -> None:
        """There is no lattice any more."""
        with self._condition:
            self._make = self._newest = self._sheared = None
            self._begins = False

    def follow(self, strain: float) -> None:
        """Be at a strain, and nowhere else.

        Parameters
        ----------
        strain : float
            Of the glass; below 0 it stays at rest.
        """
        with self._condition:
            self.playing, self._goal = False, max(strain, 0.0)
            self._condition.notify()

    def alone(self, pace: float) -> None:
        """Follow nobody.

        Parameters
        ----------
        pace : float
            Strain a second, while it plays.
        """
        with self._condition:
            self._goal, self._pace = None, pace

    def play(self) -> None:
        """Go on by itself; from its beginning, where it was at its end."""
        with self._condition:
            if self._newest is not None and self._newest.strain >= END:
                self._begins = True
            self.playing, self._played = True, time.monotonic()
            self._condition.notify()

    def pause(self) -> None:
        """Rest."""
        with self._condition:
            self.playing = False

    def reset(self) -> None:
        """Begin anew with the same lattice."""
        with self._condition:
            self._begins, self.stuck = self._make is not None, False
            self._condition.notify()

    def take(self) -> LatticeMoment | None:
        """The newest state; None before there is one. The next one is made now."""
        with self._condition:
            self._taken = True
            self._condition.notify()
            return self._newest

    def close(self) -> None:
        """End the thread."""
        with self._condition:
            self._closed = True
            self._condition.notify()

    # the thread ------------------------------------------------------------------------------------------------

    def _work(self):
        stand_back(NICENESS)
        while True:
            with self._condition:
                while not (self._closed or self._due()):
                    self._condition.wait()
                if self._closed:
                    return
            try:
                with self._turns.turn():
                    self._go()
            except Exception as error:  # whatever went wrong, the page says it, and what was there stays
                with self._condition:
                    self.stuck, self.playing = True, False
                self._on_error(describe(error))
            self._on_change()

    def _due(self):
        if self._begins:
            return True
        if self._make is None or self._sheared is None or self.stuck or not self._taken:
            return False
        return self.playing if self._goal is None else abs(self._goal - self._sheared[0].strain) > SAME

    def _go(self):
        with self._condition:
            make, begins, goal = self._make, self._begins, self._goal
            self._begins = False
        if make is None:
            return
        sheared = self._sheared
        if sheared is None or begins or (goal is not None and goal < sheared[0].strain - SAME):
            model = make()
            self._sheared = sheared = model, Record(model.state())
            self._show(model.state(), sheared[1], make)
        self._advance(*sheared, make, self._next(sheared[0].strain) if goal is None else goal)

    def _next(self, strain):
        """Where it is to be by now, at its own pace."""
        with self._condition:
            now = time.monotonic()
            lasted, self._played = min(now - self._played, LONGEST), now
            return min(END, strain + self._pace * lasted) if self.playing else strain

    def _advance(self, model, record, make, goal):
        began, state = time.monotonic(), None
        while model.strain < goal and time.monotonic() - began < SLICE and not self._begins:
            further = min(goal, model.strain + max(FINEST, SHARE * model.strain))
            for state in model.shear(further, every=goal):
                record.add(state)
        if state is not None:
            self._show(state, record, make)
        if goal >= END:
            self.pause()

    def _show(self, state, record, make):
        shown = LatticeMoment(state.strain, state.stress, state.stresses, state.thresholds, state.activity, record)
        with self._condition:
            if self._make is make:  # else it was left meanwhile
                self._newest, self._taken = shown, False
