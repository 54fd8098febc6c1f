"""Shades by percentile: every colour is that of equally many particles, whatever the field's distribution."""

import numpy as np

from .shading import Shading


class ByPercentile(Shading):
    """Colours stand for shares of the particles."""

    key = "percentile"
    label = "percentile"
    order = 2

    def rise(self, values: np.ndarray) -> np.ndarray:
        """The share of the particles that are below each, those level with it by half, (N,).

        Parameters
        ----------
        values : (N,) array
            The field, raw.
        """
        risen = np.full(values.shape, np.nan)
        finite = np.isfinite(values)
        _, which, counts = np.unique(values[finite], return_inverse=True, return_counts=True)
        risen[finite] = (np.cumsum(counts) - 0.5 * counts)[which] / max(1, np.count_nonzero(finite))
        return risen

    def softness_of_bins(self, middles: np.ndarray, values: np.ndarray) -> np.ndarray:
        """The share of the particles that are stiffer than the middle of each bin, (n,).

        Parameters
        ----------
        middles : (n,) array
            The middle of each bin.
        values : (N,) array
            The finite values that the histogram is of.
        """
        risen = np.searchsorted(np.sort(values), middles) / max(1, values.size)
        return risen if self.soft == "high" else 1.0 - risen

    def ends(self, values: np.ndarray | None) -> tuple[str, str]:
        """No particle and all of them.

        Parameters
        ----------
        values : (N,) array or None
            The field.
        """
        return "0 %", "100 %"
