"""Forces, stiffness and curvature of an inclusion: all that its path under shear is made of.

A pair energy is taken as a function of half of the square of the distance: w1, w2 and w3 are its derivatives, w1 =
phi'/r and w(k+1) = (dw(k)/dr)/r. Then a pair's force is w1 r, its change along d is w2 (r d) r + w1 d, and the change
of that w3 (r d)^2 r + w2 (d^2 r + 2 (r d) d); no unit vectors, no roots.
"""

from __future__ import annotations

import numpy as np

from ..._jit import njit
from ...matter.potential import block, radial
from .inclusion import Law, PairList


@njit
def deformed(pairs: PairList, rate: np.ndarray, strain: float, u: np.ndarray, dx: np.ndarray, dy: np.ndarray) -> None:
    """Vectors of the pairs at a strain and displacements, into dx and dy."""
    a, b, c, d = 1 + strain * rate[0, 0], strain * rate[0, 1], strain * rate[1, 0], 1 + strain * rate[1, 1]
    for k in range(pairs.i.size):
        p, q = np.uintp(pairs.i[k]), np.uintp(pairs.j[k])
        dx[k] = a * pairs.x[k] + b * pairs.y[k] + u[q, 0] - u[p, 0]
        dy[k] = c * pairs.x[k] + d * pairs.y[k] + u[q, 1] - u[p, 1]


@njit
def forces(
    pairs: PairList,
    law: Law,
    rate: np.ndarray,
    strain: float,
    u: np.ndarray,
    springs: np.ndarray,
    dx: np.ndarray,
    dy: np.ndarray,
    slope: np.ndarray,
    out: np.ndarray,
) -> float:
    """Forces on the mobile particles into `out`; returns the energy. dx, dy and slope are overwritten."""
    deformed(pairs, rate, strain, u, dx, dy)
    energy = block(law.form, dx, dy, pairs.inverse_square_sizes, pairs.unequal, law.strengths, slope)
    out[:] = 0.0
    for k in range(pairs.i.size):
        p, q = np.uintp(pairs.i[k]), np.uintp(pairs.j[k])
        fx, fy = slope[k] * dx[k], slope[k] * dy[k]
        out[p, 0] += fx
        out[p, 1] += fy
        out[q, 0] -= fx
        out[q, 1] -= fy
    for m in range(springs.size):
        energy += 0.5 * springs[m] * (u[m, 0] * u[m, 0] + u[m, 1] * u[m, 1])
        out[m, 0] -= springs[m] * u[m, 0]
        out[m, 1] -= springs[m] * u[m, 1]
    out[springs.size :] = 0.0
    return energy


@njit
def stress(
    pairs: PairList, rate: np.ndarray, dx: np.ndarray, dy: np.ndarray, slope: np.ndarray, volume: float
) -> float:
    """sigma : A of the disc: the virial of its pairs, half of those that leave it, over its area."""
    total = 0.0
    for k in range(pairs.i.size):
        x, y = dx[k], dy[k]
        sheared = x * (rate[0, 0] * x + rate[0, 1] * y) + y * (rate[1, 0] * x + rate[1, 1] * y)
        total += pairs.weights[k] * slope[k] * sheared
    return total / volume


@njit
def radial_derivatives(law: Law, pairs: PairList, dx: np.ndarray, dy: np.ndarray, w: np.ndarray) -> None:
    """w1, w2 and w3 of each pair, into w (n_pairs, 3)."""
    for k in range(pairs.i.size):
        s = pairs.inverse_square_sizes[k]
        q = (dx[k] * dx[k] + dy[k] * dy[k]) * s
        strength = law.strengths[1] if pairs.unequal[k] else law.strengths[0]
        if q >= law.cutoff * law.cutoff:
            w[k] = 0.0
            continue
        w1, w2, w3 = radial(law.form, q)
        w[k, 0], w[k, 1], w[k, 2] = strength * s * w1, strength * s * s * w2, strength * s * s * s * w3


@njit
def stiffness(
    pairs: PairList,
    rate: np.ndarray,
    dx: np.ndarray,
    dy: np.ndarray,
    w: np.ndarray,
    springs: np.ndarray,
    band: np.ndarray,
    pull: np.ndarray,
) -> None:
    """The Hessian's band by columns, and what a strain adds to the forces at fixed displacements, into `pull`."""
    n_mobile, lda = springs.size, pairs.below + 1
    band[:] = 0.0
    pull[:] = 0.0
    for k in range(pairs.i.size):
        x, y, w1, w2 = dx[k], dy[k], w[k, 0], w[k, 1]
        xx, xy, yy = w2 * x * x + w1, w2 * x * y, w2 * y * y + w1
        a = rate[0, 0] * pairs.x[k] + rate[0, 1] * pairs.y[k]
        b = rate[1, 0] * pairs.x[k] + rate[1, 1] * pairs.y[k]
        fx, fy = xx * a + xy * b, xy * a + yy * b
        p, q = pairs.i[k], pairs.j[k]
        _add(band, lda, 2 * p, xx, xy, yy)
        pull[2 * p] += fx
        pull[2 * p + 1] += fy
        if q < n_mobile:
            _add(band, lda, 2 * q, xx, xy, yy)
            pull[2 * q] -= fx
            pull[2 * q + 1] -= fy
            first, apart = 2 * p * lda, 2 * (q - p)  # q after p: below the diagonal
            band[first + apart] -= xx
            band[first + apart + 1] -= xy
            band[first + lda + apart - 1] -= xy
            band[first + lda + apart] -= yy
    for p in range(n_mobile):
        _add(band, lda, 2 * p, springs[p], 0.0, springs[p])


@njit
def pull(
    pairs: PairList, rate: np.ndarray, dx: np.ndarray, dy: np.ndarray, w: np.ndarray, forces: np.ndarray
) -> None:
    """What a strain adds to the forces at fixed displacements, added to `forces`: that of `stiffness`, by itself."""
    n_mobile = forces.size // 2
    for k in range(pairs.i.size):
        x, y, w1, w2 = dx[k], dy[k], w[k, 0], w[k, 1]
        xx, xy, yy = w2 * x * x + w1, w2 * x * y, w2 * y * y + w1
        a = rate[0, 0] * pairs.x[k] + rate[0, 1] * pairs.y[k]
        b = rate[1, 0] * pairs.x[k] + rate[1, 1] * pairs.y[k]
        fx, fy = xx * a + xy * b, xy * a + yy * b
        p, q = pairs.i[k], pairs.j[k]
        forces[2 * p] += fx
        forces[2 * p + 1] += fy
        if q < n_mobile:
            forces[2 * q] -= fx
            forces[2 * q + 1] -= fy


@njit
def _add(band, lda, column, xx, xy, yy):
    """A symmetric block on the diagonal."""
    band[column * lda] += xx
    band[column * lda + 1] += xy
    band[(column + 1) * lda] += yy


@njit
def curvature(
    pairs: PairList,
    rate: np.ndarray,
    dx: np.ndarray,
    dy: np.ndarray,
    w: np.ndarray,
    along: np.ndarray,
    along_strain: float,
    volume: float,
    push: np.ndarray,
) -> float:
    """Second derivative of the forces along a direction, into `push`; returns the first derivative of the stress.

    The direction is a rate of the displacements of the mobile particles, flat, and one of the strain.
    """
    n = push.size
    push[:] = 0.0
    change = 0.0
    for k in range(pairs.i.size):
        p, q = 2 * pairs.i[k], 2 * pairs.j[k]
        ax = along_strain * (rate[0, 0] * pairs.x[k] + rate[0, 1] * pairs.y[k]) - along[p]
        ay = along_strain * (rate[1, 0] * pairs.x[k] + rate[1, 1] * pairs.y[k]) - along[p + 1]
        if q < n:
            ax += along[q]
            ay += along[q + 1]
        x, y, w1, w2 = dx[k], dy[k], w[k, 0], w[k, 1]
        dot, square = x * ax + y * ay, ax * ax + ay * ay
        radial = w[k, 2] * dot * dot + w2 * square
        fx, fy = radial * x + 2 * w2 * dot * ax, radial * y + 2 * w2 * dot * ay
        push[p] += fx
        push[p + 1] += fy
        if q < n:
            push[q] -= fx
            push[q + 1] -= fy
        if pairs.weights[k] > 0.0:
            sx, sy = rate[0, 0] * x + rate[0, 1] * y, rate[1, 0] * x + rate[1, 1] * y
            tx, ty = rate[0, 0] * x + rate[1, 0] * y, rate[0, 1] * x + rate[1, 1] * y
            sheared = x * sx + y * sy
            change += pairs.weights[k] * (w2 * dot * sheared + w1 * (ax * (sx + tx) + ay * (sy + ty)))
    return change / volume
