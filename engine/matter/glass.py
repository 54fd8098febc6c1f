"""A glass: particles, their sizes, a periodic cell and the model by which they interact."""

from __future__ import annotations

from functools import cached_property
from types import MappingProxyType

import numpy as np

from ..errors import GlassError
from .cell import Box
from .forces import VerletList, symmetric
from .hessian import hessian
from .model import Model
from .models import model_of
from .neighbours import Neighbours, find_pairs
from .pairs import PairTable
from .tessellation import Tessellation, tessellate

_TOO_NEAR = 0.2  # of the pair size: no relaxed or thermal state of these models comes near it


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
        If shapes disagree, numbers are not finite, a size is not positive, particles overlap, there are fewer than
        two, the cell is degenerate or too small for the interaction, or the model is unknown.
    """

    def __init__(self, model, positions, *, diameters=None, species=None, cell, provenance=None):
        self.model: Model = model_of(model)
        self.box = cell if isinstance(cell, Box) else Box(cell)
        self.positions = _frozen(positions, "positions")
        _check_positions(self.positions, self.box, self.model)
        self.species, self.diameters = _species_and_diameters(self.model, species, diameters, len(self.positions))
        self.provenance = MappingProxyType(dict(provenance or {}))
        _check_overlaps(PairTable(self))

    def __repr__(self):
        energy = self.energy / self.n_particles
        return f"Glass({self.model.key!r}, {self.n_particles} particles, energy {energy:.6f} per particle)"

    def moved(self, positions, box, mechanics=None) -> Glass:
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

    def with_positions(self, positions, cell=None) -> Glass:
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

    def hessian(self):
        """The Hessian d2U/dxdx, scipy sparse, shape (N d, N d), in units of energy / length^2."""
        return hessian(self)

    @cached_property
    def response(self):
        """The linear response of this state: factor, solves, modes, nonaffine velocity (a `Response`)."""
        from ..mechanics.linear.response import Response  # the one look ahead: matter is read without mechanics

        return Response(self)

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
        if (scaled is None) == (radius is None):
            raise GlassError("give exactly one of scaled= (in pair sizes) and radius= (in units of length)")
        if radius is not None:
            return find_pairs(self.positions, self.box, radius)
        reach = self.model.largest_range(self.diameters) * scaled / self.model.cutoff
        near = find_pairs(self.positions, self.box, reach)
        sizes = self.model.pair_sizes(self.diameters[near.i], self.diameters[near.j])
        keep = np.linalg.norm(near.vectors, axis=1) < scaled * sizes
        return Neighbours(near.i[keep], near.j[keep], near.vectors[keep])

    def save(self, path) -> None:
        """Write the glass to a file that `Glass.load` reads; the name's suffix says in which format.

        Parameters
        ----------
        path : str or path
            Where: .npz (Glasscope's own, without pickled objects), .xyz or .extxyz (extended XYZ), .data, .lmp or
            .lammps (LAMMPS data). All of them keep every digit, the model and the provenance; LAMMPS data turns a cell
            whose first vector is not along x, and `load` turns it back. An existing file is replaced only once the
            new one is complete.

        Raises
        ------
        GlassFileError
            If the suffix is none of these.
        """
        from ..formats.files import save_glass

        save_glass(self, path)

    @classmethod
    def load(cls, path, *, model=None, diameters=None, species=None, cell=None, name=None) -> Glass:
        """Read a glass that `Glass.save` wrote, or one from elsewhere as extended XYZ or LAMMPS data.

        Files of `Glass.save` say everything. A foreign one may not: what it leaves open raises a question, which one
        of the keywords answers. It must be flat (one z for all) and one configuration. Sizes are read from columns
        `diameter`, `diameters`, `radius` or `radii`, and from LAMMPS data of atom_style sphere. It need not be a
        minimum either: see `max_force`, and `relax`.

        Parameters
        ----------
        path : str, path or binary file
            The file. Its suffix says the format, see `save`; without a known one the content does.
        model : str or Model, optional
            Answers which model it is, where the file names none.
        diameters : array_like, shape (n_particles,), optional
            Answers how large the particles are, in the file's order (in LAMMPS data: by id).
        species : mapping or array_like of int, optional
            Answers which particles are small (0) and which large (1) in models of two sizes: from the file's types to
            species, as in ``{"A": 0, "B": 1}``, or one number a particle. Goes before sizes in a foreign file.
        cell : array_like, shape (d, d) or (d,), or Box, optional
            Answers how large the periodic cell is: lattice vectors as rows, or the sides of a rectangle.
        name : str, optional
            The file's name where `path` is an open file: for its suffix, and for messages.

        Raises
        ------
        MissingInformation
            If the file does not say something that is needed; it carries the question.
        GlassFileError
            If there is no such file, it is cut short or malformed, holds pickled objects or what makes no glass, or
            contradicts an answer.
        """
        from ..formats.files import load_glass

        return load_glass(path, model=model, diameters=diameters, species=species, cell=cell, name=name)


def _frozen(values, what, dtype=float):
    try:
        values = np.array(values, dtype=dtype, order="C")
    except (TypeError, ValueError) as error:
        raise GlassError(f"{what} are an array of numbers: {error}") from None
    if not np.isfinite(values).all():
        raise GlassError(f"{what} hold NaN or infinite numbers; expected finite values")
    values.setflags(write=False)
    return values


def _check_overlaps(pairs):
    nearest = pairs.distances / pairs.sizes
    if nearest.size and nearest.min() < _TOO_NEAR:
        p = int(nearest.argmin())
        raise GlassError(
            f"particles {pairs.i[p]} and {pairs.j[p]} overlap: {pairs.distances[p]:.3g} apart, "
            f"expected at least {_TOO_NEAR * pairs.sizes[p]:.3g} (a fifth of their size)"
        )


def _check_positions(positions, box, model):
    if positions.ndim != 2 or positions.shape[1] != box.dimension:
        raise GlassError(f"positions have shape (n_particles, {box.dimension}) in this cell; got {positions.shape}")
    if box.dimension != model.dimension:
        raise GlassError(f"model {model.key!r} lives in {model.dimension} dimensions; the cell has {box.dimension}")
    if len(positions) < 2:
        raise GlassError(f"a glass has at least 2 particles; got {len(positions)}")


def _species_and_diameters(model, species, diameters, n_particles):
    """Both as frozen arrays, each worked out from the other for models of two sizes."""
    if model.polydisperse:
        if diameters is None:
            raise GlassError(f"model {model.key!r} is polydisperse: give diameters=, one for each particle")
        species = None
    else:
        sizes = model.species_diameters
        if diameters is None and species is None:
            raise GlassError(f"give diameters= or species= (0 small, 1 large) for model {model.key!r}")
        if species is None:
            species = np.abs(np.asarray(diameters, dtype=float)[:, None] - sizes).argmin(axis=1)
        species = _frozen(species, "species", dtype=np.int64)
        if species.shape != (n_particles,) or species.min() < 0 or species.max() >= len(sizes):
            raise GlassError(f"species are {n_particles} whole numbers from 0 to {len(sizes) - 1}")
        expected = sizes[species]
        if diameters is not None and not np.allclose(diameters, expected, rtol=1e-6):
            raise GlassError(f"the diameters of model {model.key!r} are {sizes.tolist()}, by species")
        diameters = expected
    diameters = _frozen(diameters, "diameters")
    if diameters.shape != (n_particles,):
        raise GlassError(f"expected {n_particles} diameters, one for each particle; got shape {diameters.shape}")
    if diameters.min() <= 0:
        raise GlassError("diameters are positive lengths")
    return species, diameters
