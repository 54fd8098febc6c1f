"""An indicator's values on pairs: the sizes of all of them, and the bonds that are worth drawing."""

from dataclasses import dataclass

import numpy as np

from ..physics import Glass

MOST = 3000
"""At most this many bonds are drawn, the largest ones."""

LEAST = 1.0
"""Pairs below this many times the mean size are left out (Schwartzman-Nowik et al. 2019, SI, "Visualization")."""

FULL = 6.6
"""From this many times the mean size on, a bond has its full width (same place)."""

NEIGHBOURS = 6
"""The mean is taken over the largest sizes, one for each pair of neighbours if a particle has so many *(ours)*: the
paper's particles hardly interact with others, but where a potential reaches further most pairs have nearly nothing."""


@dataclass(frozen=True, eq=False)
class Bonds:
    """Values on pairs, as the page needs them.

    Attributes
    ----------
    ends : (n, 2) array of int
        Ends of the bonds to draw.
    values : (n,) array of float32
        Their values in units of the mean size, signed, no larger than `FULL`.
    reach : float
        Length of the longest of them when the values were taken.
    mean : float
        The mean size, see `NEIGHBOURS`.
    sizes : (P,) array of float32
        The size of every pair's value, for distributions.
    """

    ends: np.ndarray
    values: np.ndarray
    reach: float
    mean: float
    sizes: np.ndarray


def bonds_of(glass: Glass, pairs: np.ndarray, values: np.ndarray) -> Bonds:
    """What is to be drawn of a pair field.

    Parameters
    ----------
    glass : Glass
        The state it was taken in.
    pairs : (P, 2) array of int
        Ends of the pairs.
    values : (P,) array
        Their values.
    """
    sizes = np.abs(values)
    near = min(sizes.size, NEIGHBOURS * glass.n_particles // 2)
    mean = float(np.partition(sizes, sizes.size - near)[-near:].mean()) if near else 0.0
    drawn = np.flatnonzero((sizes >= LEAST * mean) & (sizes > 0.0))
    if len(drawn) > MOST:
        drawn = drawn[np.argpartition(sizes[drawn], -MOST)[-MOST:]]
    drawn = drawn[np.argsort(sizes[drawn])]  # the largest come last: on top
    ends = np.asarray(pairs)[drawn]
    lengths = np.linalg.norm(shortest(glass.positions, ends, glass.box.cell), axis=1)
    relative = np.clip(values[drawn] / mean, -FULL, FULL) if mean else values[drawn]
    reach = float(lengths.max(initial=0.0))
    return Bonds(ends, relative.astype(np.float32), reach, mean, sizes.astype(np.float32))


def shortest(positions: np.ndarray, ends: np.ndarray, cell: np.ndarray) -> np.ndarray:
    """Vectors from the first to the second end of pairs, by their nearest images.

    Parameters
    ----------
    positions : (N, d) array
        In or out of the cell.
    ends : (n, 2) array of int
        The pairs; closer than half the cell.
    cell : (d, d) array
        Rows are the lattice vectors.
    """
    away = (positions[ends[:, 1]] - positions[ends[:, 0]]) @ np.linalg.inv(cell)
    return (away - np.round(away)) @ cell
