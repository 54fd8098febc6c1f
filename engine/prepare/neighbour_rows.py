"""Each particle's neighbours in a row of its own, mended one particle at a time as Monte Carlo moves it.

A row lists everybody who may interact with its owner until one of the two has used up half the skin, by moving or by
growing. Whoever has is listed anew: removed from the rows where it stood, entered where it now belongs.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._jit import njit
from ..matter.potential import Form
from .lists import cell_of, pair_size

LANES, WIDTH, ROOM = 8, 40, 24
"""Rows are read so many at a time, hold so many at most; cells hold so many at most."""

SKIN = 0.4

MOST_STEP = 0.14
"""Longest displacement along each axis: half the skin has room for it, whatever its direction."""

X, Y, SIZE = 0, 1, 2
"""Columns of a particle. `place` has the same ones, as they were when the particle was listed last."""

_DEEP = 2  # cells are half as wide as the search goes


class Interaction(NamedTuple):
    """How particles interact: reduced pair energy, ranges, how fast these grow with a size, the sides of the cell."""

    form: Form
    cutoff: float
    nonadditivity: float
    stretch: float
    lengths: np.ndarray


class Particles(NamedTuple):
    """What the kernels change in place.

    Attributes
    ----------
    state : ndarray, shape (N + 1, 3)
        Place and size of each, see `X`, `Y`, `SIZE`; the last row is nowhere.
    rank, of_rank : ndarray of int, shape (N,)
        Rank of each one's size, and the particle of each rank.
    place : ndarray, shape (N, 3)
        The state that each had when it was listed last.
    rows, n_near : ndarray of int, shapes (N, WIDTH) and (N,)
        Neighbours of each, and how many there are.
    cells, n_in : ndarray of int, shapes (columns * rows, ROOM) and (columns * rows,)
        Particles in each cell, and how many there are.
    counts : ndarray of int, shape (2,)
        Numbers of columns and rows of cells.
    """

    state: np.ndarray
    rank: np.ndarray
    of_rank: np.ndarray
    place: np.ndarray
    rows: np.ndarray
    n_near: np.ndarray
    cells: np.ndarray
    n_in: np.ndarray
    counts: np.ndarray


def new(positions: np.ndarray, diameters: np.ndarray, lengths: np.ndarray, farthest: float) -> Particles:
    """The arrays that the kernels take, with empty rows.

    Parameters
    ----------
    positions : ndarray, shape (n_particles, 2)
        Places.
    diameters : ndarray, shape (n_particles,)
        Sizes.
    lengths : ndarray, shape (2,)
        Sides of the cell.
    farthest : float
        Largest range of any pair, in units of length.
    """
    n = len(positions)
    state = np.full((n + 1, 3), np.nan)
    state[:n, :2], state[:n, 2], state[n, 2] = positions, diameters, 1.0
    of_rank = np.argsort(diameters, kind="stable")
    rank = np.empty(n, np.int64)
    rank[of_rank] = np.arange(n)
    counts = (_DEEP * lengths / (farthest + SKIN)).astype(np.int64)
    n_cells = int(counts.prod())
    return Particles(
        state, rank, of_rank, state[:n].copy(), np.full((n, WIDTH), n, np.int32), np.zeros(n, np.int32),
        np.empty((n_cells, ROOM), np.int32), np.zeros(n_cells, np.int32), counts,
    )  # fmt: skip


@njit
def fill(interaction: Interaction, particles: Particles) -> int:
    """Enter every particle into the cells and rows; returns how many found no room."""
    lost = 0
    for p in range(len(particles.place)):
        lost += _enter(interaction, particles, p)
    return lost


@njit
def covers(interaction: Interaction, particles: Particles, p: int, x: float, y: float, size: float) -> bool:
    """Whether the rows hold every pair of a particle if it is at (x, y) and has this size."""
    place = particles.place
    used = max(0.0, interaction.stretch * (size - place[p, SIZE]))
    dx, dy = x - place[p, X], y - place[p, Y]
    return used < 0.5 * SKIN and dx * dx + dy * dy < (0.5 * SKIN - used) ** 2


@njit
def list_again(interaction: Interaction, particles: Particles, p: int, size: float) -> int:
    """List a particle anew where it is, as if it had this size; returns 1 where a row or cell was full."""
    state, place = particles.state, particles.place
    _leave(interaction, particles, p)
    place[p, X], place[p, Y], place[p, SIZE] = state[p, X], state[p, Y], size
    return _enter(interaction, particles, p)


@njit
def _leave(interaction, particles, p):
    """Take a particle out of its cell and out of the rows of its neighbours."""
    _, _, _, place, rows, n_near, cells, n_in, counts = particles
    home = cell_of(place[p, X], place[p, Y], interaction.lengths, counts)
    for k in range(n_in[home]):
        if cells[home, k] == p:
            n_in[home] -= 1
            cells[home, k] = cells[home, n_in[home]]
            break
    for k in range(n_near[p]):
        q = rows[p, k]
        for m in range(n_near[q]):
            if rows[q, m] == p:
                n_near[q] -= 1
                rows[q, m], rows[q, n_near[q]] = rows[q, n_near[q]], len(place)
                break
        rows[p, k] = len(place)
    n_near[p] = 0


@njit
def _enter(interaction, particles, p):
    """Put a particle into its cell, and into the rows of those who are near; returns 1 where one was full."""
    _, cutoff, nonadditivity, _, lengths = interaction
    _, _, _, place, rows, n_near, cells, n_in, counts = particles
    x, y, size = place[p, X], place[p, Y], place[p, SIZE]
    inverse_lx, inverse_ly = 1.0 / lengths[0], 1.0 / lengths[1]
    home, lost = cell_of(x, y, lengths, counts), 0
    home_row, home_column = home // counts[0], home % counts[0]
    for down in range(-_DEEP, _DEEP + 1):
        row = _around(home_row + down, counts[1]) * counts[0]
        for right in range(-_DEEP, _DEEP + 1):
            near = row + _around(home_column + right, counts[0])
            for k in range(n_in[near]):
                q = cells[near, k]
                dx, dy = place[q, X] - x, place[q, Y] - y
                dx -= lengths[0] * np.rint(dx * inverse_lx)
                dy -= lengths[1] * np.rint(dy * inverse_ly)
                reach = cutoff * pair_size(size, place[q, SIZE], nonadditivity) + SKIN
                if dx * dx + dy * dy >= reach * reach:
                    continue
                if n_near[p] == WIDTH or n_near[q] == WIDTH:
                    lost = 1
                    continue
                rows[p, n_near[p]], rows[q, n_near[q]] = q, p
                n_near[p] += 1
                n_near[q] += 1
    if n_in[home] == ROOM:
        return 1
    cells[home, n_in[home]] = p
    n_in[home] += 1
    return lost


@njit
def _around(index, n):
    """The index modulo n, without a division: it is less than n away."""
    return index + n if index < 0 else index - n if index >= n else index
