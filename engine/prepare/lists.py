"""The list of near pairs for particles that move far: a wide list found seldom, a tight one picked from it often.

In a liquid the fastest of many particles leaves a usual skin within a few steps. Here a wide list (found by linked
cells) lasts until somebody has left its cage, and the tight list that the force kernel reads is picked out of it by
one pass over the pairs, inside the compiled loop. Both are written straight into the rows that the kernel reads.
"""

from __future__ import annotations

import numpy as np

from .._jit import njit
from ..errors import GlassError
from ..matter.cell import Box
from ..matter.forces import BLOCK


class TwoLists:
    """A wide list of pairs and the tight one picked from it, as the arrays that the force kernel takes.

    Parameters
    ----------
    model : Model
        How the particles interact.
    positions : (N, d) array
        Positions now; they become the reference of the displacements.
    diameters : (N,) array
        Own interaction diameters.
    species : (N,) int array or None
        Species of the particles.
    box : Box
        The periodic cell.
    wide, tight : float
        Skins of the two lists, in units of length; both shrink where the cell is small.

    Raises
    ------
    GlassError
        The cell is too small for the range of the interaction.
    """

    def __init__(
        self,
        model,
        positions: np.ndarray,
        diameters: np.ndarray,
        species: np.ndarray | None,
        box: Box,
        wide: float = 1.6,
        tight: float = 0.35,
    ) -> None:
        reach, heights = model.largest_range(diameters), box.reduced().heights
        wide = min(wide, 0.5 * heights.min() * (1.0 - 1e-12) - reach)
        if not wide > 0.01:
            raise GlassError(
                f"{len(positions)} particles are too few for {model.label} at this density: the cell is hardly wider "
                "than the range of the interaction to both sides; take more particles"
            )
        tight = min(tight, 0.5 * wide)
        strengths = model.strength, model.cross_strength if species is not None else model.strength
        kinds = np.zeros(len(positions), dtype=np.int64) if species is None else species
        interaction = (model.cutoff, model.nonadditivity, *map(float, strengths))
        rows, self.reach_squared = _find(
            positions, box.reduced(), reach + wide, diameters, kinds, interaction, wide, tight
        )
        potential = model.potential.family, np.array(model.potential.coefficients)
        self.wide = (*potential, *rows)
        self.tight = (*potential, *(np.empty_like(values) for values in rows))
        self.leash, self.wide_leash = 0.5 * tight, 0.5 * (wide - tight)
        self.picked_at = np.zeros_like(positions)
        pick(self.wide, self.tight, self.reach_squared, self.picked_at)


def _find(positions, box, radius, diameters, kinds, interaction, wide, tight):
    """Rows of the wide list and the squared reach of the tight one for each of its pairs."""
    fractional = box.fractional(positions)
    fractional -= np.floor(fractional)
    fractional[fractional >= 1.0] = 0.0  # where rounding lifted a tiny negative one
    halves = np.floor(2.0 * box.heights / radius).astype(np.int64)  # cells half a radius wide, looked at two deep
    counts, deep = (np.minimum(halves, 1024), 2) if halves.min() >= 5 else (np.ones_like(halves), 0)
    room = int(0.6 * np.pi * radius**2 / box.volume * len(positions) ** 2) + 64
    while True:
        rows, reach_squared, n_pairs = _find_rows(
            fractional, box.cell, counts, deep, diameters, kinds, interaction, wide, tight, room
        )
        if n_pairs <= room:
            return rows, reach_squared
        room = n_pairs


@njit
def _find_rows(fractional, cell, counts, deep, diameters, kinds, interaction, wide, tight, room):
    """Every pair within its range and the wide skin, under its lower end; counts on where there is no room left."""
    cutoff, nonadditivity, strength, cross_strength = interaction
    n = len(fractional)
    first, following = _fill(fractional, counts)
    starts = np.zeros(n + 1, dtype=np.int64)
    ends = np.empty(room, dtype=np.int32)
    x, y, reach_squared = np.empty(room), np.empty(room), np.empty(room)
    inverse_square_sizes, strengths = np.empty(room), np.empty(room)
    found = 0
    for p in range(n):
        a, b = int(fractional[p, 0] * counts[0]), int(fractional[p, 1] * counts[1])
        for da in range(-deep, deep + 1):
            for db in range(-deep, deep + 1):
                q = first[(a + da) % counts[0], (b + db) % counts[1]]
                while q > p:  # a cell's particles come in falling order
                    f0 = fractional[q, 0] - fractional[p, 0]
                    f1 = fractional[q, 1] - fractional[p, 1]
                    f0 -= np.rint(f0)
                    f1 -= np.rint(f1)
                    u = f0 * cell[0, 0] + f1 * cell[1, 0]
                    v = f0 * cell[0, 1] + f1 * cell[1, 1]
                    size = 0.5 * (diameters[p] + diameters[q]) * (1 - nonadditivity * abs(diameters[p] - diameters[q]))
                    if u * u + v * v < (cutoff * size + wide) ** 2:
                        if found < room:
                            ends[found], x[found], y[found] = q, u, v
                            inverse_square_sizes[found] = size**-2
                            strengths[found] = strength if kinds[p] == kinds[q] else cross_strength
                            reach_squared[found] = (cutoff * size + tight) ** 2
                        found += 1
                    q = following[q]
        starts[p + 1] = found
    rows = (starts, _blocks(starts), ends, x, y, inverse_square_sizes, strengths)
    return rows, reach_squared, found


@njit
def _fill(fractional, counts):
    """Linked cells: the highest particle in each, and after each particle the next lower one (-1: none)."""
    first = np.full((counts[0], counts[1]), -1)
    following = np.empty(len(fractional), dtype=np.int64)
    for p in range(len(fractional)):
        a, b = int(fractional[p, 0] * counts[0]), int(fractional[p, 1] * counts[1])
        following[p] = first[a, b]
        first[a, b] = p
    return first, following


@njit
def _blocks(starts):
    """Ranges of particles whose pairs fit one block of the force kernel."""
    cuts = np.zeros(starts.size, dtype=np.int64)
    n = 0
    for p in range(1, starts.size):
        if starts[p] - starts[cuts[n]] > BLOCK:
            n += 1
            cuts[n] = p - 1
    cuts[n + 1] = starts.size - 1
    return cuts[: n + 2]


@njit
def pick(wide, tight, reach_squared, moved):
    """Copy the wide list's pairs that are within the tight reach now; `moved` is counted from the wide list.

    The wide list's blocks serve the tight one, which has fewer pairs in each.
    """
    _, _, starts, blocks, j, x, y, sizes, strengths = wide
    _, _, new_starts, new_blocks, new_j, new_x, new_y, new_sizes, new_strengths = tight
    new_blocks[:] = blocks
    n = 0
    for p in range(starts.size - 1):
        new_starts[p] = n
        for k in range(starts[p], starts[p + 1]):
            dx = x[k] + moved[j[k], 0] - moved[p, 0]
            dy = y[k] + moved[j[k], 1] - moved[p, 1]
            if dx * dx + dy * dy < reach_squared[k]:
                new_j[n], new_x[n], new_y[n] = j[k], x[k], y[k]
                new_sizes[n], new_strengths[n] = sizes[k], strengths[k]
                n += 1
    new_starts[-1] = n
