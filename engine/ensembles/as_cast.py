"""Which events of an ensemble count in fields as cast, and their ranks there: one rule for all scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError
from ..scores.ranks import BEYOND

if TYPE_CHECKING:
    import xarray

__all__ = ["as_cast", "counted"]

_RANKS = ("rank", "rank_by_displacement", "rank_by_d2min")


def as_cast(data: xarray.Dataset, ranks: str = "rank", falling: bool = False) -> tuple[np.ndarray, int]:
    """Ranks in fields as cast, nan for events before `BEYOND`, and how many first events that leaves out.

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.
    ranks : str
        Which particle is an event's place: "rank" (largest critical mode, R20), "rank_by_displacement" or
        "rank_by_d2min".
    falling : bool
        Whether only events count in which the stress falls.

    Returns
    -------
    ndarray, shape (n_samples, n_loads, n_events, n_indicators)
        Of ranks.
    int
        First events before `BEYOND`.
    """
    if ranks not in _RANKS:
        raise GlassError(f"ranks are {', '.join(_RANKS)}; got {ranks!r}")
    early = counted(data, "event_strain", falling) < BEYOND
    return np.where(early[..., None], np.nan, counted(data, ranks, falling)), int(early[:, :, :1].sum())


def counted(data: xarray.Dataset, name: str, falling: bool) -> np.ndarray:
    """What is known of each event, shape (n_samples, n_loads, n_events, ...); of falls of the stress where asked.

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.
    name : str
        A variable on (sample, load, event, ...).
    falling : bool
        Whether only events in which the stress falls count; they move up, and nan follows.
    """
    values = data[name].values
    if not falling:
        return values
    falls = data["event_stress_drop"].values > 0.0  # nan where there was no event
    order, n = np.argsort(~falls, axis=2, kind="stable"), values.ndim - falls.ndim
    taken = np.take_along_axis(values, order.reshape(*order.shape, *[1] * n), axis=2)
    kept = np.take_along_axis(falls, order, axis=2)
    return np.where(kept.reshape(*kept.shape, *[1] * n), taken, np.nan)
