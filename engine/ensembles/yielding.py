"""From the dataset of an ensemble to how the glasses yield: first strains, drops, dissipation, what undoes itself.

Given as `results` gives scores: `value`, `error`, `low`, `high` and `n_events`, with errors from drawing glasses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ..scores.drops import dissipation_density, mean_drop
from ..statistics.bootstrap import N_RESAMPLES, mean
from .estimated import counted_in, estimated

if TYPE_CHECKING:
    import xarray

__all__ = [
    "dissipation",
    "first_strain",
    "reversible_share",
    "stress_drops",
]


def first_strain(data: xarray.Dataset, n_resamples: int = N_RESAMPLES) -> xarray.Dataset:
    """<γ_min>, the strain of first events (Richard et al. 2020, Fig. 1c).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble. Runs that ended before an event are left out, which makes the mean too small: let them end at
        an event.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        Of one number.
    """
    return estimated(mean, [data["event_strain"].values[:, :, :1]], data, [], (0, 1, 2), n_resamples)


def reversible_share(data: xarray.Dataset, n_resamples: int = N_RESAMPLES) -> xarray.Dataset:
    """Share of events that undo themselves when sheared back (Richard et al. 2020, Fig. 5), by their ordinal.

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble with reversals.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On event.
    """
    values = data["event_reversible"].values
    return estimated(lambda v: mean(v, axis=(0, 1)), [values], data, ["event"], (0, 1), n_resamples)


def stress_drops(data: xarray.Dataset, edges: ArrayLike, n_resamples: int = N_RESAMPLES) -> xarray.Dataset:
    """Mean stress drop of events against strain (Richard et al. 2020, Fig. 1d).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.
    edges : array_like, shape (n_bins + 1,)
        Rising edges of ranges of strain.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On strain, middles of the ranges.
    """
    return _against_strain(data, edges, n_resamples, ["event_stress_drop"], mean_drop)


def dissipation(data: xarray.Dataset, edges: ArrayLike, n_resamples: int = N_RESAMPLES) -> xarray.Dataset:
    """Energy dissipated per volume and unit of strain, against strain (Richard et al. 2020, Fig. 6d).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.
    edges : array_like, shape (n_bins + 1,)
        Rising edges of ranges of strain.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On strain, middles of the ranges.
    """
    volume = float(np.nanmean(data["volume"].values))

    def density(drops, strains, reached, edges):
        return dissipation_density(drops, strains, reached, edges, volume)

    return _against_strain(data, edges, n_resamples, ["event_energy_drop"], density, ["reached"])


def _against_strain(data, edges, n_resamples, drops, statistic, more=()):
    edges = np.asarray(edges, float)
    arrays = [data[name].values for name in (*drops, "event_strain", *more)]
    coordinates = {"strain": (edges[1:] + edges[:-1]) / 2}
    found = estimated(lambda *some: statistic(*some, edges), arrays, data, ["strain"], None, n_resamples, coordinates)
    return found.assign(n_events=("strain", counted_in(arrays[1], edges)))
