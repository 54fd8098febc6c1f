"""What a seed draws of a lattice: other numbers for what its blocks bear at first, and after their failures."""

from __future__ import annotations

import numpy as np

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
