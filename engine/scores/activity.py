"""Plastic activity: how often each particle has been in an event, counted in steps of strain (R24 Figs. 6, 7 and 9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from ..errors import GlassError
from ..matter.glass import Glass
from ..mechanics.nonaffine import nonaffine_d2min

STEP = 0.01
"""Strain between two counts (R24)."""

ACTIVE = 0.01
"""D²min between two counts from which on a particle has been in an event, units of length² (R24)."""


def plastic_activity(states: Iterable[Glass], threshold: float = ACTIVE) -> Iterator[np.ndarray]:
    """Plastic activity P of each particle as states come: in how many steps its D²min was above a threshold.

    The paper follows a glass every `STEP` of strain: ``plastic_activity(step.glass for step in shear(glass, load, 1.0,
    at=np.arange(0, 1.01, STEP)) if step.event is None)``. Where the band is, P(x) across it and its width are those
    of `find_band` and `profile` with P as the activity.

    Parameters
    ----------
    states : iterable of Glass
        Of one glass, equally far apart in strain, the first one as it was to begin with.
    threshold : float
        Of D²min, the mean over neighbours, in units of length^2; the paper does not say whether its own is mean or sum.

    Yields
    ------
    ndarray of int, shape (n_particles,)
        After each state but the first. Cost: a D²min each.

    Raises
    ------
    GlassError
        A threshold that is not positive, or states of different glasses.
    """
    if not threshold > 0:
        raise GlassError(f"a threshold of D2min is above zero; got {threshold!r}")
    before, counts = None, None
    for state in states:
        if before is not None and counts is not None:
            counts = counts + (nonaffine_d2min(before, state) > threshold)
            yield counts
        else:
            counts = np.zeros(state.n_particles, dtype=np.int64)
        before = state
