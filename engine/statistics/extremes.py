"""The exponent of a tail from the largest value of each sample: values that are independent of each other.

One soft spot gives large values to many pairs, which fall off with the distance from its core by a law of its own; and
the spots of one glass that is near an instability can outweigh those of all others. So the values in a tail are no
independent draws, and a fit to all of them (`tails`) follows the spots of a few glasses as soon as the exponent is near
or below 2. The largest values of the samples are independent draws of the same tail. If a sample has a number of spots
beyond x that is Poisson distributed with mean (x / scale)^(1 − a), its largest value is below x with probability
exp(−(x / scale)^(1 − a)): Fréchet's law, which holds above the cut only and is fitted there *(ours)*.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..errors import GlassError

N_CANDIDATES = 20
"""Cuts that are tried."""

_STEPS = 45  # of bisection: to 1e-12


class Extremes(NamedTuple):
    """A tail p(x) ~ x^-exponent as the largest values of many samples show it.

    Attributes
    ----------
    exponent : float
        a > 1, of the density of all values in the tail.
    error : float
        Standard deviation of a over resampled samples, the choice of the cut included; nan where none was asked for.
    cut : float
        The law is fitted to largest values above it.
    scale : float
        A sample has one spot beyond it in the mean: the number beyond x is (x / scale)^(1 − a).
    scale_error : float
        Standard deviation of ln(scale) over resampled samples.
    n_tail, n_samples : int
        Largest values above the cut, and all samples.
    distance : float
        Kolmogorov-Smirnov distance between the largest values above the cut and the law.
    """

    exponent: float
    error: float
    cut: float
    scale: float
    scale_error: float
    n_tail: int
    n_samples: int
    distance: float


def fit_extremes(
    samples: Sequence[np.ndarray],
    *,
    cut: float | None = None,
    n_least: int = 50,
    largest_share: float = 0.9,
    n_resamples: int = 200,
    seed: int = 0,
) -> Extremes:
    """Maximum-likelihood exponent of a tail from the largest value of each sample.

    Largest values below the cut enter as a number only (a censored sample). Of candidate cuts the one of the least
    Kolmogorov-Smirnov distance above it is taken, as Clauset, Shalizi and Newman (SIAM Review 51, 661, 2009) do.

    Parameters
    ----------
    samples : sequence of arrays
        The values of each sample (each glass); magnitudes where the tail is one of magnitudes.
    cut : float, optional
        Where the law starts to hold; found by the rule where left out.
    n_least : int
        The fewest samples that reach beyond the cut.
    largest_share : float
        The largest share of all samples that may, below 1.
    n_resamples : int
        Sets of samples, drawn with replacement; 0 leaves the errors out.
    seed : int
        Of the draws.

    Raises
    ------
    GlassError
        Empty samples, values that are not finite, largest values that are not positive, too few of them, or numbers
        out of range.

    Notes
    -----
    Cost: a pass through all values, then some 10 ms for each resampling. The relative error of a − 1 is about 1 over
    the root of the number of samples beyond the cut.
    """
    logs = np.log(_largest(samples))
    if n_least < 2 or not 0 < largest_share < 1:
        raise GlassError("give n_least of at least 2 and a largest_share between 0 and 1")
    if cut is not None and not (np.isfinite(cut) and cut > 0):
        raise GlassError(f"a tail starts at a finite value above zero; got {cut!r}")
    sizes = _sizes(logs, cut, n_least, largest_share)
    fixed = None if cut is None else np.log(cut)
    slope, log_scale, log_cut, n_tail, distance = _best(logs, sizes, fixed)
    rng, drawn = np.random.default_rng(seed), []
    for _ in range(n_resamples):
        again = np.sort(rng.choice(logs, len(logs)))[::-1]
        some = _sizes(again, cut, 2, largest_share) if cut is not None else sizes
        fit = _best(again, some, fixed)
        drawn.append((fit.slope, fit.log_scale))
    error, scale_error = np.nanstd(drawn, axis=0, ddof=1) if n_resamples > 1 else (np.nan, np.nan)
    return Extremes(
        1 + float(slope), float(error), float(np.exp(log_cut)), float(np.exp(log_scale)), float(scale_error),
        int(n_tail), len(logs), float(distance),
    )  # fmt: skip


def _largest(samples):
    """The largest value of each sample, falling."""
    if not len(samples) or not all(np.size(sample) for sample in samples):
        raise GlassError("give samples, each with a value at least")
    largest = np.sort([np.max(sample) for sample in samples])[::-1].astype(float)
    if not np.isfinite(largest).all() or largest[-1] <= 0:
        raise GlassError("the largest value of each sample is finite and above zero: take magnitudes first")
    return largest


def _sizes(logs, cut, n_least, largest_share):
    """How many samples lie beyond the cuts that are tried."""
    if cut is not None:
        sizes = np.array([np.count_nonzero(logs > np.log(cut))])
        needed = sizes[0] >= n_least
    else:
        most = min(len(logs) - 1, int(largest_share * len(logs)))
        needed = most >= n_least
        sizes = np.unique(np.geomspace(n_least, max(most, n_least), N_CANDIDATES).round().astype(int))
    if not needed:
        raise GlassError(f"{n_least} samples with a value in the tail are asked for; there are {len(logs)} in all")
    return sizes


def _best(logs, sizes, log_cut):
    """The fit of least distance among cuts."""
    fits = [_fit(logs, size, logs[size] if log_cut is None else log_cut) for size in sizes]
    return min(fits, key=lambda fit: fit.distance)


class _Fit(NamedTuple):
    slope: float  # a − 1
    log_scale: float
    log_cut: float
    size: int
    distance: float


def _fit(logs, size, log_cut):
    """The law for the first `size` largest values."""
    above, below = logs[:size] - log_cut, len(logs) - size
    slope = _likeliest_slope(above, below)
    mean = size / (np.exp(-slope * above).sum() + below)  # spots beyond the cut in a sample
    reached = 1 - np.exp(-mean * np.exp(-slope * above))  # probability that the largest is beyond each value
    beyond = reached / (1 - np.exp(-mean))
    steps = np.arange(size + 1) / size
    distance = max(np.abs(steps[1:] - beyond).max(), np.abs(steps[:-1] - beyond).max())
    return _Fit(slope, log_cut + np.log(mean) / slope, log_cut, size, distance)


def _likeliest_slope(above, below):
    """Where the derivative of the likelihood by the slope changes its sign, the scale being the likeliest for each."""
    low, high = 1e-3, 1e3

    def derivative(slope):
        weights = np.exp(-slope * above)
        return 1 / slope + (weights @ above) / (weights.sum() + below) - above.mean()

    for _ in range(_STEPS):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if derivative(middle) > 0 else (low, middle)
    return middle
