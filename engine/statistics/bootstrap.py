"""Errors of whatever is measured on samples: whole samples are drawn again, with replacement.

Events of one glass, under several loads or one after the other, share its structure and are not independent; glasses
are. So every score takes its error from here, with the glass as the unit that is drawn.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ..errors import GlassError

N_RESAMPLES = 1000
"""Sets of samples that are drawn where nothing else is asked for: an error is then known to 2 %."""

FEWEST_GLASSES = 8
"""Glasses that an error is told of, at least: they are its unit, and three say hardly anything of their spread."""


class Estimate(NamedTuple):
    """A number, or an array of numbers, with its error.

    Attributes
    ----------
    value : ndarray
        The statistic of the samples as they are.
    error : ndarray, same shape
        Its standard deviation over resampled sets of samples; nan with fewer than two samples.
    low, high : ndarray, same shape
        Percentile interval of the level that was asked for.
    n_samples : int
        Samples that there were.
    """

    value: np.ndarray
    error: np.ndarray
    low: np.ndarray
    high: np.ndarray
    n_samples: int


def bootstrap(
    statistic: Callable[..., np.ndarray],
    *samples: np.ndarray | Sequence,
    n_resamples: int = N_RESAMPLES,
    level: float = 0.95,
    seed: int = 0,
) -> Estimate:
    """The value of a statistic and its error over samples.

    Parameters
    ----------
    statistic : callable
        ``statistic(*samples)`` gives a number or an array whose shape does not depend on which samples were drawn.
        Results of nan (no event in the samples that were drawn, say) are left out of the error.
    *samples : arrays or sequences
        Data whose first axis, or elements, are the samples: several of them are drawn together.
    n_resamples : int
        Sets of samples that are drawn, 2 or more.
    level : float
        Probability of the interval, between 0 and 1.
    seed : int
        Of the draws: the same seed gives the same errors.

    Returns
    -------
    Estimate

    Raises
    ------
    GlassError
        No samples, data with different numbers of them, or numbers out of range.

    Notes
    -----
    Cost: `n_resamples` times that of the statistic.
    """
    n = _number(samples)
    if n_resamples < 2 or not 0 < level < 1:
        raise GlassError("give 2 resamples or more, and a level between 0 and 1")
    value = np.asarray(statistic(*samples), dtype=float)
    if n < 2:
        unknown = np.full(value.shape, np.nan)
        return Estimate(value, unknown, unknown, unknown, n)
    rng = np.random.default_rng(seed)
    drawn = np.empty((n_resamples, *value.shape))
    for k in range(n_resamples):
        chosen = rng.integers(0, n, n)
        drawn[k] = statistic(*(_taken(data, chosen) for data in samples))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where nothing but nan was drawn, nan is the answer
        error = np.nanstd(drawn, axis=0, ddof=1)
        low, high = np.nanquantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Estimate(value, error, low, high, n)


def mean(values: np.ndarray, axis: int | tuple[int, ...] | None = None) -> np.ndarray:
    """Mean of the values that are there: nan, for an event that was not, is left out; nan where none is.

    Parameters
    ----------
    values : array_like
        Of any shape.
    axis : int or tuple of int, optional
        Axes to average over; all of them where left out.
    """
    values = np.asarray(values, dtype=float)
    there = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.where(there, values, 0.0).sum(axis=axis) / there.sum(axis=axis)


def _number(samples):
    numbers = {len(data) for data in samples}
    if len(numbers) != 1 or 0 in numbers:
        raise GlassError(f"errors are taken over one number of samples, at least 1; got {sorted(numbers)}")
    return numbers.pop()


def _taken(data, chosen):
    return data[chosen] if isinstance(data, np.ndarray) else [data[k] for k in chosen]
