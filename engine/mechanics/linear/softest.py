"""The lowest mode alone, from the rounded factor that a step of shear has at hand."""

from __future__ import annotations

import numpy as np

from ..._jit import njit
from ...errors import MissingModesError
from .rounded import RoundedFactor
from .substitution import solve

_CLOSE = 1e-8  # what the factor would still change of the mode, whose length is 1
_MOST = 200  # iterations; about eight are taken at the onset of an event, where this mode is far below all others


def softest_mode_by(
    factor: RoundedFactor, i: np.ndarray, j: np.ndarray, blocks: np.ndarray
) -> tuple[float, np.ndarray]:
    """The lowest mode of a Hessian, (squared frequency, (n_particles, 2) array): particles that rattle do not move.

    The Rayleigh quotient is minimised over the mode so far, what the factor makes of its residual, and the step before
    (LOBPCG, Knyazev 2001): the Hessian is exact, so that a rounded factor costs an iteration and no digit.

    Parameters
    ----------
    factor : RoundedFactor
        Of this Hessian or one nearby.
    i, j : ndarray, shape (n_pairs,)
        Ends of the pairs.
    blocks : ndarray, shape (n_pairs, 3)
        Their stiffness, see `cholesky.pair_blocks`.

    Returns
    -------
    eigenvalue : float
        Squared frequency, energy / length^2.
    mode : ndarray, shape (n_particles, 2)
        Normalised. Cost: some ten solves and twenty products with the Hessian, 50 ms at ten thousand particles.

    Raises
    ------
    MissingModesError
        If it did not converge: another mode is as low.
    """
    free = np.ones(len(factor.arrays.fronts.order), dtype=bool)
    free[factor.rattlers] = False

    def times_hessian(x):
        out = np.zeros_like(x)
        _multiply(i, j, blocks, x, out)
        return _still(out, free)

    def towards(residual):
        out = np.empty_like(residual)
        solve(factor.arrays, residual, out)
        return _still(out, free)

    mode = towards(_still(np.random.default_rng(0).standard_normal((len(free), 2)), free))
    before = None
    for _ in range(_MOST):
        mode = mode / np.sqrt((mode**2).sum())
        pulled = times_hessian(mode)
        eigenvalue = float((mode * pulled).sum())
        change = towards(pulled - eigenvalue * mode)
        change -= (mode * change).sum() * mode
        if np.sqrt((change**2).sum()) < _CLOSE:
            return eigenvalue, mode
        basis = _orthonormal([mode, change] if before is None else [mode, change, before])
        images = [pulled, *(times_hessian(each) for each in basis[1:])]
        projected = np.array([[(a * b).sum() for b in images] for a in basis])
        weights = np.linalg.eigh((projected + projected.T) / 2)[1][:, 0]
        before = sum(weight * each for weight, each in zip(weights[1:], basis[1:], strict=True))
        mode = weights[0] * mode + before
    raise MissingModesError(f"the lowest mode was not found in {_MOST} iterations: others are as low")


def _still(x, free):
    """Without the translation of those that are free, and without the others."""
    x = np.where(free[:, None], x, 0.0)
    x[free] -= x[free].mean(axis=0)
    return x


def _orthonormal(vectors):
    """Gram and Schmidt's; what is left out lies in the others."""
    out: list[np.ndarray] = []
    for vector in vectors:
        length = np.sqrt((vector**2).sum())
        for _ in range(2):
            for each in out:
                vector = vector - (each * vector).sum() * each
        rest = np.sqrt((vector**2).sum())
        if rest > 1e-10 * length:
            out.append(vector / rest)
    return out


@njit
def _multiply(i, j, blocks, x, out):
    """Add the Hessian times x."""
    for p in range(i.size):
        a, b = np.uintp(i[p]), np.uintp(j[p])
        dx, dy = x[b, 0] - x[a, 0], x[b, 1] - x[a, 1]
        fx, fy = blocks[p, 0] * dx + blocks[p, 1] * dy, blocks[p, 1] * dx + blocks[p, 2] * dy
        out[a, 0] -= fx
        out[a, 1] -= fy
        out[b, 0] += fx
        out[b, 1] += fy
