"""A model glass former: pair energy, sizes, density, temperatures. The known ones stand in `models`, one file each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .potential import Potential

Sizes = tuple[np.ndarray, np.ndarray | None]
"""Diameters, shape (n_particles,), and species, shape (n_particles,), or None."""


@dataclass(frozen=True)
class Model:
    """A glass former: how its particles interact and which sizes they have.

    The size of a pair is (s_i + s_j) / 2 (1 - nonadditivity |s_i - s_j|) for every model; with two sizes this holds
    any cross size. The strength of a pair is `strength` between equal species and `cross_strength` between unequal.

    Parameters
    ----------
    key, label : str
        Name in code and on the page.
    potential : Potential
        Reduced pair energy.
    smoothness : int
        Number of derivatives of the pair energy that are continuous at the cutoff (to within the paper's precision).
    density : float
        Default number density N / volume.
    nonadditivity : float
        In units of 1 / length.
    draw_sizes : callable
        (n_particles, rng) -> (diameters, species or None).
    glass_temperature : float
        The temperature below which the liquid falls out of equilibrium, k_B = 1.
    hot_temperature : float
        Temperature of the liquid that `htl` quenches.
    neighbour_cutoff : float
        Structural neighbours are nearer than this times their pair size: the first minimum of g(r / size), given by
        R20 for LJ and POLY, measured for the others on quenched and annealed glasses, three seeds each.
    reference : str
        The paper.
    strength, cross_strength : float
        Energy scales of pairs of equal and of unequal species.
    polydisperse : bool
        True where sizes are continuous.
    dimension : int
        Number of space dimensions.
    place : int
        Where it stands in lists: those of lower numbers come first, those without one last, by their keys.
    """

    key: str
    label: str
    potential: Potential
    smoothness: int
    density: float
    nonadditivity: float
    draw_sizes: Callable[[int, np.random.Generator], Sizes]
    glass_temperature: float
    hot_temperature: float
    neighbour_cutoff: float
    reference: str
    strength: float = 1.0
    cross_strength: float = 1.0
    polydisperse: bool = False
    dimension: int = 2
    place: int = 1000

    @property
    def cutoff(self) -> float:
        """Range of the pair energy in units of the pair's size."""
        return self.potential.cutoff

    @property
    def species_diameters(self) -> np.ndarray | None:
        """Diameters of species 0, 1, ... in units of length, small first; None for polydisperse models."""
        return None if self.polydisperse else np.unique(self.sizes(64, np.random.default_rng(0))[0])

    def sizes(self, n_particles: int, rng: np.random.Generator) -> Sizes:
        """Diameters, shape (n_particles,), and species (n_particles,) or None.

        Parameters
        ----------
        n_particles : int
            Number of particles.
        rng : numpy.random.Generator
            Shuffles which particle gets which size.
        """
        return self.draw_sizes(n_particles, rng)

    def pair_sizes(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Interaction sizes of pairs from the diameters of their ends, in units of length.

        Parameters
        ----------
        a, b : ndarray
            Diameters of the two ends, same shape.
        """
        return 0.5 * (a + b) * (1 - self.nonadditivity * np.abs(a - b))

    def pair_strengths(self, species: np.ndarray | None, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """Energy scales of pairs, shape (n_pairs,).

        Parameters
        ----------
        species : ndarray or None
            Species of the particles.
        i, j : ndarray, shape (n_pairs,)
            The pairs' ends.
        """
        return np.where(self.unequal(species, i, j), self.cross_strength, self.strength)

    def unequal(self, species: np.ndarray | None, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """Whether the ends of pairs are of different species, shape (n_pairs,), bool.

        Parameters
        ----------
        species : ndarray or None
            Species of the particles.
        i, j : ndarray, shape (n_pairs,)
            The pairs' ends.
        """
        return np.zeros(len(i), dtype=bool) if species is None else species[i] != species[j]

    def largest_range(self, diameters: np.ndarray) -> float:
        """The largest distance at which any two of these particles can interact.

        Parameters
        ----------
        diameters : ndarray, shape (n_particles,)
            Own interaction diameters.
        """
        unique = np.unique(diameters)
        if len(unique) > 64:  # the pair size grows with either diameter: the ends suffice
            unique = unique[[0, -1]]
        return self.cutoff * float(self.pair_sizes(unique[:, None], unique[None, :]).max())
