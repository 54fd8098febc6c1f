"""From pairs to particles: half of each pair's value goes to each of its ends."""

from __future__ import annotations

import numpy as np

from .glass import Glass
from .load import Load


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


def virial_along(glass: Glass, load: Load) -> np.ndarray:
    """Each particle's share of the stress along a load, times the volume, shape (n_particles,): sums to V sigma : A.

    Parameters
    ----------
    glass : Glass
        The state.
    load : Load
        The load.
    """
    pairs = glass.pairs
    along = np.einsum("pa,ab,pb->p", pairs.vectors, load.A, pairs.vectors)
    return half_to_each_end(ends(glass), pairs.phi(1) / pairs.distances * along, glass.n_particles)
