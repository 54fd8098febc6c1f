"""Which particles are near each other: linked cells in any periodic lattice."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._jit import njit
from ..errors import GlassError
from .cell import Box


class Neighbours(NamedTuple):
    """Pairs of particles, each once, sorted by i then j.

    Attributes
    ----------
    i, j : ndarray of int32, shape (n_pairs,)
        Ends of the pairs, i < j.
    vectors : ndarray, shape (n_pairs, d)
        x_j - x_i to the nearest image, in units of length.
    """

    i: np.ndarray
    j: np.ndarray
    vectors: np.ndarray


def find_pairs(positions, box: Box, radius: float, diameters=None, model=None, skin: float = 0.0) -> Neighbours:
    """Every pair nearer than `radius`, or, with a model, nearer than that pair's own range plus `skin`.

    Parameters
    ----------
    positions : ndarray, shape (n_particles, d)
        Positions, in or out of the cell.
    box : Box
        The periodic cell; it may be sheared by any amount.
    radius : float
        Search radius, in units of length.
    diameters : ndarray, shape (n_particles,), optional
        Own interaction diameters, used with `model`.
    model : Model, optional
        Keep only pairs nearer than ``model.cutoff * pair size + skin``.
    skin : float
        Added to each pair's range, in units of length.

    Returns
    -------
    Neighbours
        The pairs. Cost: linear in the number of particles where the cell is at least three radii high, else quadratic.

    Raises
    ------
    GlassError
        If the cell is lower than two radii, where a pair could meet two images of each other.
    """
    reduced = box.reduced()
    heights = reduced.heights
    if heights.min() < 2 * radius:
        raise GlassError(
            f"the cell is {heights.min():.4g} high, too small for interactions over {radius:.4g}: "
            f"expected at least {2 * radius:.4g}; take more particles"
        )
    if diameters is None:
        diameters, cutoff, nonadditivity, skin = np.zeros(len(positions)), 0.0, 0.0, radius
    else:
        cutoff, nonadditivity = model.cutoff, model.nonadditivity
    fractional = reduced.fractional(positions)
    fractional -= np.floor(fractional)
    counts = np.minimum(np.maximum((heights / radius).astype(np.int64), 1), 1024)
    if box.dimension != 2:
        raise GlassError(f"pairs are searched in two dimensions so far, not {box.dimension}")
    if counts.min() < 3:
        counts[:] = 1
    order, starts = _fill_cells(fractional, counts)
    size = len(positions) * 8 + 64
    while True:
        found = np.empty((size, 2), dtype=np.int32)
        vectors = np.empty((size, 2))
        n = _search(
            fractional, reduced.cell, counts, order, starts, diameters, cutoff, nonadditivity, skin, found, vectors
        )
        if n <= size:
            break
        size = n
    return Neighbours(*_sort(found[:n], vectors[:n], len(positions)))


@njit
def _fill_cells(fractional, counts):
    """Particles sorted by linked cell, and where each cell starts."""
    n = len(fractional)
    cells = np.empty(n, dtype=np.int64)
    starts = np.zeros(counts[0] * counts[1] + 1, dtype=np.int64)
    for p in range(n):
        a = min(int(fractional[p, 0] * counts[0]), counts[0] - 1)
        b = min(int(fractional[p, 1] * counts[1]), counts[1] - 1)
        cells[p] = a * counts[1] + b
        starts[cells[p] + 1] += 1
    for c in range(len(starts) - 1):
        starts[c + 1] += starts[c]
    order = np.empty(n, dtype=np.int64)
    fill = starts[:-1].copy()
    for p in range(n):
        order[fill[cells[p]]] = p
        fill[cells[p]] += 1
    return order, starts


@njit
def _search(fractional, cell, counts, order, starts, diameters, cutoff, nonadditivity, skin, found, vectors):
    """Write every near pair once; returns how many there are, which may be more than there was room for."""
    n_found = 0
    single = counts[0] == 1
    for a in range(counts[0]):
        for b in range(counts[1]):
            here = a * counts[1] + b
            for k in range(1 if single else 5):  # this cell and half of the eight around it
                da, db = (0, 0) if k == 0 else ((0, 1) if k == 1 else (1, k - 3))
                there = ((a + da) % counts[0]) * counts[1] + (b + db) % counts[1]
                for s in range(starts[here], starts[here + 1]):
                    p = order[s]
                    first = s + 1 if k == 0 else starts[there]
                    for t in range(first, starts[there + 1]):
                        q = order[t]
                        i, j = min(p, q), max(p, q)
                        f0 = fractional[j, 0] - fractional[i, 0]
                        f1 = fractional[j, 1] - fractional[i, 1]
                        f0 -= np.rint(f0)
                        f1 -= np.rint(f1)
                        x = f0 * cell[0, 0] + f1 * cell[1, 0]
                        y = f0 * cell[0, 1] + f1 * cell[1, 1]
                        size = 0.5 * (diameters[i] + diameters[j])
                        size *= 1 - nonadditivity * abs(diameters[i] - diameters[j])
                        reach = cutoff * size + skin
                        if x * x + y * y < reach * reach:
                            if n_found < len(found):
                                found[n_found, 0], found[n_found, 1] = i, j
                                vectors[n_found, 0], vectors[n_found, 1] = x, y
                            n_found += 1
    return n_found


@njit
def _sort(found, vectors, n_particles):
    """Pairs by first end (counted), then by second (few a row: by insertion)."""
    starts = np.zeros(n_particles + 1, dtype=np.int64)
    for p in range(len(found)):
        starts[found[p, 0] + 1] += 1
    for v in range(n_particles):
        starts[v + 1] += starts[v]
    n_rows, order = np.zeros(n_particles, dtype=np.int64), np.empty(len(found), dtype=np.int64)
    for p in range(len(found)):
        row = found[p, 0]
        k = starts[row] + n_rows[row]
        n_rows[row] += 1
        while k > starts[row] and found[order[k - 1], 1] > found[p, 1]:
            order[k] = order[k - 1]
            k -= 1
        order[k] = p
    i, j, sorted_vectors = np.empty(len(found), np.int32), np.empty(len(found), np.int32), np.empty_like(vectors)
    for k in range(len(found)):
        i[k], j[k] = found[order[k], 0], found[order[k], 1]
        sorted_vectors[k] = vectors[order[k]]
    return i, j, sorted_vectors
