"""The linear response of a glass: one factor of its Hessian, and everything that follows from it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.linalg import eigsh

from ...errors import GlassError, NotAMinimumError
from ...matter.glass import Glass, part_of_glass
from ...matter.hessian import pair_stiffness, scatter, second_order_pairs
from ...matter.load import Load
from ..expansion import nonaffine_acceleration, nonaffine_jerk
from .cholesky import Factor, dissect
from .modes import count_modes_below, lowest_modes, softest_mode
from .rounded import RoundedFactor
from .selected_inverse import SelectedInverse, selected_inverse
from .thermal import Thermal, heat_capacity_derivatives, thermal_response


@part_of_glass("response")
class Response:
    """How a glass answers small forces and loads. Reached as `Glass.response`; each part is computed once, on demand.

    Parameters
    ----------
    glass : Glass
        A state at a minimum of its energy.
    """

    def __init__(self, glass: Glass):
        self._glass = glass
        self._velocities: dict[Load, np.ndarray] = {}
        self._derivatives: dict[Load, np.ndarray] = {}
        self._modes = np.empty(0), np.empty(0)

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

    @cached_property
    def preconditioner(self) -> RoundedFactor:
        """The factor in a quarter of the memory, for minimisers that begin near this state."""
        return RoundedFactor(self.factor)

    def solve(self, b: ArrayLike) -> np.ndarray:
        """M^-1 b, the displacements that forces b cause, same shape as `b`.

        Parameters
        ----------
        b : ndarray, shape (n_particles, d) or (n_particles d,), or either with a last axis of several
            Forces; their mean is taken out, as translations have no stiffness. Several at once cost half as much.

        Raises
        ------
        GlassError
            If the shape is wrong or a number is not finite.
        NotAMinimumError
            If the state is no minimum.
        """
        b = np.asarray(b, dtype=float)
        n, d = self._glass.positions.shape
        by_particle = b.shape[:2] == (n, d) and b.ndim <= 3
        if not by_particle and not (b.shape[:1] == (n * d,) and b.ndim <= 2):
            shapes = f"{(n, d)} or {(n * d,)}, with or without a last axis of several"
            raise GlassError(f"forces have shape {shapes}; got {b.shape}")
        if not np.isfinite(b).all():
            raise GlassError("forces hold NaN or infinite numbers; expected finite values")
        several = b.shape[2:] if by_particle else b.shape[1:]
        return self.factor.solve(b.reshape((n, d, *several))).reshape(b.shape)

    @cached_property
    def selected_inverse(self) -> SelectedInverse:
        """Blocks of the pseudo-inverse of the Hessian for particles and pairs, exactly. Cost: two factorisations."""
        return _read_only(selected_inverse(self.factor))

    @cached_property
    def thermal(self) -> Thermal:
        """Thermal displacement X of the particles, heat capacity c_alpha of the pairs (Z17 eqs. 2-3, R20 eq. B12)."""
        return _read_only(thermal_response(self._glass, self.selected_inverse.relative))

    @property
    def thermal_displacement(self) -> np.ndarray:
        """X = -M^-1 (dM/dx : M^-1), shape (n_particles, d), in units of length / energy; <x> = k_B T X / 2 (Z17)."""
        return self.thermal.displacement

    @property
    def heat_capacity(self) -> np.ndarray:
        """c_alpha of each pair, shape (n_pairs,), in units of k_B / 2 (Z17 eq. 3); all together d (N - 1)."""
        return self.thermal.heat_capacity

    def heat_capacity_derivative(self, load: Load) -> np.ndarray:
        """dc_alpha / dstrain of each pair under a load, shape (n_pairs,), in units of k_B / 2 (SN19 eq. S5).

        It is linear in the rate of deformation, and a turn changes no pair: two directions of shear give every angle.
        Cost of each of these two: about six factorisations; every other angle is free.

        Parameters
        ----------
        load : Load
            The homogeneous deformation.
        """
        parts = load.parts()
        missing = [part for part in parts if part not in self._derivatives]
        if missing:
            found = heat_capacity_derivatives(self._glass, missing, self.selected_inverse.relative, self.thermal)
            self._derivatives.update(zip(missing, found, strict=True))
        terms = (weight * self._derivatives[part] for part, weight in parts.items())
        return sum(terms, start=np.zeros(len(self._glass.pairs)))

    @property
    def log_determinant(self) -> float:
        """Logarithm of the product of all eigenvalues of the Hessian but the zeros of translations and rattlers."""
        n, d = self._glass.positions.shape
        return self.factor.log_determinant() + d * float(np.log(n - len(self.factor.rattlers)))

    def count_below(self, eigenvalue: float) -> int:
        """How many modes lie below a squared frequency, by Sylvester's law; translations and rattlers are not counted.

        Parameters
        ----------
        eigenvalue : float
            Squared frequency, in units of energy / length^2. Cost: two to three factorisations.

        Raises
        ------
        GlassError
            If it is not positive.
        """
        return count_modes_below(self._glass, eigenvalue)

    @property
    def n_modes(self) -> int:
        """Number of vibrational modes: N d, less the translations and the free motion of rattlers."""
        n, d = self._glass.positions.shape
        return d * (n - 1 - len(self.factor.rattlers))

    def modes(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        """The n lowest vibrational modes, none missing; translations and the free motion of rattlers are left out.

        Parameters
        ----------
        n : int
            How many, from 1 to N d - d, fewer where there are rattlers.

        Returns
        -------
        eigenvalues : ndarray, shape (n,)
            Squared frequencies, rising, in units of energy / length^2 (masses are 1).
        modes : ndarray, shape (n, n_particles, d)
            Normalised to 1 each; their largest component is positive. Cost: about 2 n solves and 10 n^2 N d operations.

        Raises
        ------
        GlassError
            If n is out of range.
        NotAMinimumError
            If the state is no minimum.
        MissingModesError
            If fewer were found than `count_below` counts.
        """
        if not 1 <= n <= len(self._modes[0]):
            self._modes = _read_only(lowest_modes(self._glass, n))
        values, modes = self._modes
        return values[:n], modes[:n]

    @cached_property
    def softest_mode(self) -> tuple[float, np.ndarray]:
        """The lowest mode alone, (eigenvalue, (n_particles, d) array), without the count: some ten solves."""
        return softest_mode(self._glass)

    def nonaffine_force(self, load: Load) -> np.ndarray:
        """Xi = d2U/dx dstrain, shape (n_particles, d): minus the forces that a unit of affine strain would cause.

        Parameters
        ----------
        load : Load
            The homogeneous deformation (SN19; energy / length).
        """
        pairs = self._glass.pairs
        return scatter(pairs, second_order_pairs(pairs, pairs.vectors @ load.A.T), self._glass.n_particles)

    def nonaffine_velocity(self, load: Load) -> np.ndarray:
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

    def nonaffine_acceleration(self, load: Load) -> np.ndarray:
        """How the nonaffine velocity changes with strain, shape (n_particles, d), length / strain^2 (R24 eq. 11).

        Parameters
        ----------
        load : Load
            The homogeneous deformation.
        """
        return nonaffine_acceleration(self._glass, load)

    def nonaffine_jerk(self, load: Load) -> np.ndarray:
        """How the nonaffine acceleration changes with strain, shape (n_particles, d), length / strain^3 (R24 eq. 12).

        Parameters
        ----------
        load : Load
            The homogeneous deformation.
        """
        return nonaffine_jerk(self._glass, load)

    def _lowest_eigenvalue(self):
        hessian = self._glass.hessian()
        if hessian.shape[0] <= 2000:
            return float(np.linalg.eigvalsh(hessian.toarray())[0])
        return float(eigsh(hessian, k=1, which="SA", tol=1e-3, return_eigenvectors=False)[0])


def _read_only(arrays):
    for array in arrays:
        array.setflags(write=False)
    return arrays
