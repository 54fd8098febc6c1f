"""The slow and obvious: the kernels of matter and mechanics again, as defined, over all pairs and images."""

from itertools import product

import numpy as np
from scipy.linalg import expm


def pairs(glass, reach=None):
    """Every pair within its range (or within `reach`) over the 49 nearest images: lists i, j and vectors."""
    i, j, vectors = [], [], []
    shifts = [np.array(n) @ glass.box.cell for n in product(range(-3, 4), repeat=2)]
    for a in range(glass.n_particles):
        for b in range(a + 1, glass.n_particles):
            size = glass.model.pair_sizes(glass.diameters[a], glass.diameters[b])
            for shift in shifts:
                r = glass.positions[b] - glass.positions[a] + shift
                if np.linalg.norm(r) < (glass.model.cutoff * size if reach is None else reach):
                    i.append(a)
                    j.append(b)
                    vectors.append(r)
    return np.array(i), np.array(j), np.array(vectors).reshape(-1, 2)


def pair_energy(model, x):
    """f(x), as the papers print it."""
    if model.key == "lj":
        inner, cut = 2.0, 2.5
        width = cut - inner
        c1 = 24 * (inner**6 - 2) / inner**13
        c2 = 12 * (26 - 7 * inner**6) / inner**14
        c3 = -(3 * c1 + 4 * c2 * width) / (3 * width**2)
        c4 = (c1 + c2 * width) / (2 * width**3)
        c0 = -width * (3 * c1 + c2 * width) / 6
        if x < inner:
            return 4 * (x**-12 - x**-6) + c0 - 4 * (inner**-12 - inner**-6)
        t = x - inner
        return c0 + c1 * t + c2 * t**2 + c3 * t**3 + c4 * t**4 if x < cut else 0.0
    if model.key == "poly":
        f = x**-12 - 1.924145348608 + 2.111062325330 * x**2 - 0.591097451092 * x**4
        return f if x < 1.25 else 0.0
    q, cut = {"ipl_q3": (3, 1.48), "ipl_q4": (4, 1.6), "poly_ipl": (3, 1.4)}[model.key]
    return x**-10 + sum(_ipl_coefficient(10, q, k, cut) * x ** (2 * k) for k in range(q + 1)) if x < cut else 0.0


def _ipl_coefficient(n, q, k, cut):
    def double(m):
        return 1 if m <= 0 else m * double(m - 2)

    return (-1) ** (k + 1) * double(n + 2 * q) / (
        double(2 * q - 2 * k) * double(2 * k) * double(n - 2) * (n + 2 * k)
    ) * cut ** -(n + 2 * k)


def strength(glass, a, b):
    if glass.model.key != "lj":
        return 1.0
    return 0.5 if glass.species[a] == glass.species[b] else 1.0


def energy(glass):
    total = 0.0
    for a, b, r in zip(*pairs(glass), strict=True):
        size = glass.model.pair_sizes(glass.diameters[a], glass.diameters[b])
        total += strength(glass, a, b) * pair_energy(glass.model, np.linalg.norm(r) / size)
    return total


def d2min(before, after, radius):
    """Falk and Langer, by least squares for each particle, neighbours' images as they were before."""
    out = np.zeros(before.n_particles)
    deform = np.linalg.solve(before.box.cell, after.box.cell)
    rows = [[] for _ in out]
    for a, b, r in zip(*pairs(before, radius), strict=True):
        image = r - (before.positions[b] - before.positions[a])
        now = image @ deform + after.positions[b] - after.positions[a]
        rows[a].append((r, now))
        rows[b].append((-r, -now))
    for p, pair in enumerate(rows):
        if len(pair) > 1:
            old, new = (np.array(side) for side in zip(*pair, strict=True))
            fit, *_ = np.linalg.lstsq(old, new, rcond=None)
            out[p] = ((new - old @ fit) ** 2).sum(axis=1).mean()
    return out


def nonaffine_velocity(glass, load, h=1e-6):
    """By finite differences of the forces under affine strain, and a dense pseudo-inverse."""
    def strained(sign):
        deformation = expm(sign * h * load.A)
        return glass.with_positions(glass.positions @ deformation.T, glass.box.deform(deformation)).forces @ deformation

    push = (strained(1) - strained(-1)) / (2 * h)
    return (np.linalg.pinv(glass.hessian().toarray(), rcond=1e-10) @ push.ravel()).reshape(-1, 2)


def fixed_step_shear(glass, load, step, n_steps, relax):
    """Affine step, relaxation from scratch, again and again: yields (strain, glass)."""
    for k in range(n_steps):
        deformation = expm(step * load.A)
        glass = relax(glass.with_positions(glass.positions @ deformation.T, glass.box.deform(deformation)))
        yield (k + 1) * step, glass
