"""Random numbers inside kernels, from a state that can be kept: a run that goes on draws what it would have drawn."""

from __future__ import annotations

import numpy as np

from .._jit import njit

AT_FIRST, AFTERWARDS = 0, 1
"""What numbers are drawn for: a seed has others for each."""


def first_state(seed: int, drawn_for: int) -> np.ndarray:
    """The state of a generator (xoshiro256+, Blackman and Vigna 2018), shape (4,).

    Parameters
    ----------
    seed : int
        0 or more.
    drawn_for : int
        `AT_FIRST` or `AFTERWARDS`.
    """
    return np.random.SeedSequence((seed, drawn_for)).generate_state(4, np.uint64)


@njit
def uniform(state: np.ndarray) -> float:
    """A number from 0 to 1, without 1.

    Parameters
    ----------
    state : ndarray of uint64, shape (4,)
        From `first_state`; it is changed.
    """
    drawn = state[0] + state[3]
    shifted = state[1] << np.uint64(17)
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = (state[3] << np.uint64(45)) | (state[3] >> np.uint64(19))
    return np.float64(drawn >> np.uint64(11)) * 2.0**-53
