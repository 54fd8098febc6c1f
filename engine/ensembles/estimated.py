"""Statistics of an ensemble's dataset, as datasets again: with errors over samples, and the same coordinates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError
from ..scores.score import strain_bins
from ..statistics.bootstrap import bootstrap

if TYPE_CHECKING:
    import xarray


def estimated(
    statistic: Callable,
    arrays: list,
    data: xarray.Dataset,
    dims: list[str],
    counted: tuple[int, ...] | None,
    n_resamples: int,
    coordinates: dict[str, ArrayLike] | None = None,
) -> xarray.Dataset:
    """A statistic with its error over samples, as a dataset; glasses that failed are no samples.

    Parameters
    ----------
    statistic : callable
        Of the arrays.
    arrays : list of ndarray
        Their first axis is the sample.
    data : xarray.Dataset
        Of an ensemble; gives the coordinates of the dimensions that it has too.
    dims : list of str
        Names of the axes of what the statistic gives.
    counted : tuple of int or None
        Axes of the first array whose finite values are counted as events; None leaves counting to the caller.
    n_resamples : int
        Sets of samples that are drawn.
    coordinates : dict, optional
        Of dimensions that the dataset has not.

    Returns
    -------
    xarray.Dataset
        With `value`, `error`, `low`, `high`, and `n_events` where they were counted.

    Raises
    ------
    GlassError
        No sample is done.
    """
    import xarray as xr

    there = np.isfinite(data["reached"].values).any(axis=1)
    if not there.any():
        raise GlassError("no sample of this ensemble is done")
    estimate = bootstrap(statistic, *(array[there] for array in arrays), n_resamples=n_resamples)
    names = ("value", "error", "low", "high")
    found = xr.Dataset({name: (dims, np.asarray(getattr(estimate, name))) for name in names})
    found = found.assign_coords(coordinates or {})
    for dim in dims:
        if dim in data.dims and dim not in found.coords:
            about = data[dim].coords if dim in data.coords else {}
            found = found.assign_coords({name: about[name].variable for name in about if about[name].dims == (dim,)})
    if counted is not None:
        found["n_events"] = (dims, np.asarray((~np.isnan(arrays[0])).sum(axis=counted)))
    return found.assign_attrs(n_samples=estimate.n_samples)


def asked(data: xarray.Dataset, name: str, word: str) -> xarray.DataArray:
    """A variable that a dataset has only where its spec asked for it.

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.
    name : str
        Of the variable.
    word : str
        What the spec calls it.

    Raises
    ------
    GlassError
        It is not there.
    """
    if name not in data:
        raise GlassError(f"this ensemble has no {name}: its spec asked for no {word}")
    return data[name]


def counted_in(strains: np.ndarray, edges: np.ndarray) -> list[int]:
    """How many events lie in ranges of strain.

    Parameters
    ----------
    strains : ndarray
        Of events; nan where there was none.
    edges : ndarray, shape (n_bins + 1,)
        Rising edges.
    """
    which = strain_bins(strains, edges)
    return [int((which == k).sum()) for k in range(len(edges) - 1)]
