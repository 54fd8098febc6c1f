"""Slow, plain structure functions and labels: loops over all particles, as the papers write them."""

import itertools

import numpy as np
from naive_structure import nearest_image, pair_size


def around(glass, i):
    """(index, vector, r, r / pair size) of all others, nearest images."""
    for j in range(glass.n_particles):
        if j != i:
            vector = nearest_image(glass.box, glass.positions[j] - glass.positions[i])
            r = float(np.hypot(*vector))
            yield j, vector, r, r / pair_size(glass.model, glass.diameters[i], glass.diameters[j])


def counts(glass, i, edges):
    """Neighbours in each bin, small ones first, then the own diameter."""
    out = np.zeros((2, len(edges) - 1))
    for j, _, _, scaled in around(glass, i):
        for k in range(len(edges) - 1):
            if edges[k] <= scaled < edges[k + 1]:
                out[glass.species[j], k] += 1
    return [*out.ravel(), glass.diameters[i]]


def hats(glass, i, places):
    """Eq. B7 with eq. B8, then the own diameter."""
    step = places[1] - places[0]
    out = [sum(max(0.0, 1 - abs(scaled - x) / step) for *_, scaled in around(glass, i)) for x in places]
    return [*out, glass.diameters[i]]


def radial_angular(glass, i, unit, radii, width, lengths, reach, n_species):
    """FM21's functions, with the vectors of the triangle from j to k found anew."""
    near = [(j, vector / unit, r / unit) for j, vector, r, _ in around(glass, i) if r / unit < reach]
    kind = glass.species if n_species == 2 else np.zeros(glass.n_particles, dtype=int)
    out = [
        sum(np.exp(-((r - x) ** 2) / (2 * width**2)) for j, _, r in near if kind[j] == s)
        for s in range(n_species) for x in radii
    ]  # fmt: skip
    for one, other in [(0, 0), (0, 1), (1, 1)][: 2 * n_species - 1]:
        for length, sign, zeta in itertools.product(lengths, (-1, 1), (1, 2, 4, 8, 16)):
            total = 0.0
            for (j, a, r_j), (k, b, r_k) in itertools.combinations(near, 2):
                if sorted((kind[j], kind[k])) == [one, other]:
                    r_jk = np.hypot(*(b - a))
                    cosine = np.dot(a, b) / (r_j * r_k)
                    total += np.exp(-(r_j**2 + r_k**2 + r_jk**2) / length**2) * (1 + sign * cosine) ** zeta
            out.append(total)
    return [*out, glass.diameters[i]]


def extrema(tessellation, values):
    """Particles above or below all that are one or two edges away."""
    first = [
        set(tessellation.neighbours[a:b]) - {p} for p, (a, b) in enumerate(itertools.pairwise(tessellation.starts))
    ]
    found = {}
    for p, one in enumerate(first):
        near = set.union(one, *(first[q] for q in one)) - {p}
        if near and all(values[p] > values[q] for q in near):
            found[p] = 1
        if near and all(values[p] < values[q] for q in near):
            found[p] = 0
    return found
