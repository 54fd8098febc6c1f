"""How the inverse changes when the matrix does: the factorisation differentiated, front by front.

With the matrix of a front split as in `selected_inverse` and W = F21 F11^-1, the update F22 - W F21^T that it passes to
its parent changes by dF22 - Y W^T - W Y^T, Y = dF21 - W dF11 / 2. On the way down, dW = (dF21 - W dF11) F11^-1,
dZ21 = -dZ22 W - Z22 dW and dZ11 = -F11^-1 dF11 F11^-1 - dW^T Z21 - W^T dZ21: the product rule, nothing else.
"""

from __future__ import annotations

import numpy as np

from ..._jit import njit
from ._lapack import LEFT, PLAIN, RIGHT, TURNED, gemm, symm, syr2k, trsm
from .fronts import Couplings, Fronts, assemble, diagonal_blocks, extend_add, place


@njit
def change_panels(
    fronts: Fronts, couplings: Couplings, values: np.ndarray, blocks: np.ndarray, stack: np.ndarray, out: np.ndarray
) -> None:
    """Fill `out` with dF11 and dF21 of each front, after its children; `blocks` are the changes of the pair blocks.

    Changes of updates wait for the parents on the `stack`.
    """
    diagonal = diagonal_blocks(couplings.i, couplings.j, blocks, fronts.position)
    n_fronts = fronts.own.shape[0]
    where = np.zeros(fronts.position.size, dtype=np.int64)
    widest = (fronts.sizes[:, 0] * (fronts.sizes[:, 1] - fronts.sizes[:, 0])).max()
    multiplier, half = np.empty(widest), np.empty(widest)
    tops = np.zeros(n_fronts + 1, dtype=np.int64)
    origin = np.zeros(n_fronts + 1, dtype=np.int64)
    depth = 0
    for f in range(n_fronts):
        n, m = fronts.sizes[f]
        k, top = m - n, tops[depth]
        panel, update = out[fronts.starts[f] : fronts.starts[f + 1]], stack[top : top + k * k]
        place(fronts, f, where)
        assemble(fronts, couplings, f, blocks, diagonal, where, m, where.size - 1, panel)
        update[:] = 0.0
        for _ in range(fronts.children[f]):
            depth -= 1
            child = origin[depth]
            rows = fronts.boundary[fronts.boundary_starts[child] : fronts.boundary_starts[child + 1]]
            extend_add(stack[tops[depth] : tops[depth + 1]], rows, where, n, m, panel, update)
        if n > 0 and k > 0:
            _change_update(n, k, m, values[fronts.starts[f] : fronts.starts[f + 1]], panel, multiplier, half, update)
        bottom = tops[depth]
        for q in range(k * k):  # over the children's updates, which are spent
            stack[bottom + q] = stack[top + q]
        origin[depth] = f
        depth += 1
        tops[depth] = bottom + k * k


@njit
def _change_update(n, k, m, factor, panel, multiplier, half, update):
    """Take Y W^T + W Y^T from the update's change."""
    for c in range(n):
        multiplier[c * k : c * k + k] = factor[c * m + n : c * m + m]
        half[c * k : c * k + k] = panel[c * m + n : c * m + m]
    trsm(RIGHT, PLAIN, k, n, factor, m, multiplier, k)
    symm(RIGHT, k, n, -0.5, panel, m, multiplier, k, 1.0, half, k)
    syr2k(k, n, -1.0, half, k, multiplier, k, 1.0, update, k)


@njit
def change_front(
    n: int, k: int, m: int, panel: np.ndarray, multiplier: np.ndarray, inner: np.ndarray, z: np.ndarray, dz: np.ndarray
) -> None:
    """dZ21, dZ11 and dZ12 of a front from its changed panel, from W, F11^-1 and Z, and from dZ22."""
    product = np.empty(n * n)
    symm(LEFT, n, n, 1.0, panel, m, inner, n, 0.0, product, n)
    symm(LEFT, n, n, -1.0, inner, n, product, n, 0.0, dz, m)
    if k == 0:
        return
    left, turned = np.empty(k * n), np.empty(k * n)
    for c in range(n):
        left[c * k : c * k + k] = panel[c * m + n : c * m + m]
    symm(RIGHT, k, n, -1.0, panel, m, multiplier, k, 1.0, left, k)
    symm(RIGHT, k, n, 1.0, inner, n, left, k, 0.0, turned, k)
    symm(LEFT, k, n, -1.0, dz[n * m + n :], m, multiplier, k, 0.0, dz[n:], m)
    symm(LEFT, k, n, -1.0, z[n * m + n :], m, turned, k, 1.0, dz[n:], m)
    gemm(TURNED, PLAIN, n, n, k, -1.0, turned, k, z[n:], m, 1.0, dz, m)
    gemm(TURNED, PLAIN, n, n, k, -1.0, multiplier, k, dz[n:], m, 1.0, dz, m)
    for c in range(n):
        for r in range(n, m):
            dz[r * m + c] = dz[c * m + r]
