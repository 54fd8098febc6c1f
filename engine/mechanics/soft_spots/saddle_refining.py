"""From near a saddle of the whole glass to the saddle itself, and back down to the minimum that it belongs to.

Newton's method needs M^-1 where M has one negative eigenvalue. A few particles of the core are tied down, which makes
it positive definite, K = M + s E E^T with a Cholesky factor; the ties are taken out again exactly (Woodbury), and the
small matrix that does so, S = 1/s - E^T K^-1 E, has as many negative eigenvalues as M (Sylvester's law).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse.linalg import eigsh

from ...errors import NotAMinimumError, NotConvergedError
from ...matter.glass import Glass
from ..landscape import Landscape
from ..linear.rounded import RoundedFactor
from ..relax import settle

FORCE = 1e-9
"""Largest force component at a saddle, energy / length."""

_CORE = 6  # particles that are tied down
_SHIFTS = (0.0, 1.0, 4.0, 16.0, 64.0)  # energy / length²: added to the diagonal where even then it is not positive
_STEPS, _LONGEST = 40, 0.1  # Newton's steps; length that a particle moves in one of them
_PUSH_BACK = 0.05  # length
_DOWNHILL = 1e-5  # largest force at a minimum that is to be recognised, energy / length
_SAME = 0.02  # length: a minimum nearer than this is the one


class Saddle(NamedTuple):
    """A saddle of first order: the state, displacements from the minimum, lowest eigenvalue of its Hessian."""

    glass: Glass
    displacements: np.ndarray
    curvature: float


def refined(glass: Glass, displacements: np.ndarray, mode: np.ndarray) -> Saddle | None:
    """The saddle of first order close by, None where there is none or where it does not lead back to the minimum.

    Parameters
    ----------
    glass : Glass
        The minimum.
    displacements : ndarray, shape (n_particles, 2)
        From it to near the saddle.
    mode : ndarray, shape (n_particles, 2)
        About the unstable mode there.

    Notes
    -----
    Cost: some ten factorisations, and a relaxation: 0.1 s at two thousand particles.
    """
    landscape, whole = Landscape(glass.with_positions(glass.positions + displacements), skin=0.3), displacements.copy()
    u, forces = np.zeros_like(whole), np.empty_like(whole)
    core = np.argsort(_share(mode) + _share(displacements))[-_CORE:]
    for _ in range(_STEPS):
        energy, virial = landscape.verlet.evaluate(u, forces)
        small = np.abs(forces).max() < FORCE
        step, unstable = _step(landscape, u, core, forces, (0.0,) if small else _SHIFTS)
        if small or step is None:
            break
        u += step
        whole += step
        if not landscape.verlet.holds(u):
            landscape.relist(u)
            u = np.zeros_like(u)
    if not small:
        return None
    if len(unstable) != 1:
        return None
    state = landscape.state(u, forces, energy, virial)
    whole -= whole.mean(axis=0)
    if not _leads_home(glass, state, unstable[0]):
        return None
    return Saddle(state, whole, _lowest(state, unstable[0], mode))


def _share(vectors):
    """Square of each vector, as a share of the largest."""
    squares = np.einsum("ia,ia->i", vectors, vectors)
    return squares / squares.max()


def _step(landscape, u, core, forces, shifts):
    """The next step, or None, and a direction of negative curvature for each negative eigenvalue of M.

    All that is not tied is relaxed as far as it goes; the core goes uphill along one direction and downhill along the
    others, which is Newton's step where one eigenvalue is negative, but not farther than the longest step.
    """
    for shift in shifts:
        try:
            factor = landscape.exact_factor(u, core, shift)
            break
        except NotAMinimumError:
            continue
    else:
        return None, []
    several = 2 * len(core)
    ties = np.zeros((len(u), 2, several))
    ties[np.repeat(core, 2), np.tile([0, 1], len(core)), np.arange(several)] = 1.0
    answers = factor.solve_held(np.concatenate([ties, forces[:, :, None]], axis=2))
    answers, plain = answers[:, :, :-1], answers[:, :, -1]
    small = np.eye(several) / factor.tie - answers[core].reshape(several, several)
    values, vectors = np.linalg.eigh((small + small.T) / 2)
    unstable = [answers @ vectors[:, k] for k in np.flatnonzero(values < 0)]
    shares = (vectors.T @ plain[core].ravel()) / np.append(-np.abs(values[:1]), np.abs(values[1:]))
    return _shortened(plain) + _shortened(answers @ (vectors @ shares)), unstable


def _shortened(step):
    return step * min(1.0, _LONGEST / np.sqrt(np.einsum("ia,ia->i", step, step).max()))


def _leads_home(glass, saddle, direction):
    """Whether one side of a saddle leads down to the minimum, and the other does not."""
    direction = direction * (_PUSH_BACK / np.sqrt(np.einsum("ia,ia->i", direction, direction).max()))
    factor, home = RoundedFactor(glass.response.factor), []
    for push in (-direction, direction):
        try:
            end = settle(Landscape(saddle, skin=0.5), push, _DOWNHILL, factor=factor)[0]
        except NotConvergedError:
            return False
        moved = glass.box.minimum_image(end.positions - glass.positions)
        home.append(np.abs(moved - moved.mean(axis=0)).max() < _SAME)
    return home[0] != home[1]


def _lowest(saddle, direction, mode):
    """Lowest eigenvalue of a saddle's Hessian, by Lanczos's way from a direction of negative curvature."""
    matrix = saddle.hessian()
    start = (direction / np.linalg.norm(direction) + np.sign(np.vdot(mode, direction)) * mode).ravel()
    return float(eigsh(matrix, k=1, which="SA", v0=start, tol=1e-9, return_eigenvectors=False)[0])
