"""Soft, and made softer by the load: the product of the local heat capacity and its change with strain."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from ...matter.bonds import ends, half_to_each_end
from ...matter.glass import Glass
from ...matter.load import Load
from ..indicator import Indicator


class AnisotropicSoftness(Indicator):
    """Anisotropic softness: soft spots that the load makes softer still.

    On pairs c_α dc_α/dγ (Schwartzman-Nowik et al. 2019, between eqs. 2 and S1): positive where the magnitude of c_α
    grows with the strain, negative where the load closes the spot, and the other way round for the reversed load. On
    particles: half the sum of the positive values over its pairs. The paper too sets negative ones to zero, and then
    takes means over bins of 5 diameters; the sum over a particle's pairs is *(ours)*.
    Cost: that of dc_α/dγ.
    """

    key = "anisotropic_softness"
    label = "Anisotropic softness"
    symbol = "c_α dc_α/dγ"
    soft = "high"
    units = ""
    references = ("Schwartzman-Nowik et al., Phys. Rev. E 99, 060601 (2019), Fig. 3",)
    requires = ("positions", "forces", "hessian", "third derivatives", "fourth derivatives", "load")
    directional = True
    tail_exponent = Fraction(-17, 12)  # Schwartzman-Nowik et al. 2019
    cost = "0.3 (IPL) to 1 s (LJ) at 10,000 particles; once two directions of shear are known, all others are free"

    def compute(self, glass: Glass, load: Load) -> np.ndarray:
        """Half the sum of the positive c_α dc_α/dγ over the pairs of each particle, (N,), in units of k_B² / 4."""
        return half_to_each_end(ends(glass), np.maximum(_products(glass, load), 0.0), glass.n_particles)

    def pair_field(self, glass: Glass, load: Load) -> tuple[np.ndarray, np.ndarray]:
        """Ends of all pairs, (P, 2), and c_α dc_α/dγ of each, (P,), signed."""
        return ends(glass), _products(glass, load)


def _products(glass, load):
    return glass.response.heat_capacity * glass.response.heat_capacity_derivative(load)
