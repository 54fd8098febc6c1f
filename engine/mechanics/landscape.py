"""One glass's energy landscape under a homogeneous deformation: where minimisers and the strain path walk.

Holds a Verlet list made at a reference state; a state is given by its displacements u from the deformed reference.
When particles outrun the list it is made anew at the state at hand, and u starts again from zero.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from ..errors import NotAMinimumError
from ..matter.cell import Box
from ..matter.forces import VerletList, symmetric
from ..matter.glass import Glass
from .descent import CONVERGED, EXHAUSTED, FAILED, LONGEST_STEP, MOVED, descend, new_memory, polish
from .linear.cholesky import Factor, dissect, pair_blocks
from .linear.dissection import Dissection
from .linear.rounded import RoundedFactor
from .linear.softest import softest_mode_by

_SKIN = 0.15  # of the mean spacing: enough for a percent of strain between events
_SLIDE = 20  # iterations of a preconditioned descent before a new factor is tried
_PIECE, _PIECE_OF_LARGE = 100, 2_000_000  # force evaluations in one kernel call, also times particles: 0.2 s at most
_POLISH_OF_LARGE = 500_000  # iterations of `polish` times particles in one call: 0.4 s


class Landscape:
    """The energy of one glass's particles as a function of displacements and deformation.

    Parameters
    ----------
    glass : Glass
        Gives model, sizes and the reference positions and cell.
    skin : float, optional
        Skin of the Verlet list in mean spacings: wider lists last longer and cost more.
    """

    def __init__(self, glass: Glass, skin: float = _SKIN):
        self.glass = glass
        self.spacing = glass.density ** (-1 / glass.dimension)
        self.skin = skin * self.spacing
        self._relist(glass.positions, glass.box)

    def _relist(self, positions, box: Box):
        glass = self.glass
        self.reference, self.reference_box = np.array(positions), box
        self.verlet = VerletList(glass.model, self.reference, glass.diameters, glass.species, box, self.skin)
        self._dissection: Dissection | None = None

    def relist(self, u: np.ndarray) -> None:
        """Make the list anew at the deformed state with displacements `u`; from here on u starts from zero.

        Parameters
        ----------
        u : ndarray, shape (n_particles, d)
            Displacements from the deformed reference.
        """
        deformation = self.verlet.deformation
        self._relist(self.reference @ deformation.T + u, self.reference_box.deform(deformation))

    @property
    def dissection(self) -> Dissection:
        """Elimination order for the listed pairs: good as long as the list is."""
        if self._dissection is None:
            self._dissection = dissect(self.verlet.i, self.verlet.j, self.reference, self.reference_box)
        return self._dissection

    def factor(self, u: np.ndarray, watch: Callable[[], None] | None = None) -> RoundedFactor:
        """The Cholesky factor of the Hessian at displacements `u`, rounded: a preconditioner.

        Parameters
        ----------
        u : ndarray, shape (n_particles, d)
            Displacements from the deformed reference.
        watch : callable, optional
            See `Factor`.

        Raises
        ------
        NotAMinimumError
            If the Hessian there is not positive definite.
        """
        try:
            return RoundedFactor(self._factor(u, watch=watch, single=True))
        except NotAMinimumError:  # or a minimum so soft that single precision cannot tell
            return RoundedFactor(self._factor(u, watch=watch))

    def exact_factor(
        self,
        u: np.ndarray,
        held: ArrayLike = (),
        shift: float = 0.0,
        watch: Callable[[], None] | None = None,
        grip: float = 1.0,
    ) -> Factor:
        """The same in double precision.

        Parameters
        ----------
        u : ndarray, shape (n_particles, d)
            Displacements from the deformed reference.
        held : ndarray of int, optional
            Particles that are tied to their places, see `Factor`.
        shift : float
            Stiffness of springs that tie all of them, energy / length^2.
        watch : callable, optional
            See `Factor`.
        grip : float
            How much stiffer the springs of those that are held are than the largest stiffness.

        Raises
        ------
        NotAMinimumError
            If the Hessian there is not positive definite.
        """
        return self._factor(u, held=held, shift=shift, watch=watch, grip=grip)

    def softest_mode(self, factor: RoundedFactor, u: np.ndarray) -> np.ndarray:
        """The lowest mode at displacements `u`, shape (n_particles, d), see `softest_mode_by`.

        Parameters
        ----------
        factor : RoundedFactor
            Of the Hessian there.
        u : ndarray, shape (n_particles, d)
            Displacements from the deformed reference.

        Raises
        ------
        MissingModesError
            If others are as low.
        """
        blocks = pair_blocks(*self._stiffness(u))
        return softest_mode_by(factor, self.verlet.i, self.verlet.j, blocks)[1]

    def _factor(self, u, **options):
        return Factor(self.dissection, self.verlet.i, self.verlet.j, *self._stiffness(u), **options)

    def _stiffness(self, u):
        """Vectors of the listed pairs, their radial and their transverse stiffness."""
        verlet = self.verlet
        vectors = verlet.vectors @ verlet.deformation.T + u[verlet.j] - u[verlet.i]
        return vectors, *verlet.stiffness(vectors)

    def descend(
        self, u: np.ndarray, tolerance: float, max_evaluations: int, watch: Callable[[float, float], None] | None = None
    ) -> tuple[np.ndarray, bool, int]:
        """Follow the slope down from `u` (see `descent.descend`), making new lists on the way.

        Parameters
        ----------
        u : ndarray, shape (n_particles, d)
            Where to start.
        tolerance : float
            Largest force component to end with, in units of energy / length.
        max_evaluations : int
            Give up after so many force evaluations.
        watch : callable, optional
            Called as watch(energy, max_force) after each piece of work; what it raises stops the descent.

        Returns
        -------
        u : ndarray
            Displacements from the reference as it is now.
        converged : bool
            Whether the tolerance was met.
        n_evaluations : int
            Force evaluations used.
        """
        u, forces, direction = u.copy(), np.empty_like(u), np.zeros_like(u)
        stride, used = np.array([1e-3]), 0
        while True:
            piece = min(_PIECE, max(1, _PIECE_OF_LARGE // len(u)), max_evaluations - used)
            status, n, energy, _ = descend(
                self.verlet.arrays, u, forces, tolerance, piece, self.spacing, self.verlet.allowance, direction, stride
            )
            used += n
            if status == MOVED:
                self.relist(u)
                u[:] = 0.0
            if watch is not None:
                watch(energy, float(np.abs(forces).max()))
            if status == CONVERGED or used >= max_evaluations:
                return u, status == CONVERGED, used

    def polish(
        self,
        factor: RoundedFactor,
        u: np.ndarray,
        tolerance: float,
        max_iterations: int,
        leash: float,
        watch: Callable[[float, float], None] | None = None,
    ) -> tuple[np.ndarray, np.ndarray, int, int, float, np.ndarray]:
        """Finish inside a basin (see `descent.polish`).

        Parameters
        ----------
        factor : RoundedFactor
            Of a nearby minimum.
        u : ndarray, shape (n_particles, d)
            Where to start.
        tolerance : float
            Largest force component to end with, in units of energy / length.
        max_iterations : int
            Give up after so many.
        leash : float
            Give up where a particle moves farther than this, in units of length.
        watch : callable, optional
            As in `descend`.

        Returns
        -------
        u, forces : ndarray, shape (n_particles, d)
            Where it ended.
        status, iterations : int
            As in `descent`.
        energy : float
            Total energy.
        virial : ndarray, shape (3,)
            As `VerletList.evaluate` returns it.
        """
        u, forces, memory, used = u.copy(), np.empty_like(u), new_memory(u), 0
        longest, at_once = LONGEST_STEP * self.spacing, max(1, _POLISH_OF_LARGE // len(u))
        while True:
            piece = min(at_once, max_iterations - used)
            status, n, energy, virial = polish(
                self.verlet.arrays, factor.arrays, u, forces, tolerance, piece, longest, leash, memory
            )
            used += n
            if status != EXHAUSTED or used >= max_iterations:
                return u, forces, status, used, energy, virial
            if watch is not None:
                watch(energy, float(np.abs(forces).max()))

    def slide(
        self,
        factor: RoundedFactor,
        u: np.ndarray,
        tolerance: float,
        max_iterations: int,
        watch: Callable[[float, float], None] | None = None,
    ) -> tuple[np.ndarray, Glass | None, RoundedFactor]:
        """Preconditioned descent over any distance, making new lists and factors on the way.

        Parameters
        ----------
        factor : RoundedFactor
            Of a minimum not too far away.
        u : ndarray, shape (n_particles, d)
            Where to start.
        tolerance : float
            Largest force component to end with, in units of energy / length.
        max_iterations : int
            Give up after so many.
        watch : callable, optional
            As in `descend`.

        Returns
        -------
        u : ndarray, shape (n_particles, d)
            Displacements from the reference as it is now.
        glass : Glass or None
            The relaxed state, None where the tolerance was not met.
        factor : RoundedFactor
            The last one made.
        """
        used, stuck = 0, False
        while used < max_iterations:
            leash = 0.5 * self.verlet.allowance
            u, forces, status, iterations, energy, virial = self.polish(factor, u, tolerance, _SLIDE, leash, watch)
            used += max(iterations, 1)
            if status == CONVERGED:
                return u, self.state(u, forces, energy, virial), factor
            if stuck and status == FAILED and iterations == 0:  # with this place's own factor: it would stay for ever
                break
            stuck = status == FAILED
            if watch is not None:
                watch(energy, float(np.abs(forces).max()))
            if not self.verlet.holds(2 * u):
                self.relist(u)
                u, stuck = np.zeros_like(u), False
            if status in (EXHAUSTED, FAILED):
                try:
                    factor = self.factor(u, _again(watch, energy, float(np.abs(forces).max())))
                except NotAMinimumError:  # still on the slope: the old one leads on
                    if status == FAILED:
                        break
        return u, None, factor

    def state(self, u: np.ndarray, forces: np.ndarray, energy: float, virial: np.ndarray) -> Glass:
        """The glass at displacements `u`.

        Parameters
        ----------
        u, forces : ndarray, shape (n_particles, d)
            Displacements from the deformed reference; forces there.
        energy : float
            Total energy.
        virial : ndarray, shape (3,)
            As `VerletList.evaluate` returns it.
        """
        deformation = self.verlet.deformation
        box = self.reference_box.deform(deformation)
        stress = symmetric(virial) / box.volume
        return self.glass.moved(self.reference @ deformation.T + u, box, (energy, forces, stress))


def _again(watch, energy, max_force):
    """What says the same once more, while a factor is made; None where nobody watches."""
    return None if watch is None else lambda: watch(energy, max_force)
