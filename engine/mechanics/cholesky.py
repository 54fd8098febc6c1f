"""Sparse Cholesky factor of the Hessian: multifrontal, over the tree of a nested dissection.

Each front is a small dense matrix over the particles that it eliminates and those later ones that they couple to; BLAS
does the work. The last particle is held in place, which removes the translations exactly: forces without a net sum
are solved exactly, and everything that depends on differences of displacements is exact. Rattlers are held too:
particles that touch nobody, or so lightly that they give way in some direction; nothing pulls at them.
"""

from __future__ import annotations

from copy import copy

import numpy as np

from .._jit import CONTRACT, njit
from .._lapack import dpotrf, dsyrk, dtrsm
from ..errors import NotAMinimumError
from ..matter.cell import Box
from .dissection import Dissection

_LIGHT = 1e-8  # of the largest stiffness: who resists less in some direction is a rattler


class Factor:
    """L of M = L L^T on the complement of the translations.

    Parameters
    ----------
    dissection : Dissection
        Order of elimination; may be reused as long as its pairs include all that the Hessian couples.
    i, j : ndarray, shape (n_pairs,)
        Ends of the pairs.
    vectors : ndarray, shape (n_pairs, 2)
        Their vectors, in units of length.
    radial, transverse : ndarray, shape (n_pairs,)
        phi'' and phi'/r of each pair, in units of energy / length^2.

    Raises
    ------
    NotAMinimumError
        If M is not positive definite: the state is no minimum.

    Attributes
    ----------
    rattlers : ndarray of int
        Particles that nobody holds in place; they are held where they are.
    """

    def __init__(self, dissection: Dissection, i, j, vectors, radial, transverse):
        d = self.dissection = dissection
        blocks = _pair_blocks(vectors, radial, transverse)
        self._sizes, self._starts = _layout(d.own, d.boundary_starts)
        self._values = np.empty(self._starts[-1])
        n_children = np.bincount(d.parent[d.parent >= 0], minlength=len(d.parent))
        diagonal = _diagonal_blocks(i, j, blocks, d.position)
        self.rattlers = d.order[_hold_rattlers(diagonal)]
        failed = _factorise(
            i, j, blocks, diagonal, d.position, d.own, n_children, d.boundary_starts, d.boundary,
            self._sizes, self._starts, self._values,
        )  # fmt: skip
        if failed >= 0:
            raise NotAMinimumError(
                "the Hessian is not positive definite: this state is no minimum of the energy; relax it first"
            )

    def solve(self, forces) -> np.ndarray:
        """M^-1 on the complement of the translations, shape (n_particles, 2).

        Parameters
        ----------
        forces : ndarray, shape (n_particles, 2)
            Right-hand side; its mean is taken out first, and the mean of the result.
        """
        out = np.empty_like(forces)
        solve(*self.arrays, forces, out)
        return out

    @property
    def arrays(self):
        """What the kernel `solve` takes before the right-hand side."""
        d = self.dissection
        return d.order, d.own, d.boundary_starts, d.boundary, self._sizes, self._starts, self._values

    def rounded(self) -> Factor:
        """The same factor in single precision: half the memory to stream, good for preconditioning only."""
        single = copy(self)
        single._values = self._values.astype(np.float32)
        return single


def dissect(i, j, positions, box: Box) -> Dissection:
    """The elimination order for a pair list in a periodic cell.

    Parameters
    ----------
    i, j : ndarray, shape (n_pairs,)
        Ends of the pairs.
    positions : ndarray, shape (n_particles, 2)
        Positions, in units of length.
    box : Box
        The periodic cell.
    """
    reduced = box.reduced()
    return Dissection(i, j, reduced.fractional(positions), reduced.heights)


@njit
def _pair_blocks(vectors, radial, transverse):
    """The 2 x 2 stiffness of each pair as (xx, xy, yy)."""
    blocks = np.empty((radial.size, 3))
    for p in range(radial.size):
        x, y = vectors[p, 0], vectors[p, 1]
        extra = (radial[p] - transverse[p]) / (x * x + y * y)
        blocks[p, 0] = extra * x * x + transverse[p]
        blocks[p, 1] = extra * x * y
        blocks[p, 2] = extra * y * y + transverse[p]
    return blocks


def _layout(own, boundary_starts):
    """Columns and rows of each front in degrees of freedom, and where its columns of L start."""
    columns = 2 * (own[:, 1] - own[:, 0])
    sizes = np.stack([columns, columns + 2 * np.diff(boundary_starts)], axis=1)
    return sizes, np.concatenate([[0], np.cumsum(sizes[:, 0] * sizes[:, 1])])


@njit
def _factorise(i, j, blocks, diagonal, position, own, n_children, boundary_starts, boundary, sizes, starts, values):
    """Fill `values` with the fronts' columns of L; returns the front that is not positive definite, or -1."""
    pair_starts, pair_order = _pairs_by_earlier_end(i, j, position)
    held = position.size - 1
    where = np.zeros(position.size, dtype=np.int64)  # row of each particle in the front at hand
    stack = np.empty(1024)  # updates of children that wait for their parents
    tops = np.zeros(own.shape[0] + 1, dtype=np.int64)
    origin = np.zeros(own.shape[0] + 1, dtype=np.int64)
    depth = 0
    info = np.zeros(1, dtype=np.int32)
    for f in range(own.shape[0]):
        lo, hi = own[f, 0], own[f, 1]
        n, m = sizes[f, 0], sizes[f, 1]
        k = m - n
        later = boundary[boundary_starts[f] : boundary_starts[f + 1]]
        for p in range(lo, hi):
            where[p] = 2 * (p - lo)
        for p in range(later.size):
            where[later[p]] = n + 2 * p
        top = tops[depth]
        if stack.size < top + k * k:
            grown = np.empty(2 * stack.size + k * k)
            grown[:top] = stack[:top]
            stack = grown
        panel, update = values[starts[f] : starts[f + 1]], stack[top : top + k * k]
        panel[:] = 0.0
        update[:] = 0.0
        for p in range(lo, hi):
            c = where[p]
            panel[c * m + c] += diagonal[p, 0]
            panel[c * m + c + 1] += diagonal[p, 1]
            panel[(c + 1) * m + c + 1] += diagonal[p, 2]
            for q in range(pair_starts[p], pair_starts[p + 1]):
                a = pair_order[q]
                other = max(position[i[a]], position[j[a]])
                if other == held:
                    continue
                r = where[other]
                panel[c * m + r] -= blocks[a, 0]
                panel[c * m + r + 1] -= blocks[a, 1]
                panel[(c + 1) * m + r] -= blocks[a, 1]
                panel[(c + 1) * m + r + 1] -= blocks[a, 2]
        for _ in range(n_children[f]):
            depth -= 1
            child = origin[depth]
            rows = boundary[boundary_starts[child] : boundary_starts[child + 1]]
            _extend_add(stack[tops[depth] : tops[depth + 1]], rows, where, n, m, panel, update)
        if not _eliminate(n, k, m, panel, update, info):
            return f
        bottom = tops[depth]
        for q in range(k * k):  # over the children's updates, which are spent
            stack[bottom + q] = stack[top + q]
        origin[depth] = f
        depth += 1
        tops[depth] = bottom + k * k
    return -1


@njit
def _pairs_by_earlier_end(i, j, position):
    """Pairs sorted by which of their ends is eliminated first."""
    starts = np.zeros(position.size + 1, dtype=np.int64)
    for p in range(i.size):
        starts[min(position[i[p]], position[j[p]]) + 1] += 1
    for v in range(position.size):
        starts[v + 1] += starts[v]
    fill, order = starts[:-1].copy(), np.empty(i.size, dtype=np.int64)
    for p in range(i.size):
        v = min(position[i[p]], position[j[p]])
        order[fill[v]] = p
        fill[v] += 1
    return starts, order


@njit
def _diagonal_blocks(i, j, blocks, position):
    """Sum of the pair blocks at each particle, in the order of elimination."""
    out = np.zeros((position.size, 3))
    for p in range(i.size):
        for c in range(3):
            out[position[i[p]], c] += blocks[p, c]
            out[position[j[p]], c] += blocks[p, c]
    return out


@njit
def _hold_rattlers(diagonal):
    """Give particles that resist nothing a stiffness of their own; returns their places in the order of elimination.

    Should the last particle, which is held anyway, be one of them, it holds nobody else: the last that is none is tied
    down in its place. No net force pulls at that tie, so that the solution is as exact.
    """
    n, stiffest = diagonal.shape[0], 0.0
    for p in range(n):
        stiffest = max(stiffest, abs(diagonal[p, 0]), abs(diagonal[p, 2]))
    rattles = np.zeros(n, dtype=np.bool_)
    for p in range(n):
        xx, xy, yy = diagonal[p]
        least = 0.5 * (xx + yy) - np.hypot(0.5 * (xx - yy), xy)
        rattles[p] = abs(least) <= _LIGHT * stiffest
    last = n - 1
    while last > 0 and rattles[last]:
        last -= 1
    for p in range(n):
        if rattles[p] or (p == last and last < n - 1):
            diagonal[p, 0] += stiffest
            diagonal[p, 2] += stiffest
    return np.flatnonzero(rattles)


@njit
def _extend_add(child, rows, where, n, m, panel, update):
    """Add a child's update to the columns that this front eliminates, or to its own update."""
    size, k = 2 * rows.size, m - n
    for a in range(rows.size):
        for ca in range(2):
            column = where[rows[a]] + ca
            source = child[(2 * a + ca) * size : (2 * a + ca + 1) * size]
            if column < n:
                target, shift = panel[column * m : (column + 1) * m], 0
            else:
                target, shift = update[(column - n) * k : (column - n + 1) * k], n
            for b in range(a, rows.size):
                r = where[rows[b]] - shift
                target[r] += source[2 * b]
                target[r + 1] += source[2 * b + 1]


@njit
def _eliminate(n, k, m, panel, update, info):
    """Dense Cholesky of the first n columns, and the update that they leave to the rest; False if not positive."""
    if n == 0:
        return True
    n_, k_, m_ = np.array([n], np.int32), np.array([k], np.int32), np.array([m], np.int32)
    letters = np.array([76, 82, 84, 78], np.uint8)  # L(ower), R(ight), T(ransposed), N(ot)
    lower, right, transposed, plain = letters[0:], letters[1:], letters[2:], letters[3:]
    one, minus_one = np.array([1.0]), np.array([-1.0])
    dpotrf(lower.ctypes, n_.ctypes, panel.ctypes, m_.ctypes, info.ctypes)
    if info[0] != 0:
        return False
    if k > 0:
        below = panel[n:]
        dtrsm(
            right.ctypes, lower.ctypes, transposed.ctypes, plain.ctypes, k_.ctypes, n_.ctypes, one.ctypes,
            panel.ctypes, m_.ctypes, below.ctypes, m_.ctypes,
        )  # fmt: skip
        dsyrk(
            lower.ctypes, plain.ctypes, k_.ctypes, n_.ctypes, minus_one.ctypes, below.ctypes, m_.ctypes,
            one.ctypes, update.ctypes, k_.ctypes,
        )  # fmt: skip
    return True


@njit(fastmath=CONTRACT | {"reassoc"})
def solve(order, own, boundary_starts, boundary, sizes, starts, values, right, out):
    """Forward and backward substitution, front by front; `out` may be `right` itself."""
    n_particles = order.size
    x = np.empty(2 * n_particles)
    mean0, mean1 = right[:, 0].mean(), right[:, 1].mean()
    for p in range(n_particles):
        x[2 * p], x[2 * p + 1] = right[order[p], 0] - mean0, right[order[p], 1] - mean1
    x[-2:] = 0.0  # the held particle
    local = np.empty(sizes[:, 1].max())
    for f in range(own.shape[0]):
        n, m, base = sizes[f, 0], sizes[f, 1], 2 * own[f, 0]
        later = boundary[boundary_starts[f] : boundary_starts[f + 1]]
        local[:n] = x[base : base + n]
        local[n:m] = 0.0
        for c in range(n):
            column = values[starts[f] + c * m + c : starts[f] + (c + 1) * m]
            y = local[c] / column[0]
            local[c] = y
            rest = local[c + 1 : m]
            for r in range(rest.size):
                rest[r] -= column[1 + r] * y
        x[base : base + n] = local[:n]
        for p in range(later.size):
            x[2 * later[p]] += local[n + 2 * p]
            x[2 * later[p] + 1] += local[n + 2 * p + 1]
    for f in range(own.shape[0] - 1, -1, -1):
        n, m, base = sizes[f, 0], sizes[f, 1], 2 * own[f, 0]
        later = boundary[boundary_starts[f] : boundary_starts[f + 1]]
        local[:n] = x[base : base + n]
        for p in range(later.size):
            local[n + 2 * p] = x[2 * later[p]]
            local[n + 2 * p + 1] = x[2 * later[p] + 1]
        for c in range(n - 1, -1, -1):
            column = values[starts[f] + c * m + c : starts[f] + (c + 1) * m]
            rest = local[c + 1 : m]
            total = 0.0
            for r in range(rest.size):
                total += column[1 + r] * rest[r]
            local[c] = (local[c] - total) / column[0]
        x[base : base + n] = local[:n]
    mean0, mean1 = x[0::2].mean(), x[1::2].mean()
    for p in range(n_particles):
        out[order[p], 0], out[order[p], 1] = x[2 * p] - mean0, x[2 * p + 1] - mean1
