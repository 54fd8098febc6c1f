"""Discs of a glass in which saddles are sought, in surroundings that follow them, or in a frozen matrix.

With everything outside relaxed, a disc d has the stiffness K = M_dd - M_do M_oo^-1 M_od (Schur's complement), which is
the inverse of its block of M^-1. What K has more than the disc's own pairs is the medium: stiff, so that nothing runs
away into it, as it would where the pairs that lead out were followed as they soften. Weak springs tie what is outside
to its place: without them the softest spots of the glass, wherever they are, would move farther than their harmonic
answer holds.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from scipy.sparse import identity

from ...errors import NotAMinimumError
from ...matter.glass import Glass
from ..inclusions.inclusion import Surroundings, law_of
from ..landscape import Landscape
from .activation import Place, at_rest, factorise

_SPRING = 1e-3  # of the largest stiffness
_STRAIN = 0.3  # that the distances around a disc leave room for


class Matrix(Protocol):
    """What is around the discs of a glass."""

    def place(self, centre: int) -> Place:
        """The disc around a particle, ready for searches.

        Parameters
        ----------
        centre : int
            The particle.

        Raises
        ------
        NotAMinimumError
            If the glass is no minimum there.
        """
        ...

    def around(self, particles: np.ndarray, u: np.ndarray, held: np.ndarray) -> np.ndarray:
        """Displacements of the whole glass, shape (n_particles, 2), where those of a disc are given.

        Parameters
        ----------
        particles : ndarray of int, shape (n,)
            The disc's.
        u : ndarray, shape (n, 2)
            How far each went, in units of length.
        held : ndarray, shape (n, 2)
            Forces that the medium holds it there with, see `pull_of`.
        """
        ...


class _Discs:
    """What cuts discs out of a glass."""

    def __init__(self, glass: Glass, radius: float):
        self._glass, self._around, self._law = glass, Surroundings(glass, radius, _STRAIN), law_of(glass.model)


class FrozenMatrix(_Discs):
    """Nothing outside a disc moves.

    Parameters
    ----------
    glass : Glass
        A minimum.
    radius : float
        Of the discs, in units of length.
    """

    def place(self, centre: int) -> Place:
        """See `Matrix`."""
        disc = self._around.cut(self._glass.positions[centre])
        force, own = at_rest(disc, self._law)
        stiffness = _symmetric(own)
        factor = _factor(stiffness, centre)
        return Place(disc, self._law, np.zeros_like(stiffness), np.zeros_like(force), factor)

    def around(self, particles: np.ndarray, u: np.ndarray, held: np.ndarray) -> np.ndarray:
        """See `Matrix`."""
        out = np.zeros_like(self._glass.positions)
        out[particles] = u
        return out


class ElasticMatrix(_Discs):
    """What is outside a disc follows it as it does for small displacements, with one factor for all discs.

    Parameters
    ----------
    glass : Glass
        A minimum.
    radius : float
        Of the discs, in units of length.

    Attributes
    ----------
    spring : float
        Stiffness of the springs that tie particles to their places, energy / length²; the disc's own are none.
    """

    def __init__(self, glass: Glass, radius: float):
        super().__init__(glass, radius)
        landscape, nothing, n = Landscape(glass), np.zeros_like(glass.positions), glass.n_particles
        self.spring = _SPRING * glass.response.factor.tie
        self._factor = landscape.exact_factor(nothing, shift=self.spring)
        last = self._factor.fronts.order[-1]  # which the factor holds: here it is let go
        matrix = glass.hessian() + self.spring * identity(2 * n, format="csr")
        pulled = -matrix[:, [2 * last, 2 * last + 1]].toarray().reshape(n, 2, 2)
        pulled[last] = 0.0
        self._with_last = self._factor.solve_held(pulled)
        self._with_last[last] = np.eye(2)
        self._last = np.linalg.inv(matrix[[2 * last, 2 * last + 1]] @ self._with_last.reshape(2 * n, 2))

    def solve(self, forces: np.ndarray) -> np.ndarray:
        """Displacements that forces cause in the glass with its weak springs, both of shape (n_particles, 2, k).

        Parameters
        ----------
        forces : ndarray, shape (n_particles, 2, k)
            Energy / length.
        """
        on_last = np.tensordot(self._with_last, forces, axes=([0, 1], [0, 1]))
        return self._factor.solve_held(forces) + self._with_last @ (self._last @ on_last)

    def place(self, centre: int) -> Place:
        """See `Matrix`. Cost: as many solves as the disc has degrees of freedom."""
        disc = self._around.cut(self._glass.positions[centre])
        n = len(disc.springs)
        disc = disc._replace(  # without those around it, which the medium stands for
            particles=disc.particles[:n], positions=disc.positions[:n], diameters=disc.diameters[:n],
            species=disc.species[:n], inside=disc.inside[:n],
        )  # fmt: skip
        right = np.zeros((self._glass.n_particles, 2, 2 * n))
        right[np.repeat(disc.particles, 2), np.tile([0, 1], n), np.arange(2 * n)] = 1.0
        compliance = self.solve(right)[disc.particles].reshape(2 * n, 2 * n)
        condensed = np.linalg.inv((compliance + compliance.T) / 2)
        stiffness = (condensed + condensed.T) / 2 - self.spring * np.eye(2 * n)
        force, own = at_rest(disc, self._law)
        return Place(disc, self._law, stiffness - _symmetric(own), -force, _factor(stiffness, centre))

    def around(self, particles: np.ndarray, u: np.ndarray, held: np.ndarray) -> np.ndarray:
        """See `Matrix`. Cost: a solve."""
        forces = np.zeros((self._glass.n_particles, 2, 1))
        forces[particles, :, 0] = held + self.spring * u
        out = self.solve(forces)[:, :, 0]
        out[particles] = u
        return out


def pull_of(place: Place, u: np.ndarray) -> np.ndarray:
    """Forces by which disc and medium together would go back if both were harmonic, shape (n_mobile, 2).

    Parameters
    ----------
    place : Place
        The disc.
    u : ndarray, shape (n_mobile, 2)
        Displacements, in units of length.
    """
    n = len(u)
    lower = np.tril(place.factor.reshape(2 * n, 2 * n).T)
    return (lower @ (lower.T @ u.ravel())).reshape(n, 2)


def _symmetric(lower):
    return np.tril(lower) + np.tril(lower, -1).T


def _factor(stiffness, centre):
    ready, factor = factorise(np.ascontiguousarray(stiffness))
    if not ready:
        raise NotAMinimumError(f"the glass is no minimum near particle {centre}: relax it first")
    return factor
