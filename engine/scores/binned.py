"""Was the event in one of the best bins? λ and C(λ) of Schwartzman-Nowik, Lerner and Bouchbinder (2019).

The cell is divided into bins as large as a soft spot, each takes the mean of a field over itself and the bins around
it, and λ of an event is the share of bins with a higher value. Signed fields are scored in parts: their positive values
with the negative ones set to zero, and the other way round. C(λ) is `cumulative` of the λ of many events.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError
from ..indicators.harmonic_response.softness_field import bin_numbers
from ..indicators.indicator import Indicator
from ..matter.cell import Box
from ..matter.glass import Glass
from ..matter.load import Load

BIN_SIZE = 5.0
"""ξ, the side of a bin, in mean spacings: the paper takes 5 particle diameters."""

PARTS = ("values", "magnitude", "positive", "negative")
"""What of a field is scored: itself, |v|, v with negative ones zero, −v with positive ones zero."""


class BinnedField(NamedTuple):
    """Means of a field over bins and the bins around them.

    Attributes
    ----------
    box : Box
        The cell that is divided, in its shortest lattice vectors.
    means : ndarray, shape (n_0, n_1)
        Mean over each bin and its 8 neighbours; axes along the lattice vectors. Large is soft.
    """

    box: Box
    means: np.ndarray

    def bin_rank(self, positions: ArrayLike) -> np.ndarray:
        """λ of points: the share of bins with a higher value than the bin where each lies (SN19, above Fig. 4).

        Of bins with the same value half count *(ours; the paper has no equal ones)*: a constant field gives one half.

        Parameters
        ----------
        positions : array_like, shape (n_points, 2)
            In or out of the cell.

        Returns
        -------
        ndarray, shape (n_points,)
            From 0, the event was in the highest bin, to 1 − 1/n_bins.
        """
        flat = self.means.ravel()
        own = flat[bin_numbers(self.box, np.atleast_2d(positions), self.means.shape)][:, None]
        equal = (flat == own).sum(axis=1) - 1
        return ((flat > own).sum(axis=1) + equal / 2) / flat.size


def part_of(values: np.ndarray, part: str) -> np.ndarray:
    """The part of a field that is scored.

    Parameters
    ----------
    values : array_like
        Raw and signed.
    part : str
        One of `PARTS`.

    Raises
    ------
    GlassError
        Another part.
    """
    values = np.asarray(values, dtype=float)
    if part not in PARTS:
        raise GlassError(f"parts of a field are {', '.join(PARTS)}; got {part!r}")
    if part == "magnitude":
        return np.abs(values)
    if part == "values":
        return values
    return np.maximum(values if part == "positive" else -values, 0.0)


def binned_field(box: Box, places: ArrayLike, values: np.ndarray, bin_size: float) -> BinnedField:
    """Means over bins and the 8 bins around each.

    The mean is over all values in the nine bins together *(ours: "the average of the structural indicator inside the
    bin and all of its neighbouring bins" might also be the mean of nine means)*. In a sheared cell bins are
    parallelograms along its shortest lattice vectors *(ours)*.

    Parameters
    ----------
    box : Box
        The cell.
    places : array_like, shape (n, 2)
        Of the values: particles, or middles of pairs.
    values : array_like, shape (n,)
        Large is soft.
    bin_size : float
        Side of a bin in units of length; it is made to fit a whole number of times along each lattice vector.

    Raises
    ------
    GlassError
        Bins of no size, or so large that fewer than four fit along a side: all bins would be neighbours.
    """
    if not (np.isfinite(bin_size) and bin_size > 0):
        raise GlassError(f"the side of a bin is a positive length; got {bin_size!r}")
    box, values = box.reduced(), np.asarray(values, dtype=float)
    shape = tuple(np.rint(np.linalg.norm(box.cell, axis=1) / bin_size).astype(int))
    if min(shape) < 4:
        raise GlassError(f"bins of {bin_size:g} are too large for this cell: {shape[0]} x {shape[1]}, expected 4 x 4")
    bins = bin_numbers(box, places, shape)
    counts = _around(np.bincount(bins, minlength=shape[0] * shape[1]).reshape(shape))
    sums = _around(np.bincount(bins, weights=values, minlength=shape[0] * shape[1]).reshape(shape))
    return BinnedField(box, sums / np.maximum(counts, 1))


def binned_indicator(
    glass: Glass, indicator: Indicator, load: Load | None = None, part: str = "values", bin_size: float = BIN_SIZE
) -> BinnedField:
    """An indicator of a glass in bins: its values on pairs where it has such, as in the paper, on particles otherwise.

    Parameters
    ----------
    glass : Glass
        The state.
    indicator : Indicator
        An instance.
    load : Load, optional
        Where the indicator needs one.
    part : str
        One of `PARTS`. Of indicators that are soft when low, "values" are taken with the other sign.
    bin_size : float
        ξ in mean spacings.
    """
    if indicator.has_pair_field():
        pairs, values = indicator.pair_field(glass, load)
        across = glass.box.minimum_image(glass.positions[pairs[:, 1]] - glass.positions[pairs[:, 0]])
        places = glass.positions[pairs[:, 0]] + across / 2
    else:
        places, values = glass.positions, indicator(glass, load)
    if part == "values" and indicator.soft == "low":
        values = -values
    return binned_field(glass.box, places, part_of(values, part), bin_size * glass.density ** (-1 / glass.dimension))


def _around(grid):
    """Sum over each bin and the 8 around it, through the boundary."""
    rows = grid + np.roll(grid, 1, 0) + np.roll(grid, -1, 0)
    return rows + np.roll(rows, 1, 1) + np.roll(rows, -1, 1)
