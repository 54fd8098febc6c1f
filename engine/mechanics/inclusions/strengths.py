"""What inclusions bear, by site and direction: the result of `local_strengths`, and what it says of a load."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ...matter.glass import Glass
from ...matter.load import Load
from .continuation import NOTHING
from .sites import direction_of, least_around

_COLUMNS = ("prestress", "modulus", "critical_strain", "critical_stress", "ended")


@dataclass(frozen=True)
class LocalStrengths:
    """What inclusions bear, by site and direction; nan where nothing is known (yet).

    Attributes
    ----------
    sites : ndarray, shape (n_sites, 2)
        Centres of the inclusions, in units of length.
    angles : ndarray, shape (n_directions,)
        Of the simple shear, in degrees, from 0 to 180.
    radius : float
        Of the inclusions.
    prestress : ndarray, shape (n_sites, n_directions)
        sigma : A of the inclusion at rest, in units of stress.
    modulus : ndarray, shape (n_sites, n_directions)
        d(sigma : A)/dstrain at rest.
    critical_strain, critical_stress : ndarray, shape (n_sites, n_directions)
        At the first maximum of the stress, or at the first fold of the branch where that comes first.
    ended : ndarray of int, shape (n_sites, n_directions)
        Which it was: `MAXIMUM` or `FOLD`; `NOTHING` where none was found up to the largest strain.
    """

    sites: np.ndarray
    angles: np.ndarray
    radius: float
    prestress: np.ndarray
    modulus: np.ndarray
    critical_strain: np.ndarray
    critical_stress: np.ndarray
    ended: np.ndarray

    @classmethod
    def unknown(cls, sites: np.ndarray, angles: np.ndarray, radius: float) -> LocalStrengths:
        """Sites and directions of which nothing is known yet.

        Parameters
        ----------
        sites : ndarray, shape (n_sites, 2)
            Centres of the inclusions, in units of length.
        angles : ndarray, shape (n_directions,)
            Degrees.
        radius : float
            Of the inclusions.
        """
        shape = len(sites), len(angles)
        prestress, modulus, strain, stress = (np.full(shape, np.nan) for _ in range(4))
        ended = np.full(shape, NOTHING, np.int8)
        return cls(sites, angles, float(radius), prestress, modulus, strain, stress, ended)

    def of_sites(self, chosen: np.ndarray) -> LocalStrengths:
        """Some of the sites.

        Parameters
        ----------
        chosen : ndarray, shape (m,) of int, or shape (n_sites,) of bool
            Which.
        """
        return replace(self, **{name: getattr(self, name)[chosen] for name in ("sites", *_COLUMNS)})

    def with_sites(self, chosen: np.ndarray, part: LocalStrengths) -> LocalStrengths:
        """The same, with what another search knows of some of the sites.

        Parameters
        ----------
        chosen : ndarray of int, shape (m,)
            Which sites.
        part : LocalStrengths
            Of m sites, in the same directions.
        """
        columns: dict[str, Any] = {name: getattr(self, name).copy() for name in _COLUMNS}
        for name, column in columns.items():
            column[chosen] = getattr(part, name)
        return replace(self, **columns)

    @property
    def increments(self) -> np.ndarray:
        """Delta tau_c, the stress still to be borne in each direction, shape (n_sites, n_directions)."""
        return self.critical_stress - self.prestress

    def joined(self, other: LocalStrengths) -> LocalStrengths:
        """These directions and those of another search of the same sites, in order.

        Parameters
        ----------
        other : LocalStrengths
            Of the same sites and radius, in other directions.
        """
        order = np.argsort(np.concatenate([self.angles, other.angles]))
        columns: dict[str, Any] = {
            name: np.concatenate([getattr(self, name), getattr(other, name)], axis=-1)[..., order]
            for name in ("angles", *_COLUMNS)
        }
        return replace(self, **columns)

    def in_directions(self, angles: ArrayLike) -> LocalStrengths:
        """Some of the directions.

        Parameters
        ----------
        angles : ndarray
            Among `angles`, degrees.
        """
        places = np.searchsorted(self.angles, angles)
        return replace(self, **{name: getattr(self, name)[..., places] for name in ("angles", *_COLUMNS)})

    def along(self, load: Load) -> np.ndarray:
        """Delta tau_y, the least increment of a load at which any direction yields, shape (n_sites,).

        min over |alpha - alpha_l| < 45 degrees of Delta tau_c(alpha) / cos 2 (alpha - alpha_l) (R20 App. B 15).

        Parameters
        ----------
        load : Load
            A shear.

        Raises
        ------
        GlassError
            If the load does not shear.
        """
        return least_along(self.increments, self.angles, direction_of(load))

    def on_particles(self, glass: Glass, values: np.ndarray) -> np.ndarray:
        """The smallest value of the sites that are not farther than the radius, shape (n_particles,).

        Parameters
        ----------
        glass : Glass
            The glass of the sites.
        values : ndarray, shape (n_sites,)
            One a site.
        """
        return least_around(glass, self.sites, self.radius, values)


def least_along(increments: np.ndarray, angles: np.ndarray, angle: float) -> np.ndarray:
    """The least increment along a direction at which any direction within 45 degrees of it yields (R20 App. B 15).

    Parameters
    ----------
    increments : ndarray, shape (..., n_directions)
        Delta tau_c; nan where nothing yields.
    angles : ndarray, shape (n_directions,)
        Their directions, degrees.
    angle : float
        The direction, degrees.

    Returns
    -------
    ndarray, shape (...)
        inf where no direction yields.
    """
    share = np.cos(np.radians(2 * (angles - angle)))
    with np.errstate(invalid="ignore"):
        projected = np.where(share > 1e-9, increments / np.maximum(share, 1e-9), np.inf)
    return np.nanmin(projected, axis=-1, initial=np.inf)
