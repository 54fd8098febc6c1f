"""Relaxation to the nearest minimum, which says when it did not get there."""

from __future__ import annotations

import numpy as np

from ..errors import NotAMinimumError, NotConvergedError
from ..matter.glass import Glass
from .descent import CONVERGED
from .landscape import Landscape

#: largest force component of a relaxed state, in units of energy / length
FORCE_TOLERANCE = 1e-10

_FIRST_TRY = 1e-2  # of energy / length: below it a state may be inside its basin
_LEASH = 0.05  # of the mean spacing: a finish that moves farther was not inside it
_ITERATIONS = 60


def relax(glass: Glass, force_tolerance: float = FORCE_TOLERANCE, max_evaluations: int = 200_000, progress=None) -> Glass:
    """The energy minimum downhill from a state, at fixed cell.

    A conjugate-gradient descent with steps below a twentieth of the mean spacing leads into the basin, L-BFGS
    preconditioned by the Cholesky factor of the Hessian ends there: which of several minima an avalanche ends in
    depends on the minimiser, and this is the one used everywhere here.

    Parameters
    ----------
    glass : Glass
        Where to start.
    force_tolerance : float
        Largest force component to end with, in units of energy / length. Not below 1e-12.
    max_evaluations : int
        Give up after so many force evaluations.
    progress : callable, optional
        Called as progress(energy, max_force) every hundred force evaluations or so; what it raises stops the work.

    Returns
    -------
    Glass
        The relaxed state. Cost: a second at ten thousand particles from a hot liquid, 0.2 s from nearby.

    Raises
    ------
    NotConvergedError
        If the tolerance was not met; it carries the state where the descent stopped.
    """
    landscape = Landscape(glass, skin=0.5)
    u = np.zeros_like(glass.positions)
    return descend_and_polish(landscape, u, force_tolerance, max_evaluations, progress)[0]


def descend_and_polish(landscape: Landscape, u, force_tolerance, max_evaluations=200_000, watch=None):
    """Relax on a landscape that is at hand already.

    Parameters
    ----------
    landscape : Landscape
        Its list may be made anew on the way.
    u : ndarray, shape (n_particles, d)
        Where to start.
    force_tolerance : float
        Largest force component to end with.
    max_evaluations : int
        Give up after so many force evaluations.
    watch : callable, optional
        See `Landscape.descend`.

    Returns
    -------
    glass : Glass
        The relaxed state.
    u : ndarray, shape (n_particles, d)
        Its displacements from the landscape's reference as it is now.
    factor : Factor
        Of the Hessian close to that state.

    Raises
    ------
    NotConvergedError
        If the tolerance was not met.
    """
    switch, used = _FIRST_TRY, 0
    while True:
        u, converged, n = landscape.descend(u, max(switch, force_tolerance), max_evaluations - used, watch)
        used += n
        if not converged:
            break
        try:
            factor = landscape.factor(u)
        except NotAMinimumError:
            factor = None
        if factor is not None:
            ended, forces, status, iterations, energy, virial = landscape.polish(
                factor, u, force_tolerance, _ITERATIONS, _LEASH * landscape.spacing
            )
            used += iterations
            if status == CONVERGED and landscape.verlet.holds(ended):
                return landscape.state(ended, forces, energy, virial), ended, factor
        if used >= max_evaluations or switch <= force_tolerance:
            break
        switch *= 0.1
    forces = np.empty_like(u)
    energy, virial = landscape.verlet.evaluate(u, forces)
    left = float(np.abs(forces).max())
    raise NotConvergedError(
        f"the relaxation stopped at a largest force of {left:.3g} after {used} force evaluations, "
        f"above its tolerance {force_tolerance:.3g}",
        left,
        landscape.state(u, forces, energy, virial),
    )
