"""The band of a lattice: where most blocks failed, how wide it is, and the profile across it (R24 Fig. 7)."""

from __future__ import annotations

import numpy as np

from ..matter.cell import Box
from ..scores.band import Band, Profile, find_band, profile


def lattice_band(activity: np.ndarray) -> Band:
    """The band of the plastic activity, its width as a share of the lattice.

    Parameters
    ----------
    activity : ndarray, shape (L, L)
        Failures of each block.

    Raises
    ------
    GlassError
        No block has failed.
    """
    box, places = _places(activity)
    return find_band(box, places, np.asarray(activity, dtype=float).ravel())


def lattice_profile(activity: np.ndarray, band: Band) -> Profile:
    """P(x): mean activity by the distance from the middle of a band, in blocks.

    Parameters
    ----------
    activity : ndarray, shape (L, L)
        Failures of each block.
    band : Band
        From `lattice_band`.
    """
    box, places = _places(activity)
    return profile(band, box, places, np.asarray(activity, dtype=float).ravel())


def _places(activity):
    """The lattice as a cell with a place in the middle of each block; a block is the unit of length."""
    size = len(activity)
    y, x = np.mgrid[:size, :size] + 0.5
    return Box(size * np.eye(2)), np.stack([x.ravel(), y.ravel()], axis=1)
