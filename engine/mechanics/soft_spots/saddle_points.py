"""Saddle points around a minimum: events that could happen, how high their barriers are, which load lowers them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

import numpy as np

from ...errors import GlassError
from ...matter.glass import Glass
from ...matter.load import Load
from ...threads import results_of
from ..inclusions.micromechanics import spaced_particles
from .activation import find_saddle
from .medium import ElasticMatrix, FrozenMatrix, pull_of
from .saddle_refining import refined

RADIUS, SPACING, EVENTS = 2.0, 3.0, 5
"""Radius of the clusters, distance of their centres *(ours)* in units of length, events a cluster (R20 App. B 14)."""

DISC = 6.0
"""Radius of the disc in which a search is nonlinear, in units of length; farther out the glass follows harmonically."""

_ATTEMPTS = 4  # for each event wanted
_CLOSE = 0.1  # of the way of the farthest particle: saddles of two discs that differ by less are one
_CORE = 0.3  # of the way of the farthest particle: who moves farther is held while all others come to rest
_EQUAL = 1e-4  # length, and energy: saddles of the glass that differ by less are one


@dataclass(frozen=True)
class SaddlePoints:
    """Saddles of first order whose one side leads back to the minimum.

    Attributes
    ----------
    displacements : ndarray, shape (n_saddles, n_particles, 2)
        From the minimum to each saddle, in units of length.
    barriers : ndarray, shape (n_saddles,)
        Energy of the saddle above the minimum.
    stress_changes : ndarray, shape (n_saddles, 2, 2)
        Stress of the saddle less that of the minimum.
    curvatures : ndarray, shape (n_saddles,)
        The one negative eigenvalue of the Hessian, energy / length^2.
    particles : ndarray of int, shape (n_saddles,)
        Who moves farthest.
    centres : ndarray of int, shape (n_clusters,)
        Particles around which clusters were pushed.
    found : tuple of ndarray of int
        For each cluster the saddles that were found from it.
    volume : float
        Of the cell.
    n_searches : int
        How many searches were made in all.
    n_lost : int
        Saddles of a disc that are none of the glass, or do not belong to its minimum.
    """

    displacements: np.ndarray
    barriers: np.ndarray
    stress_changes: np.ndarray
    curvatures: np.ndarray
    particles: np.ndarray
    centres: np.ndarray
    found: tuple[np.ndarray, ...]
    volume: float
    n_searches: int
    n_lost: int

    def triggering_strains(self, load: Load) -> np.ndarray:
        """Strain at which a load would close each barrier, shape (n_saddles,); inf where it raises it.

        3/2 barrier / |V (stress of the saddle - stress of the minimum) : A|, as the barrier falls like
        (1 - strain / critical strain)^(3/2) *(ours: equations B26 and B27 of the paper are lost)*.

        Parameters
        ----------
        load : Load
            A homogeneous deformation.
        """
        slope = self.volume * np.einsum("sab,ab->s", self.stress_changes, load.A)
        with np.errstate(divide="ignore"):
            return np.where(slope < 0, 1.5 * self.barriers / np.abs(slope), np.inf)

    def on_particles(self, load: Load) -> np.ndarray:
        """The least triggering strain of the saddles that move each particle, shape (n_particles,); inf where none.

        A saddle moves those who go at least a third as far as the farthest *(ours)*.

        Parameters
        ----------
        load : Load
            A homogeneous deformation.
        """
        least = np.full(self.displacements.shape[1], np.inf)
        for u, strain in zip(self.displacements, self.triggering_strains(load), strict=True):
            squares = np.einsum("ia,ia->i", u, u)
            moved = squares >= squares.max() / 9
            least[moved] = np.minimum(least[moved], strain)
        return least


def saddle_points(
    glass: Glass,
    *,
    radius: float = RADIUS,
    spacing: float = SPACING,
    events: int = EVENTS,
    seed: int = 0,
    frozen: bool = False,
    threads: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> SaddlePoints:
    """Search saddle points around a minimum from random pushes of small clusters (ARTn, R20 App. B 14).

    Clusters of particles within `radius` of a chosen one are pushed along random directions until the softest mode is
    unstable, and climb along it. All particles are free: those of a disc around the cluster as they are, the rest of
    the glass in its harmonic answer to them (its stiffness condensed onto the disc, with one factor for all of them).
    A saddle that leads back to the minimum there is then refined in the glass itself: what is around its core comes to
    rest, all go on until no force is left and exactly one eigenvalue is negative, and it is pushed back: one side must
    lead to the minimum, the other must not.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    radius : float
        Of a cluster, in units of length.
    spacing : float
        Least distance of the clusters' centres, in units of length; they are particles, in their order.
    events : int
        A cluster is left alone once so many different ones were found from it, or after four times as many searches.
    seed : int
        Of the random pushes.
    frozen : bool
        Whether searches take place in a frozen matrix, which is another method than R20's and misses the low barriers
        of soft glasses.
    threads : int, optional
        How many searches at once; as many as there are processors for us where left out. The numbers do not depend on
        it.
    progress : callable, optional
        Called with the share of the work that is done; what it raises ends the work.

    Raises
    ------
    GlassError
        A number out of range, or a cell that is too small.
    NotAMinimumError
        If the glass is no minimum.

    Notes
    -----
    Cost: 20 (POLY) to 50 ms (LJ) a search, some fifteen searches a cluster, and for each saddle some thirty
    factorisations of the glass: 70 (POLY) to 100 s (LJ) at 1,000 particles on one core, growing as the square of their
    number.
    """
    if not (radius > 0 and spacing > 0 and events > 0 and seed >= 0):
        raise GlassError("clusters have a positive radius, distance and number of events, and the seed is 0 or more")
    _ = glass.response.factor  # raises where this is no minimum
    centres = spaced_particles(glass, spacing)
    matrix = (FrozenMatrix if frozen else ElasticMatrix)(glass, max(DISC, radius + 2.0))

    def searched(k):
        place = matrix.place(centres[k])
        found, tried = _search(place, centres[k], radius, events, seed)
        return [_Local(place.disc.particles[: len(u)], u, mode, pull_of(place, u)) for u, mode in found], tried

    tell = progress or (lambda share: None)
    local: list[_Local] = []
    found, n_searches = [], 0
    for k, (saddles, tried) in enumerate(results_of(searched, len(centres), threads, in_order=True)):
        found.append([_place(local, saddle) for saddle in saddles])
        n_searches += tried
        tell(0.5 * (k + 1) / len(centres))
    exact = []
    refining = results_of(lambda k: _refine(glass, matrix, local[k]), len(local), threads, in_order=True)
    for k, saddle in enumerate(refining):
        exact.append(saddle)
        tell(0.5 + 0.5 * (k + 1) / len(local))
    return _joined(glass, exact, found, centres, n_searches)


class _Local(NamedTuple):
    """A saddle of a disc: who it is made of, how far they went, its unstable mode, and what holds the disc there."""

    particles: np.ndarray
    u: np.ndarray
    mode: np.ndarray
    held: np.ndarray


def _search(place, centre, radius, events, seed):
    """Different saddles of a disc as (displacements, modes), and how many searches it took."""
    random = np.random.default_rng((seed, int(centre)))
    positions = place.disc.positions
    near = np.flatnonzero(np.einsum("ia,ia->i", positions, positions) <= radius**2)
    found: list[tuple] = []
    n, tried = len(place.disc.springs), 0
    mode = np.zeros((n, 2))
    while tried < _ATTEMPTS * events and len(found) < events:
        direction = np.zeros_like(positions)
        direction[near] = random.standard_normal((len(near), 2))
        direction /= np.linalg.norm(direction)
        tried += 1
        there, u = find_saddle(place, direction, mode)
        if there and all(np.abs(u[:n] - other).max() > _CLOSE * np.abs(u).max() for other, _ in found):
            found.append((u[:n].copy(), mode.copy()))
    return found, tried


def _place(local, saddle):
    """Where a saddle of a disc stands in the list of those of other discs; it is added if it is new."""
    first = saddle.particles[_squares(saddle.u).argmax()]
    for k, other in enumerate(local):
        if other.particles[_squares(other.u).argmax()] == first:
            _, here, there = np.intersect1d(saddle.particles, other.particles, return_indices=True)
            if np.abs(saddle.u[here] - other.u[there]).max() < _CLOSE * np.abs(saddle.u).max():
                return k
    local.append(saddle)
    return len(local) - 1


def _squares(vectors):
    return np.einsum("ia,ia->i", vectors, vectors)


class _Exact(NamedTuple):
    """A saddle of the glass."""

    displacements: np.ndarray
    barrier: float
    stress_change: np.ndarray
    curvature: float


def _refine(glass, matrix, saddle):
    """The saddle of the glass near one of a disc; None if there is none."""
    mode, squares = np.zeros_like(glass.positions), _squares(saddle.u)
    mode[saddle.particles] = saddle.mode
    u = matrix.around(saddle.particles, saddle.u, saddle.held)
    exact = refined(glass, u, mode, saddle.particles[squares > _CORE**2 * squares.max()])
    if exact is None:
        return None
    state = exact.glass
    return _Exact(exact.displacements, state.energy - glass.energy, state.stress - glass.stress, exact.curvature)


def _joined(glass, exact, found, centres, n_searches):
    """One of each saddle, the lowest barrier first."""
    kept: list[int] = []
    becomes = {}
    for k in sorted((k for k, saddle in enumerate(exact) if saddle is not None), key=lambda k: exact[k].barrier):
        becomes[k] = next((m for m in _as_high(exact, kept, k) if _equal(exact[kept[m]], exact[k])), len(kept))
        if becomes[k] == len(kept):
            kept.append(k)

    def column(name, *shape):
        return np.array([getattr(exact[k], name) for k in kept], dtype=float).reshape(-1, *shape)

    u = column("displacements", glass.n_particles, 2)
    return SaddlePoints(
        u, column("barrier"), column("stress_change", 2, 2), column("curvature"),
        np.einsum("sia,sia->si", u, u).argmax(axis=1), centres,
        tuple(np.unique([becomes[k] for k in some if k in becomes]).astype(int) for some in found),
        float(glass.box.volume), n_searches, sum(saddle is None for saddle in exact),
    )  # fmt: skip


def _as_high(exact, kept, k):
    """Places in `kept` whose barriers are as high as that of k, which is not below any of them."""
    return takewhile(lambda m: exact[k].barrier - exact[kept[m]].barrier < _EQUAL, reversed(range(len(kept))))


def _equal(saddle, other):
    return np.abs(saddle.displacements - other.displacements).max() < _EQUAL
