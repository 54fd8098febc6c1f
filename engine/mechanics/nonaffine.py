"""D2min: how far the neighbourhood of each particle moved beyond any linear deformation (Falk and Langer 1998)."""

from __future__ import annotations

import numpy as np

from .._jit import njit
from ..errors import GlassError
from ..matter.glass import Glass

_RADIUS = 2.5  # mean spacings
_STRANGERS = 0.25  # of the cell's height: neighbours that are farther from where the others would have them are lost


def nonaffine_d2min(before: Glass, after: Glass, radius: float | None = None) -> np.ndarray:
    """D2min of each particle, shape (n_particles,), in units of length^2: a mean over neighbours.

    The mean over a particle's neighbours j of |r_j(after) - J r_j(before)|^2, J the 2 x 2 matrix that makes it least.
    OVITO gives the sum over neighbours, LAMMPS the square root. A particle with fewer than two neighbours has 0.

    Parameters
    ----------
    before, after : Glass
        The same particles in the same order in two states. They may have been wrapped in between, and the lattice may
        be given by other vectors: neighbours are looked for where the deformation of the cell takes them.
    radius : float, optional
        Neighbours are nearer than this in `before`; 2.5 mean spacings where left out (the papers do not say).

    Raises
    ------
    GlassError
        If the two states have different particles, or not in the same order.
    """
    _check_same(before, after)
    if radius is None:
        radius = _RADIUS * before.density ** (-1 / before.dimension)
    near = before.neighbours(radius=radius)
    expected = near.vectors @ before.box.inverse @ _same_basis(before.box, after.box) @ after.box.cell
    apart = after.box.minimum_image(after.positions[near.j] - after.positions[near.i] - expected)
    lost = np.einsum("pa,pa->p", apart, apart) > (_STRANGERS * after.box.reduced().heights.min()) ** 2
    if np.mean(lost) > 0.5:
        raise GlassError(
            "most neighbours in one state are strangers in the other: the same particles have to stand in the same "
            "order in both; extended XYZ with a column id:I:1, LAMMPS data and npz keep it"
        )
    return _d2min(near.i, near.j, near.vectors, expected + apart, before.n_particles)


def d2min_of_field(glass: Glass, displacements: np.ndarray, radius: float | None = None) -> np.ndarray:
    """D2min of a displacement field, shape (n_particles,), of which it is a square: no amplitude has to be chosen.

    Parameters
    ----------
    glass : Glass
        The state that is displaced.
    displacements : ndarray, shape (n_particles, d)
        Of each particle, in any unit; D2min is in its square.
    radius : float, optional
        As for `nonaffine_d2min`.
    """
    largest = np.abs(displacements).max()
    if largest == 0.0:
        return np.zeros(glass.n_particles)
    small = 1e-3 / largest
    moved = glass.moved(glass.positions + small * displacements, glass.box)
    return nonaffine_d2min(glass, moved, radius) / small**2


def _check_same(before, after):
    if before.positions.shape != after.positions.shape:
        counts = f"{before.n_particles} and {after.n_particles} particles"
        raise GlassError(f"two states of the same glass are compared; got {counts}")
    for name in ("species", "diameters"):
        one, other = getattr(before, name), getattr(after, name)
        if one is not None and other is not None and not np.allclose(one, other, rtol=1e-6):
            raise GlassError(f"two states of the same glass are compared, particle by particle; their {name} differ")


def _same_basis(before, after):
    """Whole numbers that make the vectors of one cell of the other's, shape (2, 2): it may have been flipped."""
    made = np.rint(before.cell @ after.inverse)
    return made if round(np.linalg.det(made)) == 1 else np.eye(2)


@njit
def _d2min(i, j, old, new, n_particles):
    moments = np.zeros((n_particles, 7))  # old old (3), new old (4)
    squares, counts = np.zeros(n_particles), np.zeros(n_particles)
    for p in range(i.size):
        x, y, u, v = old[p, 0], old[p, 1], new[p, 0], new[p, 1]
        for q in (i[p], j[p]):  # both signs of a pair give the same products
            m = moments[q]
            m[0] += x * x
            m[1] += x * y
            m[2] += y * y
            m[3] += u * x
            m[4] += u * y
            m[5] += v * x
            m[6] += v * y
            counts[q] += 1
    fit = np.zeros((n_particles, 4))
    for q in range(n_particles):
        a, b, c, ux, uy, vx, vy = moments[q]
        determinant = a * c - b * b
        if counts[q] >= 2 and determinant > 0:
            fit[q, 0], fit[q, 1] = (ux * c - uy * b) / determinant, (uy * a - ux * b) / determinant
            fit[q, 2], fit[q, 3] = (vx * c - vy * b) / determinant, (vy * a - vx * b) / determinant
        else:
            counts[q] = 0
    for p in range(i.size):
        x, y, u, v = old[p, 0], old[p, 1], new[p, 0], new[p, 1]
        for q in (i[p], j[p]):
            squares[q] += (u - fit[q, 0] * x - fit[q, 1] * y) ** 2 + (v - fit[q, 2] * x - fit[q, 3] * y) ** 2
    for q in range(n_particles):
        squares[q] = squares[q] / counts[q] if counts[q] > 0 else 0.0
    return squares
