"""The lowest vibrational modes of the moment shown, on demand: in stages, so that it can be watched and called off."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..physics import Progress, participation_ratio
from ..run.background import Background
from ..run.history import Store

STAGES = (9, 3, 1)
"""The share of the modes that each stage finds is one in so many: cost grows a little faster than their number."""

PATIENCE = 1.0
"""Seconds after which progress is shown."""


@dataclass(frozen=True, eq=False)
class Spectrum:
    """The lowest modes of one state.

    Attributes
    ----------
    wanted : tuple
        Run, row and number of modes that were asked for.
    strain : float
        Strain of the state.
    total : int
        How many modes the state has.
    eigenvalues, participation : (n,) arrays
        Squared frequencies, rising; share of the particles that take part in each.
    modes : (n, N, 2) array of float32
        The modes.
    """

    wanted: tuple
    strain: float
    total: int
    eigenvalues: np.ndarray
    participation: np.ndarray
    modes: np.ndarray

    @property
    def frequencies(self) -> np.ndarray:
        """Frequencies, rising; masses are 1."""
        return np.sqrt(np.maximum(self.eigenvalues, 0.0))


class Spectra:
    """Computes the spectrum that the page wants, one at a time.

    Parameters
    ----------
    store : Store
        The run.
    on_change : callable
        Called without arguments from a thread when there is more to show.
    on_error : callable
        Called with an exception from a thread.

    Attributes
    ----------
    shown : Spectrum or None
        The newest one; while a larger one is computed, as far as it has come.
    """

    def __init__(self, store: Store, on_change: Callable, on_error: Callable) -> None:
        self.store, self.on_change, self.on_error = store, on_change, on_error
        self.shown: Spectrum | None = None
        self.declined: tuple | None = None
        self._work: Background | None = None
        self._busy = False
        self._wanted: tuple | None = None
        self._began = 0.0

    def want(self, row: int, n: int) -> bool:
        """Ask for the spectrum of a moment; one that is under way is finished first, unless it is of no use.

        Parameters
        ----------
        row : int
            Row of the moment.
        n : int
            How many modes, at most all of them.

        Returns
        -------
        bool
            Whether it has been begun.
        """
        store = self.store
        frame = store.frame_at(row)
        wanted = (store.run, frame.row, n)
        if self.declined is not None and (self.declined[0], self.declined[2]) == (store.run, n):
            return False
        if self._busy:
            if self._wanted[0] != store.run or self._wanted[2] != n:
                self._work.cancel()
            return False
        if wanted == self._wanted:
            return False
        self._wanted, self.declined, self._began, self._busy = wanted, None, time.monotonic(), True
        strain, glass = store.rows.strain[frame.row], store.rebuild(frame, anew=True)
        self._work = Background(lambda report: self._compute(glass, strain, wanted, report), self._seen, self._ended)
        return True

    def current(self) -> Spectrum | None:
        """The newest one of this run."""
        shown = self.shown
        return shown if shown is not None and shown.wanted[0] == self.store.run else None

    def cancel(self) -> None:
        """Call off what is under way, until it is asked for again; what has been found stays."""
        if self._busy:
            self._work.cancel()
            self.declined = self._wanted

    def again(self) -> None:
        """Take up what was called off."""
        self.declined = self._wanted = None

    def close(self) -> None:
        """Stop for good."""
        self.cancel()

    def progress(self) -> dict:
        """What the page shows while it takes its time: fraction and words; empty where there is nothing to tell."""
        if not self._busy or time.monotonic() - self._began < PATIENCE:
            return {}
        return {"fraction": self._work.seen.fraction, "words": self._work.seen.stage, "stopping": self._work.cancelled}

    # in the background's thread ----------------------------------------------------------------------------------

    def _compute(self, glass, strain, wanted, report):
        total = glass.positions.size - glass.dimension
        n = min(wanted[2], total)
        done = 0.0
        for share in STAGES:
            some = max(1, n // share)
            stage = Progress(f"the lowest {some} of {n} modes", done, math.nan)
            report(stage)
            values, modes = glass.response.modes(some)
            report(stage)  # raises where it has been called off meanwhile
            shares = participation_ratio(modes)
            self._show(Spectrum(wanted, strain, total, values, shares, modes.astype(np.float32)))
            done += (1.0 / share) / sum(1.0 / each for each in STAGES)

    def _show(self, spectrum):
        if spectrum.wanted[0] == self.store.run:
            self.shown = spectrum
            self.on_change()

    def _seen(self, work: Any) -> None:
        self.on_change()

    def _ended(self, work: Any, outcome: Any, error: Exception | None) -> None:
        if error is not None:
            self.declined = self._wanted
            self.on_error(error)
        elif work.cancelled and self.declined is None:
            self._wanted = None  # it was called off for another one, which may now begin
        self._busy = False
        self.on_change()
