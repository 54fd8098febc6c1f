"""How much more stress each place of a glass can bear: inclusions sheared in many directions until they yield."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from .._jit import njit
from ..errors import GlassError, NotAMinimumError
from ..matter.glass import Glass
from ..matter.load import Load
from .continuation import FOLD, MAXIMUM, NOTHING, WIDE, walk
from .fixed_steps import step_on
from .inclusion import Surroundings, law_of, list_pairs
from .sites import direction_of, least_around, site_grid

RADIUS, N_DIRECTIONS, MAX_STRAIN = 5.0, 18, 0.5
"""R_free in units of length, directions every 10 degrees (R20), and the strain where the search ends."""

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
        numbers = (np.full(shape, np.nan) for _ in range(4))
        return cls(sites, angles, float(radius), *numbers, np.full(shape, NOTHING, np.int8))

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
        columns = {name: getattr(self, name).copy() for name in _COLUMNS}
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
        columns = {
            name: np.concatenate([getattr(self, name), getattr(other, name)], axis=-1)[..., order]
            for name in ("angles", *_COLUMNS)
        }
        return replace(self, **columns)

    def in_directions(self, angles) -> LocalStrengths:
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


def local_strengths(
    glass: Glass,
    sites: np.ndarray | None = None,
    angles: Sequence[float] | None = None,
    *,
    radius: float = RADIUS,
    max_strain: float = MAX_STRAIN,
    shell: float = 0.0,
    stiffness: float = np.inf,
    step: float | None = None,
    threads: int | None = None,
    progress: Callable[[int, LocalStrengths], None] | None = None,
) -> LocalStrengths:
    """Shear inclusions in a frozen matrix, each in many directions, until their stress falls (R20 App. B 15).

    An inclusion is a disc of free particles; those around it move affinely. tau is sigma : A of the disc: the virial of
    its pairs, half of those that leave it, over its area. tau_c is its first local maximum on the continuous branch
    that begins at rest, or its value at the first fold of the branch if that comes first: the papers' steps of 10^-4
    find the same in 99 % of cases; they go over folds in which the stress rises, and this over dips that are narrower.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    sites : ndarray, shape (n_sites, 2), optional
        Centres; the grid of `site_grid` where left out.
    angles : sequence of float, optional
        Directions of the simple shear, degrees; 18 from 0 to 170 where left out. Opposite shear is 90 degrees farther.
    radius : float
        Of the disc.
    max_strain : float
        Where the search ends.
    shell : float
        Width of a ring around the disc whose particles are held to their affine places by springs *(ours)*; 0 for none.
    stiffness : float
        Of these springs, energy / length²; infinite for the frozen matrix.
    step : float, optional
        Take the papers' way instead: steps of this strain, each relaxed, until the stress drops. They take 10^-4.
    threads : int, optional
        How many sites at once; as many as there are processors for us where left out. The numbers do not depend on it.
    progress : callable, optional
        Called with the number of sites that are done and what is known so far, after each; what it raises ends the
        work.

    Returns
    -------
    LocalStrengths
        By site and direction.

    Raises
    ------
    GlassError
        Numbers out of range, or a cell that is too small.
    NotAMinimumError
        If an inclusion is no minimum: the glass is not relaxed.

    Notes
    -----
    Cost: 8 to 15 ms a site and direction on a core of 2.5 GHz, a two hundredth of the papers' steps; 1,600 sites in 18
    directions (N = 10,000) take four to seven minutes of it, and half of that on two.
    """
    sites = site_grid(glass) if sites is None else np.asarray(sites, dtype=float)
    angles = np.arange(N_DIRECTIONS) * 180.0 / N_DIRECTIONS if angles is None else np.asarray(angles, dtype=float)
    if sites.ndim != 2 or sites.shape[1:] != (2,) or angles.ndim != 1 or not np.isfinite(angles).all():
        raise GlassError("sites are of shape (n, 2), and angles finite numbers of degrees")
    found = LocalStrengths.unknown(sites, angles, radius)
    if step is not None and not step > 0:
        raise GlassError(f"steps of the strain are positive; got {step!r}")
    each = _each(glass, sites, angles, radius, max_strain, shell, stiffness, step, threads)
    for done, (k, rows) in enumerate(each, start=1):
        ended = rows[:, 0].astype(np.int8)
        found.ended[k] = ended
        found.prestress[k], found.modulus[k] = rows[:, 3], rows[:, 4]
        yielded = (ended == MAXIMUM) | (ended == FOLD)
        found.critical_strain[k] = np.where(yielded, rows[:, 1], np.nan)
        found.critical_stress[k] = np.where(yielded, rows[:, 2], np.nan)
        if progress is not None:
            progress(done, found)
    return found


def _each(glass, sites, angles, radius, max_strain, shell, stiffness, step, threads) -> Iterator:
    """(site, rows of `walk`) as they come; sites are started in their order, a few ahead of the threads."""
    frozen = np.isinf(stiffness) or shell == 0.0
    around = Surroundings(glass, radius, max_strain, 0.0 if frozen else shell, 0.0 if frozen else stiffness)
    law, rates = law_of(glass.model), np.array([Load.simple_shear(angle).A for angle in angles])
    threads = len(os.sched_getaffinity(0)) if threads is None else threads

    def one(k):
        rows = _in_all_directions(around.cut(sites[k]), law, rates, float(radius), float(max_strain), step or 0.0)
        if np.isnan(rows[:, 3]).any():
            place = ", ".join(f"{x:.3g}" for x in sites[k])
            raise NotAMinimumError(f"the glass is no minimum near ({place}): relax it first")
        return k, rows

    with ThreadPoolExecutor(max_workers=threads) as pool:
        waiting = iter(range(len(sites)))
        running = {pool.submit(one, k) for k in islice(waiting, 2 * threads)}
        try:
            while running:
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {pool.submit(one, k) for k in islice(waiting, len(finished))}
                for future in finished:
                    yield future.result()
        finally:
            for future in running:
                future.cancel()


@njit
def _in_all_directions(disc, law, rates, radius, max_strain, step):
    """What `walk` returns, or `step_on` where there is a step, one row a direction."""
    nothing = np.zeros_like(disc.positions)
    wide = list_pairs(disc, law, rates[0], 0.0, nothing, WIDE)
    out = np.empty((len(rates), 6))
    for k in range(len(rates)):
        if step > 0.0:
            row = step_on(disc, law, wide, rates[k], step, max_strain)
        else:
            row = walk(disc, law, wide, rates[k], radius, max_strain)
        out[k, 0], out[k, 1], out[k, 2], out[k, 3], out[k, 4], out[k, 5] = row
    return out
