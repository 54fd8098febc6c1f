"""The linear response of a glass: one factor of its Hessian, and everything that follows from it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy.linalg import eigh
from scipy.sparse.linalg import LinearOperator, eigsh

from ..errors import GlassError, NotAMinimumError
from ..matter.hessian import pair_stiffness, scatter
from .cholesky import Factor, dissect

_DENSE_BELOW = 200  # degrees of freedom: Lanczos has no room there


class Response:
    """How a glass answers small forces and loads. Reached as `Glass.response`; each part is computed once, on demand.

    Parameters
    ----------
    glass : Glass
        A state at a minimum of its energy.
    """

    def __init__(self, glass):
        self._glass = glass
        self._velocities = {}

    @cached_property
    def factor(self) -> Factor:
        """The Cholesky factor of the Hessian.

        Raises
        ------
        NotAMinimumError
            If the Hessian is not positive definite; it carries the lowest eigenvalue.
        """
        glass, pairs = self._glass, self._glass.pairs
        dissection = dissect(pairs.i, pairs.j, glass.positions, glass.box)
        try:
            return Factor(dissection, pairs.i, pairs.j, pairs.vectors, *pair_stiffness(pairs))
        except NotAMinimumError:
            lowest = self._lowest_eigenvalue()
            raise NotAMinimumError(
                f"this state is no minimum of the energy: its Hessian has the eigenvalue {lowest:.3g}; relax it first",
                lowest,
            ) from None

    def solve(self, b) -> np.ndarray:
        """M^-1 b, the displacements that forces b cause, same shape as `b`.

        Parameters
        ----------
        b : ndarray, shape (n_particles, d) or (n_particles d,)
            Forces; their mean is taken out, as translations have no stiffness.

        Raises
        ------
        GlassError
            If the shape is wrong or a number is not finite.
        NotAMinimumError
            If the state is no minimum.
        """
        b = np.asarray(b, dtype=float)
        shape = self._glass.positions.shape
        if b.shape not in (shape, (shape[0] * shape[1],)):
            raise GlassError(f"forces have shape {shape} or {(shape[0] * shape[1],)}; got {b.shape}")
        if not np.isfinite(b).all():
            raise GlassError("forces hold NaN or infinite numbers; expected finite values")
        return self.factor.solve(b.reshape(shape)).reshape(b.shape)

    def modes(self, n: int):
        """The n lowest vibrational modes; translations, and the free motion of rattlers, are left out.

        Parameters
        ----------
        n : int
            How many, from 1 to N d - d, fewer where there are rattlers.

        Returns
        -------
        eigenvalues : ndarray, shape (n,)
            Squared frequencies, rising, in units of energy / length^2 (masses are 1).
        modes : ndarray, shape (n, n_particles, d)
            Normalised to 1 each. Cost: about n solves.

        Raises
        ------
        GlassError
            If n is out of range.
        NotAMinimumError
            If the state is no minimum.
        """
        count, d = self._glass.positions.shape
        size, free = count * d, d * (1 + len(self.factor.rattlers))
        if not 1 <= n <= size - free:
            raise GlassError(f"this glass of {count} particles has 1 to {size - free} modes; got {n!r}")
        if size <= _DENSE_BELOW or n > size // 4:
            values, vectors = eigh(self._glass.hessian().toarray(), subset_by_index=[free, n + free - 1])
        else:
            inverse = LinearOperator((size, size), matvec=lambda b: self.solve(b.ravel()), dtype=float)
            start = np.random.default_rng(0).standard_normal(size)
            basis = min(size, max(2 * n + 1, 10))  # scipy takes 20 at least; the lowest mode is found in fewer
            values, vectors = eigsh(inverse, k=n, which="LM", v0=self.solve(start), ncv=basis, tol=1e-12)
            values = 1 / values
        order = np.argsort(values)
        return values[order], vectors.T[order].reshape(n, count, d)

    def nonaffine_force(self, load) -> np.ndarray:
        """Xi = d2U/dx dstrain, shape (n_particles, d): minus the forces that a unit of affine strain would cause.

        Parameters
        ----------
        load : Load
            The homogeneous deformation (SN19; energy / length).
        """
        pairs = self._glass.pairs
        radial, transverse = pair_stiffness(pairs)
        moved = pairs.vectors @ load.A.T
        unit = pairs.vectors / pairs.distances[:, None]
        along = np.einsum("pk,pk->p", moved, unit)
        pulled = ((radial - transverse) * along)[:, None] * unit + transverse[:, None] * moved
        return scatter(pairs, pulled, self._glass.n_particles)

    def nonaffine_velocity(self, load) -> np.ndarray:
        """The nonaffine velocity, -M^-1 Xi, shape (n_particles, d), in units of length per unit strain (R24 eq. 9).

        Parameters
        ----------
        load : Load
            The homogeneous deformation.

        Raises
        ------
        NotAMinimumError
            If the state is no minimum.
        """
        if load not in self._velocities:
            velocity = -self.solve(self.nonaffine_force(load))
            velocity.setflags(write=False)
            self._velocities[load] = velocity
        return self._velocities[load]

    def _lowest_eigenvalue(self):
        hessian = self._glass.hessian()
        if hessian.shape[0] <= 2000:
            return float(np.linalg.eigvalsh(hessian.toarray())[0])
        return float(eigsh(hessian, k=1, which="SA", tol=1e-3, return_eigenvectors=False)[0])
