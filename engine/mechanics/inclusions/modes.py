"""Softest mode and Hessian of an inclusion that may be no minimum."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..._jit import njit
from .forces import deformed, radial_derivatives
from .inclusion import Law, PairList

_KRYLOV = 12


class Desk(NamedTuple):
    """What kernels write their intermediate results on, and the list of pairs with where it was made."""

    pairs: PairList
    begun: np.ndarray
    dx: np.ndarray
    dy: np.ndarray
    slope: np.ndarray
    w: np.ndarray


@njit
def softest(desk: Desk, law: Law, u: np.ndarray, medium: np.ndarray, v: np.ndarray) -> tuple[float, float]:
    """The two lowest eigenvalues of the Hessian at u by Lanczos's way from v, which becomes the mode of the first.

    What is around the mobile particles adds the stiffness `medium`. The desk then has the pairs' vectors and radial
    derivatives at u.
    """
    n, pairs = v.size, desk.pairs
    deformed(pairs, np.zeros((2, 2)), 0.0, u, desk.dx, desk.dy)
    radial_derivatives(law, pairs, desk.dx, desk.dy, desk.w)
    basis, diagonal, beside = np.empty((_KRYLOV, n)), np.zeros(_KRYLOV), np.zeros(_KRYLOV)
    basis[0], size = v / np.sqrt(np.dot(v, v)), _KRYLOV
    for k in range(_KRYLOV):
        following = _stiffness_times(pairs, desk.dx, desk.dy, desk.w, medium, basis[k])
        diagonal[k] = np.dot(basis[k], following)
        for _ in range(2):
            for c in range(k + 1):
                following -= np.dot(basis[c], following) * basis[c]
        beside[k] = np.sqrt(np.dot(following, following))
        if beside[k] < 1e-6 * abs(diagonal[0]) + 1e-300:
            size = k + 1
            break
        if k + 1 < _KRYLOV:
            basis[k + 1] = following / beside[k]
    small = np.zeros((size, size))
    for k in range(size):
        small[k, k] = diagonal[k]
        if k + 1 < size:
            small[k, k + 1] = small[k + 1, k] = beside[k]
    values, vectors = np.linalg.eigh(small)
    v[:] = 0.0
    for k in range(size):
        v += vectors[k, 0] * basis[k]
    return values[0], values[1] if size > 1 else values[0]


@njit
def _stiffness_times(pairs, dx, dy, w, medium, d):
    """M d for the mobile particles, flat."""
    n, out = d.size, np.dot(medium, d)
    for k in range(pairs.i.size):
        p, q, x, y, w1, w2 = 2 * pairs.i[k], 2 * pairs.j[k], dx[k], dy[k], w[k, 0], w[k, 1]
        ax, ay = -d[p], -d[p + 1]
        if q < n:
            ax += d[q]
            ay += d[q + 1]
        along = w2 * (x * ax + y * ay)
        fx, fy = along * x + w1 * ax, along * y + w1 * ay
        out[p] -= fx
        out[p + 1] -= fy
        if q < n:
            out[q] += fx
            out[q + 1] += fy
    return out


@njit
def dense(desk: Desk, medium: np.ndarray, matrix: np.ndarray) -> None:
    """The Hessian of the mobile particles where the desk's vectors were made, its lower triangle by columns."""
    n, pairs, dx, dy, w = len(medium), desk.pairs, desk.dx, desk.dy, desk.w
    matrix[:] = medium.reshape(n * n)
    for k in range(pairs.i.size):
        p, q, x, y, w1, w2 = 2 * pairs.i[k], 2 * pairs.j[k], dx[k], dy[k], w[k, 0], w[k, 1]
        xx, xy, yy = w2 * x * x + w1, w2 * x * y, w2 * y * y + w1
        matrix[p * n + p] += xx
        matrix[p * n + p + 1] += xy
        matrix[(p + 1) * n + p + 1] += yy
        if q < n:
            matrix[q * n + q] += xx
            matrix[q * n + q + 1] += xy
            matrix[(q + 1) * n + q + 1] += yy
            matrix[p * n + q] -= xx  # q after p: below the diagonal
            matrix[p * n + q + 1] -= xy
            matrix[(p + 1) * n + q] -= xy
            matrix[(p + 1) * n + q + 1] -= yy
