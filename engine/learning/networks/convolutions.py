"""Convolutions of maps by matrix products: three of them a layer, one for each row of its 3 x 3 kernel."""

from __future__ import annotations

import numpy as np

_CACHED = 2**17  # numbers that a core's cache holds beside others


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
    rows, n_out = kernel.reshape(3, 3 * n_in, -1), len(bias)
    out = np.empty((height, width, *between, n_out), np.result_type(maps, kernel))
    across = out[0].size // n_out  # pixels of a row, of all maps
    some = min(height, max(1, _CACHED // (across * max(3 * n_in, n_out))))
    wide = np.zeros((some + 2, width, *between, 3 * n_in), maps.dtype)  # each pixel beside its neighbours in the row
    for first in range(0, height, some):  # a few rows at a time, which stay in the cache from step to step
        last = min(first + some, height)
        _widen(wide[: last - first + 2], maps, first, last)
        pixels, here = wide.reshape(-1, 3 * n_in), out[first:last].reshape(-1, n_out)
        np.matmul(pixels[: len(here)], rows[0], out=here)
        for k in (1, 2):
            here += pixels[k * across : k * across + len(here)] @ rows[k]
        here += bias
        np.maximum(here, 0, out=here)
    return out if padded else out[1:-1, 1:-1]


def _widen(wide, maps, first, last):
    """Rows of maps and one more on either side, each pixel beside its neighbours; nothing is beyond the edges."""
    n_in, height = maps.shape[-1], len(maps)
    low, high = max(first - 1, 0), min(last + 1, height)
    inside, some = slice(low - first + 1, high - first + 1), maps[low:high]
    wide[: inside.start], wide[inside.stop :] = 0, 0
    wide[inside, 1:, ..., :n_in] = some[:, :-1]
    wide[inside, ..., n_in : 2 * n_in] = some
    wide[inside, :-1, ..., 2 * n_in :] = some[:, 1:]


def mean_pooled(maps: np.ndarray) -> np.ndarray:
    """Means of 2 x 2 pixels; both sides are even.

    Parameters
    ----------
    maps : ndarray, shape (height, width, ..., channels)
        A map, or some beside each other.
    """
    pairs = maps[::2] + maps[1::2]
    return (pairs[:, ::2] + pairs[:, 1::2]) * np.asarray(0.25, maps.dtype)


def max_pooled(maps: np.ndarray) -> np.ndarray:
    """The largest of 2 x 2 pixels; both sides are even.

    Parameters
    ----------
    maps : ndarray, shape (height, width, ..., channels)
        A map, or some beside each other.
    """
    pairs = np.maximum(maps[::2], maps[1::2])
    return np.maximum(pairs[:, ::2], pairs[:, 1::2])


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
