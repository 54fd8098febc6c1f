"""How the values of one field become colours: decided once for a push, then read by all that draws or explains it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ..theme import LEVELS, ramp

STEPS = 16
"""Colours of the legend's strip."""


@dataclass(frozen=True)
class Shading(ABC):
    """One choice of shading, with all that it needs to shade a field.

    A subclass declares ``key, label, order`` and ``controls``, and defines `rise` and `ends`; where it stands for
    something else than the value of a single particle, also `softness_of_bins`.

    Parameters
    ----------
    soft : {"high", "low"}
        Which end of the field is soft.
    low, high : float or None
        The range of values; None while there is no field.
    log : bool
        Logarithmic shades.
    threshold : float or None
        The value beyond which particles are marked; None where the choice of shading marks none, or has no field yet.
    unit : tuple of (float, str)
        What the threshold is told in: its size, and its symbol.
    colour_map : str
        A key of `theme.COLOUR_MAPS`.
    reverse : bool
        Whether the ends of the colour map are swapped.

    Attributes
    ----------
    key, label : str
        Its key, and its name on the page.
    order : float
        Where it stands among the buttons.
    controls : tuple of str
        Which of the choices "low", "high" and "threshold" change something; the others are hidden.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    order: ClassVar[float]
    controls: ClassVar[tuple[str, ...]] = ()

    soft: str
    low: float | None = None
    high: float | None = None
    log: bool = False
    threshold: float | None = None
    unit: tuple[float, str] = (1.0, "")
    colour_map: str = "magma"
    reverse: bool = False

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__(**options)
        missing = [name for name in ("key", "label", "order") if not hasattr(cls, name)]
        if missing:
            raise TypeError(f"{cls.__qualname__} declares no {', '.join(missing)}")
        twins = [other.__qualname__ for other in Shading.__subclasses__() if other is not cls and other.key == cls.key]
        if twins:
            raise TypeError(f"{cls.__qualname__} and {twins[0]} share the key {cls.key!r}")

    @abstractmethod
    def rise(self, values: np.ndarray) -> np.ndarray:
        """How far up each value stands.

        Parameters
        ----------
        values : (N,) array
            The field, raw.

        Returns
        -------
        (N,) array
            0 to 1, growing with the value; nan where there is none.
        """

    @abstractmethod
    def ends(self, values: np.ndarray | None) -> tuple[str, str]:
        """What the stiff and the soft end of the colours stand for, in words.

        Parameters
        ----------
        values : (N,) array or None
            The field; None while there is none.
        """

    def softness(self, values: np.ndarray) -> np.ndarray:
        """How soft each particle looks.

        Parameters
        ----------
        values : (N,) array
            The field, raw.

        Returns
        -------
        (N,) array
            0 stiff to 1 soft; nan where there is no value (on a logarithmic scale also where it is not positive).
        """
        risen = self.rise(values)
        return risen if self.soft == "high" else 1.0 - risen

    def softness_of_bins(self, middles: np.ndarray, values: np.ndarray) -> np.ndarray:
        """How soft particles look whose values lie in the bins of a histogram.

        Parameters
        ----------
        middles : (n,) array
            The middle of each bin.
        values : (N,) array
            The finite values that the histogram is of.

        Returns
        -------
        (n,) array
            0 to 1.
        """
        return np.nan_to_num(self.softness(middles))

    def colours(self, dark: bool, n: int = LEVELS) -> list[str]:
        """Colours from the stiff to the soft end.

        Parameters
        ----------
        dark : bool
            The theme.
        n : int
            How many.
        """
        return ramp(self.colour_map, dark, self.reverse, n)

    def strip(self, dark: bool) -> list[str]:
        """Colours of the legend's strip.

        Parameters
        ----------
        dark : bool
            The theme.
        """
        return self.colours(dark, STEPS)

    @property
    def without_colours(self) -> tuple[object, ...]:
        """What the shades of values depend on; two shadings that differ in their colours alone have it in common."""
        return self.key, self.soft, self.low, self.high, self.log, self.threshold
