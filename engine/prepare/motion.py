"""The compiled loop of molecular dynamics: velocity Verlet, the thermostat, and the pairs' forces.

Particles are kept in the order of the cells that they were in when the wide list was made, so that near ones are near
in memory. Positions are never wrapped: images are rounded off pair by pair, which costs less than looking them up.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .._jit import CONTRACT, njit
from ..matter.force_kernels import BLOCK, scatter
from ..matter.potential import Form, block
from .lists import PairList, cells, pair_constants, pairs_within, pick

WIDE_SKIN, TIGHT_SKIN = 1.6, 0.35

FARTHEST = 0.3
"""Who goes farther than this in one step has been thrown out of an overlap: the step is too long."""

_SUMS = CONTRACT | {"reassoc"}  # sums over particles in vector lanes: a fixed order, on one machine


class Interaction(NamedTuple):
    """How particles interact: reduced pair energy, energy scales, ranges, and the sides of the cell."""

    form: Form
    strengths: np.ndarray
    cutoff: float
    nonadditivity: float
    largest_range: float
    lengths: np.ndarray


class Skins(NamedTuple):
    """How much farther than their range pairs are listed, in units of length."""

    wide: float
    tight: float


class Particles(NamedTuple):
    """What moves, in the order of cells; `order` tells whose place in the caller's order each one has.

    `wide_from` and `tight_from` are the positions for which the lists were made.
    """

    x: np.ndarray
    velocities: np.ndarray
    forces: np.ndarray
    diameters: np.ndarray
    species: np.ndarray
    order: np.ndarray
    wide_from: np.ndarray
    tight_from: np.ndarray


class Lists(NamedTuple):
    """The wide list, the tight one picked from it, and the number of pairs that the tight one holds."""

    wide: PairList
    tight: PairList
    n_tight: int


@njit
def move(
    interaction: Interaction,
    skins: Skins,
    particles: Particles,
    lists: Lists,
    n_steps: int,
    dt: float,
    wanted: np.ndarray,
    decay: float,
    normal: np.ndarray,
    chi: np.ndarray,
    energy: float,
) -> tuple[int, float, Lists]:
    """Velocity Verlet; returns the steps done (fewer than asked where the energy ran away), the energy, the lists.

    Parameters
    ----------
    interaction : Interaction
        How they interact.
    skins : Skins
        Of the wide and the tight list.
    particles : Particles
        All changed in place.
    lists : Lists
        As `find_lists` returns them.
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
    x, v, forces = particles.x, particles.velocities, particles.forces
    wide_from, tight_from = particles.wide_from, particles.tight_from
    freedom = 2 * (len(x) - 1)
    leash, wide_leash = skins.tight / 2, (skins.wide - skins.tight) / 2
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
def sort(particles: Particles, interaction: Interaction, skins: Skins) -> None:
    """Put the particles into the order of their cells; their places become those of a wide list to be made."""
    x, v, forces, diameters, species, order, wide_from, tight_from = particles
    _, members, _ = cells(x, interaction.lengths, interaction.largest_range + skins.wide)
    x[:], v[:], forces[:] = x[members], v[members], forces[members]
    diameters[:], species[:], order[:] = diameters[members], species[members], order[members]
    wide_from[:], tight_from[:] = x, x


@njit
def find_lists(interaction: Interaction, skins: Skins, particles: Particles) -> Lists:
    """The wide list where `wide_from` was, and the tight one where `tight_from` was."""
    _, _, cutoff, nonadditivity, largest, lengths = interaction
    diameters = particles.diameters
    first, second = pairs_within(particles.wide_from, diameters, lengths, cutoff, nonadditivity, largest, skins.wide)
    inverse_squares, unequal = pair_constants(first, second, diameters, particles.species, nonadditivity)
    wide = PairList(first, second, inverse_squares, unequal)
    tight = PairList(
        np.empty_like(first), np.empty_like(second), np.empty_like(inverse_squares), np.empty_like(unequal)
    )
    return Lists(wide, tight, pick(particles.tight_from, lengths, cutoff, skins.tight, wide, tight))


@njit
def pick_again(interaction: Interaction, skins: Skins, particles: Particles, lists: Lists) -> Lists:
    """The tight list for where the particles are now."""
    particles.tight_from[:] = particles.x
    n_tight = pick(particles.x, interaction.lengths, interaction.cutoff, skins.tight, lists.wide, lists.tight)
    return Lists(lists.wide, lists.tight, n_tight)


@njit
def pair_forces(interaction: Interaction, lists: Lists, x: np.ndarray, forces: np.ndarray) -> float:
    """Potential energy; `forces` is overwritten."""
    form, strengths, lengths = interaction.form, interaction.strengths, interaction.lengths
    (first, second, inverse_squares, unequal), n_pairs = lists.tight, lists.n_tight
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
