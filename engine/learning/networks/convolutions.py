"""Convolutions of maps by matrix products: three of them a layer, one for each row of its 3 x 3 kernel."""

from __future__ import annotations

import numpy as np


def convolved(maps: np.ndarray, kernel: np.ndarray, bias: np.ndarray, padded: bool = True) -> np.ndarray:
    """A 3 x 3 convolution, then what is above 0 of it (ReLU), shape (height, width, ..., channels out).

    Parameters
    ----------
    maps : ndarray, shape (height, width, ..., channels)
        A map, or some beside each other.
    kernel : ndarray, shape (3, 3, channels, channels out)
        Row, column, from, to.
    bias : ndarray, shape (channels out,)
        Added to all.
    padded : bool
        Whether there is nothing beyond the edges; else the result is smaller by two pixels along each side.
    """
    height, width, *between, n_in = maps.shape
    wide = np.zeros((height + 2, width, *between, 3 * n_in), maps.dtype)  # each pixel beside its neighbours in the row
    wide[1:-1, 1:, ..., :n_in] = maps[:, :-1]
    wide[1:-1, ..., n_in : 2 * n_in] = maps
    wide[1:-1, :-1, ..., 2 * n_in :] = maps[:, 1:]
    rows = kernel.reshape(3, 3 * n_in, -1)
    out = wide[:height].reshape(-1, 3 * n_in) @ rows[0]
    for k in (1, 2):
        out += wide[k : k + height].reshape(-1, 3 * n_in) @ rows[k]
    out += bias
    out = np.maximum(out, 0, out=out).reshape(height, width, *between, -1)
    return out if padded else out[1:-1, 1:-1]


def mean_pooled(maps: np.ndarray) -> np.ndarray:
    """Means of 2 x 2 pixels; both sides are even.

    Parameters
    ----------
    maps : ndarray, shape (height, width, ..., channels)
        A map, or some beside each other.
    """
    return _blocks(maps).mean(axis=(1, 3))


def max_pooled(maps: np.ndarray) -> np.ndarray:
    """The largest of 2 x 2 pixels; both sides are even.

    Parameters
    ----------
    maps : ndarray, shape (height, width, ..., channels)
        A map, or some beside each other.
    """
    return _blocks(maps).max(axis=(1, 3))


def _blocks(maps):
    height, width, *others = maps.shape
    return maps.reshape(height // 2, 2, width // 2, 2, *others)


def read_at(maps: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Values between pixels, linear along both axes, shape (n, channels).

    Parameters
    ----------
    maps : ndarray, shape (height, width, channels)
        One map.
    places : ndarray, shape (n, 2)
        Row and column; whole numbers are middles of pixels.
    """
    low = np.floor(places).astype(np.int64)
    (a, b), (r, c) = low.T, (places - low).T[:, :, None]
    upper = (1 - c) * maps[a, b] + c * maps[a, b + 1]
    return (1 - r) * upper + r * ((1 - c) * maps[a + 1, b] + c * maps[a + 1, b + 1])
