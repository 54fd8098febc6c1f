"""Elasticity of a glass: stress and pressure as series in the strain, elastic tensor, shear and bulk modulus.

Everything is the Cauchy stress of the deformed state, along the branch of minima, prestress included. With
f = phi' r/|r| of each pair, V sigma = sum of f r, so that its derivatives are products of those of f and r.
"""

from __future__ import annotations

from math import comb
from typing import NamedTuple

import numpy as np

from ..matter.glass import Glass
from ..matter.hessian import pair_stiffness, scatter, second_order_pairs
from ..matter.load import Load
from .expansion import HIGHEST_ORDER, StrainExpansion, checked_order


class ElasticTensor(NamedTuple):
    """The elastic tensor in three parts, each of shape (d, d, d, d), in units of energy / length^d.

    `total`[a, b, c, d] is the derivative of the Cauchy stress sigma_ab by the rate A_cd of a deformation
    F = exp(strain A), A x being the velocity, so that d sigma / d strain = total : A for any load. Rotations are
    deformations here: they turn the prestress, so that c and d cannot be exchanged. With c and d symmetrised it holds
    the Birch coefficients, the stress response to a symmetric strain. Without prestress it has every symmetry.

    Attributes
    ----------
    born : ndarray
        (1/V) sum (phi'' - phi'/r) r_a r_b r_c r_d / r^2: particles that move affinely; symmetric in all four.
    prestress : ndarray
        delta_ac sigma_bd + delta_bc sigma_ad - sigma_ab delta_cd: what a deformation does to stress that is there.
    nonaffine : ndarray
        -(1/V) Xi_ab . M^-1 . Xi_cd: what the rearrangement of the particles takes off.
    """

    born: np.ndarray
    prestress: np.ndarray
    nonaffine: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """Sum of the three parts: the response of the Cauchy stress."""
        return self.born + self.prestress + self.nonaffine


def elastic_tensor(glass: Glass) -> ElasticTensor:
    """The elastic tensor of a glass, in its affine and nonaffine parts (R24 eq. 19 for any pair of components).

    Parameters
    ----------
    glass : Glass
        A relaxed state.

    Returns
    -------
    ElasticTensor
        Its `total` is d sigma_ab / d A_cd. Cost: one factorisation and d (d + 1) / 2 solves.

    Raises
    ------
    NotAMinimumError
        If the state is no minimum.
    """
    pairs, volume, one = glass.pairs, glass.box.volume, np.eye(glass.dimension)
    radial, transverse = pair_stiffness(pairs)
    weights = (radial - transverse) / pairs.distances**2
    r, sigma = pairs.vectors, glass.stress
    born = np.einsum("p,pa,pb,pc,pd->abcd", weights, r, r, r, r, optimize=True) / volume
    prestress = np.einsum("ac,bd->abcd", one, sigma) + np.einsum("bc,ad->abcd", one, sigma)
    prestress -= np.einsum("ab,cd->abcd", sigma, one)
    return ElasticTensor(born, prestress, _nonaffine_part(glass))


def shear_modulus(glass: Glass, angle: float = 0.0) -> float:
    """The shear modulus under simple shear at an angle, the slope of its stress-strain curve (R24 eq. 19).

    d(sigma : A)/d strain: at angle 0, d sigma_xy / d gamma, with the prestress in it.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    angle : float
        Angle of the shear direction, degrees.

    Returns
    -------
    float
        In units of energy / length^d. Cost: one factorisation and one solve.

    Raises
    ------
    NotAMinimumError
        If the state is no minimum.
    """
    load = Load.simple_shear(angle)
    return float((stress_expansion(glass, load, 1)[1] * load.A).sum())


def bulk_modulus(glass: Glass) -> float:
    """The bulk modulus K = -V dP/dV (R24 eqs. 20-22).

    Parameters
    ----------
    glass : Glass
        A relaxed state.

    Returns
    -------
    float
        In units of energy / length^d. Cost: one factorisation and one solve.

    Raises
    ------
    NotAMinimumError
        If the state is no minimum.
    """
    return -float(pressure_expansion(glass, Load.dilation(), 1)[1]) / glass.dimension


def stress_expansion(glass: Glass, load: Load, order: int = HIGHEST_ORDER) -> np.ndarray:
    """sigma, sigma_gamma, sigma_gammagamma, ...: derivatives of the stress by the strain (R24 eqs. 16-18, App. C).

    The stress is the sum of row n times strain^n / n!. All components of the Cauchy stress for any load; where the
    load changes the volume, 1 / V is differentiated too. Derivatives n use those of the pair energy up to n + 1.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        The homogeneous deformation.
    order : int
        Highest derivative, 0 to 3.

    Returns
    -------
    ndarray, shape (order + 1, d, d)
        In units of energy / length^d. Cost: one factorisation and one solve an order.

    Raises
    ------
    GlassError
        If the order is not among 0 to 3.
    NotAMinimumError
        If the state is no minimum.
    """
    expansion = StrainExpansion(glass, load)
    virials = [_virial(expansion, n) for n in range(checked_order(order) + 1)]
    # 1 / V = exp(-growth strain) / V_0
    growth = float(np.trace(load.A))
    terms = [
        sum(comb(n, k) * (-growth) ** k * virials[n - k] for k in range(n + 1)) / glass.box.volume
        for n in range(order + 1)
    ]
    return np.array([(term + term.T) / 2 for term in terms])  # symmetric but for rounding


def pressure_expansion(glass: Glass, load: Load, order: int = HIGHEST_ORDER) -> np.ndarray:
    """Derivatives of the pressure P = -trace(sigma) / d by the strain (R24 eqs. C1-C2, and the next order).

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        The homogeneous deformation.
    order : int
        Highest derivative, 0 to 3.

    Returns
    -------
    ndarray, shape (order + 1,)
        In units of energy / length^d, row n to be multiplied with strain^n / n!.

    Raises
    ------
    GlassError
        If the order is not among 0 to 3.
    NotAMinimumError
        If the state is no minimum.
    """
    return -np.trace(stress_expansion(glass, load, order), axis1=1, axis2=2) / glass.dimension


def _virial(expansion, n):
    """The n-th derivative of the sum of f r over pairs."""
    return sum(comb(n, k) * expansion.forces(n - k).T @ expansion.vectors(k) for k in range(n + 1))


def _nonaffine_part(glass):
    pairs, d = glass.pairs, glass.dimension
    components = [(a, b) for a in range(d) for b in range(a, d)]
    forces = []
    for a, b in components:
        rate = np.zeros((d, d))
        rate[a, b] = rate[b, a] = 0.5 if a != b else 1.0
        forces.append(scatter(pairs, second_order_pairs(pairs, pairs.vectors @ rate), glass.n_particles))
    moved = np.moveaxis(glass.response.solve(np.stack(forces, axis=-1)), -1, 0)
    part = np.empty((d, d, d, d))
    for (a, b), force in zip(components, forces, strict=True):
        for (c, e), displacement in zip(components, moved, strict=True):
            value = -(force * displacement).sum() / glass.box.volume
            for row in ((a, b), (b, a)):
                for column in ((c, e), (e, c)):
                    part[*row, *column] = value
    return (part + part.transpose(2, 3, 0, 1)) / 2
