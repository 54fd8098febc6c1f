"""Who is around a particle: the structural neighbours of the papers, in rows by particle."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import param

from .._jit import njit
from ..matter.glass import Glass


class CutoffScale(param.Number):
    """A slider for the neighbour cutoff, in units of the model's own."""

    def __init__(
        self,
        default: float = 1.0,
        bounds: tuple[float, float] = (0.8, 1.3),
        **options: Any,  # Any: the other options of a number
    ):
        options.setdefault("doc", "Neighbour cutoff, in units of the model's own x_cut.")
        super().__init__(default=default, bounds=bounds, **options)


class Surroundings(NamedTuple):
    """Neighbours of every particle, row by row.

    Attributes
    ----------
    starts : (N + 1,) int array
        The neighbours of particle p are entries starts[p] to starts[p + 1].
    neighbours : (2 P,) int array
        Their indices.
    vectors : (2 P, d) array
        From the particle to the neighbour, in units of length.
    """

    starts: np.ndarray
    neighbours: np.ndarray
    vectors: np.ndarray

    @property
    def counts(self) -> np.ndarray:
        """Number of neighbours of each particle, (N,)."""
        return np.diff(self.starts)


def surroundings(glass: Glass, scale: float) -> Surroundings:
    """Neighbours k of each particle j with r_jk < scale · x_cut · d_jk (Richard et al. 2020, App. B1).

    Parameters
    ----------
    glass : Glass
        The state; its model gives x_cut, the first minimum of g(r / d_jk).
    scale : float
        Factor on x_cut.
    """
    near = glass.neighbours(scaled=scale * glass.model.neighbour_cutoff)
    return Surroundings(*_rows(near.i, near.j, near.vectors, glass.n_particles))


def rows_within(glass: Glass, radius: float) -> Surroundings:
    """Neighbours of each particle nearer than a distance.

    Parameters
    ----------
    glass : Glass
        The state.
    radius : float
        The distance, in units of length.
    """
    near = glass.neighbours(radius=radius)
    return Surroundings(*_rows(near.i, near.j, near.vectors, glass.n_particles))


@njit
def _rows(i, j, vectors, n):
    """Each pair under both its ends."""
    starts = np.zeros(n + 1, dtype=np.int64)
    for p in range(i.size):
        starts[i[p] + 1] += 1
        starts[j[p] + 1] += 1
    starts = np.cumsum(starts)
    fill = starts[:-1].copy()
    neighbours = np.empty(2 * i.size, dtype=np.int64)
    around = np.empty((2 * i.size, vectors.shape[1]))
    for p in range(i.size):
        neighbours[fill[i[p]]], neighbours[fill[j[p]]] = j[p], i[p]
        around[fill[i[p]]], around[fill[j[p]]] = vectors[p], -vectors[p]
        fill[i[p]] += 1
        fill[j[p]] += 1
    return starts, neighbours, around
