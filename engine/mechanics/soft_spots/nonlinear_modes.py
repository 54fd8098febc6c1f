"""Nonlinear quasilocalised modes: displacements over which the energy rises least before it falls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..._jit import njit
from ...errors import GlassError, NotConvergedError
from ...matter.glass import Glass
from ...matter.load import Load

CELL = 4.0
"""Side of the cells in each of which one search starts, in units of length (R20 App. B 13)."""

TOLERANCE = 1e-8
"""Largest residual of a mode's equation, as a share of |M . pi|."""

SAME = 0.9
"""Modes that overlap by more are one."""

_BLOCK, _STEPS, _UNDAMPED = 32, 1000, 40


@dataclass(frozen=True)
class NonlinearModes:
    """The modes that were found, the softest first.

    Attributes
    ----------
    order : int
        3 or 4: of the energy's derivative that they are made with.
    vectors : ndarray, shape (n_modes, n_particles, 2)
        The modes, |pi| = 1.
    stiffness : ndarray, shape (n_modes,)
        kappa = M : pi pi, energy / length^2.
    particles : ndarray of int, shape (n_modes,)
        Where each is largest.
    coupling : ndarray, shape (n_modes,)
        |pi . Xi|, how strongly the load pushes it.
    residuals : ndarray, shape (n_modes,)
        Of its equation, as a share of |M . pi|.
    n_searches, n_open : int
        How many searches were begun, and how many of these came to no end and are left out.
    """

    order: int
    vectors: np.ndarray
    stiffness: np.ndarray
    particles: np.ndarray
    coupling: np.ndarray
    residuals: np.ndarray
    n_searches: int
    n_open: int

    @property
    def field(self) -> np.ndarray:
        """Sum over modes of |pi_i|^2 / kappa, shape (n_particles,), length^2 / energy *(ours)*."""
        return np.einsum("mia,mia,m->i", self.vectors, self.vectors, 1 / self.stiffness)


def nonlinear_modes(
    glass: Glass,
    load: Load,
    order: int,
    *,
    cell: float = CELL,
    progress: Callable[[int, int], None] | None = None,
) -> NonlinearModes:
    """Search nonlinear quasilocalised modes, from the most loaded pair of each cell of a grid (R20 App. B 13).

    A mode solves M . pi = [M : pi pi / (U^(n) . pi^n)] U^(n) . pi^(n-1), n = 3 or 4, and is found by iterating pi <-
    M^-1 . U^(n) . pi^(n-1) from the response M^-1 . (dr_alpha / dx) to the dipole of the pair with the largest
    |f_alpha . nonaffine velocity| in each cell. For n = 4 the energy must be smooth to that order.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        The load that chooses the pairs.
    order : int
        n, 3 or 4.
    cell : float
        Side of the cells, in units of length.
    progress : callable, optional
        Called with the number of searches that ended and of all; what it raises ends the work.

    Raises
    ------
    GlassError
        An order that is neither 3 nor 4, or cells without size.
    NotAMinimumError
        If the state is no minimum.
    NotConvergedError
        If no search ends.

    Notes
    -----
    Cost: a search takes some 30 to 300 solves; searches are iterated 32 at a time.
    """
    if order not in (3, 4) or not cell > 0:
        raise GlassError(f"nonlinear modes have order 3 or 4 and cells a positive side; got {order!r} and {cell!r}")
    starts = coupled_pairs(glass, load, cell)
    derivatives, found, done = _Derivatives(glass, order), [], 0
    for first in range(0, len(starts), _BLOCK):
        for mode in _iterated(glass, derivatives, _dipole_responses(glass, starts[first : first + _BLOCK])):
            done += 1
            found += [] if mode is None else [mode]
            if progress is not None:
                progress(done, len(starts))
    if not found:
        raise NotConvergedError(f"none of {len(starts)} searches of nonlinear modes ended in {_STEPS} steps", np.nan)
    return _distinct(glass, load, derivatives, np.array(found), len(starts))


def coupled_pairs(glass: Glass, load: Load, cell: float = CELL) -> np.ndarray:
    """In each cell of a grid the pair with the largest |f_alpha . nonaffine velocity|, shape (n_cells,), by index.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        The load.
    cell : float
        About the side of the cells, in units of length.
    """
    pairs, velocity = glass.pairs, glass.response.nonaffine_velocity(load)
    apart = velocity[pairs.j] - velocity[pairs.i]
    work = np.abs(pairs.phi(1) / pairs.distances * np.einsum("pa,pa->p", pairs.vectors, apart))
    box = glass.box.reduced()
    counts = np.maximum(1, np.rint(np.linalg.norm(box.cell, axis=1) / cell)).astype(int)
    middles = box.fractional(glass.positions[pairs.i] + pairs.vectors / 2)
    place = np.minimum((middles - np.floor(middles)) * counts, counts - 1).astype(int)
    cells = place[:, 0] * counts[1] + place[:, 1]
    rising = np.lexsort((work, cells))
    last = np.append(np.diff(cells[rising]) > 0, True)
    return rising[last & (work[rising] > 0)]


class _Derivatives:
    """Contractions with the second and the third or fourth derivative of the energy, for several fields at once."""

    def __init__(self, glass, order):
        pairs, self.order = glass.pairs, order
        self.i, self.j, self.vectors = pairs.i, pairs.j, np.ascontiguousarray(pairs.vectors)
        r, phi = pairs.distances, [pairs.phi(k) for k in range(order + 1)]
        w1 = phi[1] / r
        w2 = (phi[2] - w1) / r**2
        w3 = (phi[3] - 3 * r * w2) / r**3
        w4 = (phi[4] - 3 * w2 - 6 * r**2 * w3) / r**4 if order == 4 else np.zeros_like(r)
        self.w = np.stack([w1, w2, w3, w4], axis=1)

    def second(self, fields):
        """M . pi."""
        return _contracted(2, self.i, self.j, self.vectors, self.w, fields)

    def highest(self, fields):
        """U^(n) . pi^(n-1)."""
        return _contracted(self.order, self.i, self.j, self.vectors, self.w, fields)


@njit
def _contracted(order, i, j, vectors, w, fields):
    """Sums over pairs for each field along the last axis; `w` are derivatives as in `inclusion_forces`."""
    n, several = fields.shape[0], fields.shape[2]
    out = np.zeros((n, 2, several))
    for k in range(i.size):
        p, q, x, y = i[k], j[k], vectors[k, 0], vectors[k, 1]
        w1, w2, w3, w4 = w[k]
        for b in range(several):
            ax, ay = fields[q, 0, b] - fields[p, 0, b], fields[q, 1, b] - fields[p, 1, b]
            dot, square = x * ax + y * ay, ax * ax + ay * ay
            if order == 2:
                radial, along = w2 * dot, w1
            elif order == 3:
                radial, along = w3 * dot * dot + w2 * square, 2 * w2 * dot
            else:
                radial = w4 * dot * dot * dot + 3 * w3 * dot * square
                along = 3 * (w3 * dot * dot + w2 * square)
            fx, fy = radial * x + along * ax, radial * y + along * ay
            out[p, 0, b] -= fx
            out[p, 1, b] -= fy
            out[q, 0, b] += fx
            out[q, 1, b] += fy
    return out


def _dipole_responses(glass, chosen):
    """M^-1 . (dr_alpha / dx) of pairs, shape (n_particles, 2, n_chosen), each of length 1."""
    pairs = glass.pairs
    dipoles = np.zeros((glass.n_particles, 2, len(chosen)))
    along = (pairs.vectors / pairs.distances[:, None])[chosen]
    for k, pair in enumerate(chosen):
        dipoles[pairs.j[pair], :, k] += along[k]
        dipoles[pairs.i[pair], :, k] -= along[k]
    return _normed(glass.response.solve(dipoles))


def _iterated(glass, derivatives, fields):
    """Iterate all fields until each is a mode; modes as they come, None for each that comes to no end."""
    for step in range(_STEPS):
        push = derivatives.highest(fields)
        residuals, _ = _judged(derivatives, fields, push)
        ready = residuals < TOLERANCE
        for k in np.flatnonzero(ready):
            yield fields[:, :, k].copy()
        if ready.all():
            return
        fields, old = _normed(glass.response.solve(np.ascontiguousarray(push[:, :, ~ready]))), fields[:, :, ~ready]
        if step > _UNDAMPED:  # what goes to and fro settles half way
            fields = _normed(fields * np.sign(np.einsum("iab,iab->b", fields, old)) + old)
    yield from [None] * fields.shape[2]


def _judged(derivatives, fields, push):
    """Residuals of the modes' equation as shares of |M . pi|, and the stiffnesses."""
    answer = derivatives.second(fields)
    stiffness = np.einsum("iab,iab->b", answer, fields)
    size = np.einsum("iab,iab->b", push, fields)
    left = answer - stiffness / size * push
    return np.sqrt(np.einsum("iab,iab->b", left, left) / np.einsum("iab,iab->b", answer, answer)), stiffness


def _normed(fields):
    return fields / np.sqrt(np.einsum("iab,iab->b", fields, fields))


def _distinct(glass, load, derivatives, found, n_searches):
    """One of each mode, the softest first."""
    fields = np.ascontiguousarray(found.transpose(1, 2, 0))
    residuals, stiffness = _judged(derivatives, fields, derivatives.highest(fields))
    kept: list[int] = []
    for k in np.argsort(stiffness):
        if all(abs(np.vdot(found[k], found[other])) <= SAME for other in kept):
            kept.append(k)
    vectors = found[kept]
    velocity = glass.response.nonaffine_velocity(load)  # - M^-1 . Xi
    coupling = np.einsum("iab,ia->b", derivatives.second(np.ascontiguousarray(fields[:, :, kept])), velocity)
    largest = np.einsum("mia,mia->mi", vectors, vectors).argmax(axis=1)
    return NonlinearModes(
        derivatives.order, vectors, stiffness[kept], largest, np.abs(coupling), residuals[kept], n_searches,
        n_searches - len(found),
    )  # fmt: skip
