"""An inclusion under shear, followed along its branch to the first maximum of its stress or to the fold that ends it.

A branch of equilibria is walked by its arc, ds^2 = |du|^2 + (radius dstrain)^2, and not by the strain: it ends (folds
back) where the Hessian becomes singular, and the walk comes as near to that as it likes. A step is a Taylor predictor
of order 2 with exact derivatives and a Newton corrector in the plane across it, with the factor of the predicted place;
its length follows from how far off the predictor was. Where the stress turns, cubic interpolation leads to the maximum.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..._jit import njit
from ..linear._lapack import pbtrf, pbtrs
from .forces import curvature, deformed, forces, radial_derivatives, stiffness, stress
from .inclusion import Inclusion, Law, PairList, list_pairs, thin_out

NOTHING, MAXIMUM, FOLD, UNSTABLE = 0, 1, 2, 3
"""How a walk ended: at the largest strain; at a maximum of the stress; at a fold; it never began, at no minimum."""

FORCE = 1e-8  # largest of an equilibrium, energy / length
WIDE = 1.6
"""Skin of the list from which others are thinned out, length."""

_SKIN = 0.45  # length
_OFF = 3e-4  # length by which the predictor may miss: the shorter the steps, the narrower a dip they see
_FIRST = 0.2  # arc of the first step
_SHORTEST = 2e-4  # arc: the strain of a fold is known to its square
_CORRECTIONS = 14
_LEVEL = 1e-3  # of the slope a step before: what is level; the stress is then known to the square of it
_TRIALS = 12
_BETWEEN = 0.05  # share of its slope by which the stress may rise otherwise than both ends of a step say


class _Point(NamedTuple):
    """A place on the branch: factor, du/dstrain, and the first and second derivative of u by the arc."""

    band: np.ndarray
    answer: np.ndarray
    along: np.ndarray
    bend: np.ndarray


class _Tangent(NamedTuple):
    """What changes along the arc: dstrain/ds, 0 where the branch does not go on; the stress, and its slope."""

    speed: float
    height: float
    slope: float


class _Desk(NamedTuple):
    """What kernels write their intermediate results on."""

    dx: np.ndarray
    dy: np.ndarray
    slope: np.ndarray
    w: np.ndarray
    force: np.ndarray
    push: np.ndarray


@njit
def walk(
    disc: Inclusion, law: Law, wide: PairList, rate: np.ndarray, radius: float, max_strain: float
) -> tuple[int, float, float, float, float, int]:
    """Follow an inclusion under one load; `wide` lists its pairs at rest, with a skin of `WIDE`.

    Returns how it ended, strain and stress there, the stress at rest, the tangent modulus at rest, the steps it took.
    """
    u, other = np.zeros((len(disc.positions), 2)), np.zeros((len(disc.positions), 2))
    strain, begun, listed = 0.0, np.zeros((len(disc.positions), 2)), 0.0
    pairs, here, there, desk = _lists(disc, law, wide, rate, strain, u)
    speed, height, slope = _linearise(pairs, law, rate, radius, strain, u, disc, here, desk)
    if speed == 0.0:
        return UNSTABLE, 0.0, np.nan, np.nan, np.nan, 0
    at_rest, modulus, step, n_steps = height, slope / speed, _FIRST, 0
    if slope <= 0.0:
        return MAXIMUM, 0.0, at_rest, at_rest, modulus, 0
    turn = _bend(radius, speed, here)
    while strain < max_strain:
        n_steps += 1
        new_strain, off = _advance(
            pairs, law, rate, radius, strain, u, disc, here, speed, turn, step, other, there, desk
        )
        new = _Tangent(0.0, 0.0, 0.0)
        if off < np.inf and moved_by(other, begun) + abs(new_strain - listed) * disc.reach < _SKIN:
            new = _linearise(pairs, law, rate, radius, new_strain, other, disc, there, desk)
        if new.speed == 0.0 or (step > 50 * _SHORTEST and _dips(height, slope, new.height, new.slope, step)):
            step *= 0.5
            if step < _SHORTEST:
                return FOLD, strain, height, at_rest, modulus, n_steps
            continue
        if new.slope <= 0.0:
            top_strain, top = _highest(
                pairs, law, rate, radius, strain, u, disc, here, turn, _Tangent(speed, height, slope), new, step,
                other, there, desk,
            )  # fmt: skip
            return MAXIMUM, top_strain, max(top, height), at_rest, modulus, n_steps
        strain, u, other, here, there = new_strain, other, u, there, here
        speed, height, slope = new
        if moved_by(u, begun) + abs(strain - listed) * disc.reach > 0.5 * _SKIN:
            begun[:], listed = u, strain
            pairs, here, there, desk = _lists(disc, law, wide, rate, strain, u)
            speed, height, slope = _linearise(pairs, law, rate, radius, strain, u, disc, here, desk)
            other[:] = 0.0
        turn = _bend(radius, speed, here)
        step *= min(2.0, max(0.5, 0.9 * (_OFF / (off + 1e-300)) ** (1.0 / 3.0)))
    return NOTHING, strain, height, at_rest, modulus, n_steps


@njit
def _lists(disc, law, wide, rate, strain, u):
    """Pairs of a state, and room for two points and what lies between them."""
    if moved_by(u, np.zeros_like(u)) + strain * disc.reach < WIDE - _SKIN:
        pairs = thin_out(wide, len(disc.springs), law, rate, strain, u, _SKIN)
    else:
        pairs = list_pairs(disc, law, rate, strain, u, _SKIN)
    return pairs, _point(pairs, disc), _point(pairs, disc), _desk(pairs, disc)


@njit
def _point(pairs, disc):
    n = 2 * len(disc.springs)
    return _Point(np.empty(n * (pairs.below + 1)), np.empty(n), np.empty(n), np.empty(n))


@njit
def _desk(pairs, disc):
    n, m = pairs.i.size, 2 * len(disc.springs)
    return _Desk(
        np.empty(n), np.empty(n), np.empty(n), np.empty((n, 3)), np.empty((len(disc.positions), 2)), np.empty(m)
    )


@njit
def _linearise(pairs, law, rate, radius, strain, u, disc, point, desk):
    """Factor and tangent at an equilibrium; its speed is 0 where it is no minimum."""
    deformed(pairs, rate, strain, u, desk.dx, desk.dy)
    radial_derivatives(law, pairs, desk.dx, desk.dy, desk.w)
    stiffness(pairs, rate, desk.dx, desk.dy, desk.w, disc.springs, point.band, point.answer)
    n = point.answer.size
    if not pbtrf(n, pairs.below, point.band, pairs.below + 1):
        return _Tangent(0.0, 0.0, 0.0)
    pbtrs(n, pairs.below, 1, point.band, pairs.below + 1, point.answer)
    speed = 1 / np.sqrt(radius * radius + _dot(point.answer, point.answer))
    for k in range(n):
        point.along[k] = speed * point.answer[k]
    height = stress(pairs, rate, desk.dx, desk.dy, desk.w[:, 0], disc.volume)
    slope = curvature(pairs, rate, desk.dx, desk.dy, desk.w, point.along, speed, disc.volume, point.bend)
    pbtrs(n, pairs.below, 1, point.band, pairs.below + 1, point.bend)
    return _Tangent(speed, height, slope)


@njit
def _bend(radius, speed, point):
    """Complete the second derivative of u by the arc; returns that of the strain."""
    turn = -_dot(point.along, point.bend) / (_dot(point.along, point.answer) + radius * radius * speed)
    for k in range(point.bend.size):
        point.bend[k] += turn * point.answer[k]
    return turn


@njit
def _advance(pairs, law, rate, radius, strain, u, disc, here, speed, turn, step, other, there, desk):
    """An equilibrium a step farther, into `other`; its strain, and how far off the predictor was (inf: there is none).

    `there` lends its band: the factor at the predicted place serves until the forces no longer fall quickly.
    """
    n = here.answer.size
    for k in range(n):
        other[k // 2, k % 2] = u[k // 2, k % 2] + step * here.along[k] + 0.5 * step * step * here.bend[k]
    strain += step * speed + 0.5 * step * step * turn
    off, last = 0.0, 0.0
    for _ in range(_CORRECTIONS):
        forces(pairs, law, rate, strain, other, disc.springs, desk.dx, desk.dy, desk.slope, desk.force)
        largest = 0.0
        for k in range(n):
            desk.push[k] = desk.force[k // 2, k % 2]
            largest = max(largest, abs(desk.push[k]))
        if largest < FORCE:
            return strain, off
        if largest > 0.2 * last:
            radial_derivatives(law, pairs, desk.dx, desk.dy, desk.w)
            stiffness(pairs, rate, desk.dx, desk.dy, desk.w, disc.springs, there.band, there.answer)
            if not pbtrf(n, pairs.below, there.band, pairs.below + 1):
                return strain, np.inf
            pbtrs(n, pairs.below, 1, there.band, pairs.below + 1, there.answer)
        last = largest
        pbtrs(n, pairs.below, 1, there.band, pairs.below + 1, desk.push)
        back = -_dot(here.along, desk.push) / (_dot(here.along, there.answer) + radius * radius * speed)
        for k in range(n):
            moved = desk.push[k] + back * there.answer[k]
            other[k // 2, k % 2] += moved
            off = max(off, abs(moved))
        strain += back
        if off > 4 * _OFF:
            return strain, np.inf
    return strain, np.inf


@njit
def _highest(pairs, law, rate, radius, strain, u, disc, here, turn, start, end, step, other, there, desk):
    """Strain and stress at the maximum between here and a step farther; `start` and `end` are the tangents there."""
    low, high, top_strain, top, speed = 0.0, step, strain, start.height, start.speed
    enough = _LEVEL * start.slope
    for _ in range(_TRIALS):
        middle = low + (high - low) * _crest(start.height, start.slope, end.height, end.slope, high - low)
        found, off = _advance(pairs, law, rate, radius, strain, u, disc, here, speed, turn, middle, other, there, desk)
        now = _Tangent(0.0, 0.0, 0.0)
        if off < np.inf:
            now = _linearise(pairs, law, rate, radius, found, other, disc, there, desk)
        if now.speed == 0.0:  # a fold in between: nearer
            high, end = middle, _Tangent(0.0, start.height, -start.slope)
            continue
        if now.height > top:
            top_strain, top = found, now.height
        if abs(now.slope) < enough:
            break
        if now.slope > 0.0:
            low, start = middle, now
        else:
            high, end = middle, now
    return top_strain, top


@njit
def _crest(height, slope, new_height, new_slope, step):
    """Where, from 0 to 1, the cubic through two heights and slopes, one rising and one falling, is highest."""
    mean = (new_height - height) / step
    a, b = 3 * (slope + new_slope - 2 * mean), 3 * mean - 2 * slope - new_slope  # slope(t) = slope + 2 b t + a t^2
    root = np.sqrt(max(0.0, b * b - a * slope))
    t = -slope / (b - root) if b < root else slope / (slope - new_slope)
    return min(max(t, 0.02), 0.98)


@njit
def _dips(height, slope, new_height, new_slope, step):
    """Whether a maximum may lie between two places where the stress rises.

    It does where the cubic through heights and slopes falls. Where it is narrow neither slope knows of it, but the
    stress has risen by less than they say; so it has if the step has led over two folds, to another branch.
    """
    if new_slope <= 0.0:
        return False
    mean = (new_height - height) / step
    if abs(mean - 0.5 * (slope + new_slope)) > _BETWEEN * max(slope, new_slope):
        return True
    a, b = slope + new_slope - 2 * mean, 3 * mean - 2 * slope - new_slope  # slope(t) = slope + 2 b t + 3 a t^2
    if a <= 0.0:
        return False
    t = -b / (3 * a)
    return 0.0 < t < 1.0 and slope + b * t < 0.0


@njit
def moved_by(u: np.ndarray, since: np.ndarray) -> float:
    """Twice the largest displacement of any particle since the list was made."""
    largest = 0.0
    for p in range(len(u)):
        x, y = u[p, 0] - since[p, 0], u[p, 1] - since[p, 1]
        largest = max(largest, x * x + y * y)
    return 2 * np.sqrt(largest)


@njit
def _dot(a, b):
    total = 0.0
    for k in range(a.size):
        total += a[k] * b[k]
    return total
