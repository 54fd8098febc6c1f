"""Densities of strengths and the logarithmic axes that they are drawn on."""

from collections.abc import Sequence

import numpy as np
from bokeh.models import Plot

from ..physics import log_binned_density
from .log_axes import frame_axes, powers_of_ten

BINS = (5, 8)
"""Bins in each factor of ten, for few sites and for `MANY`."""

MANY = 800

FARTHEST = 1.0
"""What can bear more than this is not drawn: the estimate says so of some sites, wildly."""

FEWEST = 8
"""A distribution is drawn from so many sites on."""

LEGIBLE = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Ticks of the strain axis, where less than two powers of ten are in sight."""


def density(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Their density in logarithmic bins up to `FARTHEST`; nothing for a few.

    Parameters
    ----------
    values : (n,) array
        Those that are not positive are counted, but in no bin.
    """
    if np.count_nonzero(values > 0.0) < FEWEST:
        return np.empty(0), np.empty(0)
    found = log_binned_density(values, BINS[int(len(values) >= MANY)])
    full = (found.counts > 0) & (found.middles <= FARTHEST)
    return found.middles[full], found.density[full]


def frame_densities(plot: Plot, curves: Sequence[tuple[np.ndarray, np.ndarray]]) -> None:
    """Fit both axes and their ticks to what is drawn, where something is.

    Parameters
    ----------
    plot : Plot
        A figure with logarithmic axes and fixed tickers.
    curves : sequence of (array, array)
        Abscissae and densities of each curve.
    """
    if not any(len(x) for x, _ in curves):
        return
    x, y = (np.concatenate(column) for column in zip(*curves, strict=True))
    frame_axes(plot, x, y)
    few = x.max() < 100.0 * x.min()
    ticks = [tick for tick in LEGIBLE if x.min() <= 1.1 * tick and tick <= 1.1 * x.max()]
    plot.xaxis[0].ticker.ticks = thinned(ticks) if few else powers_of_ten(x)
    plot.yaxis[0].ticker.ticks = powers_of_ten(y)


def thinned(ticks: list[float]) -> list[float]:
    """At most four of them.

    Parameters
    ----------
    ticks : list of float
        Rising.
    """
    return ticks[:: -(-len(ticks) // 4)] if ticks else []
