"""The shear band of the run as far as it has come, found in the background from what moved since the glass was cast."""

from dataclasses import dataclass

import numpy as np

from ...found.finder import Bench, Finder, Wanted, Watch
from ...physics import Band, Box, find_band, nonaffine_d2min
from ...run.history import History
from ...run.records import Frame


@dataclass(frozen=True, eq=False)
class BandFound:
    """The band of one state.

    Attributes
    ----------
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

    strain: float
    band: Band
    box: Box
    positions: np.ndarray
    d2min: np.ndarray
    contrast: float


def wanted_band(history: History, frame: Frame) -> Wanted[Frame]:
    """The band of a state.

    Parameters
    ----------
    history : History
        The run.
    frame : Frame
        The state, not the one as cast.
    """
    return Wanted(history.run, frame)


def band_finder(bench: Bench) -> Finder[Frame, BandFound]:
    """Who finds it.

    Parameters
    ----------
    bench : Bench
        What it is given of its session.
    """

    def find(wanted: Wanted[Frame], watch: Watch[BandFound]) -> BandFound:
        history, frame = bench.history, wanted.state
        strain, glass = history.rows.strain[frame.row], history.rebuild(frame, anew=True)
        d2min = nonaffine_d2min(history.rebuild(history.frames[0], anew=True), glass)
        band = find_band(glass.box, glass.positions, d2min)
        inside = band.contains(glass.box, glass.positions)
        outside = d2min[~inside].mean() if not inside.all() else np.nan
        contrast = float(d2min[inside].mean() / outside) if inside.any() and outside > 0 else np.nan
        return BandFound(strain, band, glass.box, glass.positions, d2min, contrast)

    return Finder(bench, find, "No shear band can be looked for")
