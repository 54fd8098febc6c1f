"""The fronts of a nested dissection: small dense matrices, and how 2 x 2 pair blocks and updates are put into them.

A front stands for the particles that it eliminates, its own, and for the later ones that they couple to, its boundary.
Its panel holds the columns of its own particles, by columns, own rows first: ``sizes[f] = (columns, rows)``.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..._jit import njit
from .dissection import Dissection


class Fronts(NamedTuple):
    """The tree of fronts, as kernels take it.

    Attributes
    ----------
    order, position : ndarray, shape (n_particles,)
        Particles in the order of elimination; where each stands in it.
    own, parent, boundary_starts, boundary : ndarray
        As in `Dissection`.
    children : ndarray, shape (n_fronts,)
        How many.
    sizes : ndarray, shape (n_fronts, 2)
        Columns and rows of each panel, in degrees of freedom.
    starts : ndarray, shape (n_fronts + 1,)
        Where each panel starts in an array of all of them.
    """

    order: np.ndarray
    position: np.ndarray
    own: np.ndarray
    parent: np.ndarray
    children: np.ndarray
    boundary_starts: np.ndarray
    boundary: np.ndarray
    sizes: np.ndarray
    starts: np.ndarray


class Couplings(NamedTuple):
    """Pairs sorted by which of their ends is eliminated first.

    Attributes
    ----------
    i, j : ndarray, shape (n_pairs,)
        Ends of the pairs.
    starts : ndarray, shape (n_particles + 1,)
        The pairs whose earlier end stands at position p in the order are ``pairs[starts[p]:starts[p + 1]]``.
    pairs : ndarray, shape (n_pairs,)
        Their numbers.
    """

    i: np.ndarray
    j: np.ndarray
    starts: np.ndarray
    pairs: np.ndarray


def lay_out(dissection: Dissection) -> Fronts:
    """The fronts of a dissection.

    Parameters
    ----------
    dissection : Dissection
        The order of elimination.
    """
    d = dissection
    children = np.bincount(d.parent[d.parent >= 0], minlength=len(d.parent))
    columns = 2 * (d.own[:, 1] - d.own[:, 0])
    sizes = np.stack([columns, columns + 2 * np.diff(d.boundary_starts)], axis=1)
    starts = np.concatenate([[0], np.cumsum(sizes[:, 0] * sizes[:, 1])])
    return Fronts(d.order, d.position, d.own, d.parent, children, d.boundary_starts, d.boundary, sizes, starts)


def couple(fronts: Fronts, i: np.ndarray, j: np.ndarray) -> Couplings:
    """Sort pairs by their earlier ends.

    Parameters
    ----------
    fronts : Fronts
        The tree.
    i, j : ndarray, shape (n_pairs,)
        Ends of the pairs.
    """
    return Couplings(i, j, *_by_earlier_end(i, j, fronts.position))


@njit
def _by_earlier_end(i, j, position):
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
def diagonal_blocks(i: np.ndarray, j: np.ndarray, blocks: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Sum of the pair blocks (xx, xy, yy) at each particle, in the order of elimination."""
    out = np.zeros((position.size, 3))
    for p in range(i.size):
        for c in range(3):
            out[position[i[p]], c] += blocks[p, c]
            out[position[j[p]], c] += blocks[p, c]
    return out


@njit
def place(fronts: Fronts, f: int, where: np.ndarray) -> None:
    """Write the row of each particle of front f into `where`, by position in the order."""
    lo, hi = fronts.own[f]
    for p in range(lo, hi):
        where[p] = 2 * (p - lo)
    start, n = fronts.boundary_starts[f], fronts.sizes[f, 0]
    for p in range(fronts.boundary_starts[f + 1] - start):
        where[fronts.boundary[start + p]] = n + 2 * p


@njit
def assemble(
    fronts: Fronts,
    couplings: Couplings,
    f: int,
    blocks: np.ndarray,
    diagonal: np.ndarray,
    where: np.ndarray,
    m: int,
    held: int,
    panel: np.ndarray,
) -> None:
    """Fill the panel of front f, m rows, with the pairs whose earlier end it eliminates; `where` is placed.

    Pairs with the particle at the position `held` are left out.
    """
    panel[:] = 0.0
    for p in range(fronts.own[f, 0], fronts.own[f, 1]):
        c = where[p]
        panel[c * m + c] = diagonal[p, 0]
        panel[c * m + c + 1] = diagonal[p, 1]
        panel[(c + 1) * m + c + 1] = diagonal[p, 2]
        for q in range(couplings.starts[p], couplings.starts[p + 1]):
            a = couplings.pairs[q]
            other = max(fronts.position[couplings.i[a]], fronts.position[couplings.j[a]])
            if other == held:
                continue
            r = where[other]
            panel[c * m + r] -= blocks[a, 0]
            panel[c * m + r + 1] -= blocks[a, 1]
            panel[(c + 1) * m + r] -= blocks[a, 1]
            panel[(c + 1) * m + r + 1] -= blocks[a, 2]


@njit
def extend_add(
    child: np.ndarray, rows: np.ndarray, where: np.ndarray, n: int, m: int, panel: np.ndarray, update: np.ndarray
) -> None:
    """Add a child's update, over the particles `rows`, to the columns of this front or to its own update."""
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
def room_for_updates(fronts: Fronts, extra: int) -> int:
    """How many numbers wait at most while updates of order k + extra are passed from children to parents."""
    depth, room = 0, 0
    tops = np.zeros(fronts.own.shape[0] + 1, dtype=np.int64)
    for f in range(fronts.own.shape[0]):
        area = (fronts.sizes[f, 1] - fronts.sizes[f, 0] + extra) ** 2
        room = max(room, tops[depth] + area)
        depth += 1 - fronts.children[f]
        tops[depth] = tops[depth - 1] + area
    return room


@njit
def room_for_inverses(fronts: Fronts) -> int:
    """How many numbers the inverses of a front and of all above it have at most."""
    below = np.zeros(fronts.own.shape[0], dtype=np.int64)
    for f in range(fronts.own.shape[0] - 1, -1, -1):
        above = below[fronts.parent[f]] if fronts.parent[f] >= 0 else 0
        below[f] = above + fronts.sizes[f, 1] ** 2
    return below.max()
