"""The radical Voronoi tessellation: crystals, its definition, and an independent construction, in any cell."""

import naive_structure as naive
import numpy as np
import pytest
from making import jittered, small_glass
from scipy.spatial import Voronoi

from glasscope.engine import MODELS, Box, GlassError, Load
from glasscope.engine.matter import tessellate

TILTS = [0.0, 0.31, 0.5, 0.77, 1.0, -3.4]


def sheared(glass, strain):
    deformation = Load.simple_shear().deformation(strain)
    return glass.positions @ deformation.T, glass.diameters / 2, glass.box.deform(deformation)


def square_lattice(n, spacing=1.0):
    a, b = np.divmod(np.arange(n * n), n)
    return np.column_stack([a, b]) * spacing, Box(n * spacing * np.eye(2))


@pytest.mark.parametrize("key", sorted(MODELS))
@pytest.mark.parametrize("strain", TILTS)
def test_cells_and_triangles_fill_the_box(key, strain):
    positions, radii, box = sheared(small_glass(key, 200), strain)
    found = tessellate(positions, radii, box)
    assert found.areas.sum() == pytest.approx(box.volume, rel=1e-13)
    assert found.triangle_areas.sum() == pytest.approx(box.volume, rel=1e-13)
    assert found.triangle_areas.min() > 0
    n_cells = np.count_nonzero(found.areas)  # flattened by a strain of 3.4, a few may have none
    assert n_cells == 200 if abs(strain) < 1 else n_cells > 190
    assert found.counts.sum() == 6 * n_cells  # Euler: six neighbours on average on a torus
    assert len(found.triangles) == 2 * n_cells


@pytest.mark.parametrize("strain", TILTS)
def test_it_equals_the_lower_hull_of_the_lifted_images(strain):
    glass = jittered("poly", 25, seed=4)
    positions, radii, box = sheared(glass, strain)
    found = tessellate(positions, radii, box)
    areas, centroids = naive.radical_cells(positions, radii, box)
    np.testing.assert_allclose(found.areas, areas, rtol=1e-9)
    np.testing.assert_allclose(found.centroids - positions, centroids, atol=1e-9)


@pytest.mark.parametrize("strain", TILTS)
def test_each_point_belongs_to_the_particle_of_the_smallest_power(strain):
    """The definition itself: points of a grid inside a polygon are those of its particle."""
    positions, radii, box = sheared(small_glass("lj", 60), strain)
    found = tessellate(positions, radii, box)
    points = np.random.default_rng(1).uniform(size=(400, 2)) @ box.cell
    shifts = np.array([[a, b] for a in (-1, 0, 1) for b in (-1, 0, 1)]) @ box.reduced().cell
    vectors = box.minimum_image(points[:, None] - positions[None])
    near = vectors[:, :, None] + shifts
    powers = (near**2).sum(axis=-1) - radii[:, None] ** 2
    for k in range(len(points)):
        i, image = np.unravel_index(np.argmin(powers[k]), powers[k].shape)
        polygon = found.vertices[found.starts[i] : found.starts[i + 1]] - positions[i]
        sides, to_point = np.roll(polygon, -1, axis=0) - polygon, near[k, i, image] - polygon
        assert (sides[:, 0] * to_point[:, 1] - sides[:, 1] * to_point[:, 0]).min() > -1e-12  # inside, counterclockwise


def test_equal_discs_have_ordinary_voronoi_cells():
    glass = small_glass("ipl_q3", 80)
    found = tessellate(glass.positions, np.full(80, 0.7), glass.box)
    home = glass.box.wrap(glass.positions)
    images = [home + np.array(shift) @ glass.box.cell for shift in [(0, 0), *np.ndindex(3, 3)]]
    images[1:] = [home + (np.array(shift) - 1) @ glass.box.cell for shift in np.ndindex(3, 3) if shift != (1, 1)]
    voronoi = Voronoi(np.concatenate(images))
    for i in range(80):
        polygon = voronoi.vertices[voronoi.regions[voronoi.point_region[i]]]
        x, y = polygon.T
        area = abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2
        assert found.areas[i] == pytest.approx(area, rel=1e-10)
        assert found.counts[i] == len(polygon)


def test_hexagons():
    spacing, n = 1.1, 8
    basis = spacing * np.array([[1.0, 0.0], [0.5, np.sqrt(0.75)]])
    positions = np.array(list(np.ndindex(n, n))) @ basis + 3.3
    found = tessellate(positions, np.full(n * n, 0.5), Box(n * basis))
    np.testing.assert_allclose(found.areas, np.sqrt(0.75) * spacing**2, rtol=1e-13)
    np.testing.assert_array_equal(found.counts, 6)
    np.testing.assert_allclose(found.centroids, positions, atol=1e-13)
    owners = np.repeat(positions, 6, axis=0)
    np.testing.assert_allclose(np.linalg.norm(found.vertices - owners, axis=1), spacing / np.sqrt(3), rtol=1e-12)


def test_squares_where_four_cells_meet_in_every_point():
    positions, box = square_lattice(7)
    found = tessellate(positions, np.full(49, 0.5), box)
    np.testing.assert_allclose(found.areas, 1.0, rtol=1e-12)
    np.testing.assert_allclose(found.triangle_areas, 0.5, rtol=1e-12)
    offsets = found.vertices - np.repeat(positions, found.counts, axis=0)
    np.testing.assert_allclose(np.abs(offsets), 0.5, atol=1e-12)  # the tie's breaking is not in the vertices


def test_a_chessboard_of_two_sizes():
    """The line between a large and a small disc is nearer to the small one by (R² - r²) / 2a."""
    positions, box = square_lattice(8)
    large = (positions.sum(axis=1).astype(int) % 2).astype(bool)
    found = tessellate(positions, np.where(large, 0.6, 0.4), box)
    half = (1 + 0.4**2 - 0.6**2) / 2
    np.testing.assert_allclose(found.areas[~large], 4 * half**2, rtol=1e-12)
    np.testing.assert_allclose(found.areas[large], 2 - 4 * half**2, rtol=1e-12)
    np.testing.assert_array_equal(found.counts[~large], 4)
    np.testing.assert_array_equal(found.counts[large], 8)


def test_neighbours_are_mutual_and_triangles_are_those_of_the_edges():
    glass = small_glass("poly", 150)
    found = glass.tessellation
    owner = np.repeat(np.arange(150), found.counts)
    edges = sorted(zip(owner.tolist(), found.neighbours.tolist(), strict=True))
    assert edges == sorted((b, a) for a, b in edges)
    sides = sorted((t[k], t[(k + 1) % 3]) for t in found.triangles.tolist() for k in range(3))
    assert sides == edges  # each edge of a cell is crossed by one side of a triangle, in each direction
    offsets = found.corners - glass.positions[found.triangles]
    steps = glass.box.fractional(offsets)
    np.testing.assert_allclose(steps, np.rint(steps), atol=1e-12)


def test_a_small_disc_inside_a_large_one_has_no_cell():
    positions, box = square_lattice(6)
    radii = np.full(37, 0.6)
    radii[36] = 0.05
    found = tessellate(np.vstack([positions, positions[14] + 0.02]), radii, box)
    assert found.areas[36] == 0.0
    assert found.counts[36] == 0
    assert np.isnan(found.centroids[36]).all()
    np.testing.assert_allclose(found.areas[:36], 1.0, rtol=1e-12)
    assert len(found.triangles) == 72
    assert 36 not in found.triangles


def test_of_two_in_one_place_one_has_the_cell():
    found = tessellate([[1.0, 1.0], [1.0, 1.0], [2.0, 3.0]], [0.5, 0.6, 0.5], Box(4 * np.eye(2)))
    assert found.areas[0] == 0
    assert found.areas.sum() == pytest.approx(16)


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_cells_that_meet_their_own_images(n):
    """So few particles in slim cells that a particle is its own neighbour."""
    rng = np.random.default_rng(n)
    for _ in range(30):
        cell = rng.uniform(-2, 2, (2, 2))
        if abs(np.linalg.det(cell)) < 0.3:
            continue
        positions, radii, box = rng.uniform(-4, 4, (n, 2)), rng.uniform(0.0, 0.6, n), Box(cell)
        found = tessellate(positions, radii, box)
        areas, _ = naive.radical_cells(positions, radii, box)
        np.testing.assert_allclose(found.areas, areas, rtol=1e-8, atol=1e-10)


def test_unwrapped_positions_and_many_neighbours():
    """A wheel of a hundred discs around one; places stay beside the particles as they are given."""
    angles = 2 * np.pi * np.arange(100) / 100
    positions = np.vstack([[5.0, 5.0], 5.0 + 2 * np.column_stack([np.cos(angles), np.sin(angles)])])
    box, radii = Box(10 * np.eye(2)), np.full(101, 0.1)
    far = positions + 10.0 * np.random.default_rng(0).integers(-3, 4, positions.shape)
    here, there = tessellate(positions, radii, box), tessellate(far, radii, box)
    assert here.counts[0] == 100
    assert here.areas[0] == pytest.approx(100 * np.tan(np.pi / 100), rel=1e-12)
    np.testing.assert_allclose(there.areas, here.areas, rtol=1e-9)
    np.testing.assert_allclose(there.centroids - far, here.centroids - positions, atol=1e-10)


def test_a_glass_keeps_its_tessellation():
    glass = small_glass("lj", 100)
    assert glass.tessellation is glass.tessellation
    np.testing.assert_array_equal(
        glass.tessellation.areas, tessellate(glass.positions, glass.diameters / 2, glass.box).areas
    )
    with pytest.raises(ValueError, match="read-only"):
        glass.tessellation.areas[0] = 1.0


def test_what_makes_no_tessellation_is_refused():
    box = Box(4 * np.eye(2))
    with pytest.raises(GlassError, match="finite"):
        tessellate([[1.0, np.nan], [1.0, 1.0]], [0.5, 0.5], box)
    with pytest.raises(GlassError, match="shape"):
        tessellate([[1.0, 2.0], [1.0, 1.0]], [0.5], box)
    with pytest.raises(GlassError, match="two dimensions"):
        tessellate(np.zeros((2, 2)), [0.5, 0.5], Box(np.eye(3)))
