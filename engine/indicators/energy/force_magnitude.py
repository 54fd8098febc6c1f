"""How hard the pairs of each particle push and pull."""

from __future__ import annotations

import numpy as np

from ...matter.bonds import ends, half_to_each_end
from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class ForceMagnitude(Indicator):
    """Magnitudes of the forces between particles: what internal frustration leaves.

    |f_α| = |φ′| of each pair (Zylberg et al. 2017, SI C): narrowly distributed, so that large thermal energies, which
    f·𝒳 amplifies, are those of soft places and not of large forces. A particle has half of each of its pairs *(ours;
    the paper stays with pairs)*, and small is soft *(ours)*: cores carry less. Cost O(N), on top of the pair table.
    """

    key = "force_magnitude"
    label = "Force magnitude"
    symbol = "|f|"
    soft = "low"
    units = "energy / length"
    references = ("Zylberg et al., Proc. Natl. Acad. Sci. USA 114, 7289 (2017), SI C",)
    requires = ("positions", "forces")
    directional = False
    cost = "O(N), about 10 ms at 10,000 particles"

    def pair_field(self, glass: Glass, load: Load | None = None) -> tuple[np.ndarray, np.ndarray]:
        """|φ'| of each interacting pair, in units of energy / length."""
        return ends(glass), np.abs(glass.pairs.phi(1))

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Half of the magnitudes of each particle's pairs, (N,), in units of energy / length."""
        pairs, values = self.pair_field(glass, load)
        return half_to_each_end(pairs, values, glass.n_particles)
