"""Periodic images: which of them lie in what is seen."""

import numpy as np

View = tuple[float, float, float, float]
"""x0, x1, y0, y1 of what is seen, in units of length."""


def images_in_view(
    points: np.ndarray, cell: np.ndarray, view: View, margin: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """Every periodic image of a few points that lies in the view.

    Parameters
    ----------
    points : (n, 2) array
        In or out of the cell.
    cell : (2, 2) array
        Rows are the lattice vectors.
    view : tuple of float
        x0, x1, y0, y1.
    margin : float
        Also points this far outside.

    Returns
    -------
    (m, 2) array, (m,) array of int
        Places, and which point each is an image of.
    """
    points = np.asarray(points, dtype=float).reshape(-1, 2)
    inverse = np.linalg.inv(cell)
    low, high = fractional_bounds(inverse, view, margin)
    fractions = points @ inverse
    first = np.ceil(low - fractions.max(axis=0, initial=-np.inf)) if len(points) else np.zeros(2)
    last = np.floor(high - fractions.min(axis=0, initial=np.inf)) if len(points) else -np.ones(2)
    shifts = [(a, b) for a in range(int(first[0]), int(last[0]) + 1) for b in range(int(first[1]), int(last[1]) + 1)]
    if not shifts:
        return np.empty((0, 2)), np.empty(0, dtype=int)
    places = (points[None] + (np.array(shifts, dtype=float) @ cell)[:, None]).reshape(-1, 2)
    which = np.tile(np.arange(len(points)), len(shifts))
    x0, x1, y0, y1 = view
    inside = (
        (places[:, 0] >= x0 - margin)
        & (places[:, 0] <= x1 + margin)
        & (places[:, 1] >= y0 - margin)
        & (places[:, 1] <= y1 + margin)
    )
    return places[inside], which[inside]


def fractional_bounds(inverse: np.ndarray, view: View, margin: float) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of the view, grown by a margin, in units of the lattice vectors.

    Parameters
    ----------
    inverse : (2, 2) array
        Inverse of the cell, whose rows are the lattice vectors.
    view : tuple of float
        x0, x1, y0, y1.
    margin : float
        In units of length.
    """
    x0, x1, y0, y1 = view
    xs, ys = (x0 - margin, x1 + margin), (y0 - margin, y1 + margin)
    corners = np.array([(x, y) for x in xs for y in ys]) @ inverse
    return corners.min(axis=0), corners.max(axis=0)
