"""Energy, forces and stress over a Verlet list.

A pair's vector is F R + u_j - u_i: R is the vector when the list was made, F the homogeneous deformation and u the
further displacements since then. Only small numbers are subtracted, so that forces converge to 1e-13 where wrapped
positions stop at 1e-11; and no image is looked up in the loop, whatever the cell.
"""

from __future__ import annotations

import numpy as np

from .._jit import njit
from ..errors import GlassError
from .cell import Box
from .force_kernels import PairArrays, evaluate, take_turns
from .model import Model
from .neighbours import find_pairs
from .potential import radial

_LEAST_SKIN = 0.02


class VerletList:
    """Pairs within their range plus a skin, with all that the force kernel reads.

    Parameters
    ----------
    model : Model
        How the particles interact.
    positions : ndarray, shape (n_particles, d)
        Positions when the list is made: the reference of displacements and deformation.
    diameters : ndarray, shape (n_particles,)
        Own interaction diameters, in units of length.
    species : ndarray or None
        Species of the particles.
    box : Box
        The periodic cell.
    skin : float, optional
        How much farther than their range pairs are listed, in units of length; shortened where the cell is small.

    Raises
    ------
    GlassError
        If the cell is too small for the range of the interaction.
    """

    def __init__(
        self,
        model: Model,
        positions: np.ndarray,
        diameters: np.ndarray,
        species: np.ndarray | None,
        box: Box,
        skin: float = 0.3,
    ) -> None:
        self.reach = model.largest_range(diameters)
        room = box.reduced().heights.min() / 2 * (1 - 1e-12) - self.reach
        if room < min(skin, _LEAST_SKIN):
            raise GlassError(
                f"the cell is too small to move particles that interact over {self.reach:.4g}: expected a height of "
                f"at least {2 * (self.reach + _LEAST_SKIN):.4g}; take more particles"
            )
        self.skin = min(skin, room)
        self._order = _along_strips(positions, box, self.reach)
        pairs = find_pairs(
            positions[self._order], box, self.reach + self.skin, diameters[self._order], model, self.skin
        )
        turns = take_turns(pairs.i, len(positions))
        self._first, self._second, self.vectors = (column[turns] for column in pairs)
        self.i, self.j = self._order[self._first], self._order[self._second]
        self.sizes = model.pair_sizes(diameters[self.i], diameters[self.j])
        self._inverse_square_sizes = 1 / (self.sizes * self.sizes)
        self._strengths = np.array([model.strength, model.cross_strength])
        self._unequal = model.unequal(species, self.i, self.j)
        self._potential = model.potential
        self.deform(np.eye(box.dimension))

    def deform(self, deformation: np.ndarray) -> None:
        """Set the homogeneous deformation since the list was made.

        Parameters
        ----------
        deformation : ndarray, shape (d, d)
            The deformation gradient F.
        """
        self.deformation = np.array(deformation, dtype=float)
        deformed = self.vectors @ self.deformation.T
        self._x, self._y = deformed[:, 0].copy(), deformed[:, 1].copy()

    @property
    def allowance(self) -> float:
        """How far a particle may move (beyond the mean and F) before an unlisted pair can come within its range."""
        shrink = np.linalg.svd(self.deformation, compute_uv=False).min()
        return float(shrink * (self.reach + self.skin) - self.reach) / 2

    def holds(self, displacements: np.ndarray) -> bool:
        """Whether no unlisted pair can have come within its range.

        Parameters
        ----------
        displacements : ndarray, shape (n_particles, d)
            Displacements u from the deformed reference.
        """
        moved = displacements - displacements.mean(axis=0)
        return bool(np.sqrt((moved * moved).sum(axis=1).max()) <= self.allowance)

    def evaluate(self, displacements: np.ndarray, forces: np.ndarray) -> tuple[float, np.ndarray]:
        """Total energy and virial; `forces` is overwritten.

        Parameters
        ----------
        displacements : ndarray, shape (n_particles, d)
            Displacements u from the deformed reference.
        forces : ndarray, shape (n_particles, d)
            Receives the forces, in units of energy / length.

        Returns
        -------
        energy : float
            Total pair energy.
        virial : ndarray, shape (3,)
            Sums of phi' r_a r_b / r over pairs, for (a, b) = xx, xy, yy: the stress times the volume.
            Cost: about 3.5 ns a pair.
        """
        return evaluate(self.arrays, displacements, forces)

    def stiffness(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """phi'' and phi'/r of the listed pairs, each of shape (n_pairs,); zero beyond a pair's range.

        Parameters
        ----------
        vectors : ndarray, shape (n_pairs, d)
            The pairs' vectors.
        """
        return _stiffness(self._potential.form, vectors, self._inverse_square_sizes, self._unequal, self._strengths)

    @property
    def arrays(self) -> PairArrays:
        """What the kernel `evaluate` takes before the displacements."""
        return PairArrays(
            self._potential.form, self._order, self._first, self._second,
            self._x, self._y, self._inverse_square_sizes, self._unequal, self._strengths,
        )  # fmt: skip


@njit
def _stiffness(form, vectors, inverse_square_sizes, unequal, strengths):
    out, transverse = np.zeros(len(vectors)), np.zeros(len(vectors))
    for k in range(len(vectors)):
        x, y, s = vectors[k, 0], vectors[k, 1], inverse_square_sizes[k]
        square = (x * x + y * y) * s
        if square < form.cutoff * form.cutoff:
            w1, w2, _ = radial(form, square)
            scale = strengths[1 if unequal[k] else 0] * s
            out[k], transverse[k] = scale * (w1 + square * w2), scale * w1
    return out, transverse


def symmetric(virial: np.ndarray) -> np.ndarray:
    """The symmetric matrix of the components (xx, xy, yy), shape (2, 2).

    Parameters
    ----------
    virial : ndarray, shape (3,)
        As `VerletList.evaluate` returns it.
    """
    return np.array([[virial[0], virial[1]], [virial[1], virial[2]]])


def _along_strips(positions, box, width):
    """Particles in the order of strips across the cell: near ones are near in memory."""
    reduced = box.reduced()
    fractional = reduced.fractional(positions)
    fractional -= np.floor(fractional)
    strips = np.floor(fractional[:, 1] * max(1, int(reduced.heights[1] / width)))
    return np.lexsort((fractional[:, 0], strips))
