"""Shades by the sign, as somebody would write it."""

import numpy as np

from .shading import Shading


class BySign(Shading):
    """Colours stand for the sign."""

    key = "sign"
    label = "sign"
    order = 2.5
    controls = ("threshold",)

    def rise(self, values):
        """0 below the threshold and 1 above, (N,)."""
        return np.where(values > self.threshold, 1.0, 0.0)

    def ends(self, values):
        """In words."""
        return "minus", "plus"
