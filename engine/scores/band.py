"""The shear band of a glass that has yielded: where it is, profiles across it, how soft it looked inside (R20 Fig. 10).

A band of a periodic glass closes on itself, so that its normal is one of few: that of either side of the cell or of a
diagonal. Places across it are shares of a period, which an affine deformation leaves as they are: a band that is found
in a sheared state is at the same place in the glass as cast, before there was any.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..errors import GlassError
from ..matter.cell import Box
from .ranks import mean_ranks

NORMALS = ((1, 0), (0, 1), (1, 1), (1, -1))
"""Normals of bands, as sums of the cell's reciprocal vectors."""

BIN = 1.0
"""About the width of a bin of a profile, in units of length *(ours)*."""

_AROUND = 3  # bins that are averaged to find a band's edges


class Band(NamedTuple):
    """A band across a periodic cell.

    Attributes
    ----------
    normal : tuple of int
        Its normal, as a sum of the cell's reciprocal vectors: one of `NORMALS`.
    centre : float
        Where its middle is, as a share of the period across it, 0 to 1.
    width : float
        The same share of its full width.
    clarity : float
        1 for a narrow band and nothing else, 0 where no normal is better than another.
    """

    normal: tuple[int, int]
    centre: float
    width: float
    clarity: float

    def period(self, box: Box) -> float:
        """Distance between the images of the band in a cell, in units of length.

        Parameters
        ----------
        box : Box
            The cell of a state.
        """
        return float(1 / np.linalg.norm(box.inverse @ np.array(self.normal, dtype=float)))

    def distances(self, box: Box, positions: np.ndarray) -> np.ndarray:
        """How far places are from the band's middle, across it and with sign, in units of length.

        Parameters
        ----------
        box : Box
            The cell of a state.
        positions : ndarray, shape (n, 2)
            Places in it.

        Returns
        -------
        ndarray, shape (n,)
            From -period / 2 to period / 2.
        """
        apart = box.fractional(positions) @ np.array(self.normal, dtype=float) - self.centre
        return (apart - np.round(apart)) * self.period(box)

    def contains(self, box: Box, positions: np.ndarray) -> np.ndarray:
        """Which places are in the band, shape (n,).

        Parameters
        ----------
        box : Box
            The cell of a state.
        positions : ndarray, shape (n, 2)
            Places in it.
        """
        return np.abs(self.distances(box, positions)) <= 0.5 * self.width * self.period(box)


class Profile(NamedTuple):
    """Means of a quantity across a band.

    Attributes
    ----------
    distances : ndarray, shape (n_bins,)
        Middles of the bins, from the middle of the band, in units of length.
    means : ndarray, shape (n_bins,)
        In the units of the quantity; nan where nothing is.
    counts : ndarray of int, shape (n_bins,)
        Values in each bin.
    """

    distances: np.ndarray
    means: np.ndarray
    counts: np.ndarray


def find_band(box: Box, positions: np.ndarray, activity: np.ndarray, bin_width: float = BIN) -> Band:
    """The band that holds most of what happened in a state.

    Its normal is that of `NORMALS` along which the activity is most uneven, by the size of its first harmonic. Its
    edges are where the mean activity across it, averaged over three bins, falls below half way from its median to its
    largest value *(ours; the paper does not say how it estimates the width)*.

    Parameters
    ----------
    box : Box
        The cell of the state.
    positions : ndarray, shape (n_particles, 2)
        Of its particles.
    activity : ndarray, shape (n_particles,)
        Not negative: D2min since the glass was cast.
    bin_width : float
        About the width of a bin, in units of length.

    Returns
    -------
    Band
        The best there is: `clarity` says whether it is one.

    Raises
    ------
    GlassError
        If activity is negative, not finite or nothing at all.
    """
    activity = np.asarray(activity, dtype=float)
    if not (np.isfinite(activity).all() and (activity >= 0).all() and activity.any()):
        raise GlassError("a band is found from an activity that is finite, not negative, and not zero everywhere")
    turns = box.fractional(positions) @ np.array(NORMALS, dtype=float).T
    sizes = np.abs(activity @ np.exp(2j * np.pi * turns)) / activity.sum()
    best = int(sizes.argmax())
    whole = Band(NORMALS[best], 0.5, 1.0, float(sizes[best] - np.delete(sizes, best).max()))
    means = np.nan_to_num(profile(whole, box, positions, activity, bin_width).means)
    smooth = np.mean([np.roll(means, k) for k in range(-(_AROUND // 2), _AROUND // 2 + 1)], axis=0)
    n, peak = len(smooth), int(smooth.argmax())
    active = np.roll(smooth >= 0.5 * (np.median(smooth) + smooth[peak]), -peak)
    if active.all():
        return whole
    ahead, behind = int(active.argmin()), int(active[::-1].argmin())  # bins of the band after the peak's, and before it
    return whole._replace(centre=float((peak + 0.5 * (ahead - behind)) / n % 1.0), width=(ahead + behind) / n)


def profile(band: Band, box: Box, positions: np.ndarray, values: np.ndarray, bin_width: float = BIN) -> Profile:
    """Means of a quantity over all that is equally far from a band's middle (R20 Fig. 10a, b).

    Parameters
    ----------
    band : Band
        The band.
    box : Box
        The cell of the state that the values are of.
    positions : ndarray, shape (n, 2)
        Where the values are: particles, or sites.
    values : ndarray, shape (n,)
        The quantity; what is not finite is left out.
    bin_width : float
        About the width of a bin, in units of length; the period is divided evenly.

    Returns
    -------
    Profile
        Over one period.

    Raises
    ------
    GlassError
        If there are not as many values as places, or bins without width.
    """
    values, positions = np.asarray(values, dtype=float), np.asarray(positions, dtype=float)
    if values.shape != positions.shape[:1] or not bin_width > 0:
        raise GlassError(f"a profile takes one value a place and bins of a width; got {values.shape}, {bin_width!r}")
    period, known = band.period(box), np.isfinite(values)
    n = max(1, round(period / bin_width))
    shares = band.distances(box, positions[known]) / period + 0.5
    bins = np.minimum((shares * n).astype(int), n - 1)
    counts = np.bincount(bins, minlength=n)
    sums = np.bincount(bins, values[known], minlength=n)
    means = np.divide(sums, counts, out=np.full(n, np.nan), where=counts > 0)
    return Profile(((np.arange(n) + 0.5) / n - 0.5) * period, means, counts)


def rank_inside(field: np.ndarray, inside: np.ndarray, soft: str = "high") -> float:
    """Mean rank of the particles in a band, 1 for the softest of all and about 1/2 by chance (R20 Fig. 10c).

    Parameters
    ----------
    field : ndarray, shape (n_particles,)
        Indicator values, raw; particles whose value is not finite are left out.
    inside : ndarray of bool, shape (n_particles,)
        Which are in the band.
    soft : {"high", "low"}
        Which end of the field is soft.

    Returns
    -------
    float
        nan where nothing is inside.

    Raises
    ------
    GlassError
        If the two are not of one length, or for an unknown `soft`.
    """
    field, inside = np.asarray(field, dtype=float), np.asarray(inside, dtype=bool)
    if field.shape != inside.shape or soft not in ("high", "low"):
        raise GlassError(f"a field and who is inside are of one length, soft is high or low; got {soft!r}")
    known = np.isfinite(field)
    ranks = mean_ranks(field[known] if soft == "high" else -field[known]) / max(1, known.sum())
    within = ranks[inside[known]]
    return float(within.mean()) if len(within) else float("nan")
