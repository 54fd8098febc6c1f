"""Structure functions of distances: the two sets of R20, neighbours counted in bins or spread over hats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from .._jit import njit
from .structure import Structure, check_lengths


@dataclass(frozen=True)
class RadialCounts(Structure):
    """Numbers of neighbours in bins of r/σ_ij, by the neighbour's species, and the particle's own diameter.

    R20's functions for LJ (App. B5, after Cubuk et al. 2015): bins of 0.025 from 0.8 to 3, small and large neighbours
    apart. That makes 177 with the diameter; the paper counts 129 and does not say which it left out. Here those that
    are all but always zero are left out when a plane is fitted, see `fit` *(ours)*. Cost O(N): 0.1 s at N = 10,000.

    Attributes
    ----------
    start, stop, width : float
        Of the bins, in units of the pair's size.
    n_species : int
        2 tells small and large neighbours apart, 1 does not.
    """

    start: float = 0.8
    stop: float = 3.0
    width: float = 0.025
    n_species: int = 2
    kind: ClassVar[str] = "radial counts"

    def __post_init__(self):
        check_lengths(self.start, self.stop, self.width, self.n_species)

    @property
    def n_bins(self) -> int:
        """Number of bins for each species."""
        return round((self.stop - self.start) / self.width)

    @property
    def names(self) -> list[str]:
        """What each function is, in the order of the columns."""
        edges = self.start + self.width * np.arange(self.n_bins)
        return [f"species {s} from {e:.4g}" for s in range(self.n_species) for e in edges] + ["diameter"]

    def _compute(self, glass, who, load):
        near = glass.neighbours(scaled=self.stop)
        distances = _scaled_distances(glass, near)
        place = (distances - self.start) / self.width
        counts = _count(near.i, near.j, place, self._species(glass), self.n_bins, self.n_species, glass.n_particles)
        return np.column_stack([counts[who], glass.diameters[who]])


@dataclass(frozen=True)
class RadialHats(Structure):
    """Neighbours spread linearly over places x_m of r/d_ij, and the particle's own diameter.

    R20's functions for POLY (eqs. B6 to B8): G_m(i) = Σ_j g_m(r_ij/d_ij), g_m a hat of height 1 at x_m which falls to
    0 at x_{m−1} and x_{m+1}. Their places (B9) are lost in print: 25 of them, from 0.7 to 3.1 in steps of 0.1 *(ours)*;
    the first and the last hat are whole, so that the range ends at 3.2 *(ours)*. Cost O(N): 0.1 s at N = 10,000.

    Attributes
    ----------
    start, stop, width : float
        First and last place and their distance, in units of the pair's size.
    n_species : int
        1: sizes are continuous, so that no species are told apart.
    """

    start: float = 0.7
    stop: float = 3.1
    width: float = 0.1
    n_species: int = 1
    kind: ClassVar[str] = "radial hats"

    def __post_init__(self):
        check_lengths(self.start, self.stop, self.width, self.n_species)

    @property
    def n_hats(self) -> int:
        """Number of places for each species."""
        return round((self.stop - self.start) / self.width) + 1

    @property
    def names(self) -> list[str]:
        """What each function is, in the order of the columns."""
        places = self.start + self.width * np.arange(self.n_hats)
        return [f"species {s} at {x:.4g}" for s in range(self.n_species) for x in places] + ["diameter"]

    def _compute(self, glass, who, load):
        near = glass.neighbours(scaled=self.stop + self.width)
        place = (_scaled_distances(glass, near) - self.start) / self.width
        spread = _spread(near.i, near.j, place, self._species(glass), self.n_hats, self.n_species, glass.n_particles)
        return np.column_stack([spread[who], glass.diameters[who]])


def _scaled_distances(glass, near):
    sizes = glass.model.pair_sizes(glass.diameters[near.i], glass.diameters[near.j])
    return np.linalg.norm(near.vectors, axis=1) / sizes


@njit
def _count(i, j, place, species, n_bins, n_species, n):
    """Neighbours in each bin, (n, n_species n_bins)."""
    out = np.zeros((n, n_species * n_bins))
    for p in range(i.size):
        k = int(np.floor(place[p]))
        if 0 <= k < n_bins:
            out[i[p], species[j[p]] * n_bins + k] += 1.0
            out[j[p], species[i[p]] * n_bins + k] += 1.0
    return out


@njit
def _spread(i, j, place, species, n_hats, n_species, n):
    """Each neighbour shared by the two hats that it lies between, (n, n_species n_hats)."""
    out = np.zeros((n, n_species * n_hats))
    for p in range(i.size):
        k = int(np.floor(place[p]))
        upper = place[p] - k
        for m, share in ((k, 1.0 - upper), (k + 1, upper)):
            if 0 <= m < n_hats:
                out[i[p], species[j[p]] * n_hats + m] += share
                out[j[p], species[i[p]] * n_hats + m] += share
    return out
