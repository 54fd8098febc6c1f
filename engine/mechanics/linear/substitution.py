"""Forward and backward substitution with the factor of the Hessian, front by front."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..._jit import CONTRACT, njit
from ._lapack import PLAIN, RIGHT, TURNED, gemm, trsm
from .fronts import Fronts


class FactorArrays(NamedTuple):
    """What `solve` takes before the right-hand side.

    Attributes
    ----------
    fronts : Fronts
        The tree of fronts.
    panels : ndarray
        The columns of L below the diagonal, each in a unit of its own; what stands on the diagonal is not read.
    pivots, units : ndarray, shape (2 (n_particles - 1),)
        The diagonal of L; the units.
    """

    fronts: Fronts
    panels: np.ndarray
    pivots: np.ndarray
    units: np.ndarray


@njit
def solve(factor: FactorArrays, right: np.ndarray, out: np.ndarray) -> None:
    """M^-1 on the complement of the translations, one right-hand side (n_particles, 2); `out` may be `right` itself."""
    fronts, panels, pivots, units = factor
    order, own, sizes, starts = fronts.order, fronts.own, fronts.sizes, fronts.starts
    n_particles = order.size
    x = np.empty(2 * n_particles)
    mean0, mean1 = right[:, 0].mean(), right[:, 1].mean()
    for p in range(n_particles):
        x[2 * p], x[2 * p + 1] = right[order[p], 0] - mean0, right[order[p], 1] - mean1
    x[-2:] = 0.0  # the held particle
    local = np.empty(sizes[:, 1].max())
    for f in range(own.shape[0]):
        n, m, base = sizes[f, 0], sizes[f, 1], 2 * own[f, 0]
        later = fronts.boundary[fronts.boundary_starts[f] : fronts.boundary_starts[f + 1]]
        local[:n] = x[base : base + n]
        local[n:m] = 0.0
        _forward(panels[starts[f] : starts[f + 1]], pivots[base:], units[base:], n, m, local)
        x[base : base + n] = local[:n]
        for p in range(later.size):
            x[2 * later[p]] += local[n + 2 * p]
            x[2 * later[p] + 1] += local[n + 2 * p + 1]
    for f in range(own.shape[0] - 1, -1, -1):
        n, m, base = sizes[f, 0], sizes[f, 1], 2 * own[f, 0]
        later = fronts.boundary[fronts.boundary_starts[f] : fronts.boundary_starts[f + 1]]
        local[:n] = x[base : base + n]
        for p in range(later.size):
            local[n + 2 * p] = x[2 * later[p]]
            local[n + 2 * p + 1] = x[2 * later[p] + 1]
        _backward(panels[starts[f] : starts[f + 1]], pivots[base:], units[base:], n, m, local)
        x[base : base + n] = local[:n]
    mean0, mean1 = x[0::2].mean(), x[1::2].mean()
    for p in range(n_particles):
        out[order[p], 0], out[order[p], 1] = x[2 * p] - mean0, x[2 * p + 1] - mean1


@njit(fastmath=CONTRACT | {"reassoc"})
def _forward(panel, pivots, units, n, m, x):
    """Solve with a front's columns, two at a time, and take what they give from the rows below."""
    for c in range(0, n, 2):  # a front has an even number of them
        first, second = panel[c * m + c + 2 : (c + 1) * m], panel[(c + 1) * m + c + 2 : (c + 2) * m]
        x[c] /= pivots[c]
        given = x[c] * units[c]
        x[c + 1] = (x[c + 1] - panel[c * m + c + 1] * given) / pivots[c + 1]
        given_too, rest = x[c + 1] * units[c + 1], x[c + 2 : m]
        for r in range(rest.size):
            rest[r] -= first[r] * given + second[r] * given_too


@njit(fastmath=CONTRACT | {"reassoc"})
def _backward(panel, pivots, units, n, m, x):
    """Take from a front's columns, the last two first, what the rows below give, and solve with them."""
    for c in range(n - 2, -1, -2):
        first, second = panel[c * m + c + 2 : (c + 1) * m], panel[(c + 1) * m + c + 2 : (c + 2) * m]
        rest, total, total_too = x[c + 2 : m], 0.0, 0.0
        for r in range(rest.size):
            total += first[r] * rest[r]
            total_too += second[r] * rest[r]
        x[c + 1] = (x[c + 1] - total_too * units[c + 1]) / pivots[c + 1]
        total += panel[c * m + c + 1] * x[c + 1]
        x[c] = (x[c] - total * units[c]) / pivots[c]


@njit
def solve_held(fronts: Fronts, values: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Solutions for several right-hand sides with the last particle held: (n_particles, 2, k), no means taken out."""
    order, own, sizes, starts = fronts.order, fronts.own, fronts.sizes, fronts.starts
    columns, out = right.shape[2], np.empty(right.shape)
    x = np.empty((2 * order.size, columns))
    for p in range(order.size):
        x[2 * p : 2 * p + 2] = right[order[p]]
    x[-2:] = 0.0
    local = np.empty(sizes[:, 1].max() * columns)  # all columns of one row side by side: k by m, as Fortran sees it
    for f in range(own.shape[0]):
        n, m, base = sizes[f, 0], sizes[f, 1], 2 * own[f, 0]
        later = fronts.boundary[fronts.boundary_starts[f] : fronts.boundary_starts[f + 1]]
        panel, mine = values[starts[f] : starts[f + 1]], x[base : base + n].reshape(-1)
        if n == 0:
            continue
        trsm(RIGHT, TURNED, columns, n, panel, m, mine, columns)
        if later.size == 0:
            continue
        gemm(PLAIN, TURNED, columns, m - n, n, -1.0, mine, columns, panel[n:], m, 0.0, local, columns)
        for p in range(later.size):
            for c in range(2 * columns):
                x[2 * later[p] + c // columns, c % columns] += local[2 * p * columns + c]
    for f in range(own.shape[0] - 1, -1, -1):
        n, m, base = sizes[f, 0], sizes[f, 1], 2 * own[f, 0]
        later = fronts.boundary[fronts.boundary_starts[f] : fronts.boundary_starts[f + 1]]
        panel, mine = values[starts[f] : starts[f + 1]], x[base : base + n].reshape(-1)
        if n == 0:
            continue
        for p in range(later.size):
            for c in range(2 * columns):
                local[2 * p * columns + c] = x[2 * later[p] + c // columns, c % columns]
        if later.size > 0:
            gemm(PLAIN, PLAIN, columns, n, m - n, -1.0, local, columns, panel[n:], m, 1.0, mine, columns)
        trsm(RIGHT, PLAIN, columns, n, panel, m, mine, columns)
    for p in range(order.size):
        out[order[p]] = x[2 * p : 2 * p + 2]
    return out
