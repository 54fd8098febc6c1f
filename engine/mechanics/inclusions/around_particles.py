"""The cubic of the stress in the cavity around every particle: what small places bear, without shearing (R24 IV).

`bond_strengths` takes cavities of the paper's size at centres that are spaced, so that which they are depends on how
particles are numbered. Here every particle is a centre, in one sweep over lists of neighbours.

A pure shear is two numbers, (cos φ, sin φ) with φ twice the angle of its axis, and the k-th derivative of the stress a
homogeneous polynomial of degree k + 1 in them. Five directions tell it for all of them, and cost two: they share the
cavity and the factor of its Hessian.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..._jit import njit
from ...errors import NotAMinimumError
from ...matter.glass import Glass
from ...matter.load import Load
from ..kept import kept_of
from .expansion import stress_series_along
from .inclusion import Inclusion, law_of
from .micromechanics import first_maximum
from .sites import direction_of

_PHASES = np.pi / 5 * np.arange(5)  # φ of the directions that are computed
_HARMONICS = {1: (1,), 2: (0, 2), 3: (1, 3), 4: (0, 2, 4)}  # of a homogeneous polynomial, by its degree


@dataclass(frozen=True, eq=False)
class CavityCubics:
    """Cubics of the stress of the cavity around each particle, under a pure shear in any direction.

    Attributes
    ----------
    sampled : ndarray, shape (5, n_particles, 4)
        Stress and its first three derivatives by the strain, for axes of stretch at 0, 18, ... 72 degrees.
    """

    sampled: np.ndarray

    def series(self, load: Load) -> np.ndarray:
        """Stress and its first three derivatives by the strain, shape (n_particles, 4).

        Parameters
        ----------
        load : Load
            A shear; of a simple one the pure shear that differs from it by a turn is taken.

        Raises
        ------
        GlassError
            It does not shear.
        """
        phase = 2 * np.radians(direction_of(load) + 45.0)
        out = np.empty(self.sampled.shape[1:])
        for k in range(4):
            weights = sum((1.0 + (m > 0)) / 5 * np.cos(m * (phase - _PHASES)) for m in _HARMONICS[k + 1])
            out[:, k] = weights @ self.sampled[:, :, k]
        return out

    def rise(self, load: Load) -> np.ndarray:
        """How far the stress can rise, by its cubic, shape (n_particles,), at least 0; in units of stress.

        The value of the cubic at its first forward maximum less that at rest; inf where it has no maximum.

        Parameters
        ----------
        load : Load
            As for `series`.

        Raises
        ------
        GlassError
            It does not shear.
        """
        series = self.series(load)
        strain = first_maximum(series)
        rise = np.einsum("sk,sk->s", series[:, 1:], strain[:, None] ** [1, 2, 3] / [1, 2, 6])
        return np.where(np.isnan(strain), np.inf, rise)


def cavity_cubics(glass: Glass, radius: float) -> CavityCubics:
    """The cubics of the cavities around all particles, kept as long as the glass is.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    radius : float
        Of the cavities, in mean spacings.

    Raises
    ------
    GlassError
        The cell is too small.
    NotAMinimumError
        A cavity is no minimum: the glass is not relaxed.

    Notes
    -----
    Cost: 0.12 ms a particle with a radius of 2.5, once; 10 µs a load.
    """
    kept, key = kept_of(glass), ("cavity cubics", radius)
    if key not in kept:
        kept[key] = CavityCubics(_sampled(glass, radius))
    return kept[key]


def _sampled(glass, radius):
    inner, reach = radius * glass.density**-0.5, glass.model.largest_range(glass.diameters)
    near = glass.neighbours(radius=inner + reach)
    starts, who, vectors = _by_particle(near.i, near.j, near.vectors, glass.n_particles)
    species = np.zeros(glass.n_particles, np.int8) if glass.species is None else glass.species.astype(np.int8)
    rates = np.array([Load.pure_shear(np.degrees(phase / 2)).A for phase in _PHASES])
    sampled = _series(starts, who, vectors, glass.diameters, species, inner, law_of(glass.model), rates, reach)
    broken = np.isnan(sampled).any(axis=(0, 2))
    if broken.any():
        place = ", ".join(f"{x:.3g}" for x in glass.positions[broken][0])
        raise NotAMinimumError(f"the glass is no minimum near ({place}): relax it first")
    return sampled


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
def _series(starts, who, vectors, diameters, species, radius, law, rates, reach):
    """`stress_series` of the cavity around each particle for each rate, (rates, n, 4)."""
    out = np.empty((len(rates), starts.size - 1, 4))
    for centre in range(starts.size - 1):
        disc = _cavity(centre, starts, who, vectors, diameters, species, radius, reach)
        out[:, centre] = stress_series_along(disc, law, rates)
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
