"""Discs pixel by pixel and image by image, as `static/map/raster.js` says them; slow."""

import itertools

import numpy as np

UNITS = 2**16


def picture(places, radii, levels, cell, view, shape):
    """(rows, columns) indices of a picture, the lowest row first.

    `places` are (N, 2) fractions of the cell in units of 1 / `UNITS`, `levels` those of `Discs`.
    """
    rows, columns = shape
    x0, x1, y0, y1 = view
    across, up = columns / (x1 - x0), rows / (y1 - y0)
    index, ranks = np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=int)
    for place, radius, level in zip(places / UNITS, np.maximum(radii * across, 0.6), levels, strict=True):
        for image in itertools.product(range(-8, 9), repeat=2):
            x, y = ((place + image) @ cell - (x0, y0)) * (across, up)
            reach = radius + 0.5
            if -reach < x < columns + reach and -reach < y < rows + reach:
                _cover(index, ranks, x, y, radius, int(level))
    return index


def _cover(index, ranks, x, y, radius, told):
    level, most = told % 64, 4 if told < 64 else 2
    rows, columns = np.indices(index.shape) + 0.5
    away = np.hypot(columns - x, rows - y)
    coverage = np.floor(4.0 * (radius + 0.5 - away) + 0.5).astype(int)
    coverage = np.clip(np.where(away <= max(radius - 0.5, 0.0), most, coverage), 0, most)
    rank = np.minimum(coverage, 3) if level == 63 else coverage
    on_top = (coverage > 0) & (rank >= ranks)
    index[on_top] = np.minimum(4 * level + coverage, 255)[on_top]
    ranks[on_top] = rank[on_top]
