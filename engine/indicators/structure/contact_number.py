"""Number of repulsive contacts of each particle."""

from __future__ import annotations

import numpy as np

from ..._jit import njit
from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class ContactNumber(Indicator):
    """Number of contacts: neighbours that push.

    z(i) counts the pairs of particle i with φ' < 0. Richard et al. (2020) name z without defining it; this definition
    is ours. In a purely repulsive model it counts every interacting pair. Cost O(N), on top of the pair table.
    """

    key = "contact_number"
    label = "Contact number"
    symbol = "z"
    soft = "low"
    units = ""
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), named in its App. B",)
    requires = ("positions", "forces")
    directional = False
    cost = "O(N), about 10 ms at 10,000 particles"

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Pairs with φ' < 0 at each particle, (N,), whole numbers."""
        pairs = glass.pairs
        return _count(pairs.i, pairs.j, pairs.phi(1), glass.n_particles)


@njit
def _count(i, j, slopes, n):
    out = np.zeros(n)
    for p in range(i.size):
        if slopes[p] < 0.0:
            out[i[p]] += 1.0
            out[j[p]] += 1.0
    return out
