"""Yield surfaces of blocks: the stress that each bears in every direction of shear, drawn or a glass's own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError
from ..matter.glass import Glass
from ..mechanics.inclusions.local_strength import local_strengths
from .thresholds import BLOCK, blocks_along

N_DIRECTIONS = 18
"""Of simple shear, every 10 degrees from 0; the opposite of one is 90 degrees farther."""


@dataclass(frozen=True, eq=False)
class YieldSurfaces:
    """Yield stresses by direction, as a collection to draw from; or those of one glass, each in its place.

    Attributes
    ----------
    values : ndarray, shape (n, n_directions)
        What places can bear beyond their stress at rest, in units of stress; infinite where they never yield.
    seed : int
        Of the map that is drawn.
    map : ndarray, shape (n_directions, L, L), or None
        Stress along each direction at which a block yields, by row (y) and column (x), where it is a glass's own.
    prestress : ndarray, shape (2, L, L), or None
        (xx - yy) / 2 and xy of each block at rest.
    """

    values: np.ndarray
    seed: int = 0
    map: np.ndarray | None = None
    prestress: np.ndarray | None = None

    @classmethod
    def from_values(cls, values: ArrayLike, seed: int = 0) -> YieldSurfaces:
        """A collection of measured yield surfaces, from which blocks draw one, turned by chance.

        Parameters
        ----------
        values : array_like, shape (n, n_directions)
            By even directions from 0 to 180 degrees, in units of stress; nan or infinite where a place never yields.
        seed : int
            Of the map that is drawn.

        Raises
        ------
        GlassError
            There are none, fewer than four directions or an odd number, a stress is not above 0, or a place yields in
            no direction.
        """
        rows = np.asarray(values, dtype=float)
        rows = np.where(np.isnan(rows), np.inf, rows)
        if rows.ndim != 2 or not len(rows) or rows.shape[1] < 4 or rows.shape[1] % 2:
            raise GlassError("yield surfaces are rows of stresses in an even number of directions, four or more")
        if not (rows > 0).all() or not np.isfinite(rows).any(axis=1).all():
            raise GlassError("yield stresses are above 0, and every place yields in some direction: leave others out")
        return cls(rows, int(seed))

    @classmethod
    def from_glass(cls, glass: Glass, block: float = BLOCK) -> YieldSurfaces:
        """What a disc in the middle of each block of a glass bears in every direction, and its stress at rest.

        Parameters
        ----------
        glass : Glass
            As cast, in a square cell.
        block : float
            Side of a block in units of length; the nearest that divides the cell is taken.

        Raises
        ------
        GlassError
            The cell is not square or too small.

        Notes
        -----
        Cost: that of `local_strengths`, a site a block in 18 directions: 0.1 to 0.3 s of a core a block.
        """
        size = blocks_along(glass, block)
        middles = (np.arange(size) + 0.5) / size * glass.box.cell[0, 0]
        sites = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)
        found = local_strengths(glass, sites, np.arange(N_DIRECTIONS) * 180.0 / N_DIRECTIONS)
        own = cls.from_values(found.critical_stress - found.prestress)
        yields_at = np.where(np.isnan(found.critical_stress), np.inf, found.critical_stress)
        at_rest = np.linalg.lstsq(resolved(N_DIRECTIONS), found.prestress.T, rcond=None)[0]
        return cls(own.values, 0, yields_at.T.reshape(-1, size, size), at_rest.reshape(2, size, size))

    def drawn(self, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Yield stresses of a lattice, (n_directions, L, L), and its stress at rest, (2, L, L).

        Parameters
        ----------
        size : int
            Blocks along a side.

        Raises
        ------
        GlassError
            The map has another size.
        """
        if self.map is not None and self.prestress is not None:
            if self.map.shape[1] != size:
                raise GlassError(f"the map of this glass has {self.map.shape[1]} blocks along a side, not {size}")
            return self.map.copy(), self.prestress.copy()
        rng, n = np.random.default_rng(self.seed), self.values.shape[1]
        rows = self.values[rng.integers(len(self.values), size=size**2)]
        turns = (np.arange(n) - rng.integers(n, size=size**2)[:, None]) % n
        found = np.take_along_axis(rows, turns, axis=1)
        return np.ascontiguousarray(found.T).reshape(n, size, size), np.zeros((2, size, size))


def resolved(n_directions: int) -> np.ndarray:
    """Stress along each direction of simple shear of (xx - yy) / 2 and of xy, shape (n_directions, 2).

    Parameters
    ----------
    n_directions : int
        From 0 to 180 degrees.
    """
    twice = 2 * np.pi * np.arange(n_directions) / n_directions
    return np.stack([-np.sin(twice), np.cos(twice)], axis=1)
