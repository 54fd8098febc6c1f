"""Kernels of the radical Voronoi tessellation: each cell cut out of the plane by the particles around it."""

import numpy as np

from .._jit import njit

NOBODY = -1
"""Across an edge of the square that a cell is cut from; none of them is left in the end."""


@njit
def cut_cells(
    fractional: np.ndarray,
    cell: np.ndarray,
    squares: np.ndarray,
    bins: np.ndarray,
    height: float,
    order: np.ndarray,
    first: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Edges of all cells, flat: who is across (neighbours), the vector to that image (images), where cells start."""
    n = len(fractional)
    starts, neighbours, images = np.zeros(n + 1, np.int64), np.empty(6 * n, np.int64), np.empty((6 * n, 2))
    edges, spare, largest = np.empty((64, 5)), np.empty((64, 5)), squares.max()
    for p in range(n):
        edges, spare, size = _cell(p, fractional, cell, squares, largest, bins, height, order, first, edges, spare)
        starts[p + 1] = starts[p] + size
        if starts[p + 1] <= len(neighbours):  # more are a tie that was broken inconsistently: the caller tries again
            for k in range(size):
                neighbours[starts[p] + k] = int(edges[k, 4])
                images[starts[p] + k] = edges[k, 2:4]
    return starts, neighbours[: starts[-1]], images[: starts[-1]]


@njit
def _cell(p, fractional, cell, squares, largest, bins, height, order, first, edges, spare):
    """One cell, by walking outward; an edge is a row: its first vertex, the vector to the image across, who that is."""
    far = np.hypot(cell[0, 0], cell[0, 1]) + np.hypot(cell[1, 0], cell[1, 1])  # own images keep every cell inside
    size, reach, ring = _square(far, edges), 2.0 * far, 0
    a, b = int(fractional[p, 0] * bins[0]), int(fractional[p, 1] * bins[1])
    while size > 0 and not _is_beyond((ring - 1) * height, squares[p] - largest, reach):
        for da in range(-ring, ring + 1):
            for db in range(-ring, ring + 1, 1 if abs(da) == ring else 2 * ring):
                u, v = (a + da) // bins[0], (b + db) // bins[1]
                place = (a + da - u * bins[0]) * bins[1] + b + db - v * bins[1]
                for q in order[first[place] : first[place + 1]]:
                    if q == p and u == 0 and v == 0:
                        continue
                    f0, f1 = fractional[q, 0] - fractional[p, 0] + u, fractional[q, 1] - fractional[p, 1] + v
                    x, y = f0 * cell[0, 0] + f1 * cell[1, 0], f0 * cell[0, 1] + f1 * cell[1, 1]
                    level = 0.5 * (x * x + y * y + squares[p] - squares[q])
                    if level >= reach * np.sqrt(x * x + y * y) or not _cuts(edges, size, x, y, level):
                        continue
                    if size + 2 > len(edges):
                        edges, spare = _longer(edges), _longer(spare)
                    size = _cut(edges, size, x, y, level, q, spare)
                    edges, spare = spare, edges
                    reach = _farthest(edges, size)
        ring += 1
    return edges, spare, size


@njit
def _is_beyond(distance, difference, reach):
    """Whether nobody at this distance or farther can cut a cell that reaches so far; difference = R^2 - largest R^2."""
    return distance > 0.0 and distance * distance + difference >= 2.0 * distance * reach


@njit
def _square(half, edges):
    """Start from a square that holds the cell; returns the number of edges."""
    for k in range(4):
        edges[k, 0] = half if k == 0 or k == 3 else -half
        edges[k, 1] = half if k < 2 else -half
        edges[k, 4] = NOBODY
    return 4


@njit
def _cuts(edges, size, x, y, level):
    """Whether a vertex lies on the far side of the line r . (x, y) = level."""
    for k in range(size):  # noqa: SIM110 - a loop compiles to a faster kernel than any()
        if edges[k, 0] * x + edges[k, 1] * y > level:
            return True
    return False


@njit
def _cut(edges, size, x, y, level, q, out):
    """The polygon on the near side of a line; the new edge belongs to q. Returns the number of edges."""
    n = 0
    for k in range(size):
        following = k + 1 if k + 1 < size else 0
        here = edges[k, 0] * x + edges[k, 1] * y - level
        there = edges[following, 0] * x + edges[following, 1] * y - level
        if here <= 0.0:
            out[n] = edges[k]
            n += 1
        if (here <= 0.0) != (there <= 0.0):
            t = here / (here - there)
            out[n] = edges[k]
            out[n, 0] = edges[k, 0] + t * (edges[following, 0] - edges[k, 0])
            out[n, 1] = edges[k, 1] + t * (edges[following, 1] - edges[k, 1])
            if here <= 0.0:
                out[n, 2], out[n, 3], out[n, 4] = x, y, q
            n += 1
    return n


@njit
def _farthest(edges, size):
    """Distance of the farthest vertex."""
    most = 0.0
    for k in range(size):
        most = max(most, edges[k, 0] ** 2 + edges[k, 1] ** 2)
    return np.sqrt(most)


@njit
def _longer(edges):
    """The same rows with room for as many again."""
    out = np.empty((2 * len(edges), edges.shape[1]))
    out[: len(edges)] = edges
    return out
