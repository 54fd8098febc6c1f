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


def load_means(glass, fields, load, widths, along):
    """Gaussian means over each width, then the one weighted by cos 2(φ − θ): a loop over particles and all others."""
    spacing = glass.density**-0.5
    strain = (load.A + load.A.T) / 2
    axis = np.linalg.eigh(strain)[1][:, 1]  # of stretch
    theta = np.arctan2(axis[1], axis[0])
    out = [np.empty_like(fields) for _ in range(len(widths) + 1)]
    for p in range(glass.n_particles):
        vectors = glass.box.minimum_image(glass.positions - glass.positions[p])
        distances, phi = np.hypot(*vectors.T), np.arctan2(vectors[:, 1], vectors[:, 0])
        for k, width in enumerate([*widths, along]):
            weights = np.exp(-((distances / (width * spacing)) ** 2) / 2) * (distances < 2.5 * width * spacing)
            turned = weights * np.cos(2 * (phi - theta)) * (distances > 0) if k == len(widths) else weights
            out[k][p] = turned @ fields / weights.sum()
    return out
