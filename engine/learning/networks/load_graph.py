"""What a graph network is told of a glass under a load: particles, and vectors between them in the load's frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import GlassError
from ...matter.glass import Glass
from ...matter.load import Load
from ..load_fields import LoadFields

_FIRST, _LAST, _COUNT, _WIDTH = 0.7, 2.0, 8, 0.2  # Gaussians of the distance, mean spacings
N_PAIR_NUMBERS = 3 * _COUNT + 2
"""Numbers that are told of each pair."""


@dataclass(frozen=True)
class LoadGraph:
    """A glass as a network sees it. Lengths are in mean spacings, the first axis is the one that the load stretches.

    Attributes
    ----------
    i, j : ndarray of int32, shape (n_pairs,)
        Ends of the pairs, each pair once.
    parities : ndarray of float, shape (n_pairs, 4)
        1, x/r, y/r and 2xy/r² of the vector from i to j: even and odd under the two mirrors that leave the load alone.
    pairs : ndarray of float, shape (n_pairs, N_PAIR_NUMBERS)
        What is the same seen from either end and in either mirror: Gaussians of the distance, each also times the
        cosine of twice and four times the angle to the axis of stretch, the pair's size and its gap.
    particles : ndarray of float, shape (n, ...)
        The diameter, and fields where the network takes them.
    vectors : ndarray of float, shape (n, ..., 2)
        Vector fields where the network takes them.
    """

    i: np.ndarray
    j: np.ndarray
    parities: np.ndarray
    pairs: np.ndarray
    particles: np.ndarray
    vectors: np.ndarray

    def single(self) -> LoadGraph:
        """The same in single precision, for training."""
        numbers = (self.parities, self.pairs, self.particles, self.vectors)
        return LoadGraph(self.i, self.j, *(one.astype(np.float32) for one in numbers))


def axes_of(load: Load) -> np.ndarray:
    """The axes of a shear as columns: that of stretch, then that of compression, shape (2, 2).

    Parameters
    ----------
    load : Load
        A shear, simple or pure.

    Raises
    ------
    GlassError
        It has no axis of stretch: a dilation.
    """
    if load.kind == "dilation":
        raise GlassError("these networks know shear alone, at any angle: give a simple or a pure shear")
    return np.linalg.eigh(load.A + load.A.T)[1][:, ::-1]


def load_graph(glass: Glass, load: Load, reach: float, fields: bool) -> LoadGraph:
    """A glass under a load, for a network.

    Parameters
    ----------
    glass : Glass
        The state; not changed.
    load : Load
        A shear.
    reach : float
        Pairs nearer than this are told, mean spacings.
    fields : bool
        Whether the fields of `LoadFields` and the vectors of the linear response are told too.

    Raises
    ------
    GlassError
        The load is no shear, or the cell is too small.
    """
    load = load.without_turn()
    axes, spacing = axes_of(load), glass.density ** (-1 / glass.dimension)
    near = glass.neighbours(radius=reach * spacing)
    sizes = glass.model.pair_sizes(glass.diameters[near.i], glass.diameters[near.j]) / spacing
    parities, pairs = _told_of_pairs(near.vectors @ axes / spacing, sizes)
    columns, vectors = [glass.diameters[:, None] / spacing], np.zeros((glass.n_particles, 0, 2))
    if fields:
        columns.append(LoadFields(1).compute(glass, load=load))
        vectors = _vectors(glass, load) @ axes
    return LoadGraph(near.i, near.j, parities, pairs, np.hstack(columns), vectors)


def _told_of_pairs(vectors, sizes):
    distances = np.linalg.norm(vectors, axis=1)
    c, s = vectors.T / distances
    places = np.linspace(_FIRST, _LAST, _COUNT)
    near = np.exp(-(((distances[:, None] - places) / _WIDTH) ** 2))
    twice = 2 * c**2 - 1
    turned = [near, near * twice[:, None], near * (2 * twice**2 - 1)[:, None]]
    parities = np.stack([np.ones_like(c), c, s, 2 * c * s], axis=1)
    return parities, np.hstack([*turned, sizes[:, None], (distances - sizes)[:, None]])


def _vectors(glass, load):
    """The velocity, the acceleration and the affine force of every particle, (n, 3, 2), of a median length of one."""
    response = glass.response
    found = [response.nonaffine_velocity(load), response.nonaffine_acceleration(load), response.nonaffine_force(load)]
    return np.stack([_squeezed(one) for one in found], axis=1)


def _squeezed(vectors):
    """Vectors of which the length is arcsinh of what it was in medians."""
    lengths = np.linalg.norm(vectors, axis=1)
    median = np.median(lengths)
    lengths = np.where(lengths > 0.0, lengths, 1.0)
    return vectors * (np.arcsinh(lengths / (median if median > 0.0 else 1.0)) / lengths)[:, None]
