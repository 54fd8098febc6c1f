"""Random numbers inside kernels, from a state that can be kept: a run that goes on draws what it would have drawn.

The generator is xoshiro256+ (Blackman and Vigna 2018); its state is four whole numbers of 64 bits.
"""

from __future__ import annotations

import numpy as np

from ._jit import njit


@njit
def _next(s):
    """Sixty-four random bits."""
    result = s[0] + s[3]
    shifted = s[1] << np.uint64(17)
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= shifted
    s[3] = (s[3] << np.uint64(45)) | (s[3] >> np.uint64(19))
    return result


@njit
def below(state: np.ndarray, n: int) -> int:
    """A whole number from 0 to n - 1.

    Parameters
    ----------
    state : ndarray of uint64, shape (4,)
        Of the generator; it is changed.
    n : int
        How many there are.
    """
    return int(np.int64(((_next(state) >> np.uint64(32)) * np.uint64(n)) >> np.uint64(32)))


@njit
def uniform(state: np.ndarray) -> float:
    """A number in (0, 1), never either end.

    Parameters
    ----------
    state : ndarray of uint64, shape (4,)
        Of the generator; it is changed.
    """
    return ((_next(state) >> np.uint64(11)) + 0.5) * 2.0**-53
