"""Indicator fields: computed once for a state, an error kept as its message, known by a signature."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..look.words import describe
from ..physics import INDICATORS, Cancelled, Glass, Indicator, Load, NonlinearModes
from .pair_values import Bonds, bonds_of


@dataclass(frozen=True, eq=False)
class Modes:
    """Modes that a field is made of.

    Attributes
    ----------
    particles : (n,) array of int
        Where each is largest.
    stiffness, coupling : (n,) arrays
        Energy of each by its square, and how strongly the load pushes it.
    """

    particles: np.ndarray
    stiffness: np.ndarray
    coupling: np.ndarray

    @classmethod
    def of(cls, found: NonlinearModes) -> "Modes":
        """What the page keeps of what an engine found: not the vectors, which take much memory.

        Parameters
        ----------
        found : NonlinearModes
            The modes.
        """
        return cls(found.particles, found.stiffness, found.coupling)


@dataclass(frozen=True, eq=False)
class Field:
    """One indicator field.

    Attributes
    ----------
    values : (N,) array or None
        None where it could not be computed.
    strain : float
        Strain on the axis at which it was taken.
    error : str or None
        Why there are no values.
    load : Load or None
        The load that it is for; None where it does not depend on one.
    bonds : Bonds or None
        Its values on pairs, where it has them and they were asked for.
    row : int
        Row of the state that it is of; 0 as cast.
    pending : (N,) array of bool or None
        Which particles have an estimate in place of a value that is still being computed; None where all have theirs.
    modes : Modes or None
        The modes that the field is made of, where it is made of some that have a place.
    """

    values: np.ndarray | None
    strain: float
    error: str | None = None
    load: Load | None = None
    bonds: Bonds | None = None
    row: int = 0
    pending: np.ndarray | None = None
    modes: Modes | None = None


def signature(indicator: Indicator, load: Load | None) -> tuple:
    """What a field depends on besides the state: the indicator, its parameters and, if it has one, its load.

    Parameters
    ----------
    indicator : Indicator
        An instance.
    load : Load or None
        The load.
    """
    return indicator.key, repr(sorted(own_parameters(indicator).items())), load if indicator.directional else None


def evaluate(
    indicator: Indicator,
    glass: Glass,
    load: Load,
    reference: Glass | None,
    strain: float,
    with_bonds: bool = False,
    progress: Callable[[float], None] | None = None,
) -> Field:
    """Compute a field; an error becomes its message.

    Parameters
    ----------
    indicator : Indicator
        An instance; where it needs a reference, it is given one.
    glass : Glass
        The state.
    load : Load
        The load.
    reference : Glass or None
        For indicators that need one.
    strain : float
        Strain of the state, kept with the field.
    with_bonds : bool
        Also the values on pairs, where the indicator has them.
    progress : callable, optional
        Called with the share that is done, where the indicator is a slow one; it may raise `Cancelled`.

    Raises
    ------
    Cancelled
        By `progress`.
    """
    try:
        if needs_reference(indicator):
            indicator = type(indicator)(**{**own_parameters(indicator), "reference": reference})
        if indicator.has_modes():
            values, found = indicator.with_modes(glass, load, progress)
            modes = Modes.of(found)
        else:
            values, modes = indicator(glass, load, progress), None
        bonds = None
        if with_bonds and indicator.has_pair_field():
            bonds = bonds_of(glass, *indicator.pair_field(glass, load))
        return Field(values, strain, None, load if indicator.directional else None, bonds, modes=modes)
    except Cancelled:
        raise
    except Exception as error:  # an indicator may refuse a state; the run goes on
        return Field(None, strain, describe(error))


def needs_reference(indicator: Indicator) -> bool:
    """Whether an indicator compares with an earlier state; such a field is never "as cast".

    Parameters
    ----------
    indicator : Indicator
        An instance.
    """
    return "reference" in indicator.param


def own_parameters(indicator: Indicator) -> dict:
    """An indicator's own parameters and their values.

    Parameters
    ----------
    indicator : Indicator
        An instance.
    """
    return {name: value for name, value in indicator.param.values().items() if name not in ("name", "reference")}


def all_indicators() -> dict[str, Indicator]:
    """One instance of every registered indicator, by key."""
    return {key: kind() for key, kind in INDICATORS.items()}
