"""Pairs of particles that move far, found inside the compiled loop.

In a liquid the fastest of many particles leaves a usual skin within a few steps. So there are two lists: a wide one,
good until somebody has left its cage, and a tight one picked from it by one pass over its pairs, which is what the
force kernel reads. The cell is a rectangle here, and images are rounded off: nothing is sheared before it is a glass.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._jit import njit
from ..matter.force_kernels import take_turns

_DEEP = 2
"""Cells are half as wide as the search goes, so that neighbours are looked for this many cells away."""


class PairList(NamedTuple):
    """Pairs and what the force kernel reads of each: the inverse square of its size, and whether its ends differ."""

    first: np.ndarray
    second: np.ndarray
    inverse_squares: np.ndarray
    unequal: np.ndarray


@njit
def cells(x: np.ndarray, lengths: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Number of cells along each side, particles by cell (row by row), and where each cell's particles start."""
    counts = np.empty(2, np.int64)
    for a in range(2):
        counts[a] = max(1, min(1024, int(_DEEP * lengths[a] / reach)))
    if min(counts) < 2 * _DEEP + 1:  # a cell would be met twice: everybody is looked at
        counts[:] = 1
    starts = np.zeros(counts[0] * counts[1] + 1, np.int64)
    home = np.empty(len(x), np.int64)
    for p in range(len(x)):
        home[p] = cell_of(x[p, 0], x[p, 1], lengths, counts)
        starts[home[p] + 1] += 1
    for c in range(starts.size - 1):
        starts[c + 1] += starts[c]
    members, filled = np.empty(len(x), np.int64), starts[:-1].copy()
    for p in range(len(x)):
        members[filled[home[p]]] = p
        filled[home[p]] += 1
    return counts, members, starts


@njit
def cell_of(x: float, y: float, lengths: np.ndarray, counts: np.ndarray) -> int:
    """Number of the cell that a point is in, wherever its image lies."""
    a, b = x / lengths[0], y / lengths[1]
    column = min(counts[0] - 1, int((a - np.floor(a)) * counts[0]))
    row = min(counts[1] - 1, int((b - np.floor(b)) * counts[1]))
    return row * counts[0] + column


@njit
def pairs_within(
    x: np.ndarray,
    diameters: np.ndarray,
    lengths: np.ndarray,
    cutoff: float,
    nonadditivity: float,
    largest: float,
    skin: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Each pair nearer than its own range plus a skin, once: (first, second) in an order fit for the force kernel.

    `largest` is the largest range of any pair. First ends rise cell by cell before the pairs take turns.
    """
    counts, members, starts = cells(x, lengths, largest + skin)
    size = int(0.6 * np.pi * (largest + skin) ** 2 / (lengths[0] * lengths[1]) * len(x) ** 2) + 64
    first, second = np.empty(size, np.int32), np.empty(size, np.int32)
    offsets = _half_ring(counts)
    n = 0
    for place in range(len(x)):
        p = members[place]
        home = cell_of(x[p, 0], x[p, 1], lengths, counts)
        row, column = home // counts[0], home % counts[0]
        for k in range(len(offsets)):
            near = (row + offsets[k, 0]) % counts[1] * counts[0] + (column + offsets[k, 1]) % counts[0]
            begin = place + 1 if k == 0 else starts[near]
            if n + starts[near + 1] - begin > first.size:
                first = np.concatenate((first, np.empty(first.size + len(x), np.int32)))
                second = np.concatenate((second, np.empty(second.size + len(x), np.int32)))
            for other in range(begin, starts[near + 1]):
                q = members[other]
                dx, dy = x[q, 0] - x[p, 0], x[q, 1] - x[p, 1]
                dx -= lengths[0] * np.rint(dx / lengths[0])
                dy -= lengths[1] * np.rint(dy / lengths[1])
                reach = cutoff * pair_size(diameters[p], diameters[q], nonadditivity) + skin
                first[n], second[n] = place, q
                n += dx * dx + dy * dy < reach * reach
    turns = take_turns(first[:n], len(x))
    first, second = first[:n][turns], second[:n][turns]
    for k in range(n):
        first[k] = members[first[k]]
    return first, second


@njit
def _half_ring(counts):
    """Cells to look at from a cell, as (rows, columns) away: itself, then one of each opposite two."""
    if counts[0] == 1:
        return np.zeros((1, 2), np.int64)
    width = 2 * _DEEP + 1
    offsets = np.empty((1 + _DEEP + _DEEP * width, 2), np.int64)
    offsets[0] = 0
    n = 1
    for row in range(_DEEP + 1):
        for column in range(-_DEEP, _DEEP + 1):
            if row > 0 or column > 0:
                offsets[n, 0], offsets[n, 1] = row, column
                n += 1
    return offsets


@njit
def pair_size(a: float, b: float, nonadditivity: float) -> float:
    """Interaction size of a pair from the diameters of its ends."""
    return 0.5 * (a + b) * (1.0 - nonadditivity * abs(a - b))


@njit
def pair_constants(
    first: np.ndarray, second: np.ndarray, diameters: np.ndarray, species: np.ndarray, nonadditivity: float
) -> tuple[np.ndarray, np.ndarray]:
    """What the force kernel reads of each pair: the inverse square of its size, and whether its ends differ."""
    inverse_squares, unequal = np.empty(first.size), np.empty(first.size, np.bool_)
    for k in range(first.size):
        p, q = first[k], second[k]
        inverse_squares[k] = pair_size(diameters[p], diameters[q], nonadditivity) ** -2
        unequal[k] = species[p] != species[q]
    return inverse_squares, unequal


@njit
def pick(x: np.ndarray, lengths: np.ndarray, cutoff: float, skin: float, wide: PairList, tight: PairList) -> int:
    """Copy the wide list's pairs that are nearer than their range plus a skin now; returns how many there are."""
    n = 0
    for k in range(wide.first.size):
        p, q = np.uintp(wide.first[k]), np.uintp(wide.second[k])
        dx, dy = x[q, 0] - x[p, 0], x[q, 1] - x[p, 1]
        dx -= lengths[0] * np.rint(dx / lengths[0])
        dy -= lengths[1] * np.rint(dy / lengths[1])
        reach = cutoff / np.sqrt(wide.inverse_squares[k]) + skin
        tight.first[n], tight.second[n] = wide.first[k], wide.second[k]
        tight.inverse_squares[n], tight.unequal[n] = wide.inverse_squares[k], wide.unequal[k]
        n += dx * dx + dy * dy < reach * reach
    return n
