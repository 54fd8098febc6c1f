"""The slow and obvious for what follows a load: strained, relaxed, and differentiated by finite differences."""

from itertools import product

import naive
import numpy as np
from scipy.linalg import expm

from glasscope.engine import relax

# central differences of order 8, 8 and 6 for the first three derivatives: weights of the samples at 1, 2, 3, 4 steps
FIRST = np.array([4 / 5, -1 / 5, 4 / 105, -1 / 280])
SECOND = np.array([8 / 5, -1 / 5, 8 / 315, -1 / 560])
THIRD = np.array([-61 / 30, 169 / 120, -3 / 10, 7 / 240])
ACROSS = range(-4, 5)


def strained(glass, rate, strain):
    """Relaxed after the deformation exp(strain rate), forces at the rounding of positions."""
    deformation = expm(strain * rate)
    moved = glass.with_positions(glass.positions @ deformation.T, glass.box.deform(deformation))
    return relax(moved, force_tolerance=1e-12)


def branch(glass, rate, step):
    """Relaxed states at -4 to 4 steps of strain."""
    return {k: strained(glass, rate, k * step) for k in ACROSS}


def derivatives(samples, step):
    """First, second and third derivative at 0 of samples at -4 to 4 steps."""
    odd = np.array([samples[k] - samples[-k] for k in range(1, 5)])
    even = np.array([samples[k] + samples[-k] - 2 * samples[0] for k in range(1, 5)])
    return [
        np.tensordot(FIRST, odd, 1) / step,
        np.tensordot(SECOND, even, 1) / step**2,
        np.tensordot(THIRD, odd, 1) / step**3,
    ]


def pair_vectors(glass, states):
    """Vectors of the pairs of `glass` in each state, by images that deform with the cell."""
    pairs = glass.pairs
    image = pairs.vectors - (glass.positions[pairs.j] - glass.positions[pairs.i])
    images = image @ glass.box.inverse
    return {
        k: images @ state.box.cell + state.positions[pairs.j] - state.positions[pairs.i] for k, state in states.items()
    }


def pair_energies(glass, vectors):
    """Energies of the pairs with these vectors."""
    pairs = glass.pairs
    return {
        k: glass.model.potential.derivative(0, np.linalg.norm(r, axis=1), pairs.sizes, pairs.strengths)
        for k, r in vectors.items()
    }


def elastic_tensor(glass, step=1e-4):
    """d sigma_ab / d A_cd, every component of A by itself."""
    out = np.empty((2, 2, 2, 2))
    for c, d in product(range(2), repeat=2):
        rate = np.zeros((2, 2))
        rate[c, d] = 1.0
        out[:, :, c, d] = derivatives({k: s.stress for k, s in branch(glass, rate, step).items()}, step)[0]
    return out


def kernel(squares, radius):
    """The coarse-graining function as printed, 1/A = 8 pi r_c^2 / 15."""
    u = np.sqrt(squares) / radius
    return np.where(u < 1, 1 - 2 * u**4 + u**8, 0.0) / (8 * np.pi * radius**2 / 15)


def local_stress(glass, points, radius, n_parts=4000):
    """sigma(r) of Goldhirsch and Goldenberg by a midpoint sum along every bond and image."""
    out = np.zeros((len(points), 2, 2))
    parts = (np.arange(n_parts) + 0.5) / n_parts
    shifts = [np.array(n) @ glass.box.cell for n in product(range(-2, 3), repeat=2)]
    pairs = glass.pairs
    for i, r, slope, distance in zip(pairs.i, pairs.vectors, pairs.phi(1), pairs.distances, strict=True):
        along = glass.positions[i] + parts[:, None] * r
        for k, point in enumerate(points):
            for shift in shifts:
                start = along[0] + shift - point
                if np.linalg.norm(start) < radius + distance:
                    share = kernel(((along + shift - point) ** 2).sum(axis=1), radius).mean()
                    out[k] += slope / distance * share * np.outer(r, r)
    return out


def local_displacement(glass, displacement, rate, point, radius):
    """u(point) of B18: particles' displacements, affine ones measured from the origin, spread out by the kernel."""
    shifts = np.array([np.array(n) @ glass.box.cell for n in product(range(-2, 3), repeat=2)])
    places = (glass.positions[:, None, :] + shifts[None, :, :]).reshape(-1, 2)
    moved = places @ rate.T + np.repeat(displacement, len(shifts), axis=0)
    weights = kernel(((places - point) ** 2).sum(axis=1), radius)
    return weights @ moved / weights.sum()


def bond_sums(glass, values):
    """Half of each value to both ends of its pair, found by name."""
    out = np.zeros(glass.n_particles)
    i, j, vectors = naive.pairs(glass)
    known = {(a, b): v for a, b, v in zip(glass.pairs.i, glass.pairs.j, values, strict=True)}
    assert len(known) == len(vectors) == len(values)
    for a, b in zip(i, j, strict=True):
        out[a] += known[a, b] / 2
        out[b] += known[a, b] / 2
    return out
