"""Sites at which a glass is probed: where they are, what they say of particles, in which direction a load shears."""

from __future__ import annotations

import numpy as np

from ...errors import GlassError
from ...matter.glass import Glass
from ...matter.load import Load

SPACING = 2.5
"""Distance of the sites in units of length, R_sampling (R20 App. B 15)."""


def least_around(glass: Glass, sites: np.ndarray, radius: float, values: np.ndarray) -> np.ndarray:
    """The smallest value of the sites that are not farther than a radius from each particle, shape (n_particles,).

    Parameters
    ----------
    glass : Glass
        The glass of the sites.
    sites : ndarray, shape (n_sites, 2)
        In units of length.
    radius : float
        In units of length.
    values : ndarray, shape (n_sites,)
        One a site; nan says nothing, and a particle of which nothing is said has inf.
    """
    least = np.full(glass.n_particles, np.inf)
    for site, value in zip(sites, values, strict=True):
        apart = glass.box.minimum_image(glass.positions - site)
        near = np.einsum("ia,ia->i", apart, apart) <= radius**2
        least[near] = np.fmin(least[near], value)
    return least


def known_or_largest(field: np.ndarray) -> np.ndarray:
    """A field with its largest value, at least 0, where nothing is known.

    Parameters
    ----------
    field : ndarray, shape (n_particles,)
        Values; what is not finite is not known.
    """
    known = np.isfinite(field)
    return np.where(known, field, field[known].max(initial=0.0))


def direction_of(load: Load) -> float:
    """The angle of the simple shear that deforms as a load does but for a turn, degrees from 0 to 180.

    Parameters
    ----------
    load : Load
        A shear.

    Raises
    ------
    GlassError
        If the load does not shear.
    """
    rate = load.A
    along, across = rate[0, 1] + rate[1, 0], rate[1, 1] - rate[0, 0]
    if np.hypot(along, across) < 1e-9:
        raise GlassError(f"strength is against shear, and {load.label} does not shear; take simple or pure shear")
    return float(np.round(np.degrees(0.5 * np.arctan2(across, along)), 9) % 180.0)


def site_grid(glass: Glass, spacing: float = SPACING) -> np.ndarray:
    """Sites on a grid along the sides of the reduced cell, about `spacing` apart, shape (n_sites, 2).

    Parameters
    ----------
    glass : Glass
        The glass.
    spacing : float
        In units of length.

    Raises
    ------
    GlassError
        If the spacing is not positive.
    """
    if not spacing > 0:
        raise GlassError(f"sites are a positive length apart; got {spacing!r}")
    cell = glass.box.reduced().cell
    sides = np.linalg.norm(cell, axis=1)
    a, b = ((np.arange(n) + 0.5) / n for n in np.maximum(1, np.rint(sides / spacing).astype(int)))
    return np.stack(np.meshgrid(a, b, indexing="ij"), axis=-1).reshape(-1, 2) @ cell
