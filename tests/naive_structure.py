"""Slow, plain versions of what the indicators compute: loops over all particles, one line of physics each."""

import itertools

import numpy as np
from scipy.spatial import ConvexHull


def nearest_image(box, vector):
    """The shortest of many periodic images of a vector."""
    start = vector - np.rint(vector @ np.linalg.inv(box.cell)) @ box.cell
    shifts = np.array(list(itertools.product(range(-2, 3), repeat=box.dimension)))
    images = start + shifts @ box.cell
    return images[np.argmin((images**2).sum(axis=1))]


def pair_size(model, a, b):
    return 0.5 * (a + b) * (1 - model.nonadditivity * abs(a - b))


def pair_strength(glass, i, j):
    if glass.species is None or glass.species[i] == glass.species[j]:
        return glass.model.strength
    return glass.model.cross_strength


def neighbours(glass, scaled):
    """For each particle the list of (index, vector) with r < scaled · d_jk."""
    size = glass.diameters
    around = [[] for _ in range(glass.n_particles)]
    for i, j in itertools.combinations(range(glass.n_particles), 2):
        vector = nearest_image(glass.box, glass.positions[j] - glass.positions[i])
        if np.linalg.norm(vector) < scaled * pair_size(glass.model, size[i], size[j]):
            around[i].append((j, vector))
            around[j].append((i, -vector))
    return around


def bond_orientational_order(glass, scale=1.0, fold=6):
    values = []
    for around in neighbours(glass, scale * glass.model.neighbour_cutoff):
        phases = [np.exp(1j * fold * np.arctan2(y, x)) for _, (x, y) in around]
        values.append(abs(np.mean(phases)) if phases else 0.0)
    return np.array(values)


def excess_entropy(glass, width=0.12, reach=1.45, n_nodes=4001):
    """Trapezoids over the whole sum of Gaussians of all particles, in units of the mean spacing."""
    spacing, density = glass.density**-0.5, glass.density
    r = np.linspace(1e-6, reach * spacing, n_nodes)
    delta = width * spacing
    values = []
    for i in range(glass.n_particles):
        vectors = [nearest_image(glass.box, x - glass.positions[i]) for x in np.delete(glass.positions, i, axis=0)]
        distances = np.linalg.norm(vectors, axis=1)[:, None]
        bells = np.exp(-((r - distances) ** 2) / (2 * delta**2)) / np.sqrt(2 * np.pi * delta**2)
        g = bells.sum(axis=0) / (2 * np.pi * r * density)
        with np.errstate(divide="ignore", invalid="ignore"):
            order = np.where(g > 0, g * np.log(g), 0.0) - g + 1
        values.append(-2 * np.pi * density * np.trapezoid(r * order, r))
    return np.array(values)


def voronoi_divergence(glass):
    """Gradient of the plane through p at the corners of each triangle, mean over the triangles of each particle."""
    home, triangles = radical_triangles(glass.positions, glass.diameters / 2, glass.box)
    p = radical_cells(glass.positions, glass.diameters / 2, glass.box)[1]
    around = [[] for _ in range(glass.n_particles)]
    mean_area = glass.box.volume / (2 * glass.n_particles)
    for indices, places, _ in triangles:
        design = np.column_stack([np.ones(3), places])
        gradient = np.linalg.solve(design, p[indices])[1:]  # [x or y of the slope, component of p]
        area = abs(np.linalg.det(design)) / 2
        for i, place in zip(indices, places, strict=True):
            if np.abs(place - home[i]).max() < 1e-9:
                around[i].append(np.trace(gradient) * area / mean_area)
    return np.array([np.mean(of) for of in around])


def steric_order(glass, scale=1.0):
    values = []
    for j, around in enumerate(neighbours(glass, scale * glass.model.neighbour_cutoff)):
        around.sort(key=lambda entry: np.arctan2(entry[1][1], entry[1][0]))
        total = 0.0
        for (k, to_k), (m, to_m) in zip(around, around[1:] + around[:1], strict=True):
            if len(around) < 2:
                continue
            cosine = to_k @ to_m / np.linalg.norm(to_k) / np.linalg.norm(to_m)
            size = {pair: pair_size(glass.model, *(glass.diameters[list(pair)])) for pair in ((j, k), (j, m), (k, m))}
            touching = (size[j, k] ** 2 + size[j, m] ** 2 - size[k, m] ** 2) / (2 * size[j, k] * size[j, m])
            total += abs(np.arccos(np.clip(cosine, -1, 1)) - np.arccos(np.clip(touching, -1, 1)))
        values.append(total / max(len(around), 1))
    return np.array(values)


def pair_energy(glass, i, j, distance, order=0):
    """The pair energy, or its slope for order 1, at a distance."""
    size = pair_size(glass.model, glass.diameters[i], glass.diameters[j])
    arrays = (np.array([value]) for value in (distance, size, pair_strength(glass, i, j)))
    return float(glass.model.potential.derivative(order, *arrays)[0])


def potential_energy(glass):
    out = np.zeros(glass.n_particles)
    for i, around in enumerate(neighbours(glass, glass.model.cutoff)):
        out[i] = 0.5 * sum(pair_energy(glass, i, j, np.linalg.norm(vector)) for j, vector in around)
    return out


def force_magnitude(glass):
    out = np.zeros(glass.n_particles)
    for i, around in enumerate(neighbours(glass, glass.model.cutoff)):
        out[i] = 0.5 * sum(abs(pair_energy(glass, i, j, np.linalg.norm(vector), order=1)) for j, vector in around)
    return out


def contact_number(glass):
    return np.array(
        [
            sum(pair_energy(glass, i, j, np.linalg.norm(vector), order=1) < 0 for j, vector in around)
            for i, around in enumerate(neighbours(glass, glass.model.cutoff))
        ],
        dtype=float,
    )


def nonaffine_velocity(glass, load, step=1e-5):
    """|U''' : ẋ ẋ| from a dense pseudo-inverse and finite differences of forces."""
    forward, backward = (
        glass.with_positions(glass.positions @ deformation.T, cell=glass.box.deform(deformation)).forces
        for deformation in (load.deformation(step), load.deformation(-step))
    )
    xi = -(forward - backward).ravel() / (2 * step)
    hessian = glass.hessian().toarray()
    velocity = -(np.linalg.pinv(hessian, rcond=1e-10, hermitian=True) @ xi).reshape(glass.positions.shape)
    step = 1e-4 / np.abs(velocity).max()
    up, down = (glass.with_positions(glass.positions + sign * step * velocity).forces for sign in (1, -1))
    return np.linalg.norm((up - 2 * glass.forces + down) / step**2, axis=1)


def nonaffine_displacement(before, after, radius):
    """Mean over neighbours of the residual of the best homogeneous deformation."""
    out = np.zeros(before.n_particles)
    for i in range(before.n_particles):
        old, new = [], []
        for j in range(before.n_particles):
            vector = nearest_image(before.box, before.positions[j] - before.positions[i])
            if j != i and np.linalg.norm(vector) < radius:
                old.append(vector)
                new.append(nearest_image(after.box, after.positions[j] - after.positions[i]))
        old, new = np.array(old), np.array(new)
        best = np.linalg.lstsq(old, new, rcond=None)[0]
        out[i] = ((new - old @ best) ** 2).sum() / len(old)
    return out


def radical_triangles(positions, radii, box, layers=3):
    """Triangles of the radical tessellation, by the lower hull of many lifted images: (indices, places, centres)."""
    steps = np.array(list(itertools.product(range(-layers, layers + 1), repeat=2)))
    base = box.reduced()
    home = base.wrap(positions)
    places = (home[:, None] + (steps @ base.cell)[None]).reshape(-1, 2)
    index, squares = np.repeat(np.arange(len(radii)), len(steps)), np.repeat(radii**2, len(steps))
    middle = base.cell.sum(axis=0) / 2
    lifted = np.column_stack([places, ((places - middle) ** 2).sum(axis=1) - squares])
    hull = ConvexHull(lifted)
    found = []
    for corners in hull.simplices[hull.equations[:, 2] < -1e-12]:
        a, b, c = places[corners]
        rows = 2 * np.array([b - a, c - a])
        if abs(np.linalg.det(rows)) < 1e-9:
            continue
        powers = (places[corners] ** 2).sum(axis=1) - squares[corners]
        found.append((index[corners], places[corners], np.linalg.solve(rows, powers[1:] - powers[0])))
    return home, found


def radical_cells(positions, radii, box):
    """Area and centroid (relative to the particle) of each radical Voronoi cell, from its vertices."""
    home, triangles = radical_triangles(positions, radii, box)
    around = [[] for _ in radii]
    for indices, places, centre in triangles:
        for i, place in zip(indices, places, strict=True):
            if np.abs(place - home[i]).max() < 1e-9:
                around[i].append(centre - place)
    areas, centroids = np.zeros(len(radii)), np.full((len(radii), 2), np.nan)
    for i, vertices in enumerate(around):
        if vertices:
            hull = ConvexHull(np.array(vertices))
            x, y = np.array(vertices)[hull.vertices].T
            cross = x * np.roll(y, -1) - y * np.roll(x, -1)
            areas[i] = cross.sum() / 2
            centroids[i] = ((x + np.roll(x, -1)) @ cross, (y + np.roll(y, -1)) @ cross) / (6 * areas[i])
    return areas, centroids
