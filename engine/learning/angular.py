"""Kernels of the radial and angular structure functions of FM21."""

from __future__ import annotations

import numpy as np

from .._jit import njit

_TAIL = 6.0  # widths of a Gaussian; beyond, it is below 2e-8
_GONE = 36.0  # exponent below whose negative nothing is left: 2e-16


@njit
def rows_of(i, j, vectors, who, n):
    """Neighbours of some particles, row by row: starts (w + 1,), neighbours and vectors towards them.

    Parameters
    ----------
    i, j : ndarray of int, shape (P,)
        Pairs, each once.
    vectors : ndarray, shape (P, 2)
        From i to j.
    who : ndarray of int, shape (w,)
        The particles, each once.
    n : int
        Number of particles.
    """
    row = np.full(n, -1)
    for k in range(who.size):
        row[who[k]] = k
    starts = np.zeros(who.size + 1, dtype=np.int64)
    for p in range(i.size):
        for end in (i[p], j[p]):
            if row[end] >= 0:
                starts[row[end] + 1] += 1
    starts = np.cumsum(starts)
    fill = starts[:-1].copy()
    around, towards = np.empty(starts[-1], dtype=np.int64), np.empty((starts[-1], 2))
    for p in range(i.size):
        for end, other, sign in ((i[p], j[p], 1.0), (j[p], i[p], -1.0)):
            if row[end] >= 0:
                k = fill[row[end]]
                around[k] = other
                towards[k, 0], towards[k, 1] = sign * vectors[p, 0], sign * vectors[p, 1]
                fill[row[end]] += 1
    return starts, around, towards


@njit
def gaussian_functions(starts, vectors, species, radii, width, n_species):
    """Σ_j exp(−(r_ij − r)²/2Δ²) at each r, species by species, shape (w, n_species n_radii).

    Parameters
    ----------
    starts, vectors : ndarray
        Rows of neighbours, see `rows_of`.
    species : ndarray of int, shape (neighbours,)
        Of each neighbour, below n_species.
    radii : ndarray, shape (n_radii,)
        Places r, evenly spaced by `width`.
    width : float
        Δ.
    n_species : int
        How many are told apart.
    """
    n_radii = radii.size
    out = np.zeros((starts.size - 1, n_species * n_radii))
    for p in range(starts.size - 1):
        for q in range(starts[p], starts[p + 1]):
            place = (np.hypot(vectors[q, 0], vectors[q, 1]) - radii[0]) / width
            low, high = int(np.ceil(place - _TAIL)), int(np.floor(place + _TAIL))
            for k in range(max(low, 0), min(high, n_radii - 1) + 1):
                out[p, species[q] * n_radii + k] += np.exp(-0.5 * (place - k) ** 2)
    return out


@njit
def angular_functions(starts, vectors, species, lengths, n_species):
    """Σ exp(−(r_ij² + r_jk² + r_ik²)/ξ²) (1 + λ cos θ)^ζ over pairs of neighbours, each pair once.

    Columns: by the pair's species (00, 01, 11), ξ, λ (−1, 1) and ζ (1, 2, 4, 8, 16), the last fastest.

    Parameters
    ----------
    starts, vectors : ndarray
        Rows of neighbours, see `rows_of`.
    species : ndarray of int, shape (neighbours,)
        Of each neighbour, below n_species.
    lengths : ndarray, shape (n_lengths,)
        The ξ, rising.
    n_species : int
        1 or 2.
    """
    n_lengths = lengths.size
    out = np.zeros((starts.size - 1, (2 * n_species - 1) * n_lengths * 10))
    rates, powers = 1.0 / lengths**2, np.empty(10)
    for p in range(starts.size - 1):
        sums = out[p].reshape(2 * n_species - 1, n_lengths, 10)
        for a in range(starts[p], starts[p + 1]):
            x, y = vectors[a, 0], vectors[a, 1]
            first = x * x + y * y
            for b in range(a + 1, starts[p + 1]):
                u, v = vectors[b, 0], vectors[b, 1]
                second = u * u + v * v
                cosine = (x * u + y * v) / np.sqrt(first * second)
                squares = first + second + (x - u) ** 2 + (y - v) ** 2
                pair = species[a] + species[b]
                for sign in range(2):
                    power = 1.0 + (2 * sign - 1) * cosine
                    for k in range(5):
                        powers[5 * sign + k] = power
                        power *= power
                for k in range(n_lengths - 1, -1, -1):
                    exponent = squares * rates[k]
                    if exponent > _GONE:
                        break
                    weight = np.exp(-exponent)
                    for m in range(10):
                        sums[pair, k, m] += weight * powers[m]
    return out
