"""The two minimisers, as kernels over a Verlet list.

`descend` is a nonlinear conjugate gradient: for liquids and other states far from any minimum. `polish` is L-BFGS
preconditioned by the Cholesky factor of a nearby minimum: it takes a handful of force evaluations close to a minimum,
and some dozens down the slope of an event, whose far field the factor relaxes at once. Both take short steps only,
so that they follow the slope and do not jump between basins.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._jit import CONTRACT, njit
from ..matter.force_kernels import PairArrays, evaluate
from .linear.substitution import FactorArrays, solve

CONVERGED, EXHAUSTED, MOVED, FAILED = 0, 1, 2, 3

_SUMS = CONTRACT | {"reassoc"}
LONGEST_STEP = 0.05  # of the mean spacing, for any component of one step
_MEMORY = 8  # pairs of L-BFGS


@njit
def descend(
    arrays: PairArrays,
    u: np.ndarray,
    forces: np.ndarray,
    tolerance: float,
    max_evaluations: int,
    spacing: float,
    allowance: float,
    direction: np.ndarray,
    stride: np.ndarray,
) -> tuple[int, int, float, np.ndarray]:
    """Polak-Ribiere conjugate gradients until the largest force component is below the tolerance.

    `u`, `forces`, `direction` and `stride` (one number: the last step's length factor) are updated in place, so that
    a descent goes on where the last call stopped: pass a zero direction to start afresh.

    Returns (status, number of evaluations, energy, virial); MOVED where a particle left the allowance of the list.
    """
    energy, virial = evaluate(arrays, u, forces)
    trial, trial_forces = np.empty_like(u), np.empty_like(u)
    n = 1
    while True:
        if _largest(forces) < tolerance:
            return CONVERGED, n, energy, virial
        if n >= max_evaluations:
            return EXHAUSTED, n, energy, virial
        slope = _dot(forces, direction)
        if slope <= 0:
            direction[:] = forces
            slope = _dot(forces, forces)
        longest = LONGEST_STEP * spacing / _largest(direction)
        alpha = min(stride[0], longest)
        low, high = 0.0, 0.0  # bracket of the line's minimum, high = 0 while open
        for _ in range(10):
            _step(trial, u, alpha, direction)
            trial_energy, trial_virial = evaluate(arrays, trial, trial_forces)
            n += 1
            new_slope = _dot(trial_forces, direction)
            if abs(new_slope) <= 0.3 * slope or (new_slope > 0 and alpha >= longest):
                break
            secant = alpha * slope / (slope - new_slope) if slope > new_slope else 4 * alpha
            if new_slope < 0:
                high = alpha
                alpha = max(secant, 0.1 * alpha) if low == 0.0 else 0.5 * (low + high)
            else:
                low = alpha
                alpha = 0.5 * (low + high) if high > 0 else min(secant, 4 * alpha, longest)
        old_square = _dot(forces, forces)
        beta = max(0.0, (_dot(trial_forces, trial_forces) - _dot(trial_forces, forces)) / old_square)
        stride[0] = alpha
        u[:] = trial
        forces[:] = trial_forces
        energy, virial = trial_energy, trial_virial
        _step(direction, forces, beta, direction)
        if farthest(u) > allowance:
            return MOVED, n, energy, virial


class Memory(NamedTuple):
    """What `polish` knows of its way, so that it goes on where the last call stopped.

    Attributes
    ----------
    start : ndarray, shape (n_particles, d)
        Where it began.
    s, y : ndarray, shape (pairs of L-BFGS, n_particles, d)
        Steps, and by how much the forces fell in each.
    rho : ndarray, shape (pairs of L-BFGS,)
        1 / s·y.
    stored : ndarray of int, shape (1,)
        How many steps were stored.
    """

    start: np.ndarray
    s: np.ndarray
    y: np.ndarray
    rho: np.ndarray
    stored: np.ndarray


def new_memory(u: np.ndarray) -> Memory:
    """The memory of a way that begins.

    Parameters
    ----------
    u : ndarray, shape (n_particles, d)
        Where.
    """
    pairs = (_MEMORY, *u.shape)
    return Memory(u.copy(), np.empty(pairs), np.empty(pairs), np.empty(_MEMORY), np.zeros(1, dtype=np.int64))


@njit
def polish(
    arrays: PairArrays,
    factor: FactorArrays,
    u: np.ndarray,
    forces: np.ndarray,
    tolerance: float,
    max_iterations: int,
    longest: float,
    leash: float,
    memory: Memory,
) -> tuple[int, int, float, np.ndarray]:
    """L-BFGS preconditioned by a factor, until the largest force component is below the tolerance.

    No component moves more than `longest` in one step. `u`, `forces` and `memory` are updated in place. Returns
    (status, iterations, energy, virial); MOVED where a particle went farther than `leash` from the start, FAILED where
    no step along the direction lowers the energy.
    """
    start, s, y, rho, _ = memory
    old, d, new_forces, weight = np.empty_like(u), np.empty_like(u), np.empty_like(u), np.empty(_MEMORY)
    stored = memory.stored[0]
    energy, virial = evaluate(arrays, u, forces)
    for iteration in range(max_iterations):
        if _largest(forces) < tolerance:
            return CONVERGED, iteration, energy, virial
        _direction(factor, forces, d, s, y, rho, weight, stored)
        slope = _dot(forces, d)
        if slope <= 0:  # the memory is spoilt: fall back on the factor alone, which is positive
            stored = 0
            _direction(factor, forces, d, s, y, rho, weight, stored)
            slope = _dot(forces, d)
        alpha = min(1.0, longest / _largest(d))
        old[:] = u
        rounding = 1e-14 * abs(energy)
        for _ in range(12):
            _step(u, old, alpha, d)
            new_energy, new_virial = evaluate(arrays, u, new_forces)
            new_slope = _dot(new_forces, d)
            if new_energy <= energy - 1e-4 * alpha * slope + rounding and new_slope >= -0.9 * slope:
                break
            alpha *= max(0.1, min(0.7, slope / (slope - new_slope))) if new_slope < slope else 0.5
        else:
            u[:] = old
            memory.stored[0] = stored
            return FAILED, iteration, energy, virial
        energy, virial = new_energy, new_virial
        k = stored % _MEMORY
        for p in range(u.shape[0]):
            for c in range(u.shape[1]):
                s[k, p, c] = u[p, c] - old[p, c]
                y[k, p, c] = forces[p, c] - new_forces[p, c]
        forces[:] = new_forces
        if _deviation(u, start) > leash:
            return MOVED, iteration + 1, energy, virial
        curvature = _dot(s[k], y[k])
        if curvature > 0:
            rho[k] = 1 / curvature
            stored += 1
    memory.stored[0] = stored
    return EXHAUSTED, max_iterations, energy, virial


@njit
def _direction(factor: FactorArrays, forces, d, s, y, rho, weight, stored):
    """The two-loop recursion with the factor as initial inverse Hessian."""
    d[:] = forces
    for back in range(min(stored, _MEMORY)):
        k = (stored - 1 - back) % _MEMORY
        weight[k] = rho[k] * _dot(s[k], d)
        _step(d, d, -weight[k], y[k])
    solve(factor, d, d)
    for back in range(min(stored, _MEMORY) - 1, -1, -1):
        k = (stored - 1 - back) % _MEMORY
        _step(d, d, weight[k] - rho[k] * _dot(y[k], d), s[k])


@njit(fastmath=_SUMS)
def _dot(a, b):
    total = 0.0
    a, b = a.reshape(-1), b.reshape(-1)
    for k in range(a.size):
        total += a[k] * b[k]
    return total


@njit(fastmath=CONTRACT)
def _step(out, start, alpha, direction):
    out, start, direction = out.reshape(-1), start.reshape(-1), direction.reshape(-1)
    for k in range(out.size):
        out[k] = start[k] + alpha * direction[k]


@njit
def _largest(a):
    largest = 0.0
    for value in a.reshape(-1):
        if not abs(value) <= largest:  # a NaN counts as the largest
            largest = abs(value)
    return largest


@njit
def _deviation(a, b):
    largest = 0.0
    a, b = a.reshape(-1), b.reshape(-1)
    for k in range(a.size):
        largest = max(largest, abs(a[k] - b[k]))
    return largest


@njit
def farthest(u: np.ndarray) -> float:
    """The largest distance that a particle has moved beyond the mean."""
    mean0, mean1 = u[:, 0].mean(), u[:, 1].mean()
    largest = 0.0
    for p in range(u.shape[0]):
        largest = max(largest, (u[p, 0] - mean0) ** 2 + (u[p, 1] - mean1) ** 2)
    return np.sqrt(largest)
