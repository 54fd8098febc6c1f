"""The frozen matrix as the papers have it: small affine steps, each relaxed, until the stress of the disc drops.

Plain Python for forces and stress of one inclusion (`forces_and_stress`) and a plain compiled run (`fixed_steps`) with
a limited-memory BFGS minimiser, no predictor; both written without the engine's kernels.
"""

import numba
import numpy as np

FORCE = 1e-7


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


@numba.njit(cache=True)
def _slope(family, c, x):
    """Derivative of the reduced pair energy."""
    if x >= c[1]:
        return 0.0
    if family == 0:
        if x < c[0]:
            return 4 * (-12 * x**-13.0 + 6 * x**-7.0)
        t = x - c[0]
        return c[4] + 2 * c[5] * t + 3 * c[6] * t**2 + 4 * c[7] * t**3
    total = -c[0] * x ** (-c[0] - 1)
    for k in range(1, c.size - 2):
        total += 2 * k * c[2 + k] * x ** (2 * k - 1)
    return total


@numba.njit(cache=True)
def _forces(family, c, sizes, strengths, x, n_free, near, rate, forces):
    """Forces on the free particles into `forces`; returns the virial with A."""
    forces[:] = 0.0
    virial = 0.0
    for i in range(n_free):
        for k in range(1, near[i, 0] + 1):
            j = near[i, k]
            dx, dy = x[j, 0] - x[i, 0], x[j, 1] - x[i, 1]
            r = np.sqrt(dx * dx + dy * dy)
            f = strengths[i, j] * _slope(family, c, r / sizes[i, j]) / sizes[i, j] / r
            weight = 1.0 if j < n_free else 0.5
            forces[i, 0] += f * dx
            forces[i, 1] += f * dy
            if j < n_free:
                forces[j, 0] -= f * dx
                forces[j, 1] -= f * dy
            ax, ay = rate[0, 0] * dx + rate[0, 1] * dy, rate[1, 0] * dx + rate[1, 1] * dy
            virial += weight * f * (dx * ax + dy * ay)
    return virial


@numba.njit(cache=True)
def _neighbours(x, n_free, sizes, cutoff):
    """Later particles within twice their range: nothing moves so far."""
    near = np.zeros((n_free, len(x) + 1), np.int64)
    for i in range(n_free):
        for j in range(i + 1, len(x)):
            reach = cutoff * sizes[i, j] + 1.2
            if (x[j, 0] - x[i, 0]) ** 2 + (x[j, 1] - x[i, 1]) ** 2 < reach * reach:
                near[i, 0] += 1
                near[i, near[i, 0]] = j
    return near


@numba.njit(cache=True)
def _minimise(family, c, sizes, strengths, x, n_free, near, rate):
    """L-BFGS (memory 8, steps of at most 0.1 a particle) to FORCE; returns the virial, nan if it does not get there."""
    memory, n = 8, 2 * n_free
    s, y, rho = np.zeros((memory, n)), np.zeros((memory, n)), np.zeros(memory)
    forces = np.zeros((n_free, 2))
    virial = _forces(family, c, sizes, strengths, x, n_free, near, rate, forces)
    kept = 0
    for _ in range(100000):
        if np.abs(forces).max() < FORCE:
            return virial
        d, alpha = forces.copy().reshape(n), np.zeros(memory)
        for k in range(kept - 1, max(-1, kept - 1 - memory), -1):
            m = k % memory
            alpha[m] = rho[m] * (s[m] @ d)
            d -= alpha[m] * y[m]
        if kept:
            m = (kept - 1) % memory
            d /= rho[m] * (y[m] @ y[m])
        else:
            d *= 1e-3
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
            virial = _forces(family, c, sizes, strengths, x, n_free, near, rate, forces)
            if (d @ forces.reshape(n)) > -0.9 * abs(d @ old):
                break
            scale *= 0.5
        change, turned = scale * d, old - forces.reshape(n)
        if change @ turned > 1e-14:
            m = kept % memory
            s[m], y[m], rho[m] = change, turned, 1 / (change @ turned)
            kept += 1
    return np.nan


@numba.njit(cache=True)
def _run(family, c, cutoff, sizes, strengths, reference, n_free, rate, volume, step, max_strain):
    x = reference.copy()
    near = _neighbours(x, n_free, sizes, cutoff)
    before = _minimise(family, c, sizes, strengths, x, n_free, near, rate) / volume
    at_rest, strain = before, 0.0
    affine = np.zeros_like(reference)
    for i in range(len(reference)):
        for a in range(2):
            affine[i, a] = step * (rate[a, 0] * reference[i, 0] + rate[a, 1] * reference[i, 1])
    while strain < max_strain:
        x += affine
        now = _minimise(family, c, sizes, strengths, x, n_free, near, rate) / volume
        if not now >= before:
            return strain, before, at_rest
        strain, before = strain + step, now
    return np.nan, np.nan, at_rest


def fixed_steps(glass, place, radius, rate, step=1e-4, max_strain=0.5):
    """Strain and stress before the first drop of the stress, and the stress at rest."""
    reach = glass.model.largest_range(glass.diameters)
    order, positions, n_free = inclusion(glass, np.asarray(place, float), radius, radius + reach + 2.5)
    sizes, strengths = pair_table(glass, order, n_free)
    potential = glass.model.potential
    return _run(
        potential.family, potential.array, glass.model.cutoff, sizes, strengths, positions, n_free,
        np.ascontiguousarray(rate), np.pi * radius**2, step, max_strain,
    )  # fmt: skip


def relaxed_stress(glass, place, radius, rate, strain):
    """Stress of the disc at a strain, its particles relaxed by Newton's method with a Hessian of differences."""
    reach = glass.model.largest_range(glass.diameters)
    order, reference, n_free = inclusion(glass, np.asarray(place, float), radius, radius + reach + 0.5)
    sizes, strengths = pair_table(glass, order, n_free)
    x = reference @ (np.eye(2) + strain * rate).T
    near, potential = _neighbours(x, n_free, sizes, glass.model.cutoff), glass.model.potential
    forces = np.empty((n_free, 2))

    def force(moved):
        y = x.copy()
        y[:n_free] += moved.reshape(n_free, 2)
        args = (potential.family, potential.array, sizes, strengths, y, n_free, near, np.ascontiguousarray(rate))
        virial = _forces(*args, forces)
        return forces.ravel().copy(), virial

    moved, h = np.zeros(2 * n_free), 1e-6
    for _ in range(30):
        now, virial = force(moved)
        if np.abs(now).max() < 1e-11:
            break
        columns = [(force(moved + h * e)[0] - force(moved - h * e)[0]) / (2 * h) for e in np.eye(2 * n_free)]
        moved = moved - np.linalg.solve(np.array(columns).T, now)
    return virial / (np.pi * radius**2)
