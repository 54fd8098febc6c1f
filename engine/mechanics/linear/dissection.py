"""Geometric nested dissection: the order in which particles are eliminated from the Hessian.

The particles are halved across the longer side again and again; the particles that separate the halves (a minimum
vertex cover of the pairs that cross) are eliminated after both. On the torus the first cut of a direction crosses it
at two places, which needs no case of its own: crossing pairs are taken from the graph. (George 1973; Koenig's theorem.)
"""

from __future__ import annotations

import numpy as np

from ..._jit import njit

LEAF = 24


class Dissection:
    """A tree of fronts over the particles of a pair list.

    Parameters
    ----------
    i, j : ndarray, shape (n_pairs,)
        Ends of the pairs; every pair that the Hessian couples must be among them.
    fractional : ndarray, shape (n_particles, 2)
        Fractional coordinates, used for cutting only: any are correct, good ones make it fast.
    heights : ndarray, shape (2,)
        Distances between opposite faces of the cell.

    Attributes
    ----------
    order : ndarray, shape (n_particles,)
        Particles in the order of their elimination.
    position : ndarray, shape (n_particles,)
        Where in `order` each particle stands.
    own : ndarray, shape (n_fronts, 2)
        Each front eliminates the particles ``order[own[f, 0]:own[f, 1]]``; children come before parents. The last
        particle of all is eliminated by none: it is held in place, which removes the translations.
    parent : ndarray, shape (n_fronts,)
        The front that receives each front's update, -1 at the root.
    boundary_starts, boundary : ndarray
        Positions of the later particles that front f couples to: ``boundary[boundary_starts[f]:boundary_starts[f+1]]``.
    """

    def __init__(self, i: np.ndarray, j: np.ndarray, fractional: np.ndarray, heights: np.ndarray):
        n = len(fractional)
        self.pair_starts, self.pair_ends = _adjacency(np.asarray(i), np.asarray(j), n)
        self.order, self.own, self.parent = _dissect(
            self.pair_starts, self.pair_ends, fractional - np.floor(fractional), np.asarray(heights)
        )
        self.own[(self.own[:, 1] == n) & (self.own[:, 0] < n), 1] = n - 1  # the last particle is held
        self.position = np.empty(n, dtype=np.int64)
        self.position[self.order] = np.arange(n)
        self.boundary_starts, self.boundary = _boundaries(
            self.pair_starts, self.pair_ends, self.order, self.position, self.own, self.parent
        )


@njit
def _adjacency(i, j, n):
    starts = np.zeros(n + 1, dtype=np.int64)
    for p in range(i.size):
        starts[i[p] + 1] += 1
        starts[j[p] + 1] += 1
    for v in range(n):
        starts[v + 1] += starts[v]
    fill, ends = starts[:-1].copy(), np.empty(2 * i.size, dtype=np.int64)
    for p in range(i.size):
        ends[fill[i[p]]] = j[p]
        ends[fill[j[p]]] = i[p]
        fill[i[p]] += 1
        fill[j[p]] += 1
    return starts, ends


@njit
def _dissect(starts, ends, fractional, heights):
    """Cut until leaves remain; returns the order and the fronts, children before parents."""
    n = len(fractional)
    order = np.arange(n)
    side = np.zeros(n, dtype=np.int8)  # of the part being cut: 1 left, 2 right, 3 separator; 0 elsewhere
    match = np.full(n, -1, dtype=np.int64)
    stamp = np.zeros(n, dtype=np.int64)
    todo = [(0, n, -1)]
    own, parent = [(0, 0)], [0]
    own.clear()
    parent.clear()
    while len(todo) > 0:  # fronts are numbered parents first here, and turned round at the end
        lo, hi, above = todo.pop()
        front = len(own)
        if hi - lo <= LEAF:
            own.append((lo, hi))
            parent.append(above)
            continue
        part = order[lo:hi].copy()
        _halve(part, fractional, heights, side)
        _separate(part, starts, ends, side, match, stamp)
        left, right, cut = part[side[part] == 1], part[side[part] == 2], part[side[part] == 3]
        a, b = lo + left.size, lo + left.size + right.size
        order[lo:a], order[a:b], order[b:hi] = left, right, cut
        side[part] = 0
        own.append((b, hi))
        parent.append(above)
        if a > lo:
            todo.append((lo, a, front))
        if b > a:
            todo.append((a, b, front))
    m = len(own)
    own_array, parent_array = np.empty((m, 2), dtype=np.int64), np.empty(m, dtype=np.int64)
    for f in range(m):
        own_array[m - 1 - f, 0], own_array[m - 1 - f, 1] = own[f]
        parent_array[m - 1 - f] = m - 1 - parent[f] if parent[f] >= 0 else -1
    return order, own_array, parent_array


@njit
def _halve(part, fractional, heights, side):
    """Mark the lower half of the part along its longer extent as left, the upper as right."""
    x, y = fractional[part, 0], fractional[part, 1]
    wide, high = (x.max() - x.min()) * heights[0], (y.max() - y.min()) * heights[1]
    along = np.argsort(x if wide >= high else y, kind="mergesort")
    for k in range(part.size):
        side[part[along[k]]] = 1 if 2 * k < part.size else 2


@njit
def _separate(part, starts, ends, side, match, stamp):
    """Move a minimum vertex cover of the crossing pairs into the separator (Koenig: from a maximum matching).

    `match` is -1 and `stamp` 0 wherever no part is being cut.
    """
    now = 0
    for v in part:
        if side[v] == 1:
            now += 1
            _augment(v, starts, ends, side, match, stamp, now)
    now += 1
    reached = [v for v in part if side[v] == 1 and match[v] < 0]
    for v in reached:
        stamp[v] = now
    while len(reached) > 0:  # alternating paths from the unmatched left particles
        v = reached.pop()
        for k in range(starts[v], starts[v + 1]):
            u = ends[k]
            if side[u] == 2 and stamp[u] != now:
                stamp[u] = now
                if match[u] >= 0 and stamp[match[u]] != now:
                    stamp[match[u]] = now
                    reached.append(match[u])
    for v in part:
        if match[v] >= 0 and (stamp[v] == now) == (side[v] == 2):
            side[v] = 3
    match[part] = -1
    stamp[part] = 0


@njit
def _augment(v, starts, ends, side, match, stamp, now):
    """Match the left particle v, moving earlier matches along an alternating path where needed."""
    for k in range(starts[v], starts[v + 1]):
        u = ends[k]
        if side[u] == 2 and stamp[u] != now:
            stamp[u] = now
            if match[u] < 0 or _augment(match[u], starts, ends, side, match, stamp, now):
                match[u], match[v] = v, u
                return True
    return False


@njit
def _boundaries(starts, ends, order, position, own, parent):
    """The later particles that each front couples to, sorted; passed up from child to parent."""
    m = own.shape[0]
    first, chain = np.full(m, -1, dtype=np.int64), np.full(m, -1, dtype=np.int64)  # children as linked lists
    for f in range(m):
        if parent[f] >= 0:
            chain[f], first[parent[f]] = first[parent[f]], f
    out_starts = np.zeros(m + 1, dtype=np.int64)
    out = np.empty(16 * order.size + 64, dtype=np.int64)
    last_front = np.full(order.size, -1, dtype=np.int64)
    held = order.size - 1
    for f in range(m):
        n, end = out_starts[f], own[f, 1]
        if out.size < n + order.size:
            grown = np.empty(2 * out.size + order.size, dtype=np.int64)
            grown[:n] = out[:n]
            out = grown
        for p in range(own[f, 0], own[f, 1]):
            for k in range(starts[order[p]], starts[order[p] + 1]):
                q = position[ends[k]]
                if end <= q < held and last_front[q] != f:
                    last_front[q] = f
                    out[n] = q
                    n += 1
        child = first[f]
        while child >= 0:
            for k in range(out_starts[child], out_starts[child + 1]):
                q = out[k]
                if end <= q < held and last_front[q] != f:
                    last_front[q] = f
                    out[n] = q
                    n += 1
            child = chain[child]
        out[out_starts[f] : n] = np.sort(out[out_starts[f] : n])
        out_starts[f + 1] = n
    return out_starts, out[: out_starts[m]].copy()
