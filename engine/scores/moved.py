"""What an indicator as cast misses on a long elastic branch: it is taken again on moved positions (R20 Fig. 7)."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import GlassError
from ..indicators.indicator import Indicator
from ..matter.glass import Glass
from ..matter.load import Load
from ..mechanics.events import Event
from .ranks import rank


def moved_affinely(glass: Glass, load: Load, strain: float) -> Glass:
    """The glass with its positions and its cell deformed by exp(strain A), not relaxed.

    Parameters
    ----------
    glass : Glass
        As cast.
    load : Load
        The homogeneous deformation.
    strain : float
        How far.
    """
    deformation = load.deformation(strain)
    return glass.with_positions(glass.positions @ deformation.T, glass.box.deform(deformation))


def moved_nonaffinely(glass: Glass, load: Load, strain: float) -> Glass:
    """The glass deformed affinely and moved by its nonaffine velocity times the strain: elasticity to first order.

    Parameters
    ----------
    glass : Glass
        As cast, a minimum: the velocity is that of zero strain.
    load : Load
        The homogeneous deformation.
    strain : float
        How far.
    """
    deformation = load.deformation(strain)
    moved = glass.positions @ deformation.T + strain * glass.response.nonaffine_velocity(load)
    return glass.with_positions(moved, glass.box.deform(deformation))


class MovedRanks(NamedTuple):
    """Ranks of an event's core in one indicator on four sets of positions.

    Attributes
    ----------
    as_cast : float
        At zero strain.
    affine : float
        On positions moved affinely to the onset.
    nonaffine : float
        On positions moved affinely and by the nonaffine velocity as cast.
    onset : float
        On the true positions just before the event.
    """

    as_cast: float
    affine: float
    nonaffine: float
    onset: float


def moved_ranks(glass: Glass, load: Load, event: Event, indicator: Indicator) -> MovedRanks:
    """Rank of an event's core in an indicator as cast, on moved positions, and at the onset (R20 Fig. 7a).

    Parameters
    ----------
    glass : Glass
        As cast.
    load : Load
        The load.
    event : Event
        The first event under it.
    indicator : Indicator
        An instance that needs positions and diameters only: moved positions are no minimum, and have no response.

    Raises
    ------
    GlassError
        An indicator that needs more.
    """
    if not set(indicator.requires) <= {"positions", "diameters"}:
        raise GlassError(
            f"{indicator.label} needs {', '.join(indicator.requires)}; moved positions are no minimum and have these "
            "only: positions, diameters"
        )
    states = (
        glass,
        moved_affinely(glass, load, event.strain),
        moved_nonaffinely(glass, load, event.strain),
        event.before,
    )
    return MovedRanks(*(rank(indicator(state, load), event.core, indicator.soft) for state in states))
