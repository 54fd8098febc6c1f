"""What has been seen of a lattice: its stress, the width of its band, and what each block bore on the way."""

from __future__ import annotations

import threading

import numpy as np

from ..physics import LatticeState, lattice_band

POINTS = 3000
"""So many points of a curve are kept; then every second one."""

BYTES = 24 * 2**20
"""What blocks bore is kept in so many bytes; then of every second state."""

STATES = 1500
"""And of so many states at most."""

BAND = 0.005, 1.03
"""A band is looked for every so much strain, and then every so many times the strain."""


class Record:
    """A lattice's past; written by one thread, read by any.

    Parameters
    ----------
    state : LatticeState
        At rest.
    """

    def __init__(self, state: LatticeState) -> None:
        self._lock = threading.Lock()
        self._curve: list[tuple[float, float]] = []
        self._widths: list[tuple[float, float]] = []
        self._states: list[tuple[float, tuple[np.ndarray, np.ndarray]]] = []
        self._every, self._came, self._next_band = 1, 0, BAND[0]
        self.add(state)

    def add(self, state: LatticeState) -> None:
        """Take in a state.

        Parameters
        ----------
        state : LatticeState
            Further on than the one before.
        """
        width = self._width(state)
        small = state.stresses.astype(np.float32), state.thresholds.astype(np.float32)
        with self._lock:
            self._curve.append((state.strain, state.stress))
            if len(self._curve) > POINTS:
                self._curve = self._curve[::2]
            if width is not None:
                self._widths.append((state.strain, width))
            if self._came % self._every == 0:
                self._states.append((state.strain, small))
            self._came += 1
            most = min(STATES, BYTES // (2 * small[0].nbytes))
            if len(self._states) > most:
                self._states, self._every = self._states[::2], 2 * self._every

    def _width(self, state):
        if state.strain < self._next_band or not state.activity.any():
            return None
        self._next_band = max(state.strain + BAND[0], state.strain * BAND[1])
        return lattice_band(state.activity).width

    def curve(self) -> tuple[np.ndarray, np.ndarray]:
        """Strains, and stresses at them, each shape (n,)."""
        with self._lock:
            return _columns(self._curve)

    def widths(self) -> tuple[np.ndarray, np.ndarray]:
        """Strains, and the width of the band at them as a share of the lattice, each shape (n,)."""
        with self._lock:
            return _columns(self._widths)

    def block(self, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Strains, and the stress and the yield stress of a block at them, each shape (n,).

        Parameters
        ----------
        number : int
            Row times size plus column.
        """
        with self._lock:
            states = list(self._states)
        strains = np.array([strain for strain, _ in states])
        bore, bears = np.array([[each.flat[number] for each in blocks] for _, blocks in states]).reshape(-1, 2).T
        return strains, bore, bears


def _columns(pairs):
    x, y = np.array(pairs, dtype=float).reshape(-1, 2).T
    return x, y
