"""Shades by value: the colours run evenly, or logarithmically, from one end of a range to the other."""

import numpy as np

from ..words import number
from .shading import Shading


class ByValue(Shading):
    """Colours stand for values."""

    key = "value"
    label = "value"
    order = 1
    controls = ("low", "high")

    def rise(self, values: np.ndarray) -> np.ndarray:
        """Where each value lies in the range, (N,); beyond its ends it is cut off.

        Parameters
        ----------
        values : (N,) array
            The field, raw.

        Raises
        ------
        ValueError
            There is no range.
        """
        low, high = self.low, self.high
        if low is None or high is None:
            raise ValueError("shades by value need a range")
        if self.log:
            with np.errstate(invalid="ignore", divide="ignore"):
                values, low, high = np.log(np.where(values > 0.0, values, np.nan)), np.log(low), np.log(high)
        return np.clip((values - low) / (high - low), 0.0, 1.0)

    def ends(self, values: np.ndarray | None) -> tuple[str, str]:
        """The ends of the range; empty while there is none.

        Parameters
        ----------
        values : (N,) array or None
            The field.
        """
        if self.low is None or self.high is None:
            return "", ""
        low, high = number(self.low, 2), number(self.high, 2)
        return (low, high) if self.soft == "high" else (high, low)
