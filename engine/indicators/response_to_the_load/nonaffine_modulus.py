"""What each particle takes from the shear modulus by not following the load."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...errors import GlassError
from ...matter.glass import Glass
from ...matter.load import Load
from .._lowest_modes import ShareOfModes, participation, share_of_modes
from ..indicator import Indicator


class NonaffineModulus(Indicator):
    """Nonaffine modulus, approximately: what each particle takes from the modulus by not following the load.

    nafμ(n) = −(1/V) Σ_m (Ξ_m² / λ_m) |Ψ_m^n|², Ξ_m = Ψ_m·Ξ, Ξ = ∂²U/∂x∂γ, λ_m = ω_m² (Richard et al. 2020, eq. B17).
    The sum runs over all modes. Its total over particles, −Ξ·M⁻¹·Ξ / V, is known exactly from one solve, and so is each
    particle's vibrality; so the lowest modes are summed, and what they have not caught of the total is spread by what
    they have not caught of the vibrality *(ours)*, as if the higher modes coupled to the load alike. The total is
    always exact, and the field where all modes are taken (`share` = 1, up to 2,048 particles); `caught` says how much
    of the total the modes hold. Cost: the modes and the selected inverse.
    """

    key = "nonaffine_modulus"
    label = "Nonaffine modulus (approximate)"
    symbol = "nafμ"
    soft = "low"
    units = "energy / length²"
    references = ("Richard et al., Phys. Rev. Materials 4, 113609 (2020), eq. B17",)
    requires = ("positions", "forces", "hessian", "load")
    directional = True
    cost = "512 modes: about 12 s at 10,000 particles, kept for all indicators made of modes; all of them 3 s at 1,024"

    share = ShareOfModes(bounds=(0.001, 1.0))

    def compute(self, glass: Glass, load: Load) -> np.ndarray:
        """nafμ of each particle, (N,), never positive, in units of energy / length^d."""
        return nonaffine_modulus(glass, load, share_of_modes(glass, self.share)).values

    def caught(self, glass: Glass, load: Load) -> float:
        """The share of the whole nonaffine modulus that the lowest modes hold, from 0 to 1; the rest is spread.

        Parameters
        ----------
        glass : Glass
            The state.
        load : Load
            The homogeneous deformation.
        """
        return nonaffine_modulus(glass, load, share_of_modes(glass, self.share)).caught


class AtomicNonaffinity(NamedTuple):
    """The nonaffine part of a modulus, particle by particle.

    Attributes
    ----------
    values : ndarray, shape (n_particles,)
        nafμ of each particle, in units of energy / length^d; their sum is `total`.
    caught : float
        The share of `total` that the lowest modes hold: how much of the field is exact.
    total : float
        −Ξ·M⁻¹·Ξ / V, exact and negative.
    """

    values: np.ndarray
    caught: float
    total: float


def nonaffine_modulus(glass: Glass, load: Load, n_modes: int) -> AtomicNonaffinity:
    """The atomic nonaffinity from the lowest modes, the rest spread by the vibrality that they leave over.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        The homogeneous deformation.
    n_modes : int
        How many modes; with all of them the field is exact.

    Raises
    ------
    GlassError
        If there are fewer modes, or the load causes no nonaffine motion.
    NotAMinimumError
        If the state is no minimum.
    """
    if not 1 <= n_modes <= glass.response.n_modes:
        raise GlassError(f"this glass has 1 to {glass.response.n_modes} modes; got {n_modes!r}")
    response, volume = glass.response, glass.box.volume
    force = response.nonaffine_force(load)
    total = np.einsum("ia,ia->", force, response.nonaffine_velocity(load)) / volume
    if not total < 0:
        raise GlassError(f"{load.label} causes no nonaffine motion here: there is no nonaffine modulus")
    eigenvalues, modes = response.modes(n_modes)
    weights = participation(modes)
    parts = np.einsum("kia,ia->k", modes, force) ** 2 / (eigenvalues * volume)
    vibrality = np.einsum("iaa->i", response.selected_inverse.particles)
    left = np.maximum(vibrality - (1 / eigenvalues) @ weights, 0.0)
    rest = min(total + parts.sum(), 0.0)
    spread = left / left.sum() if left.any() else left
    return AtomicNonaffinity(rest * spread - parts @ weights, float(-parts.sum() / total), float(total))
