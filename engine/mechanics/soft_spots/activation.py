"""From a random push of a few particles to a saddle of the energy: activation and climb (ARTn), in a disc.

The disc is pushed along a random direction, and relaxed across it, until its softest mode is unstable. From there it
climbs by Newton's steps on the energy mirrored along that mode (eigenvector following). Then it is pushed back a little
and relaxed by limited-memory BFGS, with the factor of the minimum as the first guess of the inverse Hessian; this must
lead to where it came from. What is around the disc yields as the whole glass does to small forces (`medium.py`), or
not at all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..._jit import njit
from ..inclusions.continuation import moved_by
from ..inclusions.forces import forces, radial_derivatives
from ..inclusions.inclusion import Inclusion, Law, list_pairs
from ..inclusions.modes import Desk, dense, softest
from ..linear._lapack import potrf, potrs

FORCE = 1e-4
"""Largest force of a saddle of the disc, energy / length; R20 takes 5e-3, which saddles of soft glasses have all over
the way to them *(ours)*."""

_SKIN = 0.5  # length
_PUSH, _LONGER, _LONGEST_PUSH = 0.01, 1.3, 0.1  # length, of the farthest of the pushed particles: first, growth, most
_PUSHES, _CLIMBS, _DESCENTS = 40, 80, 200
_UNSTABLE = -0.01  # energy / length²: a mode softer than this leads up
_LONGEST = 0.1  # length, of the farthest particle in one step of the climb
_HOME = 5e-3  # length: nearer than this to the minimum is at the minimum
_PUSH_BACK = 0.05  # length, at most, and half of the way to the saddle
_FAR = 3.0  # length: farther than this is another event, or none
_MEMORY = 8


class Place(NamedTuple):
    """A disc, what is around it, and the Cholesky factor of both at rest.

    Attributes
    ----------
    disc : Inclusion
        The particles.
    law : Law
        How they interact.
    medium : ndarray, shape (2 n_mobile, 2 n_mobile)
        Stiffness that the surroundings add to that of the disc's own pairs, energy / length².
    pull : ndarray, shape (n_mobile, 2)
        With what they hold the disc at rest, energy / length.
    factor : ndarray
        Lower triangle by columns, flat.
    """

    disc: Inclusion
    law: Law
    medium: np.ndarray
    pull: np.ndarray
    factor: np.ndarray


class _Memory(NamedTuple):
    """The last changes of displacements and forces, and how many there were."""

    steps: np.ndarray
    turns: np.ndarray
    products: np.ndarray
    stored: np.ndarray


@njit
def at_rest(disc: Inclusion, law: Law) -> tuple[np.ndarray, np.ndarray]:
    """Forces (n_mobile, 2) on a disc in its place, and its Hessian (2 n_mobile, 2 n_mobile), lower triangle."""
    n, nothing, force = len(disc.springs), np.zeros_like(disc.positions), np.empty_like(disc.positions)
    desk, matrix = _desk(disc, law, nothing), np.empty(4 * n * n)
    forces(desk.pairs, law, np.zeros((2, 2)), 0.0, nothing, np.zeros(n), desk.dx, desk.dy, desk.slope, force)
    radial_derivatives(law, desk.pairs, desk.dx, desk.dy, desk.w)
    dense(desk, np.zeros((2 * n, 2 * n)), matrix)
    return force[:n], matrix.reshape(2 * n, 2 * n).T


@njit
def factorise(matrix: np.ndarray) -> tuple[bool, np.ndarray]:
    """Whether a symmetric matrix is positive definite, and its factor as a `Place` has it."""
    n = len(matrix)
    flat = matrix.copy().reshape(n * n)
    return potrf(n, flat, n), flat


@njit
def find_saddle(place: Place, direction: np.ndarray, mode: np.ndarray) -> tuple[bool, np.ndarray]:
    """Look for a saddle in a direction (n, 2) of length 1; whether there is one connected with the minimum, and where.

    Its softest mode is left in `mode` (n_mobile, 2), turned away from the minimum.
    """
    disc, n_mobile = place.disc, len(place.disc.springs)
    u, force = np.zeros_like(disc.positions), np.zeros_like(disc.positions)
    desk = _desk(disc, place.law, u)
    v = direction[:n_mobile].copy().reshape(2 * n_mobile)
    farthest, push = np.sqrt(_largest_square(direction)), _PUSH
    for _ in range(_PUSHES):
        u += push / farthest * direction
        push = min(_LONGER * push, _LONGEST_PUSH)
        desk = _relax_across(place, direction, u, force, desk)
        value, _ = softest(desk, place.law, u, place.medium, v)
        if value < _UNSTABLE:
            break
    else:
        return False, u
    reached, desk = _climb(place, u, force, v, desk)
    if not reached:
        return False, u
    mode[:] = v.reshape(n_mobile, 2)
    if np.sum(mode * u[:n_mobile]) < 0.0:
        mode[:] = -mode
    back = u.copy()
    push = min(_PUSH_BACK, 0.5 * np.sqrt(_largest_square(u)))
    back[:n_mobile] -= push / np.sqrt(_largest_square(mode)) * mode
    return _leads_home(place, back, force, desk), u


@njit
def _desk(disc, law, u):
    pairs = list_pairs(disc, law, np.zeros((2, 2)), 0.0, u, _SKIN)
    m = pairs.i.size
    return Desk(pairs, u.copy(), np.empty(m), np.empty(m), np.empty(m), np.empty((m, 3)))


@njit
def _evaluate(place, u, force, desk):
    """Forces at u, with a new list where it is due."""
    disc, n = place.disc, len(place.disc.springs)
    if moved_by(u, desk.begun) > _SKIN:
        desk = _desk(disc, place.law, u)
    forces(desk.pairs, place.law, np.zeros((2, 2)), 0.0, u, np.zeros(n), desk.dx, desk.dy, desk.slope, force)
    force[:n] += place.pull - np.dot(place.medium, u[:n].copy().reshape(2 * n)).reshape(n, 2)
    return desk


@njit
def _relax_across(place, direction, u, force, desk):
    """A few steps down, across a direction of pushing, in the metric of the minimum."""
    n = len(place.disc.springs)
    along = direction[:n].copy().reshape(2 * n)
    answer = along.copy()
    potrs(2 * n, 1, place.factor, 2 * n, answer)
    for _ in range(4):
        desk = _evaluate(place, u, force, desk)
        step = force[:n].copy().reshape(2 * n)
        potrs(2 * n, 1, place.factor, 2 * n, step)
        step -= np.dot(along, step) / np.dot(along, answer) * answer
        _move(u, step)
    return desk


@njit
def _climb(place, u, force, v, desk):
    """From where the softest mode v is unstable to a saddle; whether it got there. Changes u and v.

    Newton's steps with the energy mirrored along v (eigenvector following), shortened where they are long.
    """
    n = len(place.medium)
    for step in range(_CLIMBS):
        desk = _evaluate(place, u, force, desk)
        value, second = softest(desk, place.law, u, place.medium, v)
        f = force[: n // 2].copy().reshape(n)
        if np.abs(f).max() < FORCE:
            return value < 0.0, desk
        farthest = _largest_square(u)
        if farthest > _FAR**2 or (step > 0 and farthest < _HOME**2):
            return False, desk
        f -= 2 * np.dot(f, v) * v
        if not _solve_mirrored(desk, place.medium, value, second, v, f):
            return False, desk
        _move(u, f)
    return False, desk


@njit
def _solve_mirrored(desk, medium, value, second, v, f):
    """f becomes the step that lowers the mirrored energy: its Hessian is shifted where it is not positive definite."""
    n = f.size
    shift = max(0.0, -2 * second)
    matrix = np.empty(n * n)
    for _ in range(6):
        dense(desk, medium, matrix)
        if value < 0.0:
            for c in range(n):
                matrix[c * n + c : (c + 1) * n] -= 2 * value * v[c] * v[c:]
        for c in range(n):
            matrix[c * n + c] += shift
        if potrf(n, matrix, n):
            potrs(n, 1, matrix, n, f)
            return True
        shift = max(4 * shift, 1.0)
    return False


@njit
def _leads_home(place, u, force, desk):
    """Whether the minimum downhill from u is the one where all displacements are zero. Changes u."""
    n = len(place.medium)
    memory = _Memory(np.zeros((_MEMORY, n)), np.zeros((_MEMORY, n)), np.zeros(_MEMORY), np.zeros(1, np.int64))
    last, before = np.zeros(n), np.zeros(n)
    for step in range(_DESCENTS):
        desk = _evaluate(place, u, force, desk)
        f = force[: n // 2].copy().reshape(n)
        if _largest_square(u) < _HOME**2 or np.abs(f).max() < FORCE:
            break
        if step > 0:
            _remember(memory, last, before - f)
        before[:] = f
        last[:] = _move(u, _bfgs(f.copy(), memory, place.factor))
    return _largest_square(u) < _HOME**2


@njit
def _remember(memory, step, turn):
    product = np.dot(step, turn)
    if product > 1e-10 * np.dot(step, step):
        k = memory.stored[0] % _MEMORY
        memory.steps[k], memory.turns[k], memory.products[k] = step, turn, product
        memory.stored[0] += 1


@njit
def _bfgs(force, memory, factor):
    """The step that memory and factor of the minimum make of a force; the factor alone where that leads back."""
    count, n = memory.stored[0], force.size
    original, shares, first = force.copy(), np.zeros(_MEMORY), max(0, memory.stored[0] - _MEMORY)
    for c in range(count - 1, first - 1, -1):
        k = c % _MEMORY
        shares[k] = np.dot(memory.steps[k], force) / memory.products[k]
        force -= shares[k] * memory.turns[k]
    potrs(n, 1, factor, n, force)
    for c in range(first, count):
        k = c % _MEMORY
        force += memory.steps[k] * (shares[k] - np.dot(memory.turns[k], force) / memory.products[k])
    if np.dot(force, original) > 0.0:
        return force
    memory.stored[0] = 0
    potrs(n, 1, factor, n, original)
    return original


@njit
def _move(u, step):
    """Add a step to the mobile particles, none of them farther than the longest; returns it as it was taken."""
    n = step.size // 2
    largest = np.sqrt(_largest_square(step.reshape(n, 2)))
    step = step * min(1.0, _LONGEST / max(largest, 1e-300))
    u[:n] += step.reshape(n, 2)
    return step


@njit
def _largest_square(u):
    largest = 0.0
    for p in range(len(u)):
        largest = max(largest, u[p, 0] * u[p, 0] + u[p, 1] * u[p, 1])
    return largest
