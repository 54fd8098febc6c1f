"""Block Lanczos on the inverse of the Hessian, where the softest modes are the largest and far apart.

A basis of about twice as many vectors as modes holds them to rounding. Vectors are solved for and made orthogonal a
block at a time, so that the work is in matrix products.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import eigh, qr

_BLOCK = 24  # right-hand sides at once
_ROOM = 1.5  # basis vectors per mode to begin with
_EXACT = 1e-12  # residual |M v - l v| to stop at, in units of the largest stiffness of a particle
SPARE = 4  # modes beyond the wanted ones, so that there is a gap among them


def largest_of_inverse(solve, multiply, size: int, n: int, free: int, stiffest: float):
    """The n lowest modes of a positive semidefinite matrix whose null space `solve` projects out.

    Parameters
    ----------
    solve : callable
        (size, k) -> (size, k): the inverse on the complement of the null space.
    multiply : callable
        (size, k) -> (size, k): the matrix itself; residuals are taken with it.
    size, n : int
        Order of the matrix; modes wanted, well below `size`.
    free : int
        Dimension of the null space.
    stiffest : float
        Scale of the largest eigenvalues.

    Returns
    -------
    eigenvalues : ndarray, shape (m,)
        Rising; m is n and `SPARE` more, all of them exact.
    modes : ndarray, shape (size, m)
        Orthonormal.
    """
    block = min(_BLOCK, max(4, n))
    start = solve(np.random.default_rng(0).standard_normal((size, block)))
    lanczos = _Lanczos(solve, start, size - free)
    target = int(_ROOM * n) + 3 * block
    while True:
        lanczos.extend(target)
        values, vectors = lanczos.ritz(n + SPARE)
        residuals = np.linalg.norm(multiply(vectors) - vectors * values, axis=0)
        if residuals.max() <= _EXACT * stiffest or lanczos.used >= size - free:
            return values, vectors
        target = lanczos.used + max(2 * block, n // 6)


class _Lanczos:
    """A basis of the block Krylov space, and the inverse projected onto it."""

    def __init__(self, solve, start, most):
        self._solve, self._most = solve, most
        self.used = 0
        self._basis = np.empty((len(start), 0), order="F")
        self._projected = np.zeros((0, 0))
        self._next = qr(start, mode="economic")[0]

    def extend(self, target):
        """Grow the basis to `target` vectors or so; each block is made orthogonal to all before it, twice."""
        room = min(target, self._most) + self._next.shape[1]
        basis, projected = np.empty((len(self._basis), room), order="F"), np.zeros((room, room))
        basis[:, : self.used], projected[: self.used, : self.used] = self._basis, self._projected
        while self.used < min(target, self._most):
            block = self._next[:, : self._most - self.used]
            lo, hi = self.used, self.used + block.shape[1]
            basis[:, lo:hi] = block
            image = self._solve(block)
            for _ in range(2):
                along = basis[:, :hi].T @ image
                image -= basis[:, :hi] @ along
                projected[:hi, lo:hi] += along
            projected[lo:hi, :hi] = projected[:hi, lo:hi].T
            self._next, self.used = qr(image, mode="economic")[0], hi
        self._basis, self._projected = basis[:, : self.used], projected[: self.used, : self.used]

    def ritz(self, n):
        """The n softest modes within the basis."""
        values, inside = eigh(self._projected, subset_by_index=[self.used - n, self.used - 1])
        return 1 / values[::-1], self._basis @ inside[:, ::-1]
