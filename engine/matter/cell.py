"""The periodic cell: any lattice, so that every homogeneous load is one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

LONGEST = 1e9
"""Of a cell's vectors, in units of length; the shortest one is its inverse."""


class Box:
    """A periodic cell given by its lattice vectors.

    Parameters
    ----------
    cell : array_like, shape (d, d)
        Lattice vectors as rows, in units of length. Lees-Edwards shear is the case
        ``[[L, 0], [gamma L, L]]``.

    Raises
    ------
    GlassError
        If the cell is not a square matrix of finite numbers, or its vectors span no volume.
    """

    def __init__(self, cell: ArrayLike) -> None:
        try:
            if np.asarray(cell).dtype.kind == "c":
                raise TypeError("they are complex")
            cell = np.array(cell, dtype=float)
        except (TypeError, ValueError, OverflowError) as error:
            raise GlassError(f"a cell's vectors are rows of numbers: {error}") from None
        if cell.ndim != 2 or cell.shape[0] != cell.shape[1] or not cell.size:
            raise GlassError(f"a cell is a square matrix with lattice vectors as rows; got shape {cell.shape}")
        if not np.isfinite(cell).all():
            raise GlassError("the cell holds NaN or infinite numbers; expected finite lattice vectors")
        if np.abs(cell).max() > LONGEST:
            raise GlassError(f"a cell is at most {LONGEST:g} long; got {np.abs(cell).max():g}")
        lengths = np.linalg.norm(cell, axis=1)
        if lengths.min() < 1 / LONGEST or abs(np.linalg.det(cell)) < 1e-10 * np.prod(lengths):
            raise GlassError(f"the cell's vectors are parallel or zero and span no volume: {cell.tolist()}")
        cell.setflags(write=False)
        self.cell = cell
        self.inverse = np.linalg.inv(cell)
        self.inverse.setflags(write=False)

    def __repr__(self):
        return f"Box({self.cell.tolist()})"

    def __eq__(self, other):
        return isinstance(other, Box) and np.array_equal(self.cell, other.cell)

    __hash__ = None  # type: ignore[assignment]  # equal cells are equal arrays: nothing to hash by

    @property
    def dimension(self) -> int:
        """Number of space dimensions d."""
        return len(self.cell)

    @property
    def volume(self) -> float:
        """Volume of the cell (area in two dimensions)."""
        return abs(float(np.linalg.det(self.cell)))

    @property
    def heights(self) -> np.ndarray:
        """Distances between opposite faces, shape (d,)."""
        return 1 / np.linalg.norm(self.inverse, axis=0)

    def fractional(self, positions: ArrayLike) -> np.ndarray:
        """Coordinates along the lattice vectors, same shape as `positions` (..., d).

        Parameters
        ----------
        positions : array_like, shape (..., d)
            Points in units of length.
        """
        return np.asarray(positions, dtype=float) @ self.inverse

    def wrap(self, positions: ArrayLike) -> np.ndarray:
        """Positions moved by lattice vectors into the cell, shape (..., d).

        Parameters
        ----------
        positions : array_like, shape (..., d)
            Points in units of length.
        """
        positions = np.asarray(positions, dtype=float)
        return positions - np.floor(self.fractional(positions)) @ self.cell

    def minimum_image(self, vectors: ArrayLike) -> np.ndarray:
        """Difference vectors moved by lattice vectors to near zero, shape (..., d).

        The result is the shortest image wherever that is shorter than half of the smallest of `heights` of the
        reduced cell, which covers every pair that interacts.

        Parameters
        ----------
        vectors : array_like, shape (..., d)
            Differences of positions, in units of length.
        """
        vectors = np.asarray(vectors, dtype=float)
        reduced = self.reduced()
        return vectors - np.rint(reduced.fractional(vectors)) @ reduced.cell

    def deform(self, deformation: np.ndarray) -> Box:
        """The cell after a homogeneous deformation x -> F x.

        Parameters
        ----------
        deformation : array_like, shape (d, d)
            The deformation gradient F.
        """
        return Box(self.cell @ np.asarray(deformation, dtype=float).T)

    def reduced(self) -> Box:
        """The same lattice in its shortest basis (a box flip): nothing physical changes.

        Lattice vectors are shortened pairwise until none gets shorter (in two dimensions: Gauss reduction, exact).
        """
        cell = self.cell.copy()
        changed = True
        while changed:
            changed = False
            for i, j in ((i, j) for i in range(len(cell)) for j in range(len(cell)) if i != j):
                shorter = cell[i] - np.rint(cell[i] @ cell[j] / (cell[j] @ cell[j])) * cell[j]
                if shorter @ shorter < (cell[i] @ cell[i]) * (1 - 1e-12):
                    cell[i], changed = shorter, True
        return self if np.array_equal(cell, self.cell) else Box(cell)
