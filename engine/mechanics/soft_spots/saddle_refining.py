"""From near a saddle of the whole glass to the saddle itself, and back down to the minimum that it belongs to.

Newton's method needs M^-1 where M has one negative eigenvalue. A few particles of the core are tied down, which makes
it positive definite, K = M + s E E^T with a Cholesky factor; the ties are taken out again exactly (Woodbury), and the
small matrix that does so, S = 1/s - E^T K^-1 E, has as many negative eigenvalues as M (Sylvester's law).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse.linalg import eigsh

from ...errors import GlassError, NotAMinimumError, NotConvergedError
from ...matter.glass import Glass
from ..landscape import Landscape
from ..relax import settle

FORCE = 1e-9
"""Largest force component at a saddle, energy / length."""

_CORES = (6, 12, 24)  # particles that are tied down: more where fewer do not make it positive
_SHIFTS = (1.0, 4.0, 16.0, 64.0, 256.0, 1024.0)  # energy / length²: added to the diagonal where even then it is not
_STEPS, _LONGEST = 60, 0.1  # Newton's steps; length that a particle moves in one of them
_GRIP = 1e3  # by which particles are held still in such a step
_AROUND, _AT_REST = 12, 5e-3  # steps that bring to rest what is around the core; length of the last
_PUSH_BACK = 0.05  # length, at most, and half of the way to the saddle
_DOWNHILL = 1e-7  # largest force at a minimum that is to be recognised, energy / length
_SAME = 0.2  # of the way to the saddle: a minimum nearer than this is the one


class Saddle(NamedTuple):
    """A saddle of first order: the state, displacements from the minimum, lowest eigenvalue of its Hessian."""

    glass: Glass
    displacements: np.ndarray
    curvature: float


class _Walk:
    """Displacements from a minimum that go on step by step, and the landscape that they go over."""

    def __init__(self, glass, displacements):
        self.landscape = Landscape(glass.with_positions(glass.positions + displacements), skin=0.3)
        self.whole, self.u = displacements.copy(), np.zeros_like(displacements)
        self.forces = np.empty_like(displacements)

    def evaluate(self):
        return self.landscape.verlet.evaluate(self.u, self.forces)

    def move(self, step):
        self.u = self.u + step
        self.whole = self.whole + step
        if not self.landscape.verlet.holds(self.u):
            self.landscape.relist(self.u)
            self.u = np.zeros_like(self.u)


def refined(glass: Glass, displacements: np.ndarray, mode: np.ndarray, core: np.ndarray | None = None) -> Saddle | None:
    """The saddle of first order close by, None where there is none or where it does not lead back to the minimum.

    Parameters
    ----------
    glass : Glass
        The minimum.
    displacements : ndarray, shape (n_particles, 2)
        From it to near the saddle.
    mode : ndarray, shape (n_particles, 2)
        About the unstable mode there.
    core : ndarray of int, optional
        Particles that are held where they are while all others come to rest, before any of them goes on.

    Notes
    -----
    Cost: some twenty factorisations, and a relaxation: 0.2 s at two thousand particles.
    """
    try:
        walk = _Walk(glass, displacements)
    except GlassError:  # particles overlap: no saddle is near
        return None
    if core is not None and not _come_to_rest(walk, core):
        return None
    state, unstable = _to_the_saddle(walk, mode)
    if state is None:
        return None
    whole = walk.whole - walk.whole.mean(axis=0)
    if not _leads_home(glass, state, whole, unstable):
        return None
    return Saddle(state, whole, _lowest(state, unstable, mode))


def _come_to_rest(walk, held):
    """Newton's steps of all but the particles that are held; False where they lead nowhere."""
    for _ in range(_AROUND):
        walk.evaluate()
        forces = walk.forces.copy()
        forces[held] = 0.0
        factor = _factor(walk, held, (0.0, *_SHIFTS), _GRIP)
        if factor is None:
            return False
        step = factor.solve_held(forces[:, :, None])[:, :, 0]
        step[held] = 0.0
        walk.move(_shortened(step))
        if np.abs(step).max() < _AT_REST:
            break
    return True


def _to_the_saddle(walk, mode):
    """Walk to the saddle; the state there and its unstable direction, None where it is not found."""
    shares = _share(mode) + _share(walk.whole)
    for _ in range(_STEPS):
        energy, virial = walk.evaluate()
        small = np.abs(walk.forces).max() < FORCE
        step, unstable = _step(walk, np.argsort(shares), shifts=() if small else _SHIFTS)
        if small or step is None:
            break
        walk.move(step)
        if unstable:
            shares = _share(unstable[0]) + _share(walk.whole)
    if not small or len(unstable) != 1:
        return None, None
    return walk.landscape.state(walk.u, walk.forces, energy, virial), unstable[0]


def _share(vectors):
    """Square of each vector, as a share of the largest."""
    squares = np.einsum("ia,ia->i", vectors, vectors)
    return squares / squares.max()


def _factor(walk, held, shifts, grip=1.0):
    """The factor with some particles held and the least shift that makes it positive; None where none does."""
    for shift in shifts:
        try:
            return walk.landscape.exact_factor(walk.u, held, shift, grip=grip)
        except NotAMinimumError:
            continue
    return None


def _step(walk, rising, shifts):
    """The next step, or None, and a direction of negative curvature for each negative eigenvalue of M.

    All that is not tied is relaxed as far as it goes; the core, the last of the particles as they are given, goes
    uphill along one direction and downhill along the others, which is Newton's step where one eigenvalue is negative,
    but not farther than the longest step.
    """
    for size in _CORES:
        core = rising[-size:]
        if (factor := _factor(walk, core, (0.0,))) is not None:
            break
    else:
        core = rising[-_CORES[0] :]
        if (factor := _factor(walk, core, shifts)) is None:
            return None, []
    several = 2 * len(core)
    ties = np.zeros((len(rising), 2, several))
    ties[np.repeat(core, 2), np.tile([0, 1], len(core)), np.arange(several)] = 1.0
    answers = factor.solve_held(np.concatenate([ties, walk.forces[:, :, None]], axis=2))
    answers, plain = answers[:, :, :-1], answers[:, :, -1]
    small = np.eye(several) / factor.tie - answers[core].reshape(several, several)
    values, vectors = np.linalg.eigh((small + small.T) / 2)
    unstable = [answers @ vectors[:, k] for k in np.flatnonzero(values < 0)]
    shares = (vectors.T @ plain[core].ravel()) / np.append(-np.abs(values[:1]), np.abs(values[1:]))
    return _shortened(plain) + _shortened(answers @ (vectors @ shares)), unstable


def _shortened(step):
    return step * min(1.0, _LONGEST / np.sqrt(np.einsum("ia,ia->i", step, step).max()))


def _leads_home(glass, saddle, displacements, direction):
    """Whether one side of a saddle leads down to the minimum, and the other does not."""
    way = np.sqrt(np.einsum("ia,ia->i", displacements, displacements).max())
    direction = direction * (min(_PUSH_BACK, way / 2) / np.sqrt(np.einsum("ia,ia->i", direction, direction).max()))

    def at_home(push):
        end = settle(Landscape(saddle, skin=0.5), push, _DOWNHILL, factor=glass.response.preconditioner)[0]
        moved = glass.box.minimum_image(end.positions - glass.positions)
        return bool(np.abs(moved - moved.mean(axis=0)).max() < _SAME * way)

    try:
        return at_home(-direction) != at_home(direction)
    except NotConvergedError:
        return False


def _lowest(saddle, direction, mode):
    """Lowest eigenvalue of a saddle's Hessian, by Lanczos's way from a direction of negative curvature."""
    matrix = saddle.hessian()
    start = (direction / np.linalg.norm(direction) + np.sign(np.vdot(mode, direction)) * mode).ravel()
    return float(eigsh(matrix, k=1, which="SA", v0=start, tol=1e-9, return_eigenvectors=False)[0])
