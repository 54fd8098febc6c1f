"""Which sizes particles have: mixtures of two, and power laws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..model import Sizes


def two_sizes(small: float, large: float, ratio_large_to_small: float) -> Callable[[int, np.random.Generator], Sizes]:
    """Sizes of a binary mixture; species 0 is small, 1 is large."""

    def draw(n_particles, rng):
        n_large = round(n_particles * ratio_large_to_small / (1 + ratio_large_to_small))
        species = np.zeros(n_particles, dtype=np.int64)
        species[:n_large] = 1
        rng.shuffle(species)
        return np.where(species == 1, large, small), species

    return draw


def cubic_power_law(ratio: float, mean: float | None) -> Callable[[int, np.random.Generator], Sizes]:
    """The N quantiles of f(d) ~ d^-3 between d_min and d_max = ratio d_min, shuffled.

    Quantiles instead of random draws, so that the composition does not scatter from sample to sample. `mean` None
    keeps d_min = 1, otherwise the mean is scaled to it.
    """

    def draw(n_particles, rng):
        u = (np.arange(n_particles) + 0.5) / n_particles
        diameters = (1 - u * (1 - ratio**-2.0)) ** -0.5
        if mean is not None:
            diameters *= mean / diameters.mean()
        rng.shuffle(diameters)
        return diameters, None

    return draw


def nonadditivity_for(small: float, large: float, cross: float) -> float:
    """The nonadditivity that gives a mixture of two sizes this cross size."""
    return (1 - 2 * cross / (small + large)) / (large - small)
