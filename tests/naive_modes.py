"""Vibrations and heat, dense and as defined: full diagonalisation, full tensors of every pair, sums over all modes.

Tensors of the pair energy are written by s = r², phi(r) = g(s): their factors are derivatives of g, not those of the
engine's kernels.
"""

from functools import cache
from itertools import product

import numpy as np


def tensors(glass):
    """Derivatives of each pair's energy by its vector, orders 1 to 4: arrays of shape (n_pairs, 2, ..., 2)."""
    pairs, one = glass.pairs, np.eye(2)
    v, r = pairs.vectors, pairs.distances
    p1, p2, p3, p4 = (glass.model.potential.derivative(k, r, pairs.sizes, pairs.strengths) for k in (1, 2, 3, 4))
    g1 = p1 / (2 * r)
    g2 = (p2 - p1 / r) / (4 * r**2)
    g3 = (p3 - 3 * p2 / r + 3 * p1 / r**2) / (8 * r**3)
    g4 = (p4 - 6 * p3 / r + 15 * p2 / r**2 - 15 * p1 / r**3) / (16 * r**4)
    first = 2 * g1[:, None] * v
    second = _times(4 * g2, np.einsum("pa,pb->pab", v, v)) + _times(2 * g1, one)
    third = _times(8 * g3, np.einsum("pa,pb,pc->pabc", v, v, v))
    fourth = _times(16 * g4, np.einsum("pa,pb,pc,pd->pabcd", v, v, v, v))
    for term in ("ab,pc->pabc", "ac,pb->pabc", "bc,pa->pabc"):
        third += _times(4 * g2, np.einsum(term, one, v))
    for term in ("ab,pc,pd", "ac,pb,pd", "ad,pb,pc", "bc,pa,pd", "bd,pa,pc", "cd,pa,pb"):
        fourth += _times(8 * g3, np.einsum(term + "->pabcd", one, v, v))
    for term in ("ab,cd", "ac,bd", "ad,bc"):
        fourth += _times(4 * g2, np.einsum(term + "->abcd", one, one))
    return first, second, third, fourth


def _times(factors, values):
    return factors.reshape(-1, *[1] * (values.ndim - (values.shape[0] == len(factors)))) * values


def spread(glass, of_pairs):
    """Derivatives by pair vectors summed onto particles, flat."""
    out = np.zeros((glass.n_particles, 2))
    np.add.at(out, glass.pairs.j, of_pairs)
    np.subtract.at(out, glass.pairs.i, of_pairs)
    return out.ravel()


def matrix(glass, blocks):
    """The dense matrix whose pairs have these 2 x 2 blocks."""
    n = glass.n_particles
    out = np.zeros((n, 2, n, 2))
    for a, b, block in zip(glass.pairs.i, glass.pairs.j, blocks, strict=True):
        for p, q, sign in ((a, a, 1), (b, b, 1), (a, b, -1), (b, a, -1)):
            out[p, :, q, :] += sign * block
    return out.reshape(2 * n, 2 * n)


@cache
def modes(glass):
    """All vibrations, translations left out: eigenvalues, and modes of shape (n_modes, N, 2)."""
    values, vectors = np.linalg.eigh(matrix(glass, tensors(glass)[1]))
    assert np.abs(values[:2]).max() < 1e-9
    assert values[2] > 1e-6
    return values[2:], vectors.T[2:].reshape(-1, glass.n_particles, 2)


@cache
def inverse(glass):
    """The pseudo-inverse of the Hessian."""
    values, vectors = modes(glass)
    flat = vectors.reshape(len(values), -1)
    return (flat.T / values) @ flat


def apart(glass, field):
    """Differences of a field between the ends of each pair."""
    field = np.reshape(field, (glass.n_particles, -1))
    return field[glass.pairs.j] - field[glass.pairs.i]


def participation(glass, n_modes):
    return (modes(glass)[1][:n_modes] ** 2).sum(axis=(0, 2))


def soft_modes(glass, n_modes):
    third, out = tensors(glass)[2], 0.0
    for value, mode in zip(*modes(glass), strict=True):
        if n_modes == 0:
            break
        u = apart(glass, mode)
        force = spread(glass, np.einsum("pabc,pb,pc->pa", third, u, u)).reshape(-1, 2)
        out, n_modes = out + (force**2).sum(axis=1) / value, n_modes - 1
    return out


def vibrality(glass):
    values, vectors = modes(glass)
    return ((vectors**2).sum(axis=2) / values[:, None]).sum(axis=0)


def nonaffine_force(glass, load):
    """d2U/dx dstrain, flat."""
    return spread(glass, np.einsum("pab,pb->pa", tensors(glass)[1], glass.pairs.vectors @ load.A.T))


def nonaffine_modulus(glass, load):
    values, vectors = modes(glass)
    coupling = vectors.reshape(len(values), -1) @ nonaffine_force(glass, load)
    return -((coupling**2 / values)[:, None] * (vectors**2).sum(axis=2)).sum(axis=0) / glass.box.volume


def relative(glass, of):
    """A dense matrix seen by each pair: ii + jj - ij - ji, shape (n_pairs, 2, 2)."""
    n = glass.n_particles
    block, i, j = of.reshape(n, 2, n, 2).transpose(0, 2, 1, 3), glass.pairs.i, glass.pairs.j
    return block[i, i] + block[j, j] - block[i, j] - block[j, i]


def thermal_displacement(glass):
    """Solved with the sum over all modes (Z17 B.6)."""
    third, push = tensors(glass)[2], 0.0
    for value, mode in zip(*modes(glass), strict=True):
        u = apart(glass, mode)
        push = push + spread(glass, np.einsum("pabc,pb,pc->pa", third, u, u)) / value
    return -inverse(glass) @ push


def heat_capacity(glass):
    """c_alpha of each pair (Z17 B.7)."""
    first, second, *_ = tensors(glass)
    out = np.einsum("pa,pa->p", first, apart(glass, thermal_displacement(glass)))
    for value, mode in zip(*modes(glass), strict=True):
        u = apart(glass, mode)
        out += np.einsum("pab,pa,pb->p", second, u, u) / value
    return out


def anharmonic_part(glass):
    """f_alpha . X of each pair."""
    return np.einsum("pa,pa->p", tensors(glass)[0], apart(glass, thermal_displacement(glass)))


def heat_capacity_derivative(glass, load):
    """dc_alpha/dstrain of each pair: SN19 S5, its terms gathered by the product rule."""
    first, second, third, fourth = tensors(glass)
    pinv = inverse(glass)
    velocity = -pinv @ nonaffine_force(glass, load)
    v = glass.pairs.vectors @ load.A.T + apart(glass, velocity)  # how each pair moves: affine and not
    second_rate = np.einsum("pabc,pc->pab", third, v)
    pinv_rate = -pinv @ matrix(glass, second_rate) @ pinv
    here, rate = relative(glass, pinv), relative(glass, pinv_rate)
    push = spread(glass, np.einsum("pabc,pbc->pa", third, here))
    push_rate = np.einsum("pabcd,pd,pbc->pa", fourth, v, here) + np.einsum("pabc,pbc->pa", third, rate)
    x, x_rate = -pinv @ push, -pinv_rate @ push - pinv @ spread(glass, push_rate)
    out = np.einsum("pab,pab->p", second_rate, here) + np.einsum("pab,pab->p", second, rate)
    out += np.einsum("pab,pb,pa->p", second, v, apart(glass, x))
    return out + np.einsum("pa,pa->p", first, apart(glass, x_rate))


def half_to_each_end(glass, values):
    out = np.zeros(glass.n_particles)
    for a, b, value in zip(glass.pairs.i, glass.pairs.j, values, strict=True):
        out[a] += value / 2
        out[b] += value / 2
    return out


def swelling(glass, displacements, point, radius):
    """Divergence of the coarse-grained displacements at a point, by differences (R20 B18-B19)."""
    shifts = np.array(list(product(range(-2, 3), repeat=2))) @ glass.box.cell
    images = (glass.positions[:, None] + shifts).reshape(-1, 2)
    moved = np.repeat(displacements, len(shifts), axis=0)

    def smooth(at):
        q = np.minimum(np.linalg.norm(images - at, axis=1) / radius, 1.0)
        kernel = 1 - 2 * q**4 + q**8
        return kernel @ moved / kernel.sum()

    h = 1e-5
    return sum((smooth(point + h * e)[k] - smooth(point - h * e)[k]) / (2 * h) for k, e in enumerate(np.eye(2)))


def softness_map(glass, places, sizes, shape, threshold):
    """Means of bins, then of nine bins, by loops; for cells that are rectangles."""
    inside = [[[] for _ in range(shape[1])] for _ in range(shape[0])]
    for place, size in zip(places, sizes, strict=True):
        if size > threshold:
            a, b = (np.floor(place / np.diag(glass.box.cell) * shape).astype(int) % shape).tolist()
            inside[a][b].append(size)
    means = np.array([[np.mean(held) if held else 0.0 for held in row] for row in inside])
    out = np.zeros(shape)
    for a, b in product(range(shape[0]), range(shape[1])):
        around = [means[(a + s) % shape[0], (b + t) % shape[1]] for s, t in product((-1, 0, 1), repeat=2)]
        out[a, b] = np.mean(around)
    return out
