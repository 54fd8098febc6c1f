"""The lowest vibrational modes of the moment shown, on demand: in stages, so that it can be watched and called off."""

from dataclasses import dataclass

import numpy as np

from ..physics import participation_ratio
from ..run.history import History
from ..run.records import Frame
from .finder import Bench, Finder, Wanted, Watch

STAGES = (9, 3, 1)
"""The share of the modes that each stage finds is one in so many: cost grows a little faster than their number."""


@dataclass(frozen=True, eq=False)
class Spectrum:
    """The lowest modes of one state.

    Attributes
    ----------
    frame : Frame
        The state.
    asked : int
        How many modes were asked for.
    strain : float
        Strain of the state.
    total : int
        How many modes the state has.
    eigenvalues, participation : (n,) arrays
        Squared frequencies, rising; share of the particles that take part in each.
    modes : (n, N, 2) array of float32
        The modes.
    """

    frame: Frame
    asked: int
    strain: float
    total: int
    eigenvalues: np.ndarray
    participation: np.ndarray
    modes: np.ndarray

    @property
    def frequencies(self) -> np.ndarray:
        """Frequencies, rising; masses are 1."""
        return np.sqrt(np.maximum(self.eigenvalues, 0.0))


def wanted_spectrum(history: History, row: int, n: int) -> Wanted[Frame]:
    """The spectrum of a moment.

    Parameters
    ----------
    history : History
        The run.
    row : int
        Row of the moment.
    n : int
        How many modes, at most all of them.
    """
    return Wanted(history.run, history.frame_at(row), (n,))


def spectrum_finder(bench: Bench) -> Finder[Frame, Spectrum]:
    """Who finds the lowest modes of the moment shown, in stages.

    Parameters
    ----------
    bench : Bench
        What it is given of its session.
    """

    def find(wanted: Wanted[Frame], watch: Watch[Spectrum]) -> Spectrum:
        frame, (asked,) = wanted.state, wanted.about
        strain, glass = bench.history.rows.strain[frame.row], bench.history.rebuild(frame, anew=True)
        total = glass.positions.size - glass.dimension
        n, done = min(asked, total), 0.0
        for share in STAGES:
            some = max(1, n // share)
            words = f"the lowest {some} of {n} modes"
            watch(words, done)
            values, modes = glass.response.modes(some)
            watch(words, done)  # raises where it has been called off meanwhile
            shares = participation_ratio(modes)
            spectrum = Spectrum(frame, asked, strain, total, values, shares, modes.astype(np.float32))
            watch.show(spectrum)
            done += (1.0 / share) / sum(1.0 / each for each in STAGES)
        return spectrum

    return Finder(bench, find, "There is no spectrum of this state")
