"""Shear of a disc alone, through its events, at any angle of the load: the periodic cell is no matter (FM21 Fig. 4)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..._jit import njit
from ...errors import GlassError, NotConvergedError
from ...matter.glass import Glass
from ...matter.load import Load
from .continuation import WIDE, moved_by
from .fixed_steps import SKIN, fresh_memory, relaxed
from .inclusion import Inclusion, Law, Surroundings, law_of, list_pairs, thin_out
from .sites import direction_of

RADIUS, STEP = 12.0, 1e-3
_LARGEST = 0.1  # length that a step of the relaxation moves a particle at most


def shear_disc(
    glass: Glass, place: ArrayLike, load: Load, strain: float, *, radius: float = RADIUS, step: float = STEP
) -> Glass:
    """The glass after a disc of it was sheared in small steps, relaxed after each; around it all follows the load.

    What lies outside is FM21's wall, which they make 5 σ wide and beyond which there is nothing: interactions end well
    within it.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    place : array_like, shape (2,)
        The disc's middle, in units of length.
    load : Load
        A shear; simple shear in its direction is taken.
    strain : float
        Where it ends.
    radius : float
        Of the disc, in mean spacings. FM21 take the largest circle in the cell, less the wall.
    step : float
        Of the strain at most.

    Returns
    -------
    Glass
        The sheared state, its cell deformed as the load says: `nonaffine_d2min(glass, it)` is D²_min of the disc.

    Raises
    ------
    GlassError
        If the load does not shear, a number is out of range, or the cell is too small.
    NotConvergedError
        If the disc does not come to rest.

    Notes
    -----
    Cost: 0.3 s to a strain of 2 % with a radius of 12.
    """
    if not (np.isfinite(step) and 0 < step <= strain <= 0.5):
        raise GlassError(f"a disc is sheared by at most 0.5, in steps above 0; got {strain!r} in steps of {step!r}")
    simple = Load.simple_shear(direction_of(load))
    spacing = glass.density ** (-1 / glass.dimension)
    disc = Surroundings(glass, radius * spacing, strain).cut(place)
    strains = np.linspace(0.0, strain, int(np.ceil(strain / step - 1e-9)) + 1)[1:]
    moved, reached = _course(disc, law_of(glass.model), simple.A, strains)
    ended = strain if reached == strains.size else float(strains[reached])
    deformation = simple.deformation(ended)
    mobile, displaced = disc.particles[: len(disc.springs)], np.zeros_like(glass.positions)
    displaced[mobile] = moved[: mobile.size]
    after = glass.moved(glass.positions @ deformation.T + displaced, glass.box.deform(deformation))
    if reached < strains.size:
        force = float(np.abs(after.forces[mobile]).max())
        raise NotConvergedError(f"the disc does not come to rest at a strain of {ended:.3g}", force)
    return after


@njit
def _course(disc: Inclusion, law: Law, rate: np.ndarray, strains: np.ndarray) -> tuple[np.ndarray, int]:
    """Displacements from the affine ones at the last strain, and at how many strains it came to rest."""
    n_mobile, n = len(disc.springs), len(disc.positions)
    u, begun, listed = np.zeros((n, 2)), np.zeros((n, 2)), 0.0
    wide = list_pairs(disc, law, rate, 0.0, u, WIDE)
    pairs = thin_out(wide, n_mobile, law, rate, 0.0, u, SKIN)
    memory = fresh_memory(n_mobile)
    for k in range(strains.size):
        strain = strains[k]
        while True:
            if moved_by(u, begun) + (strain - listed) * disc.reach > 0.5 * (SKIN - 2 * _LARGEST):
                begun[:], listed = u, strain
                pairs = list_pairs(disc, law, rate, strain, u, SKIN)
            now = relaxed(pairs, law, rate, strain, u, begun, SKIN - (strain - listed) * disc.reach, disc, memory)
            if np.isnan(now):
                return u, k
            if now != np.inf:
                break
            begun[:], listed = u, strain
            pairs = list_pairs(disc, law, rate, strain, u, SKIN)
    return u, strains.size
