"""A glass: particles, their sizes, a periodic cell and the model by which they interact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ..errors import GlassError
from .cell import Box
from .checks import check_overlaps, check_positions, frozen, species_and_diameters
from .crowding import check_crowding
from .forces import VerletList, symmetric
from .hessian import hessian
from .model import Model
from .models import model_of
from .neighbours import Neighbours, find_pairs
from .pairs import PairTable
from .tessellation import Tessellation, tessellate

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from numpy.typing import ArrayLike
    from scipy.sparse import csc_array

    from ..mechanics.linear.response import Response

Part = TypeVar("Part")


class Glass:
    """A frozen state of particles in a periodic cell; its energy, forces, stress and response on demand.

    Arrays are read-only: a step of shear makes a new glass, so that states pass between threads without locks.

    Parameters
    ----------
    model : str or Model
        A key of `MODELS`, or a model of one's own.
    positions : array_like, shape (n_particles, d)
        Positions, in or out of the cell, in units of length.
    diameters : array_like, shape (n_particles,), optional
        The particles' own interaction diameters. May be left out for two-size models where `species` is given.
    species : array_like of int, shape (n_particles,), optional
        0 (small) or 1 (large) for two-size models, worked out from the diameters where left out; None for
        polydisperse models.
    cell : array_like, shape (d, d), or Box
        Lattice vectors as rows.
    provenance : mapping, optional
        How the glass was made; stored in its file.

    Raises
    ------
    GlassError
        If shapes disagree, numbers are not finite, a size is not positive, particles overlap or crowd, there are fewer
        than two or more than `limits.MOST_PARTICLES`, the cell is degenerate or too small for the interaction, or the
        model is unknown.
    """

    if TYPE_CHECKING:  # parts that other rooms give, see `part_of_glass`
        response: Response

        def save(self, path: str | Path) -> None:
            """See `save_glass`."""

        @staticmethod
        def load(
            path: str | Path | BinaryIO,
            *,
            model: str | Model | None = None,
            diameters: ArrayLike | None = None,
            species: Mapping[str, int] | ArrayLike | None = None,
            cell: ArrayLike | Box | None = None,
            name: str | None = None,
        ) -> Glass:
            """See `load_glass`."""

    def __init__(
        self,
        model: str | Model,
        positions: ArrayLike,
        *,
        diameters: ArrayLike | None = None,
        species: ArrayLike | None = None,
        cell: ArrayLike | Box,
        provenance: Mapping[str, Any] | None = None,  # Any: whatever JSON can hold
    ) -> None:
        self.model: Model = model_of(model)
        self.box = cell if isinstance(cell, Box) else Box(cell)
        self.positions = frozen(positions, "positions")
        check_positions(self.positions, self.box, self.model)
        self.species, self.diameters = species_and_diameters(self.model, species, diameters, len(self.positions))
        self.provenance = MappingProxyType(dict(provenance or {}))
        check_crowding(self.positions, self.box, self.model.largest_range(self.diameters))
        check_overlaps(PairTable(self))

    def __repr__(self):
        energy = self.energy / self.n_particles
        return f"Glass({self.model.key!r}, {self.n_particles} particles, energy {energy:.6f} per particle)"

    def moved(
        self,
        positions: np.ndarray,
        box: Box,
        mechanics: tuple[float, np.ndarray, np.ndarray] | None = None,
    ) -> Glass:
        """The same particles at positions that the engine itself found: arrays are taken as they are, unchecked.

        Parameters
        ----------
        positions : ndarray, shape (n_particles, d)
            New positions; made read-only, not copied.
        box : Box
            New cell.
        mechanics : tuple, optional
            (energy, forces, stress) of the new state where they are known already.
        """
        glass = object.__new__(Glass)
        glass.__dict__.update(
            model=self.model, box=box, positions=positions, species=self.species, diameters=self.diameters,
            provenance=self.provenance,
        )  # fmt: skip
        if mechanics is not None:
            glass.__dict__["_mechanics"] = mechanics
        for array in (positions, *(mechanics[1:] if mechanics is not None else ())):
            array.setflags(write=False)
        return glass

    def with_positions(self, positions: ArrayLike, cell: ArrayLike | Box | None = None) -> Glass:
        """The same particles elsewhere: a new glass with the same sizes, species and provenance.

        Parameters
        ----------
        positions : array_like, shape (n_particles, d)
            New positions.
        cell : array_like or Box, optional
            New cell; the old one where left out.
        """
        cell = self.box if cell is None else cell
        return Glass(
            self.model, positions, diameters=self.diameters, species=self.species, cell=cell, provenance=self.provenance
        )

    @property
    def n_particles(self) -> int:
        """Number of particles N."""
        return len(self.positions)

    @property
    def dimension(self) -> int:
        """Number of space dimensions d."""
        return self.box.dimension

    @property
    def density(self) -> float:
        """Number density N / volume."""
        return self.n_particles / self.box.volume

    @cached_property
    def pairs(self) -> PairTable:
        """The interacting pairs."""
        return PairTable(self)

    @cached_property
    def _mechanics(self):
        forces = np.empty_like(self.positions)
        verlet = VerletList(self.model, self.positions, self.diameters, self.species, self.box, skin=0.0)
        energy, virial = verlet.evaluate(np.zeros_like(self.positions), forces)
        stress = symmetric(virial) / self.box.volume
        for array in (forces, stress):
            array.setflags(write=False)
        return energy, forces, stress

    @property
    def energy(self) -> float:
        """Total potential energy."""
        return self._mechanics[0]

    @property
    def forces(self) -> np.ndarray:
        """Forces -dU/dx, shape (n_particles, d), in units of energy / length."""
        return self._mechanics[1]

    @property
    def stress(self) -> np.ndarray:
        """Stress sigma = (1/V) sum phi' r r / r, shape (d, d), tension positive, in units of energy / length^d."""
        return self._mechanics[2]

    @property
    def pressure(self) -> float:
        """Pressure, -trace of the stress / d."""
        return -float(np.trace(self.stress)) / self.dimension

    @property
    def max_force(self) -> float:
        """The largest force component: how well the glass is relaxed."""
        return float(np.abs(self.forces).max())

    def hessian(self) -> csc_array:
        """The Hessian d2U/dxdx, scipy sparse, shape (N d, N d), in units of energy / length^2."""
        return hessian(self)

    @cached_property
    def tessellation(self) -> Tessellation:
        """The radical Voronoi cells, with half of the particles' own diameters for radii, and the dual triangles."""
        return tessellate(self.positions, self.diameters / 2, self.box)

    def neighbours(self, *, scaled: float | None = None, radius: float | None = None) -> Neighbours:
        """Pairs near each other, each once: nearer than `scaled` times their size, or than `radius`.

        Parameters
        ----------
        scaled : float, optional
            Cutoff in units of each pair's interaction size.
        radius : float, optional
            Cutoff in units of length.

        Raises
        ------
        GlassError
            If not exactly one cutoff is given, or the cell is too small for it.
        """
        if radius is not None and scaled is None:
            return find_pairs(self.positions, self.box, radius)
        if radius is not None or scaled is None:
            raise GlassError("give exactly one of scaled= (in pair sizes) and radius= (in units of length)")
        reach = self.model.largest_range(self.diameters) * scaled / self.model.cutoff
        near = find_pairs(self.positions, self.box, reach)
        sizes = self.model.pair_sizes(self.diameters[near.i], self.diameters[near.j])
        keep = np.linalg.norm(near.vectors, axis=1) < scaled * sizes
        return Neighbours(near.i[keep], near.j[keep], near.vectors[keep])


def part_of_glass(name: str) -> Callable[[Part], Part]:
    """Give glasses a part that is made elsewhere: matter is read without it, and need not know of it.

    Parameters
    ----------
    name : str
        Under which a glass has it. What is decorated with this is a class, whose one object for each glass is made of
        it on demand and kept; or a function that takes a glass, which becomes a method.

    Raises
    ------
    TypeError
        If glasses have a part of this name already.
    """

    def give(part):
        if name in vars(Glass):
            raise TypeError(f"a glass has a part {name!r} already")
        given = part
        if isinstance(part, type):
            given = cached_property(part)
            given.__set_name__(Glass, name)
        setattr(Glass, name, given)
        return part

    return give
