"""The interacting pairs of a glass, with the radial derivatives of their energies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .neighbours import find_pairs

if TYPE_CHECKING:
    from .glass import Glass


class PairTable:
    """Every pair within its interaction range; the papers' index alpha.

    Made by `Glass.pairs`; derivatives are computed once, on demand.

    Parameters
    ----------
    glass : Glass
        The state.

    Attributes
    ----------
    i, j : ndarray of int32, shape (n_pairs,)
        Ends, i < j, sorted by i.
    vectors : ndarray, shape (n_pairs, d)
        x_j - x_i by minimum image, in units of length.
    distances, sizes, strengths : ndarray, shape (n_pairs,)
        |vectors|, the pair's interaction size, its energy scale.
    """

    def __init__(self, glass: Glass) -> None:
        model = glass.model
        self.i, self.j, self.vectors = find_pairs(
            glass.positions, glass.box, model.largest_range(glass.diameters), glass.diameters, model
        )
        self.distances = np.linalg.norm(self.vectors, axis=1)
        self.sizes = model.pair_sizes(glass.diameters[self.i], glass.diameters[self.j])
        self.strengths = model.pair_strengths(glass.species, self.i, self.j)
        self._potential = model.potential
        self._derivatives: dict[int, np.ndarray] = {}

    def __len__(self) -> int:
        return len(self.i)

    def phi(self, order: int) -> np.ndarray:
        """The `order`-th derivative of each pair's energy by its distance, shape (n_pairs,).

        Parameters
        ----------
        order : int
            0 (the energy) to 5.
        """
        if order not in self._derivatives:
            self._derivatives[order] = self._potential.derivative(order, self.distances, self.sizes, self.strengths)
        return self._derivatives[order]
