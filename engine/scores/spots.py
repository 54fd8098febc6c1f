"""At which soft spot did the event happen? F_n(Δε) and distances of Zylberg et al. (2017), supplement D and E.

Each event belongs to the soft spot nearest to it; Δε = η_max / η of that spot is 1 where it is its glass's softest.
`cumulative` of the Δε of n-th events is F_n, `cumulative_ratio` compares it with that of another field.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError
from ..indicators.harmonic_response.softness_field import SoftnessField, SoftSpots, soft_spots, softness_map
from ..indicators.indicator import Indicator
from ..matter.cell import Box
from ..matter.glass import Glass
from ..matter.load import Load


class NearestSpot(NamedTuple):
    """The soft spots nearest to some places.

    Attributes
    ----------
    index : ndarray of int, shape (n_places,)
        Which spot, 0 for the softest.
    relative : ndarray, shape (n_places,)
        Its Δε, 1 or more.
    distance : ndarray, shape (n_places,)
        How far it is, in units of length (Z17, supplement Fig. 3).
    """

    index: np.ndarray  # type: ignore[assignment] # a tuple has a method of this name, of which nobody has need
    relative: np.ndarray
    distance: np.ndarray


def nearest_spots(spots: SoftSpots, box: Box, places: ArrayLike) -> NearestSpot:
    """The soft spot nearest to each place, through the boundary.

    Parameters
    ----------
    spots : SoftSpots
        Of the glass as cast: they are not updated between events.
    box : Box
        The cell of the glass as cast.
    places : array_like, shape (n_places, 2)
        Where the events were, as cast: the paper takes the particle with the largest displacement. (That the place is
        this particle's as cast, not where the strain has carried it, is *(ours)*.)

    Raises
    ------
    GlassError
        If there are no spots.
    """
    if not len(spots.places):
        raise GlassError("a field without a soft spot has none that is nearest")
    apart = box.minimum_image(spots.places[None] - np.atleast_2d(places)[:, None])
    distances = np.linalg.norm(apart, axis=2)
    index = distances.argmin(axis=1)
    return NearestSpot(index, spots.relative[index], distances[np.arange(len(index)), index])


def spots_of(glass: Glass, indicator: Indicator, load: Load | None = None) -> SoftSpots:
    """The soft spots of an indicator's field on a glass, found as the paper finds those of c_α and of normal modes.

    Parameters
    ----------
    glass : Glass
        The state as cast.
    indicator : Indicator
        An instance: `softness_field` gives the paper's spots of c_α with its own bins and threshold; any other that is
        soft when high is treated as supplement E treats the normal-mode map, without a threshold, on particles.
    load : Load, optional
        Where the indicator needs one.

    Raises
    ------
    GlassError
        An indicator that is soft when low: the procedure looks for large magnitudes.
    """
    if indicator.soft != "high":
        raise GlassError(f"soft spots are maxima of a field that is soft when high; {indicator.label} is not")
    if isinstance(indicator, SoftnessField):
        return soft_spots(softness_map(glass, bin_size=indicator.bin_size, threshold=indicator.threshold))
    return soft_spots(softness_map(glass, indicator(glass, load), threshold=0.0))
