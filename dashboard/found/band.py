"""The shear band of the run as far as it has come, found in the background from what moved since the glass was cast."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..physics import Band, find_band, nonaffine_d2min
from ..run.background import Background
from ..run.history import Store


@dataclass(frozen=True, eq=False)
class BandFound:
    """The band of one state.

    Attributes
    ----------
    wanted : tuple
        Run and row of the state.
    strain : float
        Its strain on the axis.
    band : Band
        The best there is.
    box : Box
        The cell of the state.
    positions, d2min : (N, 2) and (N,) arrays
        Its particles, and their D2min since the glass was cast.
    contrast : float
        Mean D2min inside, as a multiple of that outside.
    """

    wanted: tuple
    strain: float
    band: Band
    box: Any
    positions: np.ndarray
    d2min: np.ndarray
    contrast: float


class BandFinder:
    """Finds the band that the page wants, one at a time.

    Parameters
    ----------
    store : Store
        The run.
    on_change : callable
        Called without arguments from a thread when there is a new one.
    on_error : callable
        Called with an exception from a thread.
    """

    def __init__(self, store: Store, on_change: Callable, on_error: Callable) -> None:
        self.store, self.on_change, self.on_error = store, on_change, on_error
        self._shown: BandFound | None = None
        self._wanted: tuple = ()
        self._busy = False

    def want(self, frame: Any) -> None:
        """Ask for the band of a state; what is under way is finished first, and whoever asks then is next.

        Parameters
        ----------
        frame : Frame
            The state, not the one as cast.
        """
        wanted = (self.store.run, frame.row, id(frame))
        if self._busy or wanted == self._wanted:
            return
        self._busy, self._wanted, self._kept = True, wanted, frame
        strain = self.store.rows.strain[frame.row]
        Background(lambda report: self._find(frame, strain, wanted), lambda work: None, self._ended)

    def current(self) -> BandFound | None:
        """The newest one of this run."""
        shown = self._shown
        return shown if shown is not None and shown.wanted[0] == self.store.run else None

    def _find(self, frame, strain, wanted):
        store = self.store
        glass = store.rebuild(frame, anew=True)
        d2min = nonaffine_d2min(store.rebuild(store.frames[0], anew=True), glass)
        band = find_band(glass.box, glass.positions, d2min)
        inside = band.contains(glass.box, glass.positions)
        outside = d2min[~inside].mean() if not inside.all() else np.nan
        contrast = float(d2min[inside].mean() / outside) if inside.any() and outside > 0 else np.nan
        return BandFound(wanted, strain, band, glass.box, glass.positions, d2min, contrast)

    def _ended(self, work: Any, found: BandFound | None, error: Exception | None) -> None:
        if error is not None:
            self.on_error(error)
        if found is not None:
            self._shown = found
        self._busy = False
        self.on_change()
