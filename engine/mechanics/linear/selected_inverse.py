"""The inverse of the Hessian where the Hessian itself is not zero: for every pair and every particle, exactly.

With the matrix of a front, after its children are eliminated, split into its own rows and the boundary's,
[[F11, F21^T], [F21, F22]], and W = F21 F11^-1, the inverse Z obeys Z21 = -Z22 W and Z11 = F11^-1 - W^T Z21, where Z22
is known from the parent (Takahashi, Fagan and Chen 1973). So one pass from the root down gives it, front by front, at
the cost of about two factorisations; only the fronts between the root and the one at hand are kept. Derivatives of the
inverse are carried along by the product rule (see `inverse_change`).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..._jit import njit
from ._lapack import LEFT, PLAIN, RIGHT, TURNED, gemm, potri, symm, trsm
from .cholesky import Factor
from .fronts import place, room_for_inverses, room_for_updates
from .inverse_change import change_front, change_panels


class SelectedInverse(NamedTuple):
    """Blocks of G, the pseudo-inverse of the Hessian, in units of length^2 / energy.

    Attributes
    ----------
    particles : ndarray, shape (n_particles, 2, 2)
        G_ii of each particle.
    pairs : ndarray, shape (n_pairs, 2, 2)
        G_ij of each pair of the glass.
    relative : ndarray, shape (n_pairs, 2, 2)
        G_ii + G_jj - G_ij - G_ji: how far thermal forces pull the pair apart (temperature times it: a covariance).
    """

    particles: np.ndarray
    pairs: np.ndarray
    relative: np.ndarray


def selected_inverse(factor: Factor) -> SelectedInverse:
    """The blocks of the pseudo-inverse for every pair and particle of a factor.

    Rattlers are held: their own blocks are zero. Cost about twice the factor's own.

    Parameters
    ----------
    factor : Factor
        Of the Hessian.
    """
    (particles,), (pairs,) = _held_inverse(factor, [])
    i, j = factor.couplings.i, factor.couplings.j
    relative = particles[i] + particles[j] - pairs - pairs.transpose(0, 2, 1)
    weights = np.ones(len(particles))
    weights[factor.rattlers] = 0.0
    weights /= weights.sum()
    row = factor.solve_held(weights[:, None, None] * np.eye(2))
    mean = np.tensordot(weights, row, 1)  # from the last particle held to translations projected out
    pairs = pairs - row[i] - row[j].transpose(0, 2, 1) + mean
    particles = particles - row - row.transpose(0, 2, 1) + mean
    particles[factor.rattlers] = 0.0
    return SelectedInverse(particles, pairs, relative)


def relative_changes(factor: Factor, changes: list[np.ndarray]) -> np.ndarray:
    """Derivatives of `SelectedInverse.relative` when the pair blocks change, shape (n_changes, n_pairs, 2, 2).

    Exact, by differentiating the factorisation: no differences are taken. Cost about four factorisations a change.

    Parameters
    ----------
    factor : Factor
        Of the Hessian.
    changes : list of ndarray, shape (n_pairs, 3)
        Derivatives of the pairs' stiffness blocks (xx, xy, yy).
    """
    particles, pairs = _held_inverse(factor, changes)
    i, j = factor.couplings.i, factor.couplings.j
    relative = particles[:, i] + particles[:, j] - pairs - pairs.transpose(0, 1, 3, 2)
    return relative[1:]


def _held_inverse(factor, changes):
    """The inverse with the last particle held, and its derivatives: (1 + n_changes, ...) blocks."""
    panels = np.empty((len(changes), len(factor.values)))
    for panel, change in zip(panels, changes, strict=True):
        stack = np.empty(room_for_updates(factor.fronts, 0))
        change_panels(factor.fronts, factor.couplings, factor.values, change, stack, panel)
    kept = np.empty((1 + len(changes)) * room_for_inverses(factor.fronts))
    return _walk_down(factor.fronts, factor.couplings, factor.values, panels, kept)


@njit
def _walk_down(fronts, couplings, values, changes, kept):
    """From the root down; of the fronts on the way to the one at hand (inverse, derivatives...) are `kept`."""
    sheets = 1 + changes.shape[0]
    particles = np.zeros((sheets, fronts.order.size, 2, 2))
    pairs = np.zeros((sheets, couplings.i.size, 2, 2))
    where = np.zeros(fronts.order.size, dtype=np.int64)
    columns, later = fronts.sizes[:, 0], fronts.sizes[:, 1] - fronts.sizes[:, 0]
    multiplier, inner = np.empty((columns * later).max()), np.empty((columns * columns).max())
    path = np.full(fronts.own.shape[0] + 1, -1, dtype=np.int64)  # fronts from the root down; none before it
    tops = np.zeros(fronts.own.shape[0] + 1, dtype=np.int64)
    depth = 0
    for f in range(fronts.own.shape[0] - 1, -1, -1):
        while path[depth] != fronts.parent[f]:
            depth -= 1
        n, m = fronts.sizes[f]
        k, area, top = m - n, m * m, tops[depth]
        panel, z = values[fronts.starts[f] : fronts.starts[f + 1]], kept[top : top + sheets * area]
        if k > 0:
            rows = _rows_in_parent(fronts, f)
            size = fronts.sizes[fronts.parent[f], 1]
            for s in range(sheets):
                start = tops[depth - 1] + s * size * size
                _gather(kept[start : start + size * size], size, rows, n, m, z[s * area : (s + 1) * area])
        if n > 0:
            _invert(n, k, m, panel, multiplier, inner, z)
            for s in range(1, sheets):
                change = changes[s - 1, fronts.starts[f] : fronts.starts[f + 1]]
                change_front(n, k, m, change, multiplier, inner, z, z[s * area : (s + 1) * area])
        depth += 1
        path[depth], tops[depth] = f, top + sheets * area
        place(fronts, f, where)
        for s in range(sheets):
            _read_out(fronts, couplings, f, where, m, z[s * area : (s + 1) * area], particles[s], pairs[s])
    return particles, pairs


@njit
def _rows_in_parent(fronts, f):
    """The parent's row of each particle in this front's boundary; both lists are sorted."""
    above = fronts.parent[f]
    mine = fronts.boundary[fronts.boundary_starts[f] : fronts.boundary_starts[f + 1]]
    theirs = fronts.boundary[fronts.boundary_starts[above] : fronts.boundary_starts[above + 1]]
    lo, hi = fronts.own[above]
    rows, q = np.empty(mine.size, dtype=np.int64), 0
    for p in range(mine.size):
        if mine[p] < hi:
            rows[p] = 2 * (mine[p] - lo)
        else:
            while theirs[q] < mine[p]:
                q += 1
            rows[p] = fronts.sizes[above, 0] + 2 * q
    return rows


@njit
def _gather(above, size, rows, n, m, z):
    """Copy the boundary's block out of the parent's inverse."""
    for a in range(rows.size):
        for c in range(2):
            source = above[(rows[a] + c) * size : (rows[a] + c + 1) * size]
            target = z[(n + 2 * a + c) * m + n : (n + 2 * a + c + 1) * m]
            for b in range(rows.size):
                target[2 * b] = source[rows[b]]
                target[2 * b + 1] = source[rows[b] + 1]


@njit
def _invert(n, k, m, panel, multiplier, inner, z):
    """Z21, Z11 and Z12 of a front from its panel of L and Z22; leaves W in `multiplier` and F11^-1 in `inner`."""
    for c in range(n):
        inner[c * n : c * n + n] = panel[c * m : c * m + n]
    potri(n, inner, n)
    for c in range(n):
        z[c * m : c * m + n] = inner[c * n : c * n + n]
    if k == 0:
        return
    for c in range(n):
        multiplier[c * k : c * k + k] = panel[c * m + n : c * m + m]
    trsm(RIGHT, PLAIN, k, n, panel, m, multiplier, k)
    symm(LEFT, k, n, -1.0, z[n * m + n :], m, multiplier, k, 0.0, z[n:], m)
    gemm(TURNED, PLAIN, n, n, k, -1.0, multiplier, k, z[n:], m, 1.0, z, m)
    for c in range(n):
        for r in range(n, m):
            z[r * m + c] = z[c * m + r]


@njit
def _read_out(fronts, couplings, f, where, m, z, particles, pairs):
    """The blocks of the particles that this front eliminates, and of their pairs; those of the held one stay zero."""
    held = fronts.order.size - 1
    for p in range(fronts.own[f, 0], fronts.own[f, 1]):
        c = where[p]
        for a in range(2):
            for b in range(2):
                particles[fronts.order[p], a, b] = z[(c + b) * m + c + a]
        for q in range(couplings.starts[p], couplings.starts[p + 1]):
            pair = couplings.pairs[q]
            first, second = fronts.position[couplings.i[pair]], fronts.position[couplings.j[pair]]
            if max(first, second) == held:
                continue
            row, column = where[first], where[second]
            for a in range(2):
                for b in range(2):
                    pairs[pair, a, b] = z[(column + b) * m + row + a]
