"""The stress of an inclusion as a cubic in the strain, from its structure at rest alone: nothing is sheared.

Displacements of the free particles are expanded in the strain at equilibrium, u = u1 s + u2 s^2 / 2 + u3 s^3 / 6: each
order is one more solve with the same factor (R24 eqs. 5, 11, 12, confined to a cavity). Pair vectors are linear in
strain and displacements, so that only derivatives of the pair energy appear.
"""

from __future__ import annotations

import numpy as np

from ..._jit import njit
from ...matter.potential import fourth
from ..linear._lapack import pbtrf, pbtrs
from .forces import deformed, pull, radial_derivatives, stiffness
from .inclusion import Inclusion, Law, list_pairs


@njit
def stress_series(disc: Inclusion, law: Law, rate: np.ndarray) -> np.ndarray:
    """Stress at rest and its first three derivatives by the strain, (4,); nan where the inclusion is no minimum."""
    return stress_series_along(disc, law, rate.copy().reshape(1, 2, 2))[0]


@njit
def stress_series_along(disc: Inclusion, law: Law, rates: np.ndarray) -> np.ndarray:
    """`stress_series` for some rates, which share the Hessian's factor, (rates, 4)."""
    n, nothing, rate = 2 * len(disc.springs), np.zeros_like(disc.positions), rates[0]
    pairs = list_pairs(disc, law, rate, 0.0, nothing, 0.0)
    dx, dy, w = np.empty(pairs.i.size), np.empty(pairs.i.size), np.empty((pairs.i.size, 3))
    deformed(pairs, rate, 0.0, nothing, dx, dy)
    radial_derivatives(law, pairs, dx, dy, w)
    band, orders = np.empty(n * (pairs.below + 1)), np.zeros((3, n))
    stiffness(pairs, rate, dx, dy, w, disc.springs, band, orders[0])
    series = np.full((len(rates), 4), np.nan)
    if not pbtrf(n, pairs.below, band, pairs.below + 1):
        return series
    fourth = _fourth(law, pairs, dx, dy)
    for m in range(len(rates)):
        rate = rates[m]
        if m:
            orders[:] = 0.0
            pull(pairs, rate, dx, dy, w, orders[0])
        for order in range(3):
            if order:
                _push(order, pairs, rate, dx, dy, w, fourth, orders)
            pbtrs(n, pairs.below, 1, band, pairs.below + 1, orders[order])
        series[m] = 0.0
        for k in range(pairs.i.size):
            a, b, c = _steps(k, pairs, rate, orders)
            _add_stress(pairs.weights[k], dx[k], dy[k], a, b, c, w[k], fourth[k], rate, series[m])
    return series / disc.volume


@njit
def _steps(k, pairs, rate, orders):
    """First, second and third derivative of a pair's vector by the strain."""
    p, q, n = 2 * pairs.i[k], 2 * pairs.j[k], orders.shape[1]
    ax = rate[0, 0] * pairs.x[k] + rate[0, 1] * pairs.y[k] - orders[0, p]
    ay = rate[1, 0] * pairs.x[k] + rate[1, 1] * pairs.y[k] - orders[0, p + 1]
    bx, by, cx, cy = -orders[1, p], -orders[1, p + 1], -orders[2, p], -orders[2, p + 1]
    if q < n:
        ax, ay = ax + orders[0, q], ay + orders[0, q + 1]
        bx, by = bx + orders[1, q], by + orders[1, q + 1]
        cx, cy = cx + orders[2, q], cy + orders[2, q + 1]
    return (ax, ay), (bx, by), (cx, cy)


@njit
def _push(order, pairs, rate, dx, dy, w, fourth, orders):
    """What lower orders do to the forces at an order, 1 for the second: it must be undone by that order."""
    n = orders.shape[1]
    for k in range(pairs.i.size):
        (ax, ay), (bx, by), _ = _steps(k, pairs, rate, orders)
        x, y, w2, w3 = dx[k], dy[k], w[k, 1], w[k, 2]
        dot, square = x * ax + y * ay, ax * ax + ay * ay
        if order == 1:
            radial, along_a, along_b = w3 * dot * dot + w2 * square, 2 * w2 * dot, 0.0
        else:
            other, mixed = x * bx + y * by, ax * bx + ay * by
            radial = fourth[k] * dot**3 + 3 * w3 * dot * (square + other) + 3 * w2 * mixed
            along_a = 3 * (w3 * dot * dot + w2 * (square + other))
            along_b = 3 * w2 * dot
        fx = radial * x + along_a * ax + along_b * bx
        fy = radial * y + along_a * ay + along_b * by
        p, q = 2 * pairs.i[k], 2 * pairs.j[k]
        orders[order, p] += fx
        orders[order, p + 1] += fy
        if q < n:
            orders[order, q] -= fx
            orders[order, q + 1] -= fy


@njit
def _add_stress(weight, x, y, a, b, c, w, w4, rate, series):
    """A pair's share of the stress and its derivatives: w1 (r A r), differentiated as a product."""
    if weight == 0.0:
        return
    xx, xy, yy = rate[0, 0], 0.5 * (rate[0, 1] + rate[1, 0]), rate[1, 1]
    rx, ry = xx * x + xy * y, xy * x + yy * y
    sx, sy = xx * a[0] + xy * a[1], xy * a[0] + yy * a[1]
    g0, g1 = x * rx + y * ry, 2 * (a[0] * rx + a[1] * ry)
    g2 = 2 * (a[0] * sx + a[1] * sy + b[0] * rx + b[1] * ry)
    g3 = 6 * (b[0] * sx + b[1] * sy) + 2 * (c[0] * rx + c[1] * ry)
    p0 = x * a[0] + y * a[1]
    p1 = a[0] * a[0] + a[1] * a[1] + x * b[0] + y * b[1]
    p2 = 3 * (a[0] * b[0] + a[1] * b[1]) + x * c[0] + y * c[1]
    w1, w2, w3 = w[0], w[1], w[2]
    first, second = w2 * p0, w3 * p0 * p0 + w2 * p1
    third = w4 * p0**3 + 3 * w3 * p0 * p1 + w2 * p2
    series[0] += weight * w1 * g0
    series[1] += weight * (first * g0 + w1 * g1)
    series[2] += weight * (second * g0 + 2 * first * g1 + w1 * g2)
    series[3] += weight * (third * g0 + 3 * second * g1 + 3 * first * g2 + w1 * g3)


@njit
def _fourth(law, pairs, dx, dy):
    """w4 of each pair, the derivative after w3 of `inclusion_forces`."""
    out = np.zeros(pairs.i.size)
    for k in range(pairs.i.size):
        s = pairs.inverse_square_sizes[k]
        q = (dx[k] * dx[k] + dy[k] * dy[k]) * s
        if q >= law.cutoff * law.cutoff:
            continue
        strength = law.strengths[1] if pairs.unequal[k] else law.strengths[0]
        out[k] = strength * fourth(law.form, q) * s**4
    return out
