"""Where neighbours are, on average: pair distributions, by species and by direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .._jit import njit
from ..errors import GlassError
from .glass import Glass
from .load import Load

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def radial_distribution(glass: Glass, largest: float = 5.0, n_bins: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """The pair distribution g(r): density at a distance from a particle over the mean density.

    Parameters
    ----------
    glass : Glass
        A state in two dimensions.
    largest : float
        Largest distance, in units of length; at most half of the height of the cell.
    n_bins : int
        Number of bins of equal width.

    Returns
    -------
    distances : ndarray, shape (n_bins,)
        Middles of the bins.
    g : ndarray, shape (n_bins,)
        Mean over each bin's ring, exactly its area taken. Cost: one pass over the pairs nearer than `largest`.

    Raises
    ------
    GlassError
        If the cell is too small, a number is not positive.
    """
    distances, g, _ = partial_distributions(glass, largest, n_bins, groups=np.zeros(glass.n_particles, dtype=int))
    return distances, g[0, 0]


def partial_distributions(
    glass: Glass, largest: float = 5.0, n_bins: int = 200, groups: ArrayLike | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pair distributions g_ab(r) of species, with g(r) = sum over a, b of f_a f_b g_ab(r) exactly.

    Parameters
    ----------
    glass : Glass
        A state in two dimensions.
    largest : float
        Largest distance, in units of length; at most half of the height of the cell.
    n_bins : int
        Number of bins of equal width.
    groups : array_like of int, shape (N,), optional
        Group 0, 1, ... of each particle; the species where left out, all in one where sizes are continuous.

    Returns
    -------
    distances : ndarray, shape (n_bins,)
        Middles of the bins.
    g : ndarray, shape (n_groups, n_groups, n_bins)
        Density of group b at a distance from particles of group a, over its mean density. Symmetric.
    fractions : ndarray, shape (n_groups,)
        Fractions f_a of the particles.

    Raises
    ------
    GlassError
        If the cell is too small, a number is not positive, or a group is empty.
    """
    groups, fractions = groups_and_fractions(glass, groups)
    edges = _edges(largest, n_bins)
    near = glass.neighbours(radius=largest)
    counts = _count_pairs(near.i, near.j, near.vectors, groups, len(fractions), largest / n_bins, n_bins)
    ideal = glass.density * glass.n_particles * np.pi * np.diff(edges**2)
    return (edges[1:] + edges[:-1]) / 2, counts / ideal / np.multiply.outer(fractions, fractions)[..., None], fractions


def elongation(load: Load) -> np.ndarray:
    """Unit vector along which a load stretches most, the zeta of FM21; its sign is arbitrary.

    Parameters
    ----------
    load : Load
        A shear: half-way between shear direction and normal for simple shear.

    Raises
    ------
    GlassError
        If the load stretches all directions alike.
    """
    values, vectors = np.linalg.eigh((load.A + load.A.T) / 2)
    if np.ptp(values) < 1e-12:
        raise GlassError("this load stretches all directions alike; give a shear")
    axis = vectors[:, -1]
    return axis if axis[0] > 1e-12 or (abs(axis[0]) <= 1e-12 and axis[1] > 0) else -axis


def orientational_distribution(
    glass: Glass,
    load: Load,
    centres: ArrayLike | None = None,
    largest: float = 5.0,
    n_bins: int = 100,
    n_angles: int = 9,
    groups: ArrayLike | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pair distribution g_zeta(r, theta) by the angle to the direction in which the load stretches (FM21 eq. 3).

    theta in [0, pi/2] is the angle between a neighbour's direction and zeta, without signs. Each bin's area is
    kappa = 4 r dr dtheta, which is exact at the middle of the bin, so that the mean over theta is the pair distribution
    around the centres. FM21's eq. 4 is for three dimensions.

    Parameters
    ----------
    glass : Glass
        The unstrained state, in two dimensions.
    load : Load
        A shear.
    centres : array_like of int or bool, optional
        Particles to look from, such as those of the highest D2min; all where left out.
    largest : float
        Largest distance, in units of length; at most half of the height of the cell.
    n_bins, n_angles : int
        Numbers of bins in r and in theta.
    groups : array_like of int, shape (N,), optional
        Group beta of each neighbour; the species where left out, all in one where sizes are continuous.

    Returns
    -------
    distances : ndarray, shape (n_bins,)
        Middles of the bins in r.
    angles : ndarray, shape (n_angles,)
        Middles of the bins in theta.
    g : ndarray, shape (n_groups, n_angles, n_bins)
        Mean over the centres.

    Raises
    ------
    GlassError
        If the cell is too small, there are no centres or one twice, or the load has no direction.
    """
    groups, fractions = groups_and_fractions(glass, groups)
    centres = chosen_centres(glass, centres)
    edges, angles = _edges(largest, n_bins), _edges(np.pi / 2, n_angles)
    counts = np.zeros((len(fractions), n_angles, n_bins))
    weights = np.bincount(centres, minlength=glass.n_particles)
    near = glass.neighbours(radius=largest)
    _count_directions(near.i, near.j, near.vectors, groups, weights, elongation(load), largest / n_bins, counts)
    distances = (edges[1:] + edges[:-1]) / 2
    areas = 4 * distances * np.diff(edges) * (np.pi / 2 / n_angles)
    g = counts / len(centres) / (glass.density * fractions[:, None, None] * areas)
    return distances, (angles[1:] + angles[:-1]) / 2, g


def groups_and_fractions(glass: Glass, groups: ArrayLike | None) -> tuple[np.ndarray, np.ndarray]:
    """Group of each particle and the share of each group."""
    if groups is None:
        groups = np.zeros(glass.n_particles, dtype=int) if glass.species is None else glass.species
    groups = np.asarray(groups)
    if groups.shape != (glass.n_particles,) or groups.dtype.kind not in "iu" or groups.min(initial=0) < 0:
        raise GlassError(f"groups are {glass.n_particles} whole numbers from 0; got {groups.dtype} {groups.shape}")
    counts = np.bincount(groups)
    if not counts.all():
        raise GlassError(f"groups are numbered without gaps; these have {counts.tolist()} particles")
    return groups.astype(np.int64), counts / glass.n_particles


def chosen_centres(glass: Glass, centres: ArrayLike | None) -> np.ndarray:
    """Indices of the particles to look from."""
    everyone = np.arange(glass.n_particles)
    try:
        asked = None if centres is None else np.asarray(centres)
        chosen = everyone if asked is None else everyone[asked if len(asked) else slice(0)]
    except IndexError as error:
        raise GlassError(
            f"centres are indices of the {len(everyone)} particles, or as many truth values: {error}"
        ) from None
    if chosen.ndim != 1 or not len(chosen) or len(np.unique(chosen)) < len(chosen):
        raise GlassError("give at least one particle to look from, each once")
    return chosen


def _edges(largest, n_bins):
    if not (np.isfinite(largest) and largest > 0 and n_bins >= 1):
        raise GlassError(f"bins need a positive distance and a number of at least 1; got {largest!r} and {n_bins!r}")
    return np.linspace(0.0, largest, n_bins + 1)


@njit
def _count_pairs(i, j, vectors, groups, n_groups, width, n_bins):
    """Ordered pairs of groups (a, b) in each bin; each pair counts in both orders."""
    counts = np.zeros((n_groups, n_groups, n_bins))
    for p in range(i.size):
        k = min(int(np.hypot(vectors[p, 0], vectors[p, 1]) / width), n_bins - 1)
        a, b = groups[i[p]], groups[j[p]]
        counts[a, b, k] += 1.0
        counts[b, a, k] += 1.0
    return counts


@njit
def _count_directions(i, j, vectors, groups, weights, axis, width, counts):
    """Neighbours of each group by angle to the axis and by distance, as seen from the particles of some weight."""
    n_angles, n_bins = counts.shape[1:]
    for p in range(i.size):
        if weights[i[p]] == 0 and weights[j[p]] == 0:
            continue
        x, y = vectors[p]
        along, across = abs(x * axis[0] + y * axis[1]), abs(x * axis[1] - y * axis[0])
        a = min(int(np.arctan2(across, along) / (np.pi / 2) * n_angles), n_angles - 1)
        k = min(int(np.hypot(x, y) / width), n_bins - 1)
        counts[groups[j[p]], a, k] += weights[i[p]]
        counts[groups[i[p]], a, k] += weights[j[p]]
