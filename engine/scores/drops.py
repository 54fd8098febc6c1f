"""What events release on the way: energy dissipated and stress dropped, against strain (R20 Figs. 1d and 6d)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError
from ..statistics.bootstrap import mean
from .score import strain_bins


def dissipation_density(
    energy_drops: ArrayLike, strains: ArrayLike, reached: ArrayLike, edges: ArrayLike, volume: float
) -> np.ndarray:
    """Energy dissipated by events per volume and unit of strain, in ranges of strain (Richard et al. 2020, Fig. 6d).

    The paper gives no formula; here it is the sum over the events in a range of the energy that each dissipated,
    divided by the volume and by the strain that the runs have covered in that range *(ours)*. It has the unit of a
    stress: in steady flow it is the flow stress.

    Parameters
    ----------
    energy_drops, strains : array_like, shape (..., n_events)
        Of each event of each run; nan where there was none. Axes before the last are samples and loads.
    reached : array_like, shape (...)
        Strain that each run has reached.
    edges : array_like, shape (n_bins + 1,)
        Rising edges of ranges of strain.
    volume : float
        Of each glass.

    Returns
    -------
    ndarray, shape (n_bins,)
        nan where no run came.

    Raises
    ------
    GlassError
        A volume that is not positive, or edges that do not rise.
    """
    if not volume > 0:
        raise GlassError(f"a volume is positive; got {volume!r}")
    edges, drops, which = np.asarray(edges, float), np.asarray(energy_drops, float), strain_bins(strains, edges)
    covered = np.clip(np.asarray(reached, float)[..., None], edges[:-1], edges[1:]) - edges[:-1]
    covered = np.nansum(covered.reshape(-1, edges.size - 1), axis=0)
    released = np.bincount(which[which >= 0], weights=drops[which >= 0], minlength=edges.size - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(covered > 0, released / (volume * covered), np.nan)


def mean_drop(drops: ArrayLike, strains: ArrayLike, edges: ArrayLike) -> np.ndarray:
    """Mean drop of the events in ranges of strain: <Δσ> of stress (Richard et al. 2020, Fig. 1d), or of energy.

    Parameters
    ----------
    drops, strains : array_like, any shape, the same
        Of each event; nan where there was none.
    edges : array_like, shape (n_bins + 1,)
        Rising edges of ranges of strain.

    Returns
    -------
    ndarray, shape (n_bins,)
        nan where there was no event.
    """
    drops, which = np.asarray(drops, float), strain_bins(strains, edges)
    return np.array([mean(drops[which == k]) for k in range(np.size(edges) - 1)])
