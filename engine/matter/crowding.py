"""Particles that crowd in one place, which no glass does: told from numbers in cells, before any pair is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError

if TYPE_CHECKING:
    from .cell import Box

MOST_NEAR = 500
"""Particles in the square of two and a half ranges around one: some 50 in the densest glass of these models."""

_ACROSS = 5  # cells of half a range, as pairs are searched
_NARROW = 50_000  # particles whose pairs are searched one by one


def check_crowding(positions: np.ndarray, box: Box, reach: float) -> None:
    """Refuse particles that crowd: their pairs would take more time and memory than there is.

    Parameters
    ----------
    positions : ndarray, shape (n_particles, d)
        Positions, in or out of the cell.
    box : Box
        The periodic cell.
    reach : float
        Largest range of an interaction, in units of length.

    Raises
    ------
    GlassError
        Too many are near each other, or the cell is narrow and has too many.
    """
    reduced = box.reduced()
    if len(positions) <= MOST_NEAR or reduced.heights.min() < 2 * reach:  # the latter is refused with its reason
        return
    counts = np.clip(2 * reduced.heights / reach, 1, 1024).astype(np.int64)
    if counts.min() < _ACROSS and len(positions) > _NARROW:
        raise GlassError(
            f"the cell is {reduced.heights.min():.4g} high, which is narrow for {len(positions):,} particles: "
            f"expected at least {0.5 * _ACROSS * reach:.4g}"
        )
    fractional = reduced.fractional(positions)
    places = np.minimum(((fractional - np.floor(fractional)) * counts).astype(np.int64), counts - 1)
    near = np.bincount(np.ravel_multi_index(tuple(places.T), tuple(counts)), minlength=counts.prod()).reshape(counts)
    for axis, count in enumerate(counts):
        if count <= _ACROSS:
            near = np.broadcast_to(near.sum(axis=axis, keepdims=True), near.shape)
        else:
            near = np.sum([np.roll(near, shift, axis) for shift in range(-(_ACROSS // 2), _ACROSS // 2 + 1)], axis=0)
    if near.max() > MOST_NEAR:
        raise GlassError(
            f"{near.max():,} particles crowd within {0.5 * _ACROSS * reach:.4g} of each other; "
            f"expected at most {MOST_NEAR}: do their positions belong to this cell and these sizes?"
        )
