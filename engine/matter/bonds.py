"""From pairs to particles: half of each pair's value goes to each of its ends."""

from __future__ import annotations

import numpy as np

from .glass import Glass


def ends(glass: Glass) -> np.ndarray:
    """The ends of the interacting pairs, shape (n_pairs, 2), int64.

    Parameters
    ----------
    glass : Glass
        The state.
    """
    return np.stack([glass.pairs.i, glass.pairs.j], axis=1).astype(np.int64)


def half_to_each_end(pairs: np.ndarray, values: np.ndarray, n_particles: int) -> np.ndarray:
    """Sum over the pairs of each particle of half their values, shape (n_particles,); it keeps the total.

    Parameters
    ----------
    pairs : ndarray of int, shape (n_pairs, 2)
        Ends of the pairs.
    values : ndarray, shape (n_pairs,)
        One value a pair.
    n_particles : int
        Number of particles.
    """
    first, second = (np.bincount(side, weights=values, minlength=n_particles) for side in pairs.T)
    return (first + second) / 2
