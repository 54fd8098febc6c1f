"""A new indicator, as somebody would write it."""

import numpy as np

from ..indicator import Indicator


class DistanceFromTheMean(Indicator):
    """Difference of a particle's size from the mean: only here to be found."""

    key = "dropped_in"
    label = "Dropped in"
    symbol = "d"
    soft = "high"
    units = "length"
    references = ("nobody",)
    requires = ("positions", "diameters")
    directional = False
    cost = "nothing"

    def compute(self, glass, load=None):
        """Difference of each diameter from the mean, (N,)."""
        return np.abs(glass.diameters - glass.diameters.mean())
