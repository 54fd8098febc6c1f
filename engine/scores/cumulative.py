"""Cumulative distributions over events: F(1 − r) of R20, C(λ) of SN19, F_n(Δε) of Z17 are all this."""

from __future__ import annotations

import numpy as np


def cumulative(values: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Share of values that are not above each of some points.

    With 1 − r of event cores F(1 − r) (Richard et al. 2020, Fig. 3), with λ of events C(λ) (Schwartzman-Nowik et al.
    2019, Fig. 4), with Δε of the spots where n-th events were F_n(Δε) (Zylberg et al. 2017, Fig. 4). An unfounded guess
    gives F = 1 − r and C = λ.

    Parameters
    ----------
    values : array_like
        One value an event, of any shape; nan, for an event that was not, is left out.
    at : array_like, shape (n_points,)
        Where the distribution is wanted.

    Returns
    -------
    ndarray, shape (n_points,)
        Rising from 0 to 1; nan throughout where there is no value.
    """
    values = np.asarray(values, dtype=float).ravel()
    values = np.sort(values[~np.isnan(values)])
    at = np.asarray(at, dtype=float)
    if values.size == 0:
        return np.full(at.shape, np.nan)
    return np.searchsorted(values, at, side="right") / values.size


def cumulative_ratio(values: np.ndarray, others: np.ndarray, at: np.ndarray) -> np.ndarray:
    """How much oftener one field is right than another: the ratio of their distributions (Z17's δF_n, Fig. 4 right).

    Parameters
    ----------
    values, others : array_like
        One value an event each: Δε in the softness field, say, and in the normal-mode map.
    at : array_like, shape (n_points,)
        Where the ratio is wanted.

    Returns
    -------
    ndarray, shape (n_points,)
        Above 1 where `values` are smaller; nan where no value of `others` is that small.
    """
    first, second = cumulative(values, at), cumulative(others, at)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(second > 0, first / second, np.nan)
