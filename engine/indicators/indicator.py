"""The base of every indicator: what a class declares, how it is registered, and what a call checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import param

from .._declared import docstring_of
from ..errors import GlassError
from ..matter.glass import Glass
from ..matter.load import Load
from ..matter.model import Model
from .declarations import REQUIREMENTS, check_declarations, family_of

if TYPE_CHECKING:
    from ..mechanics.soft_spots.nonlinear_modes import NonlinearModes

_registry: dict[str, type[Indicator]] = {}
INDICATORS: Mapping[str, type[Indicator]] = MappingProxyType(_registry)
"""Every indicator class by its key; grows as classes are defined."""


class Indicator(param.Parameterized):
    """Base class of all indicators.

    A subclass declares the attributes below, its bounded parameters (as `param` parameters, which become sliders) and
    one method ``compute(glass, load=None)`` that returns one value per particle. Defining the class registers it in
    `INDICATORS`; a class whose name starts with an underscore is left out. It stores no result.

    Attributes
    ----------
    key, label, symbol : str
        Name in code, on the page, and in formulas.
    family : str
        One of `FAMILIES`; where it is not declared, that of the folder that the class's file lies in.
    soft : {"high", "low"}
        Which end of the values is soft. Values are raw, in the sign of the paper; only scores and colours use this.
    units : str
        Units of the values; empty where they are pure numbers.
    references : tuple of str
        Papers, with the equation.
    requires : tuple of str
        Names from `REQUIREMENTS`.
    directional : bool
        True where the values depend on the direction of the load.
    cost : str
        In words, with a measured time.
    slow : bool
        True where it may take minutes: ``compute`` then takes a third argument, ``progress``, and a page computes it
        only when it is asked for.
    by_sites : bool
        True where its values become known site by site, so that a page can draw those that are known already.
    tail_exponent : Fraction or None
        Exponent of the power law by which the density of large values falls, where a paper gives one.
    exceptions : mapping of str to str
        Checks of the contract test that do not hold for it, each with the reason.
    """

    key: str
    label: str
    symbol: str
    family: str
    soft: str
    units: str
    references: tuple[str, ...]
    requires: tuple[str, ...]
    directional: bool
    cost: str
    slow: bool = False
    by_sites: bool = False
    tail_exponent: Fraction | None = None
    exceptions: Mapping[str, str] = MappingProxyType({})
    summary: str = ""

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if cls.__name__.startswith("_"):
            return
        if not hasattr(cls, "family"):
            cls.family = family_of(cls.__module__)
        check_declarations(cls, cls.compute is not Indicator.compute)
        cls.summary = docstring_of(cls).strip().splitlines()[0]
        known = _registry.get(cls.key)
        if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"two indicators share the key {cls.key!r}: {known.__module__} and {cls.__module__}")
        _registry[cls.key] = cls

    @classmethod
    def has_pair_field(cls) -> bool:
        """Whether the indicator is made of values on pairs, which `pair_field` gives."""
        return cls.pair_field is not Indicator.pair_field

    @classmethod
    def has_modes(cls) -> bool:
        """Whether the values are made of modes that have a place, which `with_modes` gives."""
        return cls.compute_with_modes is not Indicator.compute_with_modes

    @classmethod
    def smoothness(cls) -> int:
        """Order to which the pair energy must be smooth for the values to be well defined everywhere."""
        return max(REQUIREMENTS[need] for need in cls.requires)

    @classmethod
    def caveat(cls, model: Model) -> str:
        """What to keep in mind about this indicator on a model; empty where there is nothing.

        Parameters
        ----------
        model : Model
            With its `smoothness`.
        """
        if model.smoothness >= cls.smoothness():
            return ""
        return (
            f"{cls.label} uses derivatives of order {cls.smoothness()}; those of {model.label} are continuous to order "
            f"{model.smoothness}, so values jump where a pair crosses the cutoff"
        )

    def origin(self, glass: Glass) -> str:
        """Where what it knows of such glasses comes from; empty where nothing was learned.

        Parameters
        ----------
        glass : Glass
            The glass that it is to be computed on.
        """
        return ""

    def __call__(
        self, glass: Glass, load: Load | None = None, progress: Callable[[float], None] | None = None
    ) -> np.ndarray:
        """Values of the indicator on a glass.

        Parameters
        ----------
        glass : Glass
            The state; not changed.
        load : Load, optional
            The load; needed where "load" is among `requires`, ignored elsewhere.
        progress : callable, optional
            Called by slow indicators with the share that is done; what it raises, such as `Cancelled`, ends the work.

        Returns
        -------
        (N,) float64 array
            One finite value per particle, raw.

        Raises
        ------
        GlassError
            Not a glass, a load or reference that is needed and missing, or values that came out wrong.
        """
        self._check_given(glass, load)
        watched = (progress,) if self.slow else ()
        return self._checked(self.compute(glass, load, *watched), glass)

    def with_modes(
        self, glass: Glass, load: Load | None = None, progress: Callable[[float], None] | None = None
    ) -> tuple[np.ndarray, NonlinearModes]:
        """Values as a call gives them, and the modes that they are made of. Only where `has_modes` says so.

        Parameters
        ----------
        glass : Glass
            The state; not changed.
        load : Load, optional
            As in a call.
        progress : callable, optional
            As in a call.

        Raises
        ------
        GlassError
            As in a call, or if the values are not made of modes.
        """
        self._check_given(glass, load)
        watched = (progress,) if self.slow else ()
        values, modes = self.compute_with_modes(glass, load, *watched)
        return self._checked(values, glass), modes

    # where a load is required it was checked, and a subclass may say `load: Load`; elsewhere it says `load=None`
    def compute(self, glass: Glass, load: Any) -> np.ndarray:  # Any: a Load where it is required, see above
        """The values, (N,); what a subclass defines.

        Parameters
        ----------
        glass : Glass
            The state, checked.
        load : Load or None
            The load, checked where it is required.
        """
        raise NotImplementedError(f"{type(self).__name__} defines no compute(glass, load=None)")

    def pair_field(self, glass: Glass, load: Any) -> tuple[np.ndarray, np.ndarray]:  # Any: as in `compute`
        """The values on pairs that `compute` sums up: drawn as bonds. Only where `has_pair_field` says so.

        Parameters
        ----------
        glass : Glass
            The state.
        load : Load or None
            The load, where it is required.

        Returns
        -------
        pairs : ndarray of int, shape (n_pairs, 2)
            Ends of the pairs.
        values : ndarray, shape (n_pairs,)
            Raw and signed.

        Raises
        ------
        GlassError
            If the indicator has values on particles only.
        """
        raise GlassError(f"{self.label} has values on particles only, none on pairs")

    def compute_with_modes(self, glass: Glass, load: Any) -> tuple[np.ndarray, NonlinearModes]:  # Any: as in `compute`
        """The values that `compute` gives, and the modes that it sums up: crosses on the map.

        Parameters
        ----------
        glass : Glass
            The state, checked.
        load : Load or None
            The load, checked where it is required.

        Raises
        ------
        GlassError
            If the values are not made of modes.
        """
        raise GlassError(f"{self.label} is not made of modes")

    def _check_given(self, glass, load):
        if not isinstance(glass, Glass):
            raise GlassError(f"an indicator is computed on a Glass, not on {type(glass).__name__}")
        if "load" in self.requires and not isinstance(load, Load):
            raise GlassError(f"{self.label} depends on the load: give one, such as Load.simple_shear(); got {load!r}")
        if "reference" in self.requires:
            self._reference(glass)

    def _checked(self, values, glass):
        values = np.asarray(values, dtype=np.float64)
        if values.shape != (glass.n_particles,):
            raise GlassError(f"{self.label} gave values of shape {values.shape}, expected ({glass.n_particles},)")
        if not np.isfinite(values).all():
            raise GlassError(f"{self.label} is not finite on {np.count_nonzero(~np.isfinite(values))} particles")
        return values

    def _reference(self, glass: Glass) -> Glass:
        """The earlier state that a glass is compared with, where one is required."""
        reference: Glass | None = getattr(self, "reference", None)
        if reference is None:
            raise GlassError(f"{self.label} compares with an earlier state: give reference=, a Glass")
        if reference.model.key != glass.model.key or not np.array_equal(reference.diameters, glass.diameters):
            raise GlassError(f"the reference of {self.label} is another glass: its model or its particles differ")
        return reference
