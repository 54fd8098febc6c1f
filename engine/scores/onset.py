"""The strain of the first event, against preparation and size: γ_min ~ N^(−1/(1 + θ)) (R20 Fig. 1c, section III D)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..errors import GlassError
from ..statistics.bootstrap import N_RESAMPLES, Estimate, bootstrap, mean


class SizeScaling(NamedTuple):
    """How the strain of the first event falls with the size of the glass.

    Attributes
    ----------
    exponent : Estimate
        x of <γ_min> ~ N^−x.
    theta : Estimate
        θ = 1/x − 1, the exponent of the density of sites near yielding; the papers give about 2/3.
    means : list of Estimate
        <γ_min> at each size.
    """

    exponent: Estimate
    theta: Estimate
    means: list[Estimate]


def size_scaling(
    sizes: Sequence[int], strains: Sequence[np.ndarray], n_resamples: int = N_RESAMPLES, seed: int = 0
) -> SizeScaling:
    """The exponent of <γ_min> ~ N^(−1/(1 + θ)), by a line through the logarithms of the means.

    Every size counts the same *(ours)*; errors come from drawing the samples of each size again.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of particles, two different ones or more.
    strains : sequence of arrays, shape (n_samples,) or (n_samples, n_loads)
        Strains of first events, for each size; nan where there was none.
    n_resamples : int
        Sets of samples that are drawn.
    seed : int
        Of the draws.

    Raises
    ------
    GlassError
        Fewer than two sizes, or sizes without strains.
    """
    numbers = np.asarray(sizes, dtype=float)
    strains = [np.asarray(some, dtype=float) for some in strains]
    if np.unique(numbers).size < 2 or len(strains) != numbers.size or not all(np.any(some > 0) for some in strains):
        raise GlassError("scaling with size needs two sizes or more, with strains of first events for each")

    def slope(means):
        return -np.polyfit(np.log(numbers), np.log(means), 1)[0]

    means = [bootstrap(mean, some, n_resamples=n_resamples, seed=seed) for some in strains]
    rng = np.random.default_rng(seed)
    drawn = np.array(
        [slope([mean(some[rng.integers(0, len(some), len(some))]) for some in strains]) for _ in range(n_resamples)]
    )
    n_samples = min(map(len, strains))
    value = slope([float(estimate.value) for estimate in means])
    return SizeScaling(_estimate(value, drawn, n_samples), _estimate(1 / value - 1, 1 / drawn - 1, n_samples), means)


def _estimate(value, drawn, n_samples):
    if n_samples < 2:
        unknown = np.asarray(np.nan)
        return Estimate(np.asarray(value), unknown, unknown, unknown, n_samples)
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Estimate(np.asarray(value), np.nanstd(drawn, ddof=1), low, high, n_samples)
