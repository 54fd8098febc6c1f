"""The force kernel, the one that everything waits for: pairs in blocks, gathered, computed, scattered."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._jit import CONTRACT, njit
from .potential import Form, block

BLOCK = 512

_SUMS = CONTRACT | {"reassoc"}  # lets the sums of one block run in vector lanes: a fixed order, on one machine


class PairArrays(NamedTuple):
    """What the force kernel reads of a Verlet list.

    Attributes
    ----------
    form : named tuple
        The reduced pair energy.
    order : ndarray of int, shape (n_particles,)
        Particles in the order in which `first` and `second` number them.
    first, second : ndarray of int, shape (n_pairs,)
        Ends of the pairs.
    x, y : ndarray, shape (n_pairs,)
        Their vectors in the deformed reference.
    inverse_square_sizes, unequal : ndarray, shape (n_pairs,)
        1 / size^2, and whether the ends are of different species.
    strengths : ndarray, shape (2,)
        Energy scales of pairs of equal and of unequal species.
    """

    form: Form
    order: np.ndarray
    first: np.ndarray
    second: np.ndarray
    x: np.ndarray
    y: np.ndarray
    inverse_square_sizes: np.ndarray
    unequal: np.ndarray
    strengths: np.ndarray


@njit
def take_turns(first: np.ndarray, n_particles: int) -> np.ndarray:
    """An order of pairs in which neighbouring pairs have different first ends: no store waits for the one before.

    `first` rises. Some hundred pairs at a time, first every particle's first pair, then its second, and so on.
    """
    starts = np.zeros(n_particles + 1, dtype=np.int64)
    for p in range(first.size):
        starts[first[p] + 1] += 1
    for v in range(n_particles):
        starts[v + 1] += starts[v]
    order = np.empty(first.size, dtype=np.int64)
    n, lo = 0, 0
    while lo < n_particles:
        hi = lo + 1
        while hi < n_particles and starts[hi + 1] - starts[lo] <= BLOCK // 2:
            hi += 1
        turn, done = 0, n + starts[hi] - starts[lo]
        while n < done:
            for v in range(lo, hi):
                if starts[v] + turn < starts[v + 1]:
                    order[n] = starts[v] + turn
                    n += 1
            turn += 1
        lo = hi
    return order


@njit
def evaluate(pairs: PairArrays, u: np.ndarray, forces: np.ndarray) -> tuple[float, np.ndarray]:
    """The force kernel: blocks of pairs are gathered, computed in vector registers, and scattered."""
    form, order, first, second, x, y, inverse_square_sizes, unequal, strengths = pairs
    sorted_u, sorted_forces = np.empty_like(u), np.zeros_like(u)
    for p in range(order.size):
        sorted_u[p, 0], sorted_u[p, 1] = u[order[p], 0], u[order[p], 1]
    dx, dy, slope = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    energy, virial = 0.0, np.zeros(3)
    for lo in range(0, first.size, BLOCK):
        hi = min(lo + BLOCK, first.size)
        i, j, s, cross = first[lo:hi], second[lo:hi], inverse_square_sizes[lo:hi], unequal[lo:hi]
        _gather(i, j, x[lo:hi], y[lo:hi], sorted_u, dx, dy)
        energy += block(form, dx, dy, s, cross, strengths, slope)
        _virial_block(dx, dy, slope, hi - lo, virial)
        scatter(i, j, dx, dy, sorted_forces)
    for p in range(order.size):
        forces[order[p], 0], forces[order[p], 1] = sorted_forces[p, 0], sorted_forces[p, 1]
    return energy, virial


@njit
def _gather(i, j, x, y, u, dx, dy):
    """Vectors of a block's pairs."""
    for k in range(i.size):
        p, q = np.uintp(i[k]), np.uintp(j[k])  # unsigned: no check for negative indices
        dx[k] = x[k] + (u[q, 0] - u[p, 0])
        dy[k] = y[k] + (u[q, 1] - u[p, 1])


@njit
def scatter(i: np.ndarray, j: np.ndarray, fx: np.ndarray, fy: np.ndarray, forces: np.ndarray) -> None:
    """Add a block's pair forces to both ends."""
    for k in range(i.size):
        p, q = np.uintp(i[k]), np.uintp(j[k])
        a, b = fx[k], fy[k]
        old_x, old_y = forces[p, 0], forces[p, 1]  # both loads before the stores: they may alias
        forces[p, 0] = old_x + a
        forces[p, 1] = old_y + b
        old_x, old_y = forces[q, 0], forces[q, 1]
        forces[q, 0] = old_x - a
        forces[q, 1] = old_y - b


@njit(fastmath=_SUMS)
def _virial_block(dx, dy, slope, m, virial):
    """Add the sums of phi'/r r_a r_b; (dx, dy) become the force on the first particle."""
    xx, xy, yy = 0.0, 0.0, 0.0
    for k in range(m):
        fx, fy = slope[k] * dx[k], slope[k] * dy[k]
        xx += fx * dx[k]
        xy += fx * dy[k]
        yy += fy * dy[k]
        dx[k], dy[k] = fx, fy
    virial[0] += xx
    virial[1] += xy
    virial[2] += yy
