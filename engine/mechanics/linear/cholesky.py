"""Sparse Cholesky factor of the Hessian: multifrontal, over the tree of a nested dissection.

Each front is a small dense matrix over the particles that it eliminates and those later ones that they couple to; BLAS
does the work. The last particle is held in place, which removes the translations exactly: forces without a net sum
are solved exactly, and everything that depends on differences of displacements is exact. Rattlers are held too:
particles that touch nobody, or so lightly that they give way in some direction; nothing pulls at them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..._jit import njit
from ...errors import NotAMinimumError
from ...matter.cell import Box
from ._lapack import RIGHT, TURNED, potrf, syrk, trsm
from .dissection import Dissection
from .fronts import assemble, couple, diagonal_blocks, extend_add, lay_out, place, room_for_updates
from .substitution import FactorArrays, solve, solve_held

_LIGHT = 1e-8  # of the largest stiffness: who resists less in some direction is a rattler

_AT_ONCE = 4e9  # operations of the elimination in one call of the kernel: 0.2 s


class Waiting(NamedTuple):
    """Updates of children that wait for their parents.

    Attributes
    ----------
    stack : ndarray
        The updates, one behind the other.
    tops, origin : ndarray of int
        Where each ends, and the front that it is from.
    depth : ndarray of int, shape (1,)
        How many there are.
    """

    stack: np.ndarray
    tops: np.ndarray
    origin: np.ndarray
    depth: np.ndarray


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
    held : ndarray of int, optional
        Particles that are tied to their places by springs of the largest stiffness there is, `tie`.
    grip : float
        By how many times stiffer springs.
    shift : float
        Stiffness of springs that tie all particles to their places, energy / length^2.
    watch : callable, optional
        Called without arguments every now and then; what it raises stops the work.
    single : bool
        Whether to work in single precision: for a preconditioner only, in half of the time.

    Raises
    ------
    NotAMinimumError
        If M is not positive definite: the state is no minimum. In single precision it may be a soft one.

    Attributes
    ----------
    fronts : Fronts
        The tree of fronts, for kernels.
    couplings : Couplings
        The pairs, for kernels.
    values : ndarray
        The panels of L.
    arrays : FactorArrays
        What the kernel `solve` takes before the right-hand side.
    rattlers : ndarray of int
        Particles that nobody holds in place; they are held where they are.
    tie : float
        The stiffness by which they are.
    """

    def __init__(
        self,
        dissection: Dissection,
        i: np.ndarray,
        j: np.ndarray,
        vectors: np.ndarray,
        radial: np.ndarray,
        transverse: np.ndarray,
        held: ArrayLike = (),
        grip: float = 1.0,
        shift: float = 0.0,
        watch: Callable[[], None] | None = None,
        single: bool = False,
    ):
        self.fronts = lay_out(dissection)
        self.couplings = couple(self.fronts, i, j)
        blocks = pair_blocks(vectors, radial, transverse)
        diagonal = diagonal_blocks(i, j, blocks, self.fronts.position)
        self.tie = float(np.abs(diagonal[:, ::2]).max())
        places, self.tied = _hold_rattlers(diagonal, self.tie)
        diagonal[:, ::2] += shift
        diagonal[self.fronts.position[np.asarray(held, dtype=np.int64)], ::2] += grip * self.tie
        self.rattlers = self.fronts.order[places]
        self.values = np.empty(self.fronts.starts[-1], dtype=np.float32 if single else float)
        if not _factorise(self.fronts, self.couplings, blocks, diagonal, self.values, watch):
            raise NotAMinimumError(
                "the Hessian is not positive definite: this state is no minimum of the energy; relax it first"
            )
        pivots = _pivots(self.fronts, self.values)
        self.arrays = FactorArrays(self.fronts, self.values, pivots, np.ones(len(pivots)))

    def solve(self, forces: np.ndarray) -> np.ndarray:
        """M^-1 on the complement of the translations, of the shape of `forces`.

        Parameters
        ----------
        forces : ndarray, shape (n_particles, 2) or (n_particles, 2, k)
            Right-hand sides; the mean of each is taken out first, and the mean of the result. Together they cost half.
        """
        if forces.ndim == 2:
            out = np.empty_like(forces)
            solve(self.arrays, forces, out)
            return out
        out = self.solve_held(forces - forces.mean(axis=0))
        return out - out.mean(axis=0)

    def solve_held(self, forces: np.ndarray) -> np.ndarray:
        """Displacements while the last particle of the order is held, whatever the sum of the forces, (n, 2, k).

        Parameters
        ----------
        forces : ndarray, shape (n_particles, 2, k)
            Right-hand sides.
        """
        return solve_held(self.fronts, self.values, np.ascontiguousarray(forces))

    def log_determinant(self) -> float:
        """Logarithm of the determinant of what is factorised: the last particle and rattlers held."""
        return 2 * float(np.log(self.arrays.pivots).sum()) - 2 * len(self.tied) * float(np.log(self.tie))


def dissect(i: np.ndarray, j: np.ndarray, positions: np.ndarray, box: Box) -> Dissection:
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
def pair_blocks(vectors: np.ndarray, radial: np.ndarray, transverse: np.ndarray) -> np.ndarray:
    """The 2 x 2 stiffness of each pair as (xx, xy, yy)."""
    blocks = np.empty((radial.size, 3))
    for p in range(radial.size):
        x, y = vectors[p, 0], vectors[p, 1]
        extra = (radial[p] - transverse[p]) / (x * x + y * y)
        blocks[p, 0] = extra * x * x + transverse[p]
        blocks[p, 1] = extra * x * y
        blocks[p, 2] = extra * y * y + transverse[p]
    return blocks


@njit
def _hold_rattlers(diagonal, tie):
    """Tie particles that resist nothing to their places; returns theirs in the order of elimination, and all tied.

    Should the last particle, which is held anyway, be one of them, it holds nobody else: the last that is none is tied
    down in its place. No net force pulls at that tie, so that the solution is as exact.
    """
    n = diagonal.shape[0]
    rattles = np.zeros(n, dtype=np.bool_)
    for p in range(n):
        xx, xy, yy = diagonal[p]
        least = 0.5 * (xx + yy) - np.hypot(0.5 * (xx - yy), xy)
        rattles[p] = abs(least) <= _LIGHT * tie
    last = n - 1
    while last > 0 and rattles[last]:
        last -= 1
    tied = rattles.copy()
    tied[last] = tied[last] or last < n - 1
    for k in np.flatnonzero(tied):
        diagonal[k, 0] += tie
        diagonal[k, 2] += tie
    return np.flatnonzero(rattles), np.flatnonzero(tied)


def _factorise(fronts, couplings, blocks, diagonal, values, watch):
    """Fill `values` with the fronts' columns of L; False if the matrix is not positive definite."""
    n_fronts = fronts.own.shape[0]
    waiting = Waiting(
        np.empty(room_for_updates(fronts, 0), dtype=values.dtype),
        np.zeros(n_fronts + 1, dtype=np.int64),
        np.zeros(n_fronts + 1, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
    )
    where = np.zeros(fronts.position.size, dtype=np.int64)  # row of each particle in the front at hand
    n, m = fronts.sizes[:, 0].astype(float), fronts.sizes[:, 1].astype(float)
    work = np.cumsum(n**3 / 3 + n * m * (m - n))
    ends = np.unique(np.searchsorted(work, np.arange(_AT_ONCE, work[-1], _AT_ONCE)) + 1) if watch is not None else ()
    first = 0
    for end in (*ends, n_fronts):
        if not _factorise_some(fronts, couplings, blocks, diagonal, values, waiting, where, first, end):
            return False
        first = end
        if watch is not None:
            watch()
    return True


@njit
def _factorise_some(fronts, couplings, blocks, diagonal, values, waiting, where, first, end):
    """Go on with some of the fronts."""
    stack, tops, origin = waiting.stack, waiting.tops, waiting.origin
    depth = waiting.depth[0]
    for f in range(first, end):
        n, m = fronts.sizes[f]
        k, top = m - n, tops[depth]
        panel, update = values[fronts.starts[f] : fronts.starts[f + 1]], stack[top : top + k * k]
        place(fronts, f, where)
        assemble(fronts, couplings, f, blocks, diagonal, where, m, where.size - 1, panel)
        for c in range(k):  # of updates the lower triangle is all that is ever read
            update[c * k + c : (c + 1) * k] = 0.0
        for _ in range(fronts.children[f]):
            depth -= 1
            child = origin[depth]
            rows = fronts.boundary[fronts.boundary_starts[child] : fronts.boundary_starts[child + 1]]
            extend_add(stack[tops[depth] : tops[depth + 1]], rows, where, n, m, panel, update)
        if n > 0 and not _eliminate(n, k, m, panel, update):
            return False
        bottom = tops[depth]
        if bottom < top:
            for c in range(k):  # over the children's updates, which are spent
                for q in range(c * k + c, (c + 1) * k):
                    stack[bottom + q] = stack[top + q]
        origin[depth] = f
        depth += 1
        tops[depth] = bottom + k * k
    waiting.depth[0] = depth
    return True


@njit
def _eliminate(n, k, m, panel, update):
    """Dense Cholesky of the first n columns, and the update that they leave to the rest; False if not positive."""
    if not potrf(n, panel, m):
        return False
    if k > 0:
        below = panel[n:]
        trsm(RIGHT, TURNED, k, n, panel, m, below, m)
        syrk(k, n, -1.0, below, m, 1.0, update, k)
    return True


@njit
def _pivots(fronts, values):
    """The diagonal of L."""
    out, filled = np.empty(fronts.sizes[:, 0].sum()), 0
    for f in range(fronts.own.shape[0]):
        n, m = fronts.sizes[f]
        for c in range(n):
            out[filled] = values[fronts.starts[f] + c * m + c]
            filled += 1
    return out
