"""Structure functions: what a learner is told of the surroundings of a particle, as numbers that no turn changes.

Three sets of them, from the papers. Each is a small frozen object that a file can hold (`to_mapping`) and that
computes its numbers on any glass in any periodic cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

import numpy as np

from .._jit import njit
from ..errors import GlassError
from ..matter.glass import Glass
from ..matter.models import Model
from .angular import angular_functions, gaussian_functions, rows_of

_MOST = 4096  # functions of one set; a file that asks for more is damaged


class Structure:
    """Base of the sets of structure functions; a subclass is a frozen dataclass of numbers."""

    kind: ClassVar[str]

    @property
    def names(self) -> list[str]:
        """What each function is, in the order of the columns."""
        raise NotImplementedError

    def compute(self, glass: Glass, who=None) -> np.ndarray:
        """The functions of some particles.

        Parameters
        ----------
        glass : Glass
            The state; not changed.
        who : array_like of int, shape (n,), optional
            Particles; all of them where left out.

        Returns
        -------
        ndarray, shape (n, number of functions)

        Raises
        ------
        GlassError
            The cell is too small for the functions' range, or the glass has not the species that they tell apart.
        """
        who = np.arange(glass.n_particles) if who is None else np.asarray(who, dtype=np.int64)
        if self.n_species == 2 and glass.species is None:
            raise GlassError(f"these structure functions tell two species apart; {glass.model.label} has none")
        return self._compute(glass, who)

    def to_mapping(self) -> dict:
        """All numbers that make it, as `structure_of` reads them."""
        return {"kind": self.kind, **asdict(self)}

    def _species(self, glass):
        return glass.species if self.n_species == 2 else np.zeros(glass.n_particles, dtype=np.int64)


@dataclass(frozen=True)
class RadialCounts(Structure):
    """Numbers of neighbours in bins of r/σ_ij, by the neighbour's species, and the particle's own diameter.

    R20's functions for LJ (App. B5, after Cubuk et al. 2015): bins of 0.025 from 0.8 to 3, small and large neighbours
    apart. That makes 177 with the diameter; the paper counts 129 and does not say which it left out. Here those that
    are all but always zero are left out when a plane is fitted, see `fit` *(ours)*. Cost O(N): 0.1 s at N = 10,000.

    Attributes
    ----------
    start, stop, width : float
        Of the bins, in units of the pair's size.
    n_species : int
        2 tells small and large neighbours apart, 1 does not.
    """

    start: float = 0.8
    stop: float = 3.0
    width: float = 0.025
    n_species: int = 2
    kind: ClassVar[str] = "radial counts"

    def __post_init__(self):
        _check_lengths(self.start, self.stop, self.width, self.n_species)

    @property
    def n_bins(self) -> int:
        """Number of bins for each species."""
        return round((self.stop - self.start) / self.width)

    @property
    def names(self) -> list[str]:
        """What each function is, in the order of the columns."""
        edges = self.start + self.width * np.arange(self.n_bins)
        return [f"species {s} from {e:.4g}" for s in range(self.n_species) for e in edges] + ["diameter"]

    def _compute(self, glass, who):
        near = glass.neighbours(scaled=self.stop)
        distances = _scaled_distances(glass, near)
        place = (distances - self.start) / self.width
        counts = _count(near.i, near.j, place, self._species(glass), self.n_bins, self.n_species, glass.n_particles)
        return np.column_stack([counts[who], glass.diameters[who]])


@dataclass(frozen=True)
class RadialHats(Structure):
    """Neighbours spread linearly over places x_m of r/d_ij, and the particle's own diameter.

    R20's functions for POLY (eqs. B6 to B8): G_m(i) = Σ_j g_m(r_ij/d_ij), g_m a hat of height 1 at x_m which falls to
    0 at x_{m−1} and x_{m+1}. Their places (B9) are lost in print: 25 of them, from 0.7 to 3.1 in steps of 0.1 *(ours)*;
    the first and the last hat are whole, so that the range ends at 3.2 *(ours)*. Cost O(N): 0.1 s at N = 10,000.

    Attributes
    ----------
    start, stop, width : float
        First and last place and their distance, in units of the pair's size.
    n_species : int
        1: sizes are continuous, so that no species are told apart.
    """

    start: float = 0.7
    stop: float = 3.1
    width: float = 0.1
    n_species: int = 1
    kind: ClassVar[str] = "radial hats"

    def __post_init__(self):
        _check_lengths(self.start, self.stop, self.width, self.n_species)

    @property
    def n_hats(self) -> int:
        """Number of places for each species."""
        return round((self.stop - self.start) / self.width) + 1

    @property
    def names(self) -> list[str]:
        """What each function is, in the order of the columns."""
        places = self.start + self.width * np.arange(self.n_hats)
        return [f"species {s} at {x:.4g}" for s in range(self.n_species) for x in places] + ["diameter"]

    def _compute(self, glass, who):
        near = glass.neighbours(scaled=self.stop + self.width)
        place = (_scaled_distances(glass, near) - self.start) / self.width
        spread = _spread(near.i, near.j, place, self._species(glass), self.n_hats, self.n_species, glass.n_particles)
        return np.column_stack([spread[who], glass.diameters[who]])


@dataclass(frozen=True)
class RadialAngular(Structure):
    """Gaussians in distance and functions of angles, by species, and the particle's own diameter (FM21, Methods).

    G_α(r) = Σ_{j∈α} exp(−(r_ij − r)²/2Δ²) at r = r_0 + Δ/2, r_0 + 3Δ/2, ... below r_c, and
    Ψ_αβ(ξ, λ, ζ) = Σ_{j∈α, k∈β} exp(−(r_ij² + r_jk² + r_ik²)/ξ²) (1 + λ cos θ_ijk)^ζ for λ = −1 and 1, ζ = 1, 2, 4, 8,
    16 and 16 values of ξ from 0.75 to r_c; θ_ijk the angle at i, each pair of neighbours nearer than r_c once. Lengths
    are in units of `unit`: the paper's σ in LJ. The own diameter is added as in R20 *(ours)*, since one plane serves
    both species. 841 numbers for two species, 341 for one. Cost: 5 s at N = 10,000 on one core.

    Attributes
    ----------
    unit : float
        Of the lengths below, in the model's units of length.
    start, stop, width : float
        r_0, r_c and Δ.
    shortest : float
        The smallest ξ; the largest is r_c.
    n_lengths : int
        Number of ξ.
    n_species : int
        2 tells species apart, 1 does not.
    """

    unit: float = 1.0
    start: float = 0.5
    stop: float = 5.0
    width: float = 0.025
    shortest: float = 0.75
    n_lengths: int = 16
    n_species: int = 2
    kind: ClassVar[str] = "radial and angular"

    def __post_init__(self):
        _check_lengths(self.start, self.stop, self.width, self.n_species)
        if not (self.unit > 0 and 0 < self.shortest < self.stop and 2 <= self.n_lengths <= 64):
            raise GlassError(f"structure functions of these lengths make no sense: {asdict(self)}")

    @property
    def radii(self) -> np.ndarray:
        """Centres r of the Gaussians, in units of `unit`."""
        return self.start + self.width * (0.5 + np.arange(round((self.stop - self.start) / self.width)))

    @property
    def lengths(self) -> np.ndarray:
        """The ξ, in units of `unit`."""
        return np.linspace(self.shortest, self.stop, self.n_lengths)

    @property
    def names(self) -> list[str]:
        """What each function is, in the order of the columns."""
        radial = [f"species {s} at {r:.4g}" for s in range(self.n_species) for r in self.radii]
        pairs = ["00", "01", "11"][: 3 if self.n_species == 2 else 1]
        angular = [
            f"species {pair}, ξ = {length:.4g}, λ = {sign}, ζ = {2**power}"
            for pair in pairs for length in self.lengths for sign in (-1, 1) for power in range(5)
        ]  # fmt: skip
        return [*radial, *angular, "diameter"]

    def _compute(self, glass, who):
        near = glass.neighbours(radius=self.stop * self.unit)
        starts, around, vectors = rows_of(near.i, near.j, near.vectors / self.unit, who, glass.n_particles)
        species = self._species(glass)[around]
        radial = gaussian_functions(starts, vectors, species, self.radii, self.width, self.n_species)
        angular = angular_functions(starts, vectors, species, self.lengths, self.n_species)
        return np.column_stack([radial, angular, glass.diameters[who]])


STRUCTURES: Mapping[str, type[Structure]] = {cls.kind: cls for cls in (RadialCounts, RadialHats, RadialAngular)}
"""Every set of structure functions by its kind."""


def structure_of(mapping: Mapping) -> Structure:
    """The set of structure functions that `to_mapping` wrote down.

    Parameters
    ----------
    mapping : mapping
        With its kind and its numbers.

    Raises
    ------
    GlassError
        It describes none.
    """
    try:
        numbers = dict(mapping)
        return STRUCTURES[numbers.pop("kind")](**numbers)
    except (KeyError, TypeError, ValueError) as error:
        raise GlassError(f"no structure functions: {error}") from None


def radial_structure(model: Model) -> Structure:
    """R20's structure functions: counts where a model has two sizes, hats where sizes are continuous.

    Parameters
    ----------
    model : Model
        LJ and POLY are the paper's; the others get those of their like *(ours)*.
    """
    return RadialHats() if model.polydisperse else RadialCounts()


def angular_structure(model: Model) -> Structure:
    """FM21's structure functions; one species and lengths in mean diameters where sizes are continuous *(ours)*.

    Parameters
    ----------
    model : Model
        Its unlike pair's size, 1 in LJ, is the unit of length.
    """
    if model.polydisperse:
        return RadialAngular(unit=float(model.sizes(4096, np.random.default_rng(0))[0].mean()), n_species=1)
    small, large = model.species_diameters
    return RadialAngular(unit=float(model.pair_sizes(small, large)))


def _check_lengths(start, stop, width, n_species):
    try:
        sane = 0 < start < stop < 20 and 0 < width < stop - start and n_species in (1, 2)
        sane = sane and (stop - start) / width * n_species < _MOST
    except TypeError:
        sane = False
    if not sane:
        raise GlassError(
            f"structure functions from {start} to {stop} in steps of {width}, {n_species} species: no such"
        )


def _scaled_distances(glass, near):
    sizes = glass.model.pair_sizes(glass.diameters[near.i], glass.diameters[near.j])
    return np.linalg.norm(near.vectors, axis=1) / sizes


@njit
def _count(i, j, place, species, n_bins, n_species, n):
    """Neighbours in each bin, (n, n_species n_bins)."""
    out = np.zeros((n, n_species * n_bins))
    for p in range(i.size):
        k = int(np.floor(place[p]))
        if 0 <= k < n_bins:
            out[i[p], species[j[p]] * n_bins + k] += 1.0
            out[j[p], species[i[p]] * n_bins + k] += 1.0
    return out


@njit
def _spread(i, j, place, species, n_hats, n_species, n):
    """Each neighbour shared by the two hats that it lies between, (n, n_species n_hats)."""
    out = np.zeros((n, n_species * n_hats))
    for p in range(i.size):
        k = int(np.floor(place[p]))
        upper = place[p] - k
        for m, share in ((k, 1.0 - upper), (k + 1, upper)):
            if 0 <= m < n_hats:
                out[i[p], species[j[p]] * n_hats + m] += share
                out[j[p], species[i[p]] * n_hats + m] += share
    return out
