"""How much more stress each place of a glass can bear: inclusions sheared in many directions until they yield."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import ArrayLike

from ..._jit import njit
from ...errors import GlassError, NotAMinimumError
from ...matter.glass import Glass
from ...matter.load import Load
from ...threads import results_of
from .continuation import FOLD, MAXIMUM, UNSTABLE, WIDE, walk
from .fixed_steps import step_on
from .inclusion import Surroundings, law_of, list_pairs
from .sites import site_grid
from .strengths import LocalStrengths

RADIUS, N_DIRECTIONS, MAX_STRAIN = 5.0, 18, 0.5
"""R_free in units of length, directions every 10 degrees (R20), and the strain where the search ends."""


def local_strengths(
    glass: Glass,
    sites: np.ndarray | None = None,
    angles: ArrayLike | None = None,
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
        how, strain, stress, found.prestress[k], found.modulus[k], _ = rows.T
        found.ended[k] = how.astype(np.int8)
        yielded = (how == MAXIMUM) | (how == FOLD)
        found.critical_strain[k] = np.where(yielded, strain, np.nan)
        found.critical_stress[k] = np.where(yielded, stress, np.nan)
        if progress is not None:
            progress(done, found)
    return found


def _each(glass, sites, angles, radius, max_strain, shell, stiffness, step, threads) -> Iterator:
    """(site, rows of `walk`) as they come; sites are started in their order, a few ahead of the threads."""
    frozen = np.isinf(stiffness) or shell == 0.0
    around = Surroundings(glass, radius, max_strain, 0.0 if frozen else shell, 0.0 if frozen else stiffness)
    law, rates = law_of(glass.model), np.array([Load.simple_shear(angle).A for angle in angles])

    def one(k):
        rows = _in_all_directions(around.cut(sites[k]), law, rates, float(radius), float(max_strain), step or 0.0)
        how, *_ = rows.T
        if (how == UNSTABLE).any():
            place = ", ".join(f"{x:.3g}" for x in sites[k])
            raise NotAMinimumError(f"the glass is no minimum near ({place}): relax it first")
        return k, rows

    return results_of(one, len(sites), threads)


@njit
def _in_all_directions(disc, law, rates, radius, max_strain, step):
    """What `walk` returns, or `step_on` where there is a step, one row a direction."""
    nothing = np.zeros_like(disc.positions)
    wide = list_pairs(disc, law, rates[0], 0.0, nothing, WIDE)
    out = np.empty((len(rates), 6))
    for k in range(len(rates)):
        if step > 0.0:
            row = step_on(disc, law, wide, rates[k], step, max_strain, np.empty(0))
        else:
            row = walk(disc, law, wide, rates[k], radius, max_strain)
        out[k, 0], out[k, 1], out[k, 2], out[k, 3], out[k, 4], out[k, 5] = row
    return out
