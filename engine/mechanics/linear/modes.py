"""The lowest vibrational modes of a glass, counted so that none is missing."""

from __future__ import annotations

import numpy as np
from scipy.linalg import eigh
from scipy.sparse.linalg import LinearOperator, eigsh

from ...errors import GlassError, MissingModesError
from ...matter.glass import Glass
from ...matter.hessian import pair_stiffness
from .inertia import count_below
from .lanczos import largest_of_inverse

_DENSE_BELOW = 500  # degrees of freedom: Lanczos has no room there

DENSE_AT_MOST = 4096
"""Degrees of freedom of a glass of which all modes may be taken: half a minute and half a GB, not to be called off."""


def lowest_modes(glass: Glass, n: int) -> tuple[np.ndarray, np.ndarray]:
    """The n lowest modes of a glass's Hessian: eigenvalues (n,) and modes (n, n_particles, d); see `Response.modes`.

    Parameters
    ----------
    glass : Glass
        A minimum.
    n : int
        How many.

    Raises
    ------
    GlassError
        If n is out of range, or more than a quarter of all in a glass that is too large for dense matrices.
    MissingModesError
        If fewer were found than there are.
    """
    count, d = glass.positions.shape
    size, most = count * d, glass.response.n_modes
    free = size - most
    if not 1 <= n <= most:
        raise GlassError(f"this glass of {count} particles has 1 to {most} modes; got {n!r}")
    if n > size // 4 and size > DENSE_AT_MOST:
        raise GlassError(
            f"more than a quarter of the modes are found in glasses of at most {DENSE_AT_MOST // d} particles; this "
            f"one has {count}: take at most {size // 4} modes (a share of 0.25)"
        )
    if size <= _DENSE_BELOW or n > size // 4:
        values, vectors = eigh(glass.hessian().toarray(), subset_by_index=[free, n + free - 1])
    else:
        values, vectors = largest_of_inverse(glass.response.solve, size, n, free)
        _check_count(glass, values, n)
    modes = np.ascontiguousarray(vectors.T[:n])
    modes *= np.sign(modes[np.arange(n), np.abs(modes).argmax(axis=1)])[:, None]
    return values[:n].copy(), modes.reshape(n, count, d)


def softest_mode(glass: Glass) -> tuple[float, np.ndarray]:
    """The lowest mode alone, (eigenvalue, (n_particles, d) array), without a count: some ten solves.

    Parameters
    ----------
    glass : Glass
        A minimum.
    """
    count, d = glass.positions.shape
    if count * d <= _DENSE_BELOW:
        values, modes = lowest_modes(glass, 1)
        return values[0], modes[0]
    solve = glass.response.solve
    inverse = LinearOperator((count * d, count * d), matvec=lambda b: solve(b.ravel()), dtype=float)
    start = solve(np.random.default_rng(0).standard_normal(count * d))
    values, vectors = eigsh(inverse, k=1, which="LM", v0=start, ncv=10, tol=1e-12)
    return 1 / values[0], vectors[:, 0].reshape(count, d)


def count_modes_below(glass: Glass, eigenvalue: float) -> int:
    """How many modes lie below a squared frequency; see `Response.count_below`.

    Parameters
    ----------
    glass : Glass
        A minimum.
    eigenvalue : float
        Squared frequency, in units of energy / length^2.
    """
    radial, transverse = pair_stiffness(glass.pairs)
    return count_below(glass.response.factor, glass.pairs.vectors, radial, transverse, eigenvalue)


def _check_count(glass, values, n):
    """Count the modes below the widest gap between those that were found beyond the nth."""
    last = n - 1 + int(np.argmax(np.diff(values[n - 1 :])))
    between = 0.5 * (values[last] + values[last + 1])
    found = count_modes_below(glass, between)
    if found != last + 1:
        raise MissingModesError(f"{found} modes lie below {between:.6g}, but {last + 1} were found")
