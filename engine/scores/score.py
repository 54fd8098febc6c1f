"""C = 2<r> − 1 of arrays of ranks: over all events, the n-th ones, those in a range of strain, those after a lead.

Ranks come as arrays whose first axis is the sample; nan stands for an event that was not. `RankScore` is the same for
one kind of event with what chance would give; here are the curves, whose errors `bootstrap` takes over samples.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError
from ..statistics.bootstrap import mean


def score(ranks: np.ndarray, axis: int | tuple[int, ...] | None = None) -> np.ndarray:
    """C = 2<r> − 1 (Richard et al. 2020, section II C): 1 for perfect knowledge, 0 for none.

    Of first events in fields as cast it is C_min, of fields a strain Δγ before each event C_Δγ.

    Parameters
    ----------
    ranks : array_like
        Ranks of cores in (0, 1], 1 = softest; nan where there was no event.
    axis : int or tuple of int, optional
        Axes to average over; all of them where left out.

    Raises
    ------
    GlassError
        Ranks outside (0, 1].
    """
    ranks = np.asarray(ranks, dtype=float)
    if np.any(ranks <= 0) or np.any(ranks > 1):  # comparisons with nan are false
        raise GlassError("ranks lie in (0, 1], 1 for the softest particle")
    return 2 * mean(ranks, axis) - 1


def score_by_ordinal(ranks: np.ndarray) -> np.ndarray:
    """C_γ(n), the score of the n-th events in fields as cast (Richard et al. 2020, Fig. 4h and j); C_min for n = 1.

    Parameters
    ----------
    ranks : array_like, shape (n_samples, n_loads, n_events, ...)
        Ranks in fields as cast, in the order of events.

    Returns
    -------
    ndarray, shape (n_events, ...)
        nan where no run had that many events.
    """
    return score(ranks, axis=(0, 1))


def score_by_strain(ranks: np.ndarray, strains: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """C_γ against the strain of the events, in fields as cast (Richard et al. 2020, Fig. 6).

    Parameters
    ----------
    ranks : array_like, shape (n_samples, n_loads, n_events, ...)
        Ranks in fields as cast.
    strains : array_like, shape (n_samples, n_loads, n_events)
        Strains of the events; nan where there was none.
    edges : array_like, shape (n_bins + 1,)
        Rising edges of ranges of strain; an event on an edge belongs to the range above it.

    Returns
    -------
    ndarray, shape (n_bins, ...)
        nan where no event fell.
    """
    ranks, which = np.asarray(ranks, dtype=float), strain_bins(strains, edges)
    return np.array([score(ranks[which == k], axis=0) for k in range(len(edges) - 1)])


def strain_bins(strains: ArrayLike, edges: ArrayLike) -> np.ndarray:
    """Number of the range of strain in which each event lies.

    Parameters
    ----------
    strains : array_like
        Of any shape; nan where there was no event.
    edges : array_like, shape (n_bins + 1,)
        Rising edges.

    Returns
    -------
    ndarray of int, shape of `strains`
        0 to n_bins − 1; −1 outside, and where there was no event.

    Raises
    ------
    GlassError
        Fewer than two edges, or edges that do not rise.
    """
    edges = np.asarray(edges, dtype=float)
    if edges.ndim != 1 or edges.size < 2 or not (np.diff(edges) > 0).all():
        raise GlassError("ranges of strain have rising edges, two or more")
    which = np.searchsorted(edges, np.asarray(strains, dtype=float), side="right") - 1
    return np.where(which < edges.size - 1, which, -1)  # nan is sorted behind all
