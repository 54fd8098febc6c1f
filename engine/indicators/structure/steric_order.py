"""Steric bond order: how far the angles around a particle are from those of touching discs."""

from __future__ import annotations

import numpy as np

from ..._jit import njit
from ...matter.glass import Glass
from ...matter.load import Load
from .._surroundings import CutoffScale, surroundings
from ..indicator import Indicator


class StericOrder(Indicator):
    """Steric disorder: how far the angles around a particle are from those of discs that just touch.

    Θ(j) = (1/n_j) Σ_⟨kl⟩ |θ¹_kl − θ²_kl| over pairs k, l of the n_j neighbours that follow each other around j
    (Richard et al. 2020, eq. B2; Tong and Tanaka 2018). θ¹ is the angle between r_jk and r_jl; θ² is what it would be
    if j, k and l just touched, at the distances d_jk, d_jl and d_kl of the model's (nonadditive) mixing rule, by the
    cosine formula. Neighbours as for the bond-orientational order. A particle with fewer than two neighbours has Θ = 0
    by definition. Sizes that no triangle can have count as touching in a line. Cost O(N).
    """

    key = "steric_order"
    label = "Steric order"
    symbol = "Θ"
    soft = "high"
    units = "rad"
    references = (
        "Richard et al., Phys. Rev. Materials 4, 113609 (2020), eq. B2",
        "Tong and Tanaka, Phys. Rev. X 8, 011041 (2018)",
    )
    requires = ("positions", "diameters")
    directional = False
    cost = "O(N), about 12 ms at 10,000 particles"

    cutoff_scale = CutoffScale()

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Θ of each particle, (N,), in radians."""
        around = surroundings(glass, self.cutoff_scale)
        j, k, l, actual = _angles(around.starts, around.neighbours, around.vectors)  # noqa: E741 - the paper's indices
        size = glass.diameters
        jk, jl, kl = (glass.model.pair_sizes(size[a], size[b]) for a, b in ((j, k), (j, l), (k, l)))
        cosine = (jk**2 + jl**2 - kl**2) / (2.0 * jk * jl)
        touching = np.arccos(np.clip(cosine, -1.0, 1.0))
        total = np.bincount(j, weights=np.abs(actual - touching), minlength=glass.n_particles)
        return total / np.maximum(around.counts, 1)


@njit
def _angles(starts, neighbours, vectors):
    """Neighbours that follow each other around each particle: (centre, one, next, angle between them)."""
    size = neighbours.size
    centre, one, following = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    angle = np.empty(size)
    n = 0
    for p in range(starts.size - 1):
        first, count = starts[p], starts[p + 1] - starts[p]
        if count < 2:
            continue
        directions = np.empty(count)
        for k in range(count):
            directions[k] = np.arctan2(vectors[first + k, 1], vectors[first + k, 0])
        order = np.argsort(directions)
        for k in range(count):
            here, there = order[k], order[(k + 1) % count]
            turn = abs(directions[there] - directions[here])
            centre[n], one[n], following[n] = p, neighbours[first + here], neighbours[first + there]
            angle[n] = min(turn, 2.0 * np.pi - turn)
            n += 1
    return centre[:n], one[:n], following[:n], angle[:n]
