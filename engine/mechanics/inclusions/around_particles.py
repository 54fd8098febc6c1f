"""The cubic of the stress in the cavity around every particle: what small places bear, without shearing (R24 IV).

`bond_strengths` takes cavities of the paper's size at centres that are spaced, so that which they are depends on how
particles are numbered. Here every particle is a centre, in one sweep over lists of neighbours.
"""

from __future__ import annotations

import numpy as np

from ..._jit import njit
from ...errors import NotAMinimumError
from ...matter.glass import Glass
from ...matter.load import Load
from .expansion import stress_series
from .inclusion import Inclusion, law_of
from .micromechanics import first_maximum
from .sites import direction_of


def bearable_rise(glass: Glass, load: Load, radius: float) -> np.ndarray:
    """How far the stress of the cavity around each particle can rise, by its cubic, shape (n_particles,).

    The value of the cubic at its first forward maximum less that at rest; inf where it has no maximum.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        A shear. A simple and a pure one, which differ by a turn, differ here in the second order of the strain.
    radius : float
        Of the cavities, in mean spacings.

    Returns
    -------
    ndarray, shape (n_particles,)
        In units of stress, at least 0.

    Raises
    ------
    GlassError
        If the load does not shear, or the cell is too small.
    NotAMinimumError
        If a cavity is no minimum: the glass is not relaxed.

    Notes
    -----
    Cost: 0.06 ms a particle with a radius of 2.5.
    """
    direction_of(load)  # which says what is no shear
    rate, law = load.A, law_of(glass.model)
    inner, reach = radius * glass.density**-0.5, glass.model.largest_range(glass.diameters)
    near = glass.neighbours(radius=inner + reach)
    starts, who, vectors = _by_particle(near.i, near.j, near.vectors, glass.n_particles)
    species = np.zeros(glass.n_particles, np.int8) if glass.species is None else glass.species.astype(np.int8)
    series = _series(starts, who, vectors, glass.diameters, species, inner, law, rate, reach)
    if np.isnan(series).any():
        place = ", ".join(f"{x:.3g}" for x in glass.positions[np.isnan(series).any(axis=1)][0])
        raise NotAMinimumError(f"the glass is no minimum near ({place}): relax it first")
    strain = first_maximum(series)
    rise = np.einsum("sk,sk->s", series[:, 1:], strain[:, None] ** [1, 2, 3] / [1, 2, 6])
    return np.where(np.isnan(strain), np.inf, rise)


@njit
def _by_particle(i, j, vectors, n):
    """Neighbours of each particle one after the other: where they start, who they are, vectors to them."""
    starts = np.zeros(n + 1, np.int64)
    for p in range(i.size):
        starts[i[p] + 1] += 1
        starts[j[p] + 1] += 1
    starts = np.cumsum(starts)
    filled, who, out = starts[:-1].copy(), np.empty(2 * i.size, np.int64), np.empty((2 * i.size, 2))
    for p in range(i.size):
        for centre, other, sign in ((i[p], j[p], 1.0), (j[p], i[p], -1.0)):
            k = filled[centre]
            who[k], out[k, 0], out[k, 1] = other, sign * vectors[p, 0], sign * vectors[p, 1]
            filled[centre] += 1
    return starts, who, out


@njit
def _series(starts, who, vectors, diameters, species, radius, law, rate, reach):
    """`stress_series` of the cavity around each particle."""
    out = np.empty((starts.size - 1, 4))
    for centre in range(starts.size - 1):
        out[centre] = stress_series(_cavity(centre, starts, who, vectors, diameters, species, radius, reach), law, rate)
    return out


@njit
def _cavity(centre, starts, who, vectors, diameters, species, radius, reach):
    """The inclusion around a particle: those that move first, along x, so that the Hessian's band is narrow."""
    first, n = starts[centre], starts[centre + 1] - starts[centre] + 1
    particles, positions, keys = np.empty(n, np.int64), np.zeros((n, 2)), np.empty(n)
    n_mobile, largest = 0, radius + reach
    for k in range(n):
        particles[k] = centre if k == 0 else who[first + k - 1]
        if k > 0:
            positions[k] = vectors[first + k - 1]
        inside = positions[k, 0] ** 2 + positions[k, 1] ** 2 < radius * radius
        n_mobile += inside
        keys[k] = positions[k, 0] + (0.0 if inside else 4.0 * largest)
    order = np.argsort(keys)
    particles, positions = particles[order], positions[order]
    inside = np.zeros(n)
    inside[:n_mobile] = 1.0
    return Inclusion(
        particles, positions, diameters[particles], species[particles], inside, np.zeros(n_mobile),
        np.pi * radius * radius, reach,
    )  # fmt: skip
