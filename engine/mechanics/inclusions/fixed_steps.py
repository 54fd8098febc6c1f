"""An inclusion under shear in small equal steps, relaxed after each until its stress drops: the papers' own way.

Slow, and it steps over an instability whose stress rises in the step; the continuation is compared with it. After an
affine step the free particles are relaxed by limited-memory BFGS, whose memory is kept from step to step.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..._jit import njit
from .continuation import MAXIMUM, NOTHING, UNSTABLE, moved_by
from .forces import forces, stress
from .inclusion import Inclusion, Law, PairList, list_pairs, thin_out

FORCE = 1e-7
"""Largest force that is left, energy / length."""

_MEMORY, _ITERATIONS, _LARGEST = 10, 20_000, 0.1
SKIN = 0.8
"""Lists hold pairs within their range and this, length."""


class Memory(NamedTuple):
    """The last changes of displacements and forces, and how many there were."""

    steps: np.ndarray
    turns: np.ndarray
    products: np.ndarray
    stored: np.ndarray


@njit
def step_on(
    disc: Inclusion, law: Law, wide: PairList, rate: np.ndarray, step: float, max_strain: float, stresses: np.ndarray
) -> tuple[int, float, float, float, float, int]:
    """As `continuation.walk`: how it ended, strain and stress before the drop, stress at rest, modulus, relaxations.

    The stress of each step is written into `stresses`, as far as there is room.
    """
    n_mobile, n = len(disc.springs), len(disc.positions)
    u, begun, listed = np.zeros((n, 2)), np.zeros((n, 2)), 0.0
    pairs = thin_out(wide, n_mobile, law, rate, 0.0, u, SKIN)
    memory = fresh_memory(n_mobile)
    strain, n_steps, at_rest, height, modulus = 0.0, 0, np.nan, -np.inf, np.nan
    while True:
        now = relaxed(pairs, law, rate, strain, u, begun, SKIN - (strain - listed) * disc.reach, disc, memory)
        if now == np.inf:
            begun[:], listed = u, strain
            pairs = list_pairs(disc, law, rate, strain, u, SKIN)
            continue
        if np.isnan(now):
            return UNSTABLE, strain, np.nan, np.nan, np.nan, n_steps
        if n_steps < stresses.size:
            stresses[n_steps] = now
        if n_steps == 0:
            at_rest = now
        if n_steps == 1:
            modulus = (now - at_rest) / step
        if now < height:
            return MAXIMUM, strain - step, height, at_rest, modulus, n_steps
        if strain >= max_strain:
            return NOTHING, strain, now, at_rest, modulus, n_steps
        if moved_by(u, begun) + (strain - listed) * disc.reach > 0.5 * (SKIN - 2 * _LARGEST):
            begun[:], listed = u, strain
            pairs = list_pairs(disc, law, rate, strain, u, SKIN)
        strain, height, n_steps = strain + step, now, n_steps + 1


@njit
def fresh_memory(n_mobile: int) -> Memory:
    """A memory in which there is nothing yet."""
    return Memory(
        np.zeros((_MEMORY, 2 * n_mobile)), np.zeros((_MEMORY, 2 * n_mobile)), np.zeros(_MEMORY), np.zeros(1, np.int64)
    )


@njit
def relaxed(
    pairs: PairList,
    law: Law,
    rate: np.ndarray,
    strain: float,
    u: np.ndarray,
    begun: np.ndarray,
    allowance: float,
    disc: Inclusion,
    memory: Memory,
) -> float:
    """Relax u in place; the stress then, nan if it does not get there, inf where the list of pairs is too old."""
    n_mobile, m = len(disc.springs), pairs.i.size
    dx, dy, slope, force = np.empty(m), np.empty(m), np.empty(m), np.empty_like(u)
    energy = forces(pairs, law, rate, strain, u, disc.springs, dx, dy, slope, force)
    trial, old = u.copy(), np.empty_like(force)
    for _ in range(_ITERATIONS):
        if np.abs(force).max() < FORCE:
            return stress(pairs, rate, dx, dy, slope, disc.volume)
        direction, old[:] = _direction(force[:n_mobile].copy().reshape(2 * n_mobile), memory), force
        scale = min(1.0, _LARGEST / np.abs(direction).max())
        downhill = np.dot(direction, old[:n_mobile].copy().reshape(2 * n_mobile))
        while True:
            trial[:n_mobile] = u[:n_mobile] + scale * direction.reshape(n_mobile, 2)
            new = forces(pairs, law, rate, strain, trial, disc.springs, dx, dy, slope, force)
            if new <= energy - 1e-4 * scale * downhill + 1e-13 * abs(energy):
                break
            scale *= 0.5
            if scale < 1e-8:
                break
        if scale < 1e-8:  # the memory is of another place: begin again downhill
            if memory.stored[0] == 0:
                return np.nan
            memory.stored[0] = 0
            force[:] = old
            continue
        k = memory.stored[0] % _MEMORY
        for p in range(2 * n_mobile):
            memory.steps[k, p] = scale * direction[p]
            memory.turns[k, p] = old[p // 2, p % 2] - force[p // 2, p % 2]
        product = np.dot(memory.steps[k], memory.turns[k])
        if product > 1e-16:
            memory.products[k] = product
            memory.stored[0] += 1
        u[:n_mobile], energy = trial[:n_mobile], new
        if moved_by(u, begun) > allowance - 2 * _LARGEST:  # the next step may go so far
            return np.inf
    return np.nan


@njit
def _direction(force, memory):
    """The step that the memory makes of the forces."""
    count = memory.stored[0]
    if count == 0:
        return 1e-3 * force
    shares, first = np.zeros(_MEMORY), max(0, count - _MEMORY)
    original = force.copy()
    for c in range(count - 1, first - 1, -1):
        k = c % _MEMORY
        shares[k] = np.dot(memory.steps[k], force) / memory.products[k]
        force -= shares[k] * memory.turns[k]
    k = (count - 1) % _MEMORY
    force *= memory.products[k] / np.dot(memory.turns[k], memory.turns[k])
    for c in range(first, count):
        k = c % _MEMORY
        force += memory.steps[k] * (shares[k] - np.dot(memory.turns[k], force) / memory.products[k])
    if np.dot(force, original) <= 0.0:
        memory.stored[0] = 0
        return 1e-3 * original
    return force
