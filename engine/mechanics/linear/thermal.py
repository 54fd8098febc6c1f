"""What heat does to a glass at low temperature, exactly: heat capacities of pairs, their change with strain, shifts.

To first order in temperature, <x> = k_B T X / 2 with the thermal displacement X = -M^-1 (U''' : M^-1), and the energy
of a pair alpha rises by k_B T c_alpha / 2, c_alpha = phi''_alpha : M^-1 + f_alpha . X (Z17 eqs. 2-3; R20 eq. B12).
Both need the inverse Hessian on pairs only. The pairs' c_alpha add up to d (N - 1): equipartition.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..._jit import njit
from ...matter.glass import Glass
from ...matter.hessian import scatter
from ...matter.load import Load
from .selected_inverse import relative_changes


class Thermal(NamedTuple):
    """First-order response to temperature.

    Attributes
    ----------
    displacement : ndarray, shape (n_particles, 2)
        X, in units of length / energy.
    heat_capacity : ndarray, shape (n_pairs,)
        c_alpha, in units of k_B / 2.
    """

    displacement: np.ndarray
    heat_capacity: np.ndarray


def thermal_response(glass: Glass, relative: np.ndarray) -> Thermal:
    """Thermal displacement and the heat capacity of every pair.

    Parameters
    ----------
    glass : Glass
        A minimum.
    relative : ndarray, shape (n_pairs, 2, 2)
        As `SelectedInverse.relative`.
    """
    pairs = glass.pairs
    phi1, phi2, phi3 = (pairs.phi(k) for k in range(1, 4))
    forces = scatter(pairs, _thermal_forces(pairs.vectors, phi1, phi2, phi3, relative), glass.n_particles)
    displacement = -glass.response.solve(forces)
    return Thermal(displacement, _heat_capacity(pairs.i, pairs.j, pairs.vectors, phi1, phi2, relative, displacement))


def heat_capacity_derivatives(glass: Glass, loads: list[Load], relative: np.ndarray, thermal: Thermal) -> np.ndarray:
    """dc_alpha / dstrain under several loads, shape (n_loads, n_pairs): SN19's S5, along the true deformation.

    Parameters
    ----------
    glass : Glass
        A minimum.
    loads : list of Load
        The homogeneous deformations.
    relative : ndarray, shape (n_pairs, 2, 2)
        As `SelectedInverse.relative`.
    thermal : Thermal
        As `thermal_response` gives it.
    """
    pairs, displacement = glass.pairs, thermal.displacement
    phi1, phi2, phi3, phi4 = (pairs.phi(k) for k in range(1, 5))
    velocities = [glass.response.nonaffine_velocity(load) for load in loads]
    moved = [pairs.vectors @ load.A.T + v[pairs.j] - v[pairs.i] for load, v in zip(loads, velocities, strict=True)]
    stiffness = [_stiffness_change(pairs.vectors, phi1, phi2, phi3, w) for w in moved]
    out = np.empty((len(moved), len(pairs)))
    for k, change in enumerate(relative_changes(glass.response.factor, stiffness)):
        pull = _thermal_forces(pairs.vectors, phi1, phi2, phi3, change)
        pull += _thermal_forces_change(pairs.vectors, phi1, phi2, phi3, phi4, relative, moved[k])
        pull += _stretched(stiffness[k], displacement[pairs.j] - displacement[pairs.i])
        speed = -glass.response.solve(scatter(pairs, pull, glass.n_particles))
        out[k] = _heat_capacity(pairs.i, pairs.j, pairs.vectors, phi1, phi2, change, speed)
        out[k] += _bond_change(
            pairs.i, pairs.j, pairs.vectors, phi1, phi2, relative, displacement, stiffness[k], moved[k]
        )
    return out


@njit
def _parts(x, y, relative):
    """Distance, unit vector, S n, n S n and the trace of a symmetric S."""
    r = np.sqrt(x * x + y * y)
    a, b = x / r, y / r
    across = 0.5 * (relative[0, 1] + relative[1, 0])
    sx, sy = relative[0, 0] * a + across * b, across * a + relative[1, 1] * b
    return r, a, b, sx, sy, sx * a + sy * b, relative[0, 0] + relative[1, 1]


@njit
def _thermal_forces(vectors, phi1, phi2, phi3, relative):
    """phi''' : S of each pair, (n_pairs, 2)."""
    out = np.empty(vectors.shape)
    for p in range(phi1.size):
        r, a, b, sx, sy, along, trace = _parts(vectors[p, 0], vectors[p, 1], relative[p])
        mixed = (phi2[p] - phi1[p] / r) / r
        radial = (phi3[p] - 3 * mixed) * along + mixed * trace
        out[p, 0] = radial * a + 2 * mixed * sx
        out[p, 1] = radial * b + 2 * mixed * sy
    return out


@njit
def _heat_capacity(i, j, vectors, phi1, phi2, relative, displacement):
    """phi'' : S + f . X of each pair, (n_pairs,)."""
    out = np.empty(phi1.size)
    for p in range(phi1.size):
        r, a, b, _, _, along, trace = _parts(vectors[p, 0], vectors[p, 1], relative[p])
        one, other = displacement[i[p]], displacement[j[p]]
        apart = a * (other[0] - one[0]) + b * (other[1] - one[1])
        out[p] = (phi2[p] - phi1[p] / r) * along + phi1[p] / r * trace + phi1[p] * apart
    return out


@njit
def _stiffness_change(vectors, phi1, phi2, phi3, moved):
    """phi''' . w of each pair as (xx, xy, yy): how its stiffness changes while its vector changes by w."""
    out = np.empty((phi1.size, 3))
    for p in range(phi1.size):
        x, y, u, v = vectors[p, 0], vectors[p, 1], moved[p, 0], moved[p, 1]
        r = np.sqrt(x * x + y * y)
        a, b = x / r, y / r
        mixed = (phi2[p] - phi1[p] / r) / r
        w = a * u + b * v
        radial = (phi3[p] - 3 * mixed) * w
        out[p, 0] = radial * a * a + mixed * (w + 2 * a * u)
        out[p, 1] = radial * a * b + mixed * (a * v + b * u)
        out[p, 2] = radial * b * b + mixed * (w + 2 * b * v)
    return out


@njit
def _thermal_forces_change(vectors, phi1, phi2, phi3, phi4, relative, moved):
    """phi'''' : S w of each pair, (n_pairs, 2)."""
    out = np.empty(vectors.shape)
    for p in range(phi1.size):
        r, a, b, sx, sy, along, trace = _parts(vectors[p, 0], vectors[p, 1], relative[p])
        two = (phi2[p] - phi1[p] / r) / r**2
        three = (phi3[p] - 3 * (phi2[p] - phi1[p] / r) / r) / r
        four = phi4[p] - 6 * three - 3 * two
        u, v = moved[p, 0], moved[p, 1]
        w, skew = a * u + b * v, sx * u + sy * v
        across = 0.5 * (relative[p, 0, 1] + relative[p, 1, 0])
        tx, ty = relative[p, 0, 0] * u + across * v, across * u + relative[p, 1, 1] * v
        radial = four * w * along + three * (trace * w + 2 * skew)
        out[p, 0] = radial * a + three * (2 * w * sx + along * u) + two * (2 * tx + trace * u)
        out[p, 1] = radial * b + three * (2 * w * sy + along * v) + two * (2 * ty + trace * v)
    return out


@njit
def _stretched(blocks, apart):
    """Pair blocks times differences of a displacement, (n_pairs, 2)."""
    out = np.empty(apart.shape)
    for p in range(blocks.shape[0]):
        out[p, 0] = blocks[p, 0] * apart[p, 0] + blocks[p, 1] * apart[p, 1]
        out[p, 1] = blocks[p, 1] * apart[p, 0] + blocks[p, 2] * apart[p, 1]
    return out


@njit
def _bond_change(i, j, vectors, phi1, phi2, relative, displacement, stiffness, moved):
    """What changes in c of each pair by its own stiffness and force: dphi'' : S + (phi'' w) . X, (n_pairs,)."""
    out = np.empty(phi1.size)
    for p in range(phi1.size):
        x, y, u, v = vectors[p, 0], vectors[p, 1], moved[p, 0], moved[p, 1]
        r = np.sqrt(x * x + y * y)
        a, b = x / r, y / r
        transverse = phi1[p] / r
        radial = (phi2[p] - transverse) * (a * u + b * v)
        across = relative[p, 0, 1] + relative[p, 1, 0]
        out[p] = stiffness[p, 0] * relative[p, 0, 0] + stiffness[p, 1] * across + stiffness[p, 2] * relative[p, 1, 1]
        out[p] += (radial * a + transverse * u) * (displacement[j[p], 0] - displacement[i[p], 0])
        out[p] += (radial * b + transverse * v) * (displacement[j[p], 1] - displacement[i[p], 1])
    return out
