"""Whether cells' centroids lie towards each other or apart: over- and underpacked places."""

from __future__ import annotations

import numpy as np

from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class VoronoiDivergence(Indicator):
    """Divergence of the Voronoi anisotropy: is a place packed more or less densely than its surroundings?

    p_i points from particle i to the centroid of its cell in the radical Voronoi tessellation. On each triangle k of
    the dual triangulation it is interpolated linearly, and Q_k = (∇·p) A_k / ⟨A⟩ (Richard et al. 2020, eq. B3, where
    A_k / ⟨A⟩ divides; multiplied *(ours)*, as by Rieser et al., all Q_k together give 0 as they have to).
    Q(i) is the mean over the triangles that touch i. Around a hole the centroids lie towards it: Q is negative where a
    place is underpacked (Rieser et al. 2016), which is the soft end. The paper's
    "Delaunay triangles" are taken to be the dual of the radical tessellation *(ours)*, so that cells and triangles
    belong together. A particle that has no cell raises. Cost: the tessellation, kept on the glass.
    """

    key = "voronoi_divergence"
    label = "Divergence of the Voronoi anisotropy"
    symbol = "Q"
    soft = "low"
    units = ""
    references = (
        "Richard et al., Phys. Rev. Materials 4, 113609 (2020), eq. B3",
        "Rieser et al., Phys. Rev. Lett. 116, 088001 (2016)",
    )
    requires = ("positions", "diameters")
    directional = False
    cost = "one tessellation: about 30 ms at 10,000 particles"

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """Mean of Q_k over the triangles that touch each particle, (N,)."""
        corners = glass.tessellation.triangles.ravel()
        touching = np.bincount(corners, minlength=glass.n_particles)
        total = np.bincount(corners, weights=np.repeat(divergences(glass), 3), minlength=glass.n_particles)
        return np.where(touching > 0, total / np.maximum(touching, 1), np.nan)


def divergences(glass: Glass) -> np.ndarray:
    """Q_k of each triangle of the tessellation, shape (T,); their sum is 0 (R20 eq. B3).

    Parameters
    ----------
    glass : Glass
        The state.
    """
    cells = glass.tessellation
    p = (cells.centroids - glass.positions)[cells.triangles]
    (a, b), (u, v) = (np.moveaxis(of[:, 1:] - of[:, :1], 1, 0) for of in (cells.corners, p))
    flux = u[:, 0] * b[:, 1] - u[:, 1] * b[:, 0] - v[:, 0] * a[:, 1] + v[:, 1] * a[:, 0]  # 2 A_k ∇·p: no division
    return flux / 2 / cells.triangle_areas.mean()
