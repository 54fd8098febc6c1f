"""Block Lanczos on the inverse of the Hessian, where the softest modes are the largest and far apart.

A basis of about twice as many vectors as modes holds them to rounding. Vectors are solved for and made orthogonal a
block at a time, so that the work is in matrix products.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.linalg import eigh, qr

_BLOCK = 12  # right-hand sides at once: more are solved for faster, and converge later
_ROOM = 2.4  # basis vectors per mode to begin with
_EXACT = 1e-11  # estimate of the residual |M v - l v| to stop at, in units of energy / length^2
SPARE = 4  # modes beyond the wanted ones, so that there is a gap among them


def largest_of_inverse(
    solve: Callable[[np.ndarray], np.ndarray], size: int, n: int, free: int
) -> tuple[np.ndarray, np.ndarray]:
    """The n lowest modes of a positive semidefinite matrix whose null space `solve` projects out.

    Parameters
    ----------
    solve : callable
        (size, k) -> (size, k): the inverse on the complement of the null space.
    size, n : int
        Order of the matrix; modes wanted, well below `size`.
    free : int
        Dimension of the null space.

    Returns
    -------
    eigenvalues : ndarray, shape (m,)
        Rising; m is n and `SPARE` more, all of them exact.
    modes : ndarray, shape (size, m)
        Orthonormal.
    """
    block = min(_BLOCK, max(2, n))
    start = solve(np.random.default_rng(0).standard_normal((size, block)))
    lanczos = _Lanczos(solve, start, size - free)
    target = int(_ROOM * n) + 6 * block
    while True:
        lanczos.extend(target)
        values, inside, residuals = lanczos.ritz(n + SPARE)
        if (residuals * values**2).max() <= _EXACT or lanczos.used >= size - free:
            return values, lanczos.vectors(inside)
        target = lanczos.used + max(2 * block, n // 8)


class _Lanczos:
    """A basis of the block Krylov space, and the inverse projected onto it."""

    def __init__(self, solve, start, most):
        self._solve, self._most = solve, most
        self.used = 0
        self._basis = np.empty((len(start), 0), order="F")
        self._projected = np.zeros((0, 0))
        self._next, self._coupling = qr(start, mode="economic")

    def extend(self, target):
        """Grow the basis to `target` vectors or so.

        A block's image is freed of the last two blocks, which in exact arithmetic is all, and then of the whole basis.
        """
        width = self._next.shape[1]
        room = min(target, self._most) + width
        basis, projected = np.empty((len(self._basis), room), order="F"), np.zeros((room, room))
        basis[:, : self.used], projected[: self.used, : self.used] = self._basis, self._projected
        while self.used < min(target, self._most):
            block = self._next[:, : self._most - self.used]
            lo, hi = self.used, self.used + block.shape[1]
            basis[:, lo:hi] = block
            image = self._solve(block)
            for first in (max(0, lo - width), 0):
                along = basis[:, first:hi].T @ image
                image -= basis[:, first:hi] @ along
                projected[first:hi, lo:hi] += along
            projected[lo:hi, :hi] = projected[:hi, lo:hi].T
            self._next, self._coupling = qr(image, mode="economic")
            self.used = hi
        self._basis, self._projected = basis[:, : self.used], projected[: self.used, : self.used]

    def ritz(self, n):
        """The n softest eigenvalues within the basis, their vectors in it, and how far the inverse leads out of it."""
        values, inside = eigh(self._projected, subset_by_index=[self.used - n, self.used - 1])
        residuals = np.linalg.norm(self._coupling @ inside[-self._coupling.shape[1] :], axis=0)
        return 1 / values[::-1], inside[:, ::-1], residuals[::-1]

    def vectors(self, inside):
        """Vectors given in the basis, in full."""
        return self._basis @ inside
