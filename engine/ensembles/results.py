"""From the dataset of an ensemble to the scores of Richard et al. (2020) and Fan and Ma (2021).

Every function takes a dataset and gives another one with `value`, `error`, `low` and `high` (95 %) and `n_events`, on
the dimensions of what was asked. Errors come from drawing glasses: the loads of one glass go together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ..scores.score import score, score_by_ordinal, score_by_strain, strain_bins
from ..statistics.bootstrap import N_RESAMPLES, mean
from .as_cast import as_cast, counted
from .estimated import asked, estimated

if TYPE_CHECKING:
    import xarray

__all__ = [
    "by_lead",
    "by_ordinal",
    "by_strain",
    "first_events",
    "on_moved",
    "similarity",
    "susceptibility",
]


def first_events(
    data: xarray.Dataset, ranks: str = "rank", n_resamples: int = N_RESAMPLES, falling: bool = False
) -> xarray.Dataset:
    """C_min of each indicator: first events in fields as cast (Richard et al. 2020, Fig. 4b and c).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.
    ranks : str
        Which particle is an event's place: "rank" (largest critical mode, R20), "rank_by_displacement" or
        "rank_by_d2min".
    n_resamples : int
        Sets of samples that are drawn.
    falling : bool
        Whether only events count in which the stress falls, as in the paper; in a few of ours it rises.

    Returns
    -------
    xarray.Dataset
        On indicator; its attribute `left_out` counts first events before `BEYOND`, which are not scored.
    """
    values, left_out = as_cast(data, ranks, falling)
    values = values[:, :, :1]
    found = estimated(lambda r: score(r, axis=(0, 1, 2)), [values], data, ["indicator"], (0, 1, 2), n_resamples)
    return found.assign_attrs(left_out=left_out)


def by_ordinal(
    data: xarray.Dataset, ranks: str = "rank", n_resamples: int = N_RESAMPLES, falling: bool = False
) -> xarray.Dataset:
    """C_γ(n): the n-th events in fields as cast (Richard et al. 2020, Fig. 4h and j), with their mean strain.

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.
    ranks : str
        Which particle is an event's place, as for `first_events`.
    n_resamples : int
        Sets of samples that are drawn.
    falling : bool
        Whether only events count in which the stress falls, as for `first_events`.

    Returns
    -------
    xarray.Dataset
        On event and indicator; `strain` is the mean strain of the n-th events. Events before `BEYOND` are not scored.
    """
    values, _ = as_cast(data, ranks, falling)
    found = estimated(score_by_ordinal, [values], data, ["event", "indicator"], (0, 1), n_resamples)
    found["strain"] = ("event", mean(counted(data, "event_strain", falling), axis=(0, 1)))
    return found


def by_strain(
    data: xarray.Dataset, edges: ArrayLike, ranks: str = "rank", n_resamples: int = N_RESAMPLES
) -> xarray.Dataset:
    """C_γ against the strain of the events, in fields as cast (Richard et al. 2020, Fig. 6).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.
    edges : array_like, shape (n_bins + 1,)
        Rising edges of ranges of strain.
    ranks : str
        Which particle is an event's place, as for `first_events`.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On strain (middles of the ranges) and indicator. Events before `BEYOND` are not scored.
    """
    edges, strains = np.asarray(edges, float), data["event_strain"].values
    values, _ = as_cast(data, ranks)
    found = estimated(
        lambda r, s: score_by_strain(r, s, edges), [values, strains], data, ["strain", "indicator"], None, n_resamples,
        {"strain": (edges[1:] + edges[:-1]) / 2},
    )  # fmt: skip
    which = strain_bins(strains, edges)
    n_events = [(~np.isnan(values[which == k])).sum(axis=0) for k in range(len(edges) - 1)]
    return found.assign(n_events=(("strain", "indicator"), np.array(n_events)))


def by_lead(data: xarray.Dataset, n_resamples: int = N_RESAMPLES) -> xarray.Dataset:
    """C_Δγ: all events in fields a strain Δγ before each (Richard et al. 2020, Fig. 4i and k).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble with leads.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On lead_indicator and lead; `between` is the mean number of other events between field and event.
    """
    values = asked(data, "lead_rank", "leads").values
    dims = ["lead_indicator", "lead"]
    found = estimated(lambda r: score(r, axis=(0, 1, 2)), [values], data, dims, (0, 1, 2), n_resamples)
    scored = np.isfinite(values).any(axis=3)
    between = np.where(scored, data["lead_between"].values, np.nan)
    return found.assign(between=("lead", mean(between, axis=(0, 1, 2))))


def on_moved(data: xarray.Dataset, n_resamples: int = N_RESAMPLES) -> xarray.Dataset:
    """C_min of indicators as cast, on moved positions, and at the onset (Richard et al. 2020, Fig. 7a).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble with moved indicators.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On moved and positions: as_cast, affine, nonaffine, onset.
    """
    values = asked(data, "moved_rank", "moved indicators").values
    dims = ["moved", "positions"]
    return estimated(lambda r: score(r, axis=(0, 1)), [values], data, dims, (0, 1), n_resamples)


def susceptibility(data: xarray.Dataset, n_resamples: int = N_RESAMPLES) -> xarray.Dataset:
    """C_rank against strain (Fan and Ma 2021, Fig. 3c), with the overlap R beside it.

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble with d2min_strains.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On strain and indicator: of C_rank; `overlap` and `overlap_error` of R. `n_events` counts runs.
    """
    dims = ["strain", "indicator"]
    values, shares = (asked(data, name, "d2min_strains").values for name in ("c_rank", "overlap"))
    found, other = (
        estimated(lambda v: mean(v, axis=(0, 1)), [some], data, dims, (0, 1), n_resamples) for some in (values, shares)
    )
    return found.assign(overlap=other["value"], overlap_error=other["error"])


def similarity(data: xarray.Dataset, n_resamples: int = N_RESAMPLES) -> xarray.Dataset:
    """Spearman's correlation of each indicator with each, the mean over glasses as cast (R20, Fig. 4a).

    Parameters
    ----------
    data : xarray.Dataset
        Of an ensemble.
    n_resamples : int
        Sets of samples that are drawn.

    Returns
    -------
    xarray.Dataset
        On indicator and other_indicator; `n_events` counts glasses.
    """
    dims = ["indicator", "other_indicator"]
    return estimated(lambda m: mean(m, axis=0), [data["spearman"].values], data, dims, (0,), n_resamples)
