"""Power-law tails, p(x) ~ x^-a above a cut: their exponent, where they start, their prefactor, and the errors of both.

The cut is chosen by the rule of Clauset, Shalizi and Newman (SIAM Review 51, 661, 2009, section 3.3): among candidates,
the one where the distance of Kolmogorov and Smirnov between the data above it and the power law fitted to them is
least. Values within one glass belong to a few soft spots and are not independent, so errors are those of resampling
whole samples, the choice of the cut included. That mends the errors, not the fit: the spots of a few glasses can bend
the far end of such a tail, and the rule may choose it for its smoothness. See `scan_cuts`, and `extremes` for a fit to
independent values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError

N_CANDIDATES = 40
"""Cuts that are tried, at tails of logarithmically spaced sizes."""


class Tail(NamedTuple):
    """A power law fitted to a tail: p(x) = prefactor x^-exponent for x > cut, p the density of all values.

    Attributes
    ----------
    exponent : float
        a > 1.
    error : float
        Standard deviation of a over resampled samples; nan where none was asked for, 0 where the exponent was given.
    cut : float
        Where the tail starts.
    prefactor : float
        A = (a − 1) cut^(a − 1) times the share of values above the cut.
    prefactor_error : float
        Standard deviation of ln A over resampled samples: a relative error.
    n_tail, n_values : int
        Values above the cut, and all of them, those that are not positive included.
    distance : float
        Kolmogorov-Smirnov distance between the tail and its fit.
    """

    exponent: float
    error: float
    cut: float
    prefactor: float
    prefactor_error: float
    n_tail: int
    n_values: int
    distance: float


class Scan(NamedTuple):
    """What the exponent would be at each candidate cut: where it does not settle, there is no power law.

    Attributes
    ----------
    cuts : ndarray, shape (n,)
        Candidates, falling.
    exponents : ndarray, shape (n,)
        Maximum-likelihood exponent above each.
    n_tail : ndarray of int, shape (n,)
        Values above each.
    distances : ndarray, shape (n,)
        Kolmogorov-Smirnov distances.
    """

    cuts: np.ndarray
    exponents: np.ndarray
    n_tail: np.ndarray
    distances: np.ndarray


class Histogram(NamedTuple):
    """A probability density in logarithmic bins.

    Attributes
    ----------
    edges : ndarray, shape (n_bins + 1,)
        Rising.
    middles : ndarray, shape (n_bins,)
        Geometric middles of the bins.
    density : ndarray, shape (n_bins,)
        Of all values, those outside the bins included.
    counts : ndarray of int, shape (n_bins,)
        Values in each bin.
    """

    edges: np.ndarray
    middles: np.ndarray
    density: np.ndarray
    counts: np.ndarray


def fit_tail(
    samples: Sequence[np.ndarray],
    *,
    cut: float | None = None,
    exponent: float | None = None,
    n_least: int = 100,
    largest_share: float = 0.5,
    n_resamples: int = 200,
    seed: int = 0,
) -> Tail:
    """Maximum-likelihood power law of a tail, with errors from resampling whole samples.

    a = 1 + n / Σ ln(x / cut) over the n values above the cut.

    Parameters
    ----------
    samples : sequence of arrays
        The values of each sample (each glass). Take magnitudes first where the tail is one of magnitudes; values that
        are not positive are in no tail, but count among all.
    cut : float, optional
        Where the tail starts; found by the rule above where left out.
    exponent : float, optional
        A given one, where only cut and prefactor are asked for: prefactors compare at one exponent only. The rule
        for the cut then measures the distance to this power law.
    n_least : int
        The fewest values that a tail may have.
    largest_share : float
        The largest share of all values that a tail may have, at most 1.
    n_resamples : int
        Sets of samples, drawn with replacement; 0 leaves the errors out.
    seed : int
        Of the draws.

    Raises
    ------
    GlassError
        Values that are not finite, fewer than `n_least` above zero or above the cut, a single sample where an error is
        asked for, or numbers out of range.

    Notes
    -----
    Cost: one sort of the values that may be in the tail, then O(values · candidates) for each resampling: 0.2 s each
    for a million.
    """
    if exponent is not None and not (np.isfinite(exponent) and exponent > 1):
        raise GlassError(f"a tail has an exponent above 1, or it cannot be normalised; got {exponent!r}")
    if n_resamples and len(samples) < 2:
        raise GlassError("an error from resampling needs two samples at least; ask for none with n_resamples=0")
    logs, owners, sizes = _ranked(samples, n_least, largest_share, cut)
    tails = _candidates(logs, n_least) if cut is None else [(len(logs), np.log(cut))]
    found, log_cut, n_tail, distance = _best(logs, np.ones(len(logs)), tails, exponent)
    error, prefactor_error = _errors(logs, owners, sizes, tails, exponent, n_resamples, seed)
    log_prefactor = _log_prefactor(found, log_cut, n_tail, sizes.sum())
    return Tail(
        float(found), error, float(np.exp(log_cut)), float(np.exp(log_prefactor)), prefactor_error,
        int(n_tail), int(sizes.sum()), float(distance),
    )  # fmt: skip


def scan_cuts(samples: Sequence[np.ndarray], *, n_least: int = 100, largest_share: float = 0.5) -> Scan:
    """The fitted exponent at every candidate cut, to see over which range it is one number.

    Parameters
    ----------
    samples : sequence of arrays
        The values of each sample.
    n_least : int
        The fewest values that a tail may have.
    largest_share : float
        The largest share of all values that a tail may have.

    Raises
    ------
    GlassError
        As `fit_tail`.
    """
    logs, _, _ = _ranked(samples, n_least, largest_share, None)
    rows = [_fit(logs, np.ones(len(logs)), size, log_cut, None) for size, log_cut in _candidates(logs, n_least)]
    exponents, log_cuts, counts, distances = map(np.array, zip(*rows, strict=True))
    return Scan(np.exp(log_cuts), exponents, counts.astype(int), distances)


def log_binned_density(values: ArrayLike, bins_per_decade: int = 10, low: float | None = None) -> Histogram:
    """Probability density of positive values in logarithmic bins, for plots of tails.

    Parameters
    ----------
    values : array_like
        All values; those that are not above `low` are in no bin, but count in the normalisation.
    bins_per_decade : int
        Bins in each factor of ten; edges lie on powers of ten.
    low : float, optional
        Values up to here are left out of the bins; the smallest positive one starts them where left out.

    Raises
    ------
    GlassError
        If no finite value is above zero (or `low`), or one is not finite.
    """
    values = np.asarray(values, dtype=float).ravel()
    if not np.isfinite(values).all():
        raise GlassError(f"{np.count_nonzero(~np.isfinite(values))} of the values are not finite")
    if bins_per_decade < 1:
        raise GlassError(f"a decade holds at least one bin; got {bins_per_decade!r}")
    inside = values[values > max(0.0, low or 0.0)]
    if inside.size == 0:
        raise GlassError("no value is above zero and the lower end: there is nothing to bin")
    place = np.floor(np.log10(inside) * bins_per_decade)
    first = place.min()
    counts = np.bincount((place - first).astype(int))
    edges = 10 ** ((first + np.arange(counts.size + 1)) / bins_per_decade)
    return Histogram(edges, np.sqrt(edges[:-1] * edges[1:]), counts / (np.diff(edges) * values.size), counts)


def _ranked(samples, n_least, largest_share, cut):
    """Logarithms of what may be in a tail, falling, the sample that each is from, and the sizes of the samples."""
    arrays = [np.asarray(sample, dtype=float).ravel() for sample in samples]
    if not arrays or n_least < 2 or not 0 < largest_share <= 1:
        raise GlassError("give samples, n_least of at least 2 and a largest_share between 0 and 1")
    values = np.concatenate(arrays)
    if not np.isfinite(values).all():
        raise GlassError(f"{np.count_nonzero(~np.isfinite(values))} of the values are not finite")
    if cut is not None and not (np.isfinite(cut) and cut > 0):
        raise GlassError(f"a tail starts at a finite value above zero; got {cut!r}")
    sizes = np.array([array.size for array in arrays])
    chosen = np.flatnonzero(values > (cut or 0.0))
    needed = n_least + (cut is None)  # the value after the last one of a tail is its cut
    if len(chosen) < needed:
        raise GlassError(f"a tail of at least {n_least} values is asked for; only {len(chosen)} are there")
    chosen = chosen[np.argsort(-values[chosen], kind="stable")]
    if cut is None:
        chosen = chosen[: max(needed, int(largest_share * values.size))]
    return np.log(values[chosen]), np.repeat(np.arange(len(arrays)), sizes)[chosen], sizes


def _candidates(logs, n_least):
    """(size, logarithm of the cut) of the tails to try: above a cut are all values before the one that it equals."""
    sizes = np.geomspace(n_least, len(logs) - 1, N_CANDIDATES).round().astype(int)
    return [(size, logs[size]) for size in np.unique(sizes)]


def _best(logs, weights, tails, exponent):
    """The fit of least distance."""
    fits = (_fit(logs, weights, size, log_cut, exponent) for size, log_cut in tails)
    return min(fits, key=lambda fit: fit.distance)


class _Fit(NamedTuple):
    exponent: float
    log_cut: float
    n_tail: float
    distance: float


def _fit(logs, weights, size, log_cut, exponent):
    """The power law of the first `size` values, each counted as often as its weight says."""
    above, weights = logs[:size] - log_cut, weights[:size]
    total, spread = weights.sum(), weights @ above
    if spread <= 0:  # nothing drawn there, or all of it at the cut
        return _Fit(np.nan, log_cut, total, np.inf)
    exponent = 1 + total / spread if exponent is None else exponent
    beyond = np.exp((1 - exponent) * above)  # of the power law, the share beyond each value
    share = np.cumsum(weights) / total
    distance = max(np.abs(share - beyond).max(), np.abs(share - weights / total - beyond).max())
    return _Fit(exponent, log_cut, total, distance)


def _errors(logs, owners, sizes, tails, exponent, n_resamples, seed):
    """Standard deviations of the exponent and of ln A over samples drawn with replacement."""
    if n_resamples < 2:
        return np.nan, np.nan
    rng, drawn = np.random.default_rng(seed), np.empty((n_resamples, 2))
    for row in drawn:
        times = np.bincount(rng.integers(len(sizes), size=len(sizes)), minlength=len(sizes))
        found, log_cut, n_tail, _ = _best(logs, times[owners].astype(float), tails, exponent)
        row[:] = found, _log_prefactor(found, log_cut, n_tail, times @ sizes)
    error, prefactor_error = np.nanstd(drawn, axis=0, ddof=1)
    return float(error), float(prefactor_error)


def _log_prefactor(exponent, log_cut, n_tail, n_values):
    return np.log(exponent - 1) + (exponent - 1) * log_cut + np.log(n_tail / n_values)
