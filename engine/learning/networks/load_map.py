"""What a convolutional network is told: one map of a whole glass, its first axis the one that the load stretches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..._jit import njit
from ...errors import GlassError
from ...matter.glass import Glass
from ...matter.load import Load
from .load_graph import axes_of

N_CHANNELS = 2
"""Density, and density weighted by how much larger than the mean particles are, in standard deviations."""

_WIDE = 4.0  # pixels, where a Gaussian ends
_MOST = 4e7  # pixels


@dataclass(frozen=True)
class LoadMap:
    """A glass as a convolutional network sees it. Lengths are in mean spacings.

    Attributes
    ----------
    maps : ndarray of float32, shape (height, width, N_CHANNELS)
        Sums of Gaussians of one pixel's width around particles and their images, along the axes of stretch and of
        compression.
    places : ndarray of float, shape (n, 2)
        Of the particles, in pixels: 0 is the middle of the first one.
    """

    maps: np.ndarray
    places: np.ndarray

    def single(self) -> LoadMap:
        """The same in single precision, for training."""
        return LoadMap(self.maps.astype(np.float32), self.places.astype(np.float32))


def load_map(glass: Glass, load: Load, pixel: float, block: int, margin: float) -> LoadMap:
    """A glass under a load, for a convolutional network.

    The grid lies symmetrically around the middle of the cell, so that a mirrored glass has the mirrored map.

    Parameters
    ----------
    glass : Glass
        The state; not changed.
    load : Load
        A shear.
    pixel : float
        Its side and the width of the Gaussians, mean spacings.
    block : int
        Pixels that are pooled along a side, all pools together: sides of the map are multiples of it.
    margin : float
        How far the map goes beyond the particles, mean spacings.

    Raises
    ------
    GlassError
        The load is no shear, or the map would be too large.
    """
    spacing = glass.density ** (-1 / glass.dimension)
    turned = axes_of(load) / spacing
    sizes = glass.diameters - glass.diameters.mean()
    sizes /= max(sizes.std(), 1e-12)
    inside = (glass.box.wrap(glass.positions) - glass.box.cell.sum(axis=0) / 2) @ turned
    half = np.abs(inside).max(axis=0) + margin
    n = 2 * (np.ceil(half / (pixel * block)) * block).astype(int)
    if n.prod() > _MOST:
        raise GlassError(f"a map of {n[0]:,} x {n[1]:,} pixels is too large: take fewer particles")
    who, places = _with_images(inside, glass.box.reduced().cell @ turned, (n * pixel / 2) + _WIDE * pixel)
    places = places / pixel + n / 2 - 0.5
    maps = _drawn(places, sizes[who], n)
    return LoadMap(maps, inside / pixel + n / 2 - 0.5)


def _with_images(positions, cell, half):
    """All images of particles in a rectangle around the origin: which particle, and where."""
    reach = np.abs(np.linalg.inv(cell)).T @ (2 * half) + 1
    a, b = np.ceil(reach).astype(int)
    shifts = np.array([(p, q) for p in range(-a, a + 1) for q in range(-b, b + 1)]) @ cell
    found = (positions + shifts[:, None]).reshape(-1, 2)
    near = np.flatnonzero((np.abs(found) < half).all(axis=1))
    return near % len(positions), found[near]


@njit
def _drawn(places, sizes, n):
    maps = np.zeros((n[0], n[1], 2), np.float32)
    for k in range(len(places)):
        x, y = places[k]
        for i in range(max(0, int(np.ceil(x - _WIDE))), min(n[0], int(x + _WIDE) + 1)):
            for j in range(max(0, int(np.ceil(y - _WIDE))), min(n[1], int(y + _WIDE) + 1)):
                square = (i - x) ** 2 + (j - y) ** 2
                if square < _WIDE * _WIDE:
                    weight = np.exp(-0.5 * square)
                    maps[i, j, 0] += weight
                    maps[i, j, 1] += weight * sizes[k]
    return maps
