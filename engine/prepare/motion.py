"""The compiled loop of molecular dynamics: velocity Verlet, the thermostat, and the pairs' forces.

Particles are kept in the order of the cells that they were in when the wide list was made, so that near ones are near
in memory. Positions are never wrapped: images are rounded off pair by pair, which costs less than looking them up.
"""

from __future__ import annotations

import numpy as np

from .._jit import CONTRACT, njit
from ..matter.force_kernels import BLOCK, scatter
from ..matter.potential import block
from .lists import cells, pair_constants, pairs_within, pick

WIDE_SKIN, TIGHT_SKIN = 1.6, 0.35

FARTHEST = 0.3
"""Who goes farther than this in one step has been thrown out of an overlap: the step is too long."""

_SUMS = CONTRACT | {"reassoc"}  # sums over particles in vector lanes: a fixed order, on one machine


@njit
def move(interaction, skins, particles, lists, n_steps, dt, wanted, decay, normal, chi, energy):
    """Velocity Verlet; returns the steps done (fewer than asked where the energy ran away), the energy, the lists.

    Parameters
    ----------
    interaction : tuple
        (form, strengths, cutoff, nonadditivity, largest range, lengths of the cell).
    skins : tuple of float
        Of the wide and the tight list.
    particles : tuple of arrays
        (x, v, forces, diameters, species, order, x when the wide list was made, x when the tight one was picked).
    lists : tuple
        (wide, tight, number of tight pairs), as `find_lists` returns it.
    n_steps : int
        Number of steps.
    dt : float
        Time step.
    wanted : ndarray, shape (n_steps,) or (0,)
        Kinetic energy that the thermostat aims at; empty for constant energy.
    decay : float
        exp(-dt / relaxation time of the thermostat).
    normal, chi : ndarray, shape of `wanted`
        Its random numbers: one normal, and the sum of squares of one fewer than the degrees of freedom.
    energy : float
        Potential energy now.
    """
    x, v, forces, _, _, _, wide_from, tight_from = particles
    freedom = 2 * (len(x) - 1)
    leash, wide_leash = skins[1] / 2, (skins[0] - skins[1]) / 2
    for step in range(n_steps):
        _kick_and_drift(x.ravel(), v.ravel(), forces.ravel(), dt)
        if not _within(x.ravel(), tight_from.ravel(), leash):
            if not _within(x.ravel(), wide_from.ravel(), wide_leash):
                if not np.isfinite(x.sum()) or dt * np.abs(v).max() > FARTHEST:
                    return step, energy, lists
                sort(particles, interaction, skins)
                lists = find_lists(interaction, skins, particles)
            else:
                lists = pick_again(interaction, skins, particles, lists)
        energy = pair_forces(interaction, lists, x, forces)
        kinetic = _kick(v.ravel(), forces.ravel(), dt)
        if wanted.size > 0:
            factor = _rescaling(kinetic, wanted[step], freedom, decay, normal[step], chi[step])
            v *= factor
    return n_steps, energy, lists


@njit
def sort(particles, interaction, skins):
    """Put the particles into the order of their cells; their places become those of a wide list to be made."""
    x, v, forces, diameters, species, order, wide_from, tight_from = particles
    _, members, _ = cells(x, interaction[5], interaction[4] + skins[0])
    x[:], v[:], forces[:] = x[members], v[members], forces[members]
    diameters[:], species[:], order[:] = diameters[members], species[members], order[members]
    wide_from[:], tight_from[:] = x, x


@njit
def find_lists(interaction, skins, particles):
    """The wide list where `wide_from` was, and the tight one where `tight_from` was."""
    _, _, cutoff, nonadditivity, largest, lengths = interaction
    _, _, _, diameters, species, _, wide_from, tight_from = particles
    first, second = pairs_within(wide_from, diameters, lengths, cutoff, nonadditivity, largest, skins[0])
    inverse_squares, unequal = pair_constants(first, second, diameters, species, nonadditivity)
    wide = (first, second, inverse_squares, unequal)
    tight = (np.empty_like(first), np.empty_like(second), np.empty_like(inverse_squares), np.empty_like(unequal))
    return wide, tight, pick(tight_from, lengths, cutoff, skins[1], wide, tight)


@njit
def pick_again(interaction, skins, particles, lists):
    """The tight list for where the particles are now."""
    wide, tight, _ = lists
    x, tight_from = particles[0], particles[7]
    tight_from[:] = x
    return wide, tight, pick(x, interaction[5], interaction[2], skins[1], wide, tight)


@njit
def pair_forces(interaction, lists, x, forces):
    """Potential energy; `forces` is overwritten."""
    form, strengths, _, _, _, lengths = interaction
    (first, second, inverse_squares, unequal), n_pairs = lists[1], lists[2]
    dx, dy, slope = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    energy, lx, ly = 0.0, lengths[0], lengths[1]
    forces[:] = 0.0
    for lo in range(0, n_pairs, BLOCK):
        hi = min(lo + BLOCK, n_pairs)
        i, j, s, cross = first[lo:hi], second[lo:hi], inverse_squares[lo:hi], unequal[lo:hi]
        _gather(i, j, x, dx, dy)
        _nearest_image(dx, dy, hi - lo, lx, ly, 1.0 / lx, 1.0 / ly)
        energy += block(form, dx, dy, s, cross, strengths, slope)
        for k in range(hi - lo):
            dx[k] *= slope[k]
            dy[k] *= slope[k]
        scatter(i, j, dx, dy, forces)
    return energy


@njit
def _gather(i, j, x, dx, dy):
    for k in range(i.size):
        p, q = np.uintp(i[k]), np.uintp(j[k])  # unsigned: no check for negative indices
        dx[k] = x[q, 0] - x[p, 0]
        dy[k] = x[q, 1] - x[p, 1]


@njit(fastmath=CONTRACT)
def _nearest_image(dx, dy, n, lx, ly, inverse_lx, inverse_ly):
    for k in range(n):
        dx[k] -= lx * np.rint(dx[k] * inverse_lx)
        dy[k] -= ly * np.rint(dy[k] * inverse_ly)


@njit(fastmath=CONTRACT)
def _kick_and_drift(x, v, forces, dt):
    for k in range(x.size):
        v[k] += 0.5 * dt * forces[k]
        x[k] += dt * v[k]


@njit(fastmath=_SUMS)
def _kick(v, forces, dt):
    """The second half of the kick; returns the kinetic energy."""
    twice = 0.0
    for k in range(v.size):
        v[k] += 0.5 * dt * forces[k]
        twice += v[k] * v[k]
    return 0.5 * twice


@njit
def _within(x, start, leash):
    """Whether nobody is farther than the leash from the start; False for NaN."""
    outside, square = 0, leash * leash
    for p in range(x.size // 2):
        a, b = x[2 * p] - start[2 * p], x[2 * p + 1] - start[2 * p + 1]
        outside += not (a * a + b * b <= square)
    return outside == 0


@njit
def _rescaling(kinetic, wanted, freedom, decay, normal, chi):
    """Factor on all velocities (Bussi et al. 2007, eq. A7); `chi` is the sum of freedom - 1 squared normals."""
    if kinetic == 0.0:
        return 1.0
    share = wanted / (freedom * kinetic) * (1.0 - decay)
    square = decay + share * (normal**2 + chi) + 2.0 * normal * np.sqrt(decay * share)
    sign = 1.0 if normal + np.sqrt(decay / max(share, 1e-300)) >= 0.0 else -1.0
    return sign * np.sqrt(max(square, 0.0))
