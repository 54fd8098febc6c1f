"""How many vibrational modes lie below a given frequency, by the signs of a factorisation: none can be missed.

By Sylvester's law of inertia M - s has as many negative eigenvalues as the diagonal of its L D L^T has. Here the last
particle is not held: it goes along in every front as two rows more, and what the root leaves of it is counted too.
"""

from __future__ import annotations

import numpy as np

from ..._jit import njit
from ...errors import GlassError
from ._lapack import PLAIN, RIGHT, TURNED, gemm, potrf, syrk, sytrf, sytrs, trsm
from .cholesky import Factor, pair_blocks
from .fronts import assemble, diagonal_blocks, extend_add, place, room_for_updates


def count_below(
    factor: Factor, vectors: np.ndarray, radial: np.ndarray, transverse: np.ndarray, eigenvalue: float
) -> int:
    """Number of eigenvalues of the Hessian below `eigenvalue`, the translations and rattlers left out.

    Cost: two to three factorisations.

    Parameters
    ----------
    factor : Factor
        Of the Hessian; gives the tree, the pairs and the rattlers.
    vectors, radial, transverse : ndarray
        What the factor was made from.
    eigenvalue : float
        Squared frequency, in units of energy / length^2; positive.

    Raises
    ------
    GlassError
        If it is not positive, or an eigenvalue itself to the last digit.
    """
    if not eigenvalue > 0:
        raise GlassError(f"modes are counted below a positive squared frequency; got {eigenvalue!r}")
    blocks = pair_blocks(vectors, radial, transverse)
    diagonal = diagonal_blocks(factor.couplings.i, factor.couplings.j, blocks, factor.fronts.position)
    diagonal[factor.fronts.position[factor.rattlers], ::2] += factor.tie + eigenvalue
    diagonal[:, ::2] -= eigenvalue
    stack = np.empty(room_for_updates(factor.fronts, 2))
    negative = _count_negative(factor.fronts, factor.couplings, blocks, diagonal, stack)
    if negative < 0:
        raise GlassError(f"{eigenvalue!r} is a squared frequency of this glass to the last digit: shift it a little")
    return negative - 2  # the translations


@njit
def _count_negative(fronts, couplings, blocks, diagonal, stack):
    """Negative eigenvalues of the whole matrix, -1 where a pivot is zero."""
    n_fronts, last = fronts.own.shape[0], fronts.position.size - 1
    where = np.zeros(last + 1, dtype=np.int64)
    panels = np.empty((fronts.sizes[:, 0] * (fronts.sizes[:, 1] + 2)).max())
    tops = np.zeros(n_fronts + 1, dtype=np.int64)
    origin = np.zeros(n_fronts + 1, dtype=np.int64)
    depth, negative = 0, 0
    for f in range(n_fronts):
        n, m = fronts.sizes[f, 0], fronts.sizes[f, 1] + 2
        k, top = m - n, tops[depth]
        panel, update = panels[: n * m], stack[top : top + k * k]
        place(fronts, f, where)
        where[last] = m - 2
        assemble(fronts, couplings, f, blocks, diagonal, where, m, last + 1, panel)
        update[:] = 0.0
        for _ in range(fronts.children[f]):
            depth -= 1
            child = origin[depth]
            rows = np.append(fronts.boundary[fronts.boundary_starts[child] : fronts.boundary_starts[child + 1]], last)
            extend_add(stack[tops[depth] : tops[depth + 1]], rows, where, n, m, panel, update)
        found = _eliminate(n, k, m, panel, update) if n > 0 else 0
        if found < 0:
            return -1
        negative += found
        bottom = tops[depth]
        for q in range(k * k):
            stack[bottom + q] = stack[top + q]
        origin[depth] = f
        depth += 1
        tops[depth] = bottom + k * k
    xx, xy, yy = stack[0] + diagonal[last, 0], stack[1] + diagonal[last, 1], stack[3] + diagonal[last, 2]
    middle, half = 0.5 * (xx + yy), np.hypot(0.5 * (xx - yy), xy)
    return negative + int(middle - half < 0) + int(middle + half < 0)


@njit
def _eliminate(n, k, m, panel, update):
    """Negative pivots of the first n columns, after taking their update from the rest; -1 where one is zero.

    Most fronts are positive definite, being clamped at their boundary: those are done by Cholesky, which is faster.
    """
    whole, below = panel.copy(), panel[n:]
    if potrf(n, panel, m):
        trsm(RIGHT, TURNED, k, n, panel, m, below, m)
        syrk(k, n, -1.0, below, m, 1.0, update, k)
        return 0
    pivots, turned = np.empty(n, dtype=np.int32), np.empty(n * k)
    if not sytrf(n, whole, m, pivots):
        return -1
    for c in range(n):
        for r in range(k):
            turned[r * n + c] = whole[c * m + n + r]
    sytrs(n, k, whole, m, pivots, turned, n)
    gemm(PLAIN, PLAIN, k, k, n, -1.0, whole[n:], m, turned, n, 1.0, update, k)
    return _negative_pivots(n, whole, m, pivots)


@njit
def _negative_pivots(n, a, lda, pivots):
    """Negative eigenvalues of D: blocks of two, which LAPACK marks by negative pivots, have one of each sign."""
    negative, c = 0, 0
    while c < n:
        if pivots[c] > 0:
            negative += int(a[c * lda + c] < 0)
            c += 1
        else:
            negative += 1
            c += 2
    return negative
