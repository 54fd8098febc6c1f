"""The softness field of bins, and its soft spots."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import param
from numpy.typing import ArrayLike

from ...errors import GlassError
from ...matter.cell import Box
from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator

BIN_SIZE = 2.5
"""Side of a bin in mean spacings: a fortieth of the cell at N = 10⁴, as in the paper, and as long elsewhere."""

THRESHOLD = 1.1
"""Pairs whose |c_α| is not above this are left out."""

_LESS = 1e-9  # weight of a bin's own mean where smoothed ones are equal: a lone bin makes nine equal ones


class SoftnessField(Indicator):
    """Softness field: the local heat capacity in bins, smoothed, as soft spots are read from it.

    Each bin holds the mean of |c_α| over the pairs whose middle lies in it and whose |c_α| exceeds 1.1 (0 where there
    are none), and then the mean of itself and its 8 neighbours; a particle has the value of its bin (Zylberg et al.
    2017, supplement D). Sides of bins are L/40 at N = 10⁴; at other sizes the same length, 2.5 mean spacings, rounded
    to a whole number of bins, and in a sheared cell they are parallelograms along its shortest lattice vectors
    *(ours)*. Whether small pairs are left out of the mean or counted as zero is not said; they are left out here
    *(ours)*. `soft_spots` gives the spots themselves. Cost: that of the local heat capacity.
    """

    key = "softness_field"
    label = "Softness field"
    symbol = "η"
    soft = "high"
    units = ""
    references = ("Zylberg et al., PNAS 114, 7289 (2017), supplement D",)
    requires = ("positions", "forces", "hessian", "third derivatives")
    directional = False
    cost = "one selected inverse: 0.1 (IPL) to 0.3 s (LJ) at 10,000 particles"
    exceptions = {"translation": "bins are fixed in the cell: what moves changes its bin"}  # noqa: RUF012 - a declaration

    bin_size = param.Number(default=BIN_SIZE, bounds=(1.5, 5.0), doc="Side of a bin, in mean spacings.")
    threshold = param.Number(default=THRESHOLD, bounds=(0.0, 5.0), doc="Pairs with a smaller |c_α| are left out.")

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Value of the bin in which each particle lies, (N,), in units of k_B / 2."""
        return softness_map(glass, bin_size=self.bin_size, threshold=self.threshold).at(glass.positions)


class SoftnessMap(NamedTuple):
    """A field on bins of the cell.

    Attributes
    ----------
    box : Box
        The cell that is divided, in its shortest lattice vectors.
    means : ndarray, shape (n_0, n_1)
        Mean of each bin, 0 where nothing lies in it; axes along the lattice vectors.
    values : ndarray, shape (n_0, n_1)
        Mean over each bin and its 8 neighbours.
    """

    box: Box
    means: np.ndarray
    values: np.ndarray

    def at(self, positions: ArrayLike) -> np.ndarray:
        """Values of the bins in which points lie, shape (n_points,).

        Parameters
        ----------
        positions : array_like, shape (n_points, 2)
            In or out of the cell.
        """
        return self.values.ravel()[bin_numbers(self.box, positions, self.values.shape)]


class SoftSpots(NamedTuple):
    """Soft spots, the softest first.

    Attributes
    ----------
    places : ndarray, shape (n_spots, 2)
        Middles of their bins, in units of length *(ours; the paper adds a random shift within the bin)*.
    scores : ndarray, shape (n_spots,)
        η, the value of the bin.
    relative : ndarray, shape (n_spots,)
        Δε = η_max / η: 1 for the softest spot, larger for the others (Zylberg et al. 2017, eq. E.1).
    """

    places: np.ndarray
    scores: np.ndarray
    relative: np.ndarray


def softness_map(
    glass: Glass, values: ArrayLike | None = None, *, bin_size: float = BIN_SIZE, threshold: float = THRESHOLD
) -> SoftnessMap:
    """The softness field of bins (Zylberg et al. 2017, supplement D).

    Parameters
    ----------
    glass : Glass
        A relaxed state in two dimensions.
    values : array_like, shape (n_particles,) or (n_pairs,), optional
        Another field to treat in the same way, as the paper does with the normal-mode map (supplement E): one value a
        particle, at its position, or one a pair, at its middle. c_α where left out.
    bin_size : float
        Side of a bin, in mean spacings; rounded so that at least 3 whole bins fit along each lattice vector.
    threshold : float
        Values whose magnitude is not above this are left out; give 0 for other fields than c_α.

    Raises
    ------
    GlassError
        If `values` fit neither particles nor pairs, or the bin size is not positive.
    NotAMinimumError
        If the state is no minimum.
    """
    if not (np.isfinite(bin_size) and bin_size > 0):
        raise GlassError(f"the side of a bin is a positive number of mean spacings; got {bin_size!r}")
    sizes = np.abs(glass.response.heat_capacity if values is None else np.asarray(values, dtype=float))
    if sizes.shape == (glass.n_particles,) and values is not None:
        places = glass.positions
    elif sizes.shape == (len(glass.pairs),):
        places = glass.positions[glass.pairs.i] + 0.5 * glass.pairs.vectors
    else:
        raise GlassError(f"one value a particle or a pair makes a softness field; got shape {sizes.shape}")
    box = glass.box.reduced()
    spacing = glass.density ** (-1.0 / glass.dimension)
    lengths = np.linalg.norm(box.cell, axis=1)
    shape = tuple(np.maximum(3, np.rint(lengths / (bin_size * spacing))).astype(int))
    large = sizes > threshold
    bins = bin_numbers(box, places[large], shape)
    counts = np.bincount(bins, minlength=shape[0] * shape[1])
    sums = np.bincount(bins, weights=sizes[large], minlength=counts.size)
    means = (sums / np.maximum(counts, 1)).reshape(shape)
    return SoftnessMap(box, means, _with_neighbours(means))


def soft_spots(field: SoftnessMap) -> SoftSpots:
    """Bins that are local maxima along their row and along their column (Zylberg et al. 2017, supplement D).

    Where neighbouring bins are equal after smoothing, the one with the largest mean of its own counts *(ours)*.

    Parameters
    ----------
    field : SoftnessMap
        From `softness_map`.
    """
    heights = field.values + _LESS * field.means
    top = field.values > 0
    for axis in (0, 1):
        for step in (1, -1):
            top &= heights > np.roll(heights, step, axis)
    where = np.argwhere(top)
    scores = field.values[top]
    order = np.argsort(-scores, kind="stable")
    places = (where[order] + 0.5) / field.values.shape @ field.box.cell
    scores = scores[order]
    return SoftSpots(places, scores, scores[:1] / scores)


def bin_numbers(box: Box, positions: ArrayLike, shape: tuple[int, int]) -> np.ndarray:
    """Flat index of the bin of each point, shape (n_points,).

    Parameters
    ----------
    box : Box
        The cell that is divided.
    positions : array_like, shape (n_points, 2)
        In or out of the cell.
    shape : tuple of int
        Bins along the two lattice vectors.
    """
    fractional = box.fractional(positions)
    inside = ((fractional - np.floor(fractional)) * shape).astype(int)
    inside = np.minimum(inside, np.array(shape) - 1)  # where rounding lifted a tiny negative one
    return inside[:, 0] * shape[1] + inside[:, 1]


def _with_neighbours(means):
    """Mean over each bin and the 8 around it, through the boundary."""
    rows = means + np.roll(means, 1, 0) + np.roll(means, -1, 0)
    return (rows + np.roll(rows, 1, 1) + np.roll(rows, -1, 1)) / 9
