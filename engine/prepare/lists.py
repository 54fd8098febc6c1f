"""The list of near pairs for particles that move far: a wide list found rarely, a tight one picked from it often.

In a liquid the fastest of many particles leaves a usual skin within a few steps. Here a wide list (found by linked
cells) lasts until somebody has left its cage, and the tight list that the force kernel reads is picked out of it by
one pass over the pairs, inside the compiled loop.
"""

from __future__ import annotations

import numpy as np

from .._jit import njit
from ..errors import GlassError
from ..matter.cell import Box
from ..matter.forces import VerletList


class TwoLists:
    """A wide Verlet list and the tight one picked from it.

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
        tight: float = 0.25,
    ) -> None:
        self.all = VerletList(model, positions, diameters, species, box, skin=wide)
        if not self.all.skin > 0.01:
            raise GlassError(
                f"{len(positions)} particles are too few for {model.label} at this density: the cell is hardly wider "
                "than the range of the interaction to both sides; take more particles"
            )
        skin = min(tight, 0.5 * self.all.skin)
        self.wide = self.all.arrays
        self.tight = (*self.wide[:2], *(np.empty_like(values) for values in self.wide[2:]))
        self.reach_squared = (model.cutoff * model.pair_sizes(diameters[self.all.i], diameters[self.all.j]) + skin) ** 2
        self.leash, self.wide_leash = 0.5 * skin, 0.5 * (self.all.skin - skin)
        self.picked_at = np.zeros_like(positions)
        pick(self.wide, self.tight, self.reach_squared, self.picked_at)


@njit
def pick(wide, tight, reach_squared, moved):
    """Copy the wide list's pairs that are within the tight reach now; `moved` is counted from the wide list.

    Both are the arrays of a `VerletList`; the wide list's blocks serve the tight one, which has fewer pairs in each.
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
