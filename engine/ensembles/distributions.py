"""From the dataset of an ensemble to distributions: F(1 − r) of R20, C(λ) of SN19, F_n(Δε) of Z17.

Given as `results` gives scores: `value`, `error`, `low`, `high` and `n_events`, with errors from drawing glasses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError
from ..scores.cumulative import cumulative, cumulative_ratio
from ..statistics.bootstrap import N_RESAMPLES
from .as_cast import as_cast
from .estimated import asked, estimated

if TYPE_CHECKING:
    import xarray

__all__ = [
    "bin_distribution",
    "distance_distribution",
    "rank_distribution",
    "spot_distribution",
    "spot_ratio",
]


def rank_distribution(data: xarray.Dataset, at: ArrayLike, n_resamples: int = N_RESAMPLES) -> xarray.Dataset:
    """F(1 − r) of first events from `BEYOND` on in fields as cast (Richard et al. 2020, Fig. 3b).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.
    at : array_like, shape (n_points,)
        Values of 1 − r.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On indicator and softer (1 − r, the share of particles that look softer).
    """
    values, _ = as_cast(data)
    return _distributions(1 - values[:, :, :1], at, data, "indicator", "softer", n_resamples)


def bin_distribution(
    data: xarray.Dataset, at: ArrayLike, event: int = 1, n_resamples: int = N_RESAMPLES
) -> xarray.Dataset:
    """C(λ) of n-th events (Schwartzman-Nowik et al. 2019, Fig. 4).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble with bins.
    at : array_like, shape (n_points,)
        Values of λ.
    event : int
        Which event, 1 for the first.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On binned and share (λ).
    """
    values = _nth(asked(data, "bin_rank", "bins").values, event)
    return _distributions(values, at, data, "binned", "share", n_resamples)


def spot_distribution(
    data: xarray.Dataset, at: ArrayLike, event: int = 1, n_resamples: int = N_RESAMPLES
) -> xarray.Dataset:
    """F_n(Δε) of n-th events (Zylberg et al. 2017, Fig. 4 left).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble with spots.
    at : array_like, shape (n_points,)
        Values of Δε, from 1.
    event : int
        n.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On spotted and relative (Δε).
    """
    values = _nth(asked(data, "spot_relative", "spots").values, event)
    return _distributions(values, at, data, "spotted", "relative", n_resamples)


def distance_distribution(
    data: xarray.Dataset, at: ArrayLike, event: int = 1, n_resamples: int = N_RESAMPLES
) -> xarray.Dataset:
    """Share of n-th events that are not farther from a soft spot than some distances (Z17, supplement Fig. 3, summed).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble with spots.
    at : array_like, shape (n_points,)
        Distances, in units of length.
    event : int
        n.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On spotted and distance.
    """
    values = _nth(asked(data, "spot_distance", "spots").values, event)
    return _distributions(values, at, data, "spotted", "distance", n_resamples)


def spot_ratio(
    data: xarray.Dataset, first: str, second: str, at: ArrayLike, event: int = 1, n_resamples: int = N_RESAMPLES
) -> xarray.Dataset:
    """δF_n(Δε), how much oftener the spots of one field are right than those of another (Z17, Fig. 4 right).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble with spots.
    first, second : str
        Names of indicators whose spots are known, such as softness_field and normal_mode_map.
    at : array_like, shape (n_points,)
        Values of Δε, from 1.
    event : int
        n.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On relative (Δε).
    """
    relative = asked(data, "spot_relative", "spots")
    pair = [_nth(relative.sel(spotted=name).values, event) for name in (first, second)]
    pair = [np.where(np.isnan(pair[0] + pair[1]), np.nan, some) for some in pair]  # the same events for both
    at = np.asarray(at, float)
    return estimated(
        lambda a, b: cumulative_ratio(a, b, at), pair, data, ["relative"], None, n_resamples, {"relative": at}
    ).assign(n_events=int(np.isfinite(pair[0]).sum()))


def _distributions(values, at, data, columns, axis, n_resamples):
    """A cumulative distribution for each column of (sample, ..., column)."""
    at = np.asarray(at, dtype=float)

    def all_of(some):
        return np.array([cumulative(some[..., k], at) for k in range(some.shape[-1])]).reshape(-1, at.size)

    found = estimated(all_of, [values], data, [columns, axis], None, n_resamples, {axis: at})
    n_events = (~np.isnan(values)).sum(axis=tuple(range(values.ndim - 1)))
    return found.assign(n_events=(columns, n_events))


def _nth(values, event):
    if not 1 <= event <= values.shape[2]:
        raise GlassError(f"events of this ensemble are counted from 1 to {values.shape[2]}; got {event}")
    return values[:, :, event - 1]
