"""Indicators from the radical Voronoi cells, against crystals and plain loops; the flexibility volume."""

import naive_structure as naive
import numpy as np
import pytest

from glasscope.engine import MODELS, Glass, GlassError, Load
from glasscope.engine.indicators import INDICATORS
from glasscope.engine.indicators.harmonic_response.flexibility_volume import swings_in_dynamics
from glasscope.engine.indicators.structure.voronoi_divergence import divergences


def field(key, glass, **parameters):
    return INDICATORS[key](**parameters)(glass)


@pytest.fixture(scope="module")
def hexagons():
    basis = 1.1 * np.array([[1.0, 0.0], [0.5, np.sqrt(0.75)]])
    positions = np.array(list(np.ndindex(10, 10))) @ basis + 0.2
    return Glass("poly", positions, diameters=np.ones(100), cell=10 * basis)


def test_perfect_hexagons(hexagons):
    area = np.sqrt(0.75) * 1.1**2
    assert field("atomic_volume", hexagons) == pytest.approx(area, rel=1e-12)
    assert field("local_density", hexagons) == pytest.approx(np.pi / 4 / area, rel=1e-12)
    assert field("free_volume", hexagons) == pytest.approx(area - np.pi / 4, rel=1e-12)
    assert field("voronoi_anisotropy", hexagons) == pytest.approx(0.0, abs=1e-12)
    assert field("voronoi_divergence", hexagons) == pytest.approx(0.0, abs=1e-12)


def test_touching_hexagons_have_the_density_of_the_densest_packing():
    basis = np.array([[1.0, 0.0], [0.5, np.sqrt(0.75)]])
    glass = Glass("poly", np.array(list(np.ndindex(8, 8))) @ basis, diameters=np.ones(64), cell=8 * basis)
    assert field("local_density", glass) == pytest.approx(np.pi / np.sqrt(12), rel=1e-12)


def test_one_particle_moved_in_a_lattice_of_squares():
    """Moved by u along x, its cell is [-1/2 + u/2, 1/2 + u/2], of height 1 + 2 u x: the centroid follows by 2 u / 3."""
    places = np.array(list(np.ndindex(8, 8)), dtype=float)
    moved, u = places.copy(), 1e-4
    moved[27, 0] += u
    still, glass = (Glass("poly", x, diameters=np.ones(64), cell=8 * np.eye(2)) for x in (places, moved))
    assert field("voronoi_anisotropy", still) == pytest.approx(0.0, abs=1e-12)
    assert field("voronoi_anisotropy", glass)[27] == pytest.approx(u / 3, rel=1e-3)  # the corners cut off are O(u²)
    assert field("atomic_volume", glass)[27] == pytest.approx(1.0, abs=10 * u**2)


def test_a_hole_is_underpacked(hexagons):
    """Around a missing particle the centroids lie towards the hole: Q is negative there, P large, the density low.

    The six around it lie on a circle, so that triangles inside it are one choice of many: Q is compared as a mean.
    """
    hole = hexagons.positions[45]
    keep = np.arange(100) != 45
    glass = Glass("poly", hexagons.positions[keep], diameters=np.ones(99), cell=hexagons.box)
    distance = np.linalg.norm(glass.box.minimum_image(glass.positions - hole), axis=1)
    rim = distance < 1.2
    assert rim.sum() == 6
    divergence = field("voronoi_divergence", glass)
    assert divergence[rim].mean() < -0.05
    assert divergence[rim].max() < 1e-12 < divergence[~rim].max()
    assert field("voronoi_anisotropy", glass)[rim].min() > field("voronoi_anisotropy", glass)[~rim].max()
    assert field("local_density", glass)[rim].max() < field("local_density", glass)[~rim].min()
    assert field("free_volume", glass)[rim].min() > field("free_volume", glass)[~rim].max()


@pytest.mark.parametrize("strain", [0.0, 0.4, 1.3])
@pytest.mark.parametrize("model", ["lj", "poly"])
def test_they_equal_plain_loops_in_a_sheared_cell(model, strain, small_glass):
    glass, deformation = small_glass(model, 80, 7), Load.simple_shear().deformation(strain / 4)
    turns = np.array([[1.0, 0.0], [round(strain), 1.0]])  # the same lattice, tilted further
    glass = glass.with_positions(glass.positions @ deformation.T, cell=turns @ glass.box.deform(deformation).cell)
    radii = glass.diameters / 2
    areas, centroids = naive.radical_cells(glass.positions, radii, glass.box)
    np.testing.assert_allclose(field("atomic_volume", glass), areas, rtol=1e-9)
    np.testing.assert_allclose(field("free_volume", glass), areas - np.pi * radii**2, atol=1e-9)
    np.testing.assert_allclose(field("local_density", glass), np.pi * radii**2 / areas, rtol=1e-9)
    np.testing.assert_allclose(field("voronoi_anisotropy", glass), np.linalg.norm(centroids, axis=1), atol=1e-9)
    np.testing.assert_allclose(field("voronoi_divergence", glass), naive.voronoi_divergence(glass), atol=1e-9)


@pytest.mark.parametrize("model", sorted(MODELS))
def test_totals(model, small_glass):
    """Cells fill the box; what flows out of one triangle flows into others."""
    glass = small_glass(model)
    assert field("atomic_volume", glass).sum() == pytest.approx(glass.box.volume, rel=1e-12)
    assert np.abs(divergences(glass).sum()) < 1e-10
    assert np.abs(divergences(glass)).max() > 1e-3


def test_the_harmonic_flexibility_volume_is_the_vibrality_times_the_spacing(small_glass):
    glass = small_glass("lj")
    expected = 0.092 * 0.325 * field("vibrality", glass) * np.sqrt(field("atomic_volume", glass))
    np.testing.assert_allclose(field("flexibility_volume", glass), expected, rtol=1e-12)


def test_dynamics_swing_as_far_as_the_harmonic_limit_says(small_glass):
    """At a thousandth of T_g, in a glass that is stable there; within the scatter of 20 runs, which is 3 %."""
    glass = small_glass("ipl_q3", 80, 7)
    parameters = {"temperature": 0.001, "runs": 20, "duration": 20.0}
    values = field("flexibility_volume", glass, method="dynamics", **parameters)
    expected = field("flexibility_volume", glass, temperature=0.001)
    assert values.sum() == pytest.approx(expected.sum(), rel=0.1)
    assert np.corrcoef(values, expected)[0, 1] > 0.9


def test_dynamics_repeat_with_their_seed(small_glass):
    glass, indicator = small_glass("ipl_q3", 80, 7), INDICATORS["flexibility_volume"]
    one, again, other = (indicator(method="dynamics", runs=2, duration=2.0, seed=seed)(glass) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_dynamics_say_that_a_sheared_cell_is_not_for_them(small_glass):
    glass, deformation = small_glass("lj"), Load.simple_shear().deformation(0.01)
    sheared = glass.with_positions(glass.positions @ deformation.T, cell=glass.box.deform(deformation))
    with pytest.raises(GlassError, match="rectangular"):
        swings_in_dynamics(sheared, 0.01, 1, 1.0, 0)
    with pytest.raises(GlassError, match="harmonic"):
        field("flexibility_volume", sheared, method="dynamics")


def test_a_particle_without_a_cell_has_no_density():
    """Two large discs around a small one, nearer to each other than they could be: refused, not made up."""
    positions = np.array([[4.0, 4.0], [3.6, 4.0], [4.4, 4.0], [4.0, 6.0], [4.0, 2.0]])
    diameters = np.array([0.5, 1.6, 1.6, 1.0, 1.0])
    glass = Glass("poly", positions, diameters=diameters, cell=8 * np.eye(2))
    assert glass.tessellation.areas[0] == 0.0
    assert field("atomic_volume", glass)[0] == 0.0
    for key in ("local_density", "voronoi_anisotropy", "voronoi_divergence"):
        with pytest.raises(GlassError, match="not finite on 1 particle"):
            field(key, glass)
