"""Yield stresses of blocks: drawn from measured ones, or the map of one glass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .._jit import njit
from ..errors import GlassError
from ..indicators import INDICATORS
from ..matter.bonds import virial_along
from ..matter.glass import Glass
from ..matter.load import Load
from ..random_numbers import uniform
from .seeds import AT_FIRST, first_state

SOURCES = ("residual_strength", "bond_micromechanics_strength")
"""Indicators that measure yield stresses: in a frozen matrix, and by bond micromechanics (R24)."""

BLOCK = 5.0
"""Side of a block in units of length, about the core of an event (R24 V A)."""

_TAIL = 0.5  # p(x) ~ x^tail below the smallest of the values


@dataclass(frozen=True, eq=False)
class Thresholds:
    """Yield stresses, as a distribution; or those of one glass, each in its place.

    Attributes
    ----------
    values : ndarray, shape (n,)
        What was measured, rising, in units of stress.
    tail : float
        Power with which their density falls to nothing below the smallest of them.
    seed : int
        Of the map that is drawn.
    map : ndarray, shape (L, L), or None
        By row (y) and column (x), where it is a glass's own.
    prestress : ndarray, shape (L, L), or None
        Stress along the load that each block has at rest.
    """

    values: np.ndarray
    tail: float = _TAIL
    seed: int = 0
    map: np.ndarray | None = None
    prestress: np.ndarray | None = None

    @classmethod
    def from_values(cls, values: ArrayLike, seed: int = 0, tail: float = _TAIL) -> Thresholds:
        """The empirical distribution of measured yield stresses.

        Between two of them, in their order, it is even; below the smallest its density falls as a power.

        Parameters
        ----------
        values : array_like
            In units of stress: what places can still bear.
        seed : int
            Of the map that is drawn.
        tail : float
            The power theta, p(x) ~ x^theta.

        Raises
        ------
        GlassError
            There are fewer than two, one of them is no number or not above 0, or the power is -1 or less.
        """
        rising = np.sort(np.asarray(values, dtype=float).ravel())
        if rising.size < 2 or not np.isfinite(rising).all() or rising[0] <= 0:
            raise GlassError(
                "thresholds are two or more finite stresses above 0; leave places out that did not yield, or give them "
                "the largest stress that they bore"
            )
        if not tail > -1:
            raise GlassError(f"the density of thresholds falls with a power above -1; got {tail!r}")
        return cls(rising, float(tail), int(seed))

    @classmethod
    def from_glass(
        cls,
        glass: Glass,
        load: Load,
        source: str = "residual_strength",
        block: float = BLOCK,
        least: bool = False,
        progress: Callable[[float], None] | None = None,
    ) -> Thresholds:
        """The map of one glass, with the stress that each of its blocks has at rest.

        Parameters
        ----------
        glass : Glass
            As cast, in a square cell.
        load : Load
            A simple shear along the cell, as the lattice is loaded: at 0 or 90 degrees.
        source : str
            An indicator that is a yield stress, one of `SOURCES`.
        block : float
            Side of a block in units of length; the nearest that divides the cell is taken.
        least : bool
            Whether a block bears what the weakest of its particles says, and not their mean (R24 coarse-grains).
        progress : callable, optional
            Called with the share that is done, where the indicator takes its time.

        Raises
        ------
        GlassError
            The source is unknown, the cell is not square or too small, or a block has no particles or no strength.

        Notes
        -----
        Cost: that of the indicator. Places that never yielded count with the largest strength of the glass, which is
        the indicator's own rule.
        """
        if source not in SOURCES:
            raise GlassError(f"thresholds come from {' or '.join(SOURCES)}; got {source!r}")
        _check_direction(load)
        size = blocks_along(glass, block)
        places = block_of(glass, size)
        field = INDICATORS[source]()(glass, load, progress)
        counts = np.bincount(places, minlength=size**2)
        if counts.min() == 0:
            raise GlassError(f"some blocks of {block:g} have no particle: take larger ones")
        if least:
            found = np.full(size**2, np.inf)
            np.minimum.at(found, places, field)
        else:
            found = np.bincount(places, field, size**2) / counts
        if not found.min() > 0:
            raise GlassError(f"{source} is not above 0 in some blocks: the glass is at the onset of an event there")
        prestress = block_stresses(glass, load, size)
        own = cls.from_values(found)
        return cls(own.values, own.tail, own.seed, found.reshape(size, size) + prestress, prestress)

    @property
    def size(self) -> int | None:
        """Blocks along a side of the map; None for a distribution."""
        return None if self.map is None else len(self.map)

    def drawn(self, size: int) -> tuple[np.ndarray, np.ndarray]:
        """Yield stresses of a lattice and its stresses at rest, each (L, L): the map, or drawn anew.

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
            if size != len(self.map):
                raise GlassError(f"the map of this glass has {len(self.map)} blocks along a side, not {size}")
            return self.map.copy(), self.prestress.copy()
        found = np.empty((size, size))
        _draw(found, self.values, self.tail, first_state(self.seed, AT_FIRST))
        return found, np.zeros((size, size))

    def shuffled(self, seed: int) -> Thresholds:
        """The same blocks, each with its stress at rest, in places by chance.

        Parameters
        ----------
        seed : int
            Of the places.

        Raises
        ------
        GlassError
            It is no map.
        """
        if self.map is None or self.prestress is None:
            raise GlassError("a distribution has no places that could be shuffled")
        order = np.random.default_rng(seed).permutation(self.map.size)
        shape = self.map.shape
        return Thresholds(
            self.values, self.tail, self.seed, self.map.ravel()[order].reshape(shape),
            self.prestress.ravel()[order].reshape(shape),
        )  # fmt: skip


def blocks_along(glass: Glass, block: float) -> int:
    """How many blocks of about a side there are along a glass's square cell.

    Parameters
    ----------
    glass : Glass
        As cast.
    block : float
        Side of a block in units of length.

    Raises
    ------
    GlassError
        The cell is not square, or has fewer than four.
    """
    cell = glass.box.cell
    side = cell[0, 0]
    if len(cell) != 2 or not np.allclose(cell, side * np.eye(2), rtol=0, atol=1e-9 * side):
        raise GlassError("blocks are cut from a square cell: take the glass as cast")
    size = round(side / block) if block > 0 else 0
    if size < 4:
        raise GlassError(f"a cell of {side:.3g} has fewer than four blocks of {block:g} along a side")
    return size


def block_of(glass: Glass, size: int) -> np.ndarray:
    """The block of each particle, row times size plus column, shape (n_particles,).

    Parameters
    ----------
    glass : Glass
        A state; the blocks of a sheared cell are sheared with it.
    size : int
        Blocks along a side.
    """
    x, y = np.floor(glass.box.fractional(glass.positions) % 1.0 * size).astype(int).clip(0, size - 1).T
    return y * size + x


def block_stresses(glass: Glass, load: Load, size: int) -> np.ndarray:
    """Stress along the load of the particles of each block, whose area is the block's, shape (size, size).

    Parameters
    ----------
    glass : Glass
        A state; its stress is their mean.
    load : Load
        The load.
    size : int
        Blocks along a side.
    """
    found = np.bincount(block_of(glass, size), virial_along(glass, load), size**2)
    return (found / (glass.box.volume / size**2)).reshape(size, size)


def _check_direction(load):
    if load.kind != "simple_shear" or load.angle % 90:
        raise GlassError("a lattice is loaded by a simple shear at 0 or 90 degrees, along its rows or columns")


@njit
def quantile(values: np.ndarray, tail: float, share: float) -> float:
    """The value below which a share of a distribution lies.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Rising.
    tail : float
        Power of the density below the smallest of them.
    share : float
        From 0 to 1.
    """
    place = share * len(values) - 0.5
    if place < 0.0:
        return values[0] * (share * len(values) * 2.0) ** (1.0 / (1.0 + tail))
    below = int(place)
    if below >= len(values) - 1:
        return values[-1]
    part = place - below
    return (1.0 - part) * values[below] + part * values[below + 1]


@njit
def _draw(out, values, tail, state):
    flat = out.ravel()
    for k in range(len(flat)):
        flat[k] = quantile(values, tail, uniform(state))
