"""Shades by a threshold: what is softer than a value has the colour of the soft end, the rest that of the stiff one."""

import numpy as np

from ..words import number
from .shading import STEPS, Shading


class ByThreshold(Shading):
    """Two colours: of what is softer than a value, and of the rest."""

    key = "threshold"
    label = "threshold"
    order = 3
    controls = ("threshold",)

    def rise(self, values: np.ndarray) -> np.ndarray:
        """1 above the threshold and 0 below, (N,); a value that is the threshold's very own is not softer.

        Parameters
        ----------
        values : (N,) array
            The field, raw.

        Raises
        ------
        ValueError
            There is no threshold.
        """
        if self.threshold is None:
            raise ValueError("shades by a threshold need one")
        above = values > self.threshold if self.soft == "high" else values >= self.threshold
        return np.where(np.isfinite(values), above, np.nan)

    def ends(self, values: np.ndarray | None) -> tuple[str, str]:
        """What is softer than the threshold: the share of the particles, and the threshold; empty without a field.

        Parameters
        ----------
        values : (N,) array or None
            The field.
        """
        if self.threshold is None or values is None:
            return "", ""
        finite, low = values[np.isfinite(values)], self.soft == "low"
        share = np.mean(finite < self.threshold if low else finite > self.threshold) if finite.size else 0.0
        size, symbol = self.unit
        words = f"{number(self.threshold / size, 2)} {symbol}".strip()
        return "", f"{100.0 * share:.1f} % {'<' if low else '>'} {words}"

    def strip(self, dark: bool) -> list[str]:
        """The two colours, half of the legend's strip each.

        Parameters
        ----------
        dark : bool
            The theme.
        """
        stiff, *_, soft = self.colours(dark, STEPS)
        return [stiff] * (STEPS // 2) + [soft] * (STEPS // 2)
