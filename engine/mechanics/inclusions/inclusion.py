"""A disc cut out of a glass, in a surrounding that moves affinely: what can yield by itself at one place.

Particles of the disc are free; those around them follow the load, or are held to where it would put them by springs.
With x = F X + u for all of them (u = 0 where nothing is free) a pair's vector is F R + u_j - u_i. For simple shear,
whose A A = 0, F = 1 + strain A: vectors are linear in displacements and strain, and the disc keeps its area.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..._jit import njit
from ...errors import GlassError
from ...matter.glass import Glass
from ...matter.model import Model
from ...matter.potential import Form

_MARGIN = 1.0  # length by which a free particle may move without meeting one that was left out


class Law(NamedTuple):
    """How particles interact, as kernels take it; lengths in units of length, energies in units of energy."""

    form: Form
    cutoff: float
    nonadditivity: float
    strengths: np.ndarray


class Inclusion(NamedTuple):
    """Particles around one place: first those that move, in strips across, then those that follow the load.

    Attributes
    ----------
    particles : ndarray of int, shape (n,)
        Which particles of the glass they are; in a small cell some are there more than once.
    positions : ndarray, shape (n, 2)
        From the place.
    diameters : ndarray, shape (n,)
        Own interaction diameters.
    species : ndarray of int, shape (n,)
        Species; all 0 where there are none.
    inside : ndarray of float, shape (n,)
        1 in the disc, 0 outside.
    springs : ndarray, shape (n_mobile,)
        Stiffness of the springs, energy / length²; 0 in the disc.
    volume : float
        Area of the disc.
    reach : float
        Largest distance at which two particles of the glass interact.
    """

    particles: np.ndarray
    positions: np.ndarray
    diameters: np.ndarray
    species: np.ndarray
    inside: np.ndarray
    springs: np.ndarray
    volume: float
    reach: float


def law_of(model: Model) -> Law:
    """A model as kernels take it.

    Parameters
    ----------
    model : Model
        Any of two dimensions.
    """
    strengths = np.array([model.strength, model.cross_strength])
    return Law(model.potential.form, model.cutoff, model.nonadditivity, strengths)


class Surroundings:
    """Cuts inclusions out of a glass.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    radius : float
        Of the disc.
    max_strain : float
        How far it will be sheared.
    shell : float
        Width of the ring around the disc whose particles are held by springs; 0 for none.
    stiffness : float
        Of each of these springs, energy / length².

    Raises
    ------
    GlassError
        The cell is too small for the disc and what is around it, or a number is out of range.
    """

    def __init__(self, glass: Glass, radius: float, max_strain: float, shell: float = 0.0, stiffness: float = 0.0):
        if not (radius > 0 and shell >= 0 and stiffness >= 0 and 0 < max_strain <= 1):
            raise GlassError("a disc has a radius above 0, a shell and springs of at least 0, a strain in (0, 1]")
        self.glass, self.radius, self.mobile, self.stiffness = glass, radius, radius + shell, stiffness
        self.reach = glass.model.largest_range(glass.diameters)
        self.all_within = self.mobile + (self.reach + _MARGIN) / (1 - max_strain / 2)
        reduced = glass.box.reduced()
        if 2 * self.mobile >= reduced.heights.min():
            raise GlassError(
                f"the cell is too small for a disc of radius {self.mobile:g}: expected a height above "
                f"{2 * self.mobile:.3g}, got {reduced.heights.min():.3g}; take more particles or a smaller disc"
            )
        # in a small cell a particle is also around the disc as its images, which follow the load as frozen ones do
        a, b = np.ceil(np.maximum(0, self.all_within / reduced.heights - 0.5)).astype(int)
        steps = [(p, q) for p in range(-a, a + 1) for q in range(-b, b + 1)]
        self._shifts = np.array(sorted(steps, key=lambda step: step != (0, 0))) @ reduced.cell
        self._species = np.zeros(glass.n_particles, np.int8) if glass.species is None else glass.species

    def cut(self, place: ArrayLike) -> Inclusion:
        """The inclusion around a place.

        Parameters
        ----------
        place : array_like, shape (2,)
            In units of length, in or out of the cell.
        """
        glass = self.glass
        vectors = glass.box.minimum_image(glass.positions - np.asarray(place, dtype=float))
        vectors = (vectors + self._shifts[:, None]).reshape(-1, 2)
        distances = np.sqrt(np.einsum("ia,ia->i", vectors, vectors))
        near = np.flatnonzero(distances < self.all_within)
        outside = distances[near] >= self.mobile
        near = near[np.lexsort((vectors[near, 0], outside))]  # along x: the Hessian's band is narrow
        vectors, distances, n_mobile = vectors[near], distances[near], int((~outside).sum())
        springs = np.where(distances[:n_mobile] < self.radius, 0.0, self.stiffness)
        near %= glass.n_particles
        return Inclusion(
            near, vectors, glass.diameters[near], self._species[near].astype(np.int8),
            (distances < self.radius).astype(float), springs, float(np.pi * self.radius**2), self.reach,
        )  # fmt: skip


class PairList(NamedTuple):
    """Pairs with a mobile end: the lower one of the two is `i`."""

    i: np.ndarray
    j: np.ndarray
    x: np.ndarray
    y: np.ndarray
    inverse_square_sizes: np.ndarray
    unequal: np.ndarray
    weights: np.ndarray
    below: int


@njit
def list_pairs(disc: Inclusion, law: Law, rate: np.ndarray, strain: float, u: np.ndarray, skin: float) -> PairList:
    """Pairs of an inclusion within their range plus a skin; vectors are those of strain 0 and no displacement."""
    n, n_mobile = len(disc.positions), len(disc.springs)
    room = 40 * n_mobile
    i, j = np.empty(room, np.int64), np.empty(room, np.int64)
    x, y, sizes = np.empty(room), np.empty(room), np.empty(room)
    found, widest = 0, 0
    for p in range(n_mobile):
        for q in range(p + 1, n):
            dx, dy = disc.positions[q, 0] - disc.positions[p, 0], disc.positions[q, 1] - disc.positions[p, 1]
            size = 0.5 * (disc.diameters[p] + disc.diameters[q])
            size *= 1 - law.nonadditivity * abs(disc.diameters[p] - disc.diameters[q])
            reach = law.cutoff * size + skin
            now_x = dx + strain * (rate[0, 0] * dx + rate[0, 1] * dy) + u[q, 0] - u[p, 0]
            now_y = dy + strain * (rate[1, 0] * dx + rate[1, 1] * dy) + u[q, 1] - u[p, 1]
            if now_x * now_x + now_y * now_y >= reach * reach:
                continue
            if found == room:
                room *= 2
                i, j = np.append(i, np.empty_like(i)), np.append(j, np.empty_like(j))
                x, y = np.append(x, np.empty_like(x)), np.append(y, np.empty_like(y))
                sizes = np.append(sizes, np.empty_like(sizes))
            i[found], j[found], x[found], y[found], sizes[found] = p, q, dx, dy, size
            found += 1
            if q < n_mobile and q - p > widest:
                widest = q - p
    i, j, sizes = i[:found].copy(), j[:found].copy(), sizes[:found]
    weights = 0.5 * (disc.inside[i] + disc.inside[j])
    unequal = disc.species[i] != disc.species[j]
    return PairList(i, j, x[:found].copy(), y[:found].copy(), 1 / (sizes * sizes), unequal, weights, 2 * widest + 1)


@njit
def thin_out(
    pairs: PairList, n_mobile: int, law: Law, rate: np.ndarray, strain: float, u: np.ndarray, skin: float
) -> PairList:
    """Those pairs of a list that are within their range plus a smaller skin now."""
    keep, found, widest = np.empty(pairs.i.size, np.int64), 0, 0
    for k in range(pairs.i.size):
        p, q = pairs.i[k], pairs.j[k]
        x = pairs.x[k] + strain * (rate[0, 0] * pairs.x[k] + rate[0, 1] * pairs.y[k]) + u[q, 0] - u[p, 0]
        y = pairs.y[k] + strain * (rate[1, 0] * pairs.x[k] + rate[1, 1] * pairs.y[k]) + u[q, 1] - u[p, 1]
        reach = law.cutoff / np.sqrt(pairs.inverse_square_sizes[k]) + skin
        if x * x + y * y < reach * reach:
            keep[found] = k
            found += 1
            if q < n_mobile and q - p > widest:
                widest = q - p
    keep = keep[:found]
    return PairList(
        pairs.i[keep], pairs.j[keep], pairs.x[keep], pairs.y[keep], pairs.inverse_square_sizes[keep],
        pairs.unequal[keep], pairs.weights[keep], 2 * widest + 1,
    )  # fmt: skip
