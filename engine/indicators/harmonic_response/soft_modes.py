"""The anharmonicity of the lowest vibrational modes."""

from __future__ import annotations

import numpy as np

from ..._jit import njit
from ...matter.glass import Glass
from ...matter.load import Load
from .._lowest_modes import ShareOfModes, share_of_modes
from ..indicator import Indicator


class SoftModes(Indicator):
    """Soft modes: the lowest vibrations, weighed by the anharmonicity, which tells soft spots from sound waves.

    M(i) = Σ_k |U''' : Ψ_k Ψ_k|²_i / ω_k² over the lowest modes, |·|_i the length of particle i's vector (Richard et al.
    2020, eq. B10). Each contraction of U''' with a mode takes its gradient, which is small for a sound wave and not for
    a localised mode. The paper takes 512 modes at N = 10⁴; here the same share of all N d at other sizes, at least
    one *(ours)*. A mode at the end of the share that has the frequency of the next one makes the field arbitrary.
    Cost: the modes; the contractions take 0.2 (IPL) to 0.6 s (LJ) for 512 modes at N = 10⁴.
    """

    key = "soft_modes"
    label = "Soft modes"
    symbol = "M"
    soft = "high"
    units = "energy / length⁴"
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), eq. B10",)
    requires = ("positions", "forces", "hessian", "third derivatives")
    directional = False
    cost = "512 modes: about 12 s at 10,000 particles, kept for all indicators made of modes"

    share = ShareOfModes()

    def compute(self, glass: Glass, load: Load | None = None) -> np.ndarray:
        """M of each particle, (N,), in units of energy / length⁴."""
        eigenvalues, modes = glass.response.modes(share_of_modes(glass, self.share))
        pairs = glass.pairs
        p1, p2, p3 = (pairs.phi(order) for order in (1, 2, 3))
        unit = pairs.vectors / pairs.distances[:, None]
        mixed = (p2 - p1 / pairs.distances) / pairs.distances
        return _anharmonic_forces(pairs.i, pairs.j, unit, p3 - 3 * mixed, mixed, eigenvalues, modes)


@njit
def _anharmonic_forces(i, j, unit, pure, mixed, eigenvalues, modes):
    """Sum over modes of |U''' : mode mode|² / eigenvalue on each particle."""
    n_modes, n, d = modes.shape
    out, forces, along = np.zeros(n), np.empty((n, d)), np.empty(d)
    for k in range(n_modes):
        forces[:] = 0.0
        mode = modes[k]
        for p in range(i.size):
            radial, square = 0.0, 0.0
            for a in range(d):
                along[a] = mode[j[p], a] - mode[i[p], a]
                radial += along[a] * unit[p, a]
                square += along[a] * along[a]
            first, second = pure[p] * radial * radial + mixed[p] * square, 2 * mixed[p] * radial
            for a in range(d):
                force = first * unit[p, a] + second * along[a]
                forces[i[p], a] -= force
                forces[j[p], a] += force
        for q in range(n):
            for a in range(d):
                out[q] += forces[q, a] * forces[q, a] / eigenvalues[k]
    return out
