"""Strength without shearing: where a cavity's stress would be highest, from its expansion in the strain (R24 IV)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import NotAMinimumError
from ...matter.glass import Glass
from ...matter.load import Load
from .expansion import stress_series
from .inclusion import Surroundings, law_of
from .sites import direction_of, least_around

RADIUS, SPACING = 5.0, 3.0
"""Of cavities, and between their centres, in mean spacings d = density^(-1/2) (R24 IV)."""


@dataclass(frozen=True)
class BondStrengths:
    """What the cubics of cavities say, by site.

    Attributes
    ----------
    centres : ndarray of int, shape (n_sites,)
        The particles at the centres.
    sites : ndarray, shape (n_sites, 2)
        Where they are.
    radius : float
        Of the cavities, in units of length.
    series : ndarray, shape (n_sites, 4)
        Stress at rest, in the direction of the load, and its first three derivatives by the strain.
    strength : ndarray, shape (n_sites,)
        The stress, that at rest included, at the first forward maximum of the cubic; nan where there is none.
    strain : ndarray, shape (n_sites,)
        Where that is. It is no estimate of the true strain: the series does not converge there.
    """

    centres: np.ndarray
    sites: np.ndarray
    radius: float
    series: np.ndarray
    strength: np.ndarray
    strain: np.ndarray

    @property
    def share_without(self) -> float:
        """The share of sites whose stress has no forward maximum."""
        return float(np.isnan(self.strength).mean())

    def on_particles(self, glass: Glass) -> np.ndarray:
        """The lowest strength of the cavities around each particle, shape (n_particles,); inf where none is known.

        Parameters
        ----------
        glass : Glass
            The glass of the sites.
        """
        return least_around(glass, self.sites, self.radius, self.strength)


def spaced_particles(glass: Glass, spacing: float) -> np.ndarray:
    """Particles no two of which are nearer than a distance, shape (n_sites,): in their order, each that still fits.

    Parameters
    ----------
    glass : Glass
        The glass.
    spacing : float
        In units of length.
    """
    chosen, free = [], np.ones(glass.n_particles, bool)
    while free.any():
        chosen.append(int(free.argmax()))
        apart = glass.box.minimum_image(glass.positions - glass.positions[chosen[-1]])
        free &= np.einsum("ia,ia->i", apart, apart) >= spacing**2
        free[chosen[-1]] = False
    return np.array(chosen)


def bond_strengths(
    glass: Glass, load: Load, *, radius: float = RADIUS, spacing: float = SPACING, centres: np.ndarray | None = None
) -> BondStrengths:
    """Strength of cavities from bond micromechanics (R24 IV): no shearing, one factor a site.

    In a cavity whose surroundings move affinely, nonaffine velocity, acceleration and jerk give the stress as a cubic
    in the strain; its first forward maximum is the estimate of the strength. It is good for means, not for the order of
    sites, and in one direction, without projection: it compares with `local_strengths` in that direction, prestress
    included.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        A shear; simple shear in its direction is taken.
    radius : float
        Of the cavities, in mean spacings.
    spacing : float
        Between their centres, which are particles, in mean spacings.
    centres : ndarray of int, optional
        The particles at the centres, in place of those that `spacing` gives.

    Raises
    ------
    GlassError
        If the load does not shear, or the cell is too small.
    NotAMinimumError
        If a cavity is no minimum: the glass is not relaxed.

    Notes
    -----
    Cost: 1 to 2 ms a site on one core.
    """
    length = glass.density**-0.5
    centres = spaced_particles(glass, spacing * length) if centres is None else np.asarray(centres)
    rate, law = Load.simple_shear(direction_of(load)).A, law_of(glass.model)
    around = Surroundings(glass, radius * length, 1e-3)
    series = np.array([stress_series(around.cut(glass.positions[k]), law, rate) for k in centres])
    if np.isnan(series).any():
        place = ", ".join(f"{x:.3g}" for x in glass.positions[centres[np.isnan(series).any(axis=1)][0]])
        raise NotAMinimumError(f"the glass is no minimum near ({place}): relax it first")
    strain = first_maximum(series)
    powers = np.stack([np.ones_like(strain), strain, strain**2 / 2, strain**3 / 6], axis=1)
    strength = np.einsum("sk,sk->s", series, powers)
    return BondStrengths(centres, glass.positions[centres], radius * length, series, strength, strain)


def first_maximum(series: np.ndarray) -> np.ndarray:
    """Where cubics first rise no more as the strain grows from 0, shape (n,); nan where they always rise.

    Parameters
    ----------
    series : ndarray, shape (n, 4)
        Values at 0 and the first three derivatives there; what falls at 0 is highest there.
    """
    _, first, second, third = series.T
    with np.errstate(divide="ignore", invalid="ignore"):
        root = np.sqrt(second**2 - 2 * first * third)
        strain = (
            -2 * first / (second - root)
        )  # of first + second s + third s^2 / 2 = 0, the root where it turns negative
    return np.where(first <= 0, 0.0, np.where(strain > 0, strain, np.nan))
