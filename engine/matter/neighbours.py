"""Which particles are near each other: linked cells in any periodic lattice."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._jit import njit
from ..errors import GlassError
from .cell import Box
from .model import Model


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


def find_pairs(
    positions: np.ndarray,
    box: Box,
    radius: float,
    diameters: np.ndarray | None = None,
    model: Model | None = None,
    skin: float = 0.0,
) -> Neighbours:
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
    if diameters is None or model is None:
        diameters, cutoff, nonadditivity, skin = np.zeros(len(positions)), 0.0, 0.0, radius
    else:
        cutoff, nonadditivity = model.cutoff, model.nonadditivity
    if box.dimension != 2:
        raise GlassError(f"pairs are searched in two dimensions so far, not {box.dimension}")
    fractional = reduced.fractional(positions)
    fractional -= np.floor(fractional)
    fractional[fractional >= 1] = 0.0  # where rounding lifted a tiny negative one
    counts = np.minimum((2 * heights / radius).astype(np.int64), 1024)  # cells half a radius wide, looked at two deep
    deep = 2 if counts.min() >= 5 else 0
    if deep == 0:
        counts[:] = 1
    newest, older = _link_cells(fractional, counts)
    size = int(0.6 * np.pi * radius**2 / box.volume * len(positions) ** 2) + 64
    while True:
        i, j, vectors, n = _rows(
            fractional, reduced.cell, counts, deep, newest, older, diameters, cutoff, nonadditivity, skin, size
        )
        if n <= size:
            return Neighbours(i[:n], j[:n], vectors[:n])
        size = n


@njit
def _link_cells(fractional, counts):
    """The highest particle in each cell, and after each particle the next lower one (-1: none)."""
    newest = np.full((counts[0], counts[1]), -1, dtype=np.int64)
    older = np.empty(len(fractional), dtype=np.int64)
    for p in range(len(fractional)):
        a, b = int(fractional[p, 0] * counts[0]), int(fractional[p, 1] * counts[1])
        older[p] = newest[a, b]
        newest[a, b] = p
    return newest, older


@njit
def _rows(fractional, cell, counts, deep, newest, older, diameters, cutoff, nonadditivity, skin, size):
    """Every near pair under its lower end, each row sorted; counts on where there is no room left."""
    first, second, vectors = np.empty(size, np.int32), np.empty(size, np.int32), np.empty((size, 2))
    wide = 2 * deep + 1
    columns = np.empty(wide, dtype=np.int64)
    found = 0
    for p in range(len(fractional)):
        start = found
        a, b = int(fractional[p, 0] * counts[0]), int(fractional[p, 1] * counts[1])
        for d in range(wide):
            columns[d] = (b + d - deep) % counts[1]
        for d in range(wide):
            row = newest[(a + d - deep) % counts[0]]
            for column in columns:
                q = row[column]
                while q > p:
                    x, y = _between(fractional, cell, p, q)
                    mean = 0.5 * (diameters[p] + diameters[q])
                    mean *= 1 - nonadditivity * abs(diameters[p] - diameters[q])
                    reach = cutoff * mean + skin
                    if x * x + y * y < reach * reach:
                        if found < size:
                            k = found
                            while k > start and second[k - 1] > q:
                                second[k] = second[k - 1]
                                k -= 1
                            second[k] = q
                        found += 1
                    q = older[q]
        for k in range(start, min(found, size)):
            first[k], (vectors[k, 0], vectors[k, 1]) = p, _between(fractional, cell, p, second[k])
    return first, second, vectors, found


@njit
def _between(fractional, cell, p, q):
    """From one particle to the nearest image of another."""
    f0, f1 = fractional[q, 0] - fractional[p, 0], fractional[q, 1] - fractional[p, 1]
    f0 -= np.rint(f0)
    f1 -= np.rint(f1)
    return f0 * cell[0, 0] + f1 * cell[1, 0], f0 * cell[0, 1] + f1 * cell[1, 1]
