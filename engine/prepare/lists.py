"""The list of near pairs for particles that move far: a wide list found seldom, a tight one picked from it often.

In a liquid the fastest of many particles leaves a usual skin within a few steps. Here a wide Verlet list lasts until
somebody has left its cage, and the tight list that the force kernel reads is picked out of it by one pass over the
pairs, inside the compiled loop.
"""

from __future__ import annotations

import numpy as np

from .._jit import njit
from ..matter.cell import Box
from ..matter.forces import VerletList


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
        verlet = VerletList(model, positions, diameters, species, box, skin=wide)
        tight = min(tight, 0.5 * verlet.skin)
        self.reach_squared = (model.cutoff * verlet.sizes + tight) ** 2
        self.wide = verlet.arrays
        self.tight = tuple(values.copy() if isinstance(values, np.ndarray) else values for values in self.wide)
        self.leash, self.wide_leash = 0.5 * tight, 0.5 * (verlet.skin - tight)
        self.picked_at = np.zeros_like(positions)
        self.picked = np.array([pick(self.wide, self.tight, self.reach_squared, self.picked_at)])


@njit
def pick(wide, tight, reach_squared, moved):
    """Copy the wide list's pairs that are within the tight reach now; `moved` is counted from the wide list.

    Returns how many there are: `cut` gives the list of so many.
    """
    _, _, order, first, second, x, y, sizes, unequal, _ = wide
    _, _, _, new_first, new_second, new_x, new_y, new_sizes, new_unequal, _ = tight
    n = 0
    for k in range(first.size):
        p, q = order[first[k]], order[second[k]]
        dx, dy = x[k] + moved[q, 0] - moved[p, 0], y[k] + moved[q, 1] - moved[p, 1]
        if dx * dx + dy * dy < reach_squared[k]:
            new_first[n], new_second[n], new_x[n], new_y[n] = first[k], second[k], x[k], y[k]
            new_sizes[n], new_unequal[n] = sizes[k], unequal[k]
            n += 1
    return n


@njit
def cut(tight, n):
    """The first n pairs of a list."""
    family, coefficients, order, first, second, x, y, sizes, unequal, strengths = tight
    return family, coefficients, order, first[:n], second[:n], x[:n], y[:n], sizes[:n], unequal[:n], strengths
