"""The frozen matrix as the papers have it: small affine steps, each relaxed, until the stress of the disc drops.

Plain Python for forces and stress of one inclusion (`forces_and_stress`) and a plain compiled run (`fixed_steps`): an
affine step, no predictor, then limited-memory BFGS, which begins with a Hessian of differences of forces and then needs
few steps. Both are written without the engine's kernels.
"""

from typing import NamedTuple

import numba
import numpy as np

FORCE = 1e-7
SKIN = 1.0
MANY = 6
"""Iterations of one relaxation after which the Hessian that it began with is out of date."""


def inclusion(glass, place, radius, reach_beyond):
    """Free particles (first) and those around them, relative to the place; by brute force."""
    vectors = glass.positions - place
    shifts = [a * glass.box.cell[0] + b * glass.box.cell[1] for a in range(-2, 3) for b in range(-2, 3)]
    images = np.stack([vectors + shift for shift in shifts])
    nearest = np.linalg.norm(images, axis=2).argmin(axis=0)
    vectors = images[nearest, np.arange(len(vectors))]
    distances = np.linalg.norm(vectors, axis=1)
    free, around = (
        np.flatnonzero(distances < radius),
        np.flatnonzero((distances >= radius) & (distances < reach_beyond)),
    )
    order = np.concatenate([free, around])
    return order, vectors[order], len(free)


def pair_table(glass, order, n_free):
    """Sizes and strengths of all pairs (free, any)."""
    diameters = glass.diameters[order]
    sizes = glass.model.pair_sizes(diameters[:n_free, None], diameters[None, :])
    strengths = np.full(sizes.shape, glass.model.strength)
    if glass.species is not None:
        species = glass.species[order]
        strengths[species[:n_free, None] != species[None, :]] = glass.model.cross_strength
    return sizes, strengths


def forces_and_stress(glass, order, positions, n_free, rate, volume):
    """Forces on the free particles and sigma : A of the disc, at given positions; plain loops."""
    sizes, strengths = pair_table(glass, order, n_free)
    forces, virial = np.zeros((n_free, 2)), 0.0
    for i in range(n_free):
        for j in range(len(order)):
            if j == i:
                continue
            vector = positions[j] - positions[i]
            distance = np.linalg.norm(vector)
            args = (np.array([distance]), sizes[i, j : j + 1], strengths[i, j : j + 1])
            slope = glass.model.potential.derivative(1, *args)[0]
            forces[i] += slope * vector / distance
            virial += 0.5 * slope / distance * (vector @ rate @ vector)
    return forces, virial / volume


class Cut(NamedTuple):
    """An inclusion as the compiled loops take it: how pairs interact, which particles are free, the load."""

    family: int
    coefficients: np.ndarray
    cutoff: float
    sizes: np.ndarray
    strengths: np.ndarray
    n_free: int
    rate: np.ndarray
    volume: float


@numba.njit(cache=True)
def _slope(family, c, x):
    """Derivative of the reduced pair energy."""
    if x >= c[1]:
        return 0.0
    y = 1 / (x * x)
    if family == 0:
        if x < c[0]:
            return 4 * (-12 * y**6 + 6 * y**3) / x
        t = x - c[0]
        return c[4] + t * (2 * c[5] + t * (3 * c[6] + t * 4 * c[7]))
    total, power = -c[0] * y ** int(c[0] / 2), x * x  # exponents are even
    for k in range(1, c.size - 2):
        total += 2 * k * c[2 + k] * power
        power *= x * x
    return total / x


@numba.njit(cache=True)
def _forces(cut, x, near, forces):
    """Forces on the free particles into `forces`; returns the virial with A."""
    forces[:] = 0.0
    virial, rate = 0.0, cut.rate
    for i in range(cut.n_free):
        for k in range(1, near[i, 0] + 1):
            j = near[i, k]
            dx, dy, size = x[j, 0] - x[i, 0], x[j, 1] - x[i, 1], cut.sizes[i, j]
            square = dx * dx + dy * dy
            if square >= (cut.cutoff * size) ** 2:
                continue
            r = np.sqrt(square)
            f = cut.strengths[i, j] * _slope(cut.family, cut.coefficients, r / size) / size / r
            weight = 1.0 if j < cut.n_free else 0.5
            forces[i, 0] += f * dx
            forces[i, 1] += f * dy
            if j < cut.n_free:
                forces[j, 0] -= f * dx
                forces[j, 1] -= f * dy
            ax, ay = rate[0, 0] * dx + rate[0, 1] * dy, rate[1, 0] * dx + rate[1, 1] * dy
            virial += weight * f * (dx * ax + dy * ay)
    return virial


@numba.njit(cache=True)
def _neighbours(cut, x):
    """For each free particle the later ones within their range and a skin, their number first."""
    near = np.zeros((cut.n_free, len(x) + 1), np.int64)
    for i in range(cut.n_free):
        for j in range(i + 1, len(x)):
            reach = cut.cutoff * cut.sizes[i, j] + SKIN
            if (x[j, 0] - x[i, 0]) ** 2 + (x[j, 1] - x[i, 1]) ** 2 < reach * reach:
                near[i, 0] += 1
                near[i, near[i, 0]] = j
    return near


@numba.njit(cache=True)
def _inverse_hessian(cut, x, near):
    """From central differences of the forces."""
    n, h, y = 2 * cut.n_free, 1e-5, x.copy()
    hessian, ahead, behind = np.zeros((n, n)), np.zeros((cut.n_free, 2)), np.zeros((cut.n_free, 2))
    for k in range(n):
        y[k // 2, k % 2] = x[k // 2, k % 2] + h
        _forces(cut, y, near, ahead)
        y[k // 2, k % 2] = x[k // 2, k % 2] - h
        _forces(cut, y, near, behind)
        y[k // 2, k % 2] = x[k // 2, k % 2]
        hessian[k] = (behind - ahead).reshape(n) / (2 * h)
    return np.linalg.inv(0.5 * (hessian + hessian.T))


@numba.njit(cache=True)
def _minimise(cut, x, near, inverse):
    """L-BFGS (memory 8, at most 0.1 a step and particle) to FORCE; the stress, nan if it fails, and the iterations."""
    memory, n, n_free = 8, 2 * cut.n_free, cut.n_free
    s, y, rho = np.zeros((memory, n)), np.zeros((memory, n)), np.zeros(memory)
    forces = np.zeros((n_free, 2))
    virial = _forces(cut, x, near, forces)
    kept = 0
    for iteration in range(100000):
        if np.abs(forces).max() < FORCE:
            return virial / cut.volume, iteration
        d, alpha = forces.copy().reshape(n), np.zeros(memory)
        for k in range(kept - 1, max(-1, kept - 1 - memory), -1):
            m = k % memory
            alpha[m] = rho[m] * (s[m] @ d)
            d -= alpha[m] * y[m]
        d = inverse @ d
        for k in range(max(0, kept - memory), kept):
            m = k % memory
            d += s[m] * (alpha[m] - rho[m] * (y[m] @ d))
        old = forces.copy().reshape(n)
        if d @ old <= 0.0:
            d, kept = 1e-3 * old, 0
        largest = np.abs(d).max()
        if largest > 0.1:
            d *= 0.1 / largest
        start = x[:n_free].copy()
        scale = 1.0
        for _ in range(20):  # downhill along the step: the force at its end does not point far back
            x[:n_free] = start + scale * d.reshape(n_free, 2)
            virial = _forces(cut, x, near, forces)
            if (d @ forces.reshape(n)) > -0.9 * abs(d @ old):
                break
            scale *= 0.5
        change, turned = scale * d, old - forces.reshape(n)
        if change @ turned > 1e-14:
            m = kept % memory
            s[m], y[m], rho[m] = change, turned, 1 / (change @ turned)
            kept += 1
    return np.nan, 100000


@numba.njit(cache=True)
def _follow(cut, reference, strains, to_a_drop):
    """The stress at rising strains, each relaxed from the one before; how far a particle went in that.

    Strains are those of the steps' ends; nan behind the first drop of the stress, where nothing else is asked for.
    """
    stress, moved = np.full(len(strains), np.nan), np.zeros(len(strains))
    x, moves, strain, listed = reference.copy(), reference @ cut.rate.T, 0.0, 0.0
    near = _neighbours(cut, x)
    inverse = _inverse_hessian(cut, x, near)
    for k in range(len(strains)):
        affine = x + (strains[k] - strain) * moves
        x[:], strain = affine, strains[k]
        stress[k], iterations = _minimise(cut, x, near, inverse)
        moved[k] = np.abs(x - affine).max()
        if moved[k] > 0.3 or strain - listed > 0.03:  # pairs may be missing: once more, with all of them
            near, listed = _neighbours(cut, x), strain
            stress[k], _ = _minimise(cut, x, near, inverse)
        if to_a_drop and k > 0 and not stress[k] >= stress[k - 1]:
            break
        if iterations > MANY:
            inverse = _inverse_hessian(cut, x, near)
    return stress, moved


def cut_out(glass, place, radius, rate, beyond):
    """The inclusion for the compiled loops, and where its particles are; `beyond` its range, by what length."""
    reach = glass.model.largest_range(glass.diameters)
    order, positions, n_free = inclusion(glass, np.asarray(place, float), radius, radius + reach + beyond)
    sizes, strengths = pair_table(glass, order, n_free)
    form = glass.model.potential.form
    family, numbers = (
        (0, form.loaded) if glass.model.key == "lj" else (1, np.array([form.exponent, form.cutoff, *form.polynomial]))
    )
    cut = Cut(
        family, numbers, float(glass.model.cutoff), sizes, strengths, n_free,
        np.ascontiguousarray(rate), np.pi * radius**2,
    )  # fmt: skip
    return cut, positions


def fixed_steps(glass, place, radius, rate, step=1e-4, max_strain=0.5):
    """Strain and stress before the first drop of the stress, and the stress at rest."""
    cut, positions = cut_out(glass, place, radius, rate, 2.5)
    strains = step * np.arange(round(max_strain / step) + 1)
    stress, _ = _follow(cut, positions, strains, True)
    drops = np.flatnonzero(np.diff(stress) < 0)
    if not len(drops):
        return np.nan, np.nan, stress[0]
    return strains[drops[0]], stress[drops[0]], stress[0]


def closer_look(glass, place, radius, rate, start, end, fine, step=1e-4):
    """Strain, stress and largest move of each fine step from one strain to another; steps as ever until there."""
    cut, positions = cut_out(glass, place, radius, rate, 2.5)
    coarse = step * np.arange(int(start / step) + 1)
    strains = np.concatenate([coarse, coarse[-1] + fine * np.arange(1, round((end - coarse[-1]) / fine) + 1)])
    stress, moved = _follow(cut, positions, strains, False)
    return strains[len(coarse) :], stress[len(coarse) :], moved[len(coarse) :]


def relaxed_stress(glass, place, radius, rate, strain):
    """Stress of the disc at a strain, its particles relaxed by Newton's method with a Hessian of differences."""
    cut, reference = cut_out(glass, place, radius, rate, 0.5)
    x = reference @ (np.eye(2) + strain * rate).T
    near, n_free = _neighbours(cut, x), cut.n_free
    forces = np.empty((n_free, 2))

    def force(moved):
        y = x.copy()
        y[:n_free] += moved.reshape(n_free, 2)
        virial = _forces(cut, y, near, forces)
        return forces.ravel().copy(), virial

    moved, h = np.zeros(2 * n_free), 1e-6
    for _ in range(30):
        now, virial = force(moved)
        if np.abs(now).max() < 1e-11:
            break
        columns = [(force(moved + h * e)[0] - force(moved - h * e)[0]) / (2 * h) for e in np.eye(2 * n_free)]
        moved = moved - np.linalg.solve(np.array(columns).T, now)
    return virial / (np.pi * radius**2)
