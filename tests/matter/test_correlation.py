"""Pair distributions and density maps: crystals, sums, plain loops, and the directions of a stretched lattice."""

import naive_structure as naive
import numpy as np
import pytest
from making import small_glass

from glasscope.engine import Glass, GlassError, Load
from glasscope.engine.matter import (
    elongation,
    extreme_particles,
    orientational_distribution,
    partial_distributions,
    radial_distribution,
    spatial_density_maps,
)


def sheared(glass, strain):
    deformation = Load.simple_shear().deformation(strain)
    return glass.with_positions(glass.positions @ deformation.T, cell=glass.box.deform(deformation))


def squares(n=12, spacing=1.05):
    positions = np.array(list(np.ndindex(n, n))) * spacing + 0.3
    return Glass("poly", positions, diameters=np.ones(n * n), cell=n * spacing * np.eye(2))


def plain_counts(glass, edges):
    """Ordered pairs (a, b) of species in each ring."""
    species = np.zeros(glass.n_particles, int) if glass.species is None else glass.species
    counts = np.zeros((species.max() + 1, species.max() + 1, len(edges) - 1))
    for i in range(glass.n_particles):
        for j in range(glass.n_particles):
            distance = np.linalg.norm(naive.nearest_image(glass.box, glass.positions[j] - glass.positions[i]))
            if i != j and distance < edges[-1]:
                counts[species[i], species[j], np.searchsorted(edges, distance, side="right") - 1] += 1
    return counts


def test_shells_of_a_square_lattice():
    """Four neighbours at a, four at a √2, four at 2 a, eight at a √5."""
    glass = squares()
    distances, g = radial_distribution(glass, 2.4 * 1.05, 240)
    edges = np.arange(241) * 2.4 * 1.05 / 240
    neighbours = g * glass.density * np.pi * np.diff(edges**2)
    for shell, count in {1.0: 4, 2**0.5: 4, 2.0: 4, 5**0.5: 8}.items():
        near = np.abs(distances / 1.05 - shell) < 0.02
        assert neighbours[near].sum() == pytest.approx(count)
    assert neighbours.sum() == pytest.approx(20)


@pytest.mark.parametrize("strain", [0.0, 0.3, 1.0])
def test_partial_distributions_equal_plain_loops_and_add_up(strain):
    glass = sheared(small_glass("lj", 80), strain)
    edges = np.linspace(0.0, 3.5, 36)
    distances, g, fractions = partial_distributions(glass, 3.5, 35)
    counts = plain_counts(glass, edges)
    rings = np.pi * np.diff(edges**2)
    for a in range(2):
        for b in range(2):
            expected = counts[a, b] / (fractions[a] * 80) / (fractions[b] * glass.density * rings)
            np.testing.assert_allclose(g[a, b], expected, rtol=1e-12)
    np.testing.assert_allclose(g[0, 1], g[1, 0], rtol=1e-12)
    total = np.einsum("a,b,abk->k", fractions, fractions, g)
    np.testing.assert_allclose(total, radial_distribution(glass, 3.5, 35)[1], rtol=1e-12)
    np.testing.assert_allclose(distances, (edges[1:] + edges[:-1]) / 2)


def test_an_ideal_gas_has_g_of_one():
    rng = np.random.default_rng(0)
    glass = small_glass("lj", 100).moved(rng.uniform(0, 40, (4000, 2)), type(small_glass().box)(40 * np.eye(2)))
    _, g, _ = partial_distributions(glass, 10.0, 10, groups=np.arange(4000) % 3)
    np.testing.assert_allclose(g, 1.0, atol=0.12)
    assert g.mean() == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("load", "degrees"),
    [
        (Load.simple_shear(), 45.0),
        (Load.simple_shear(sign=-1), -45.0),
        (Load.simple_shear(angle=30.0), 75.0),
        (Load.pure_shear(), 0.0),
        (Load.pure_shear(sign=-1), 90.0),
    ],
)
def test_the_direction_of_elongation(load, degrees):
    angle = np.radians(degrees)
    np.testing.assert_allclose(elongation(load), [np.cos(angle), np.sin(angle)], atol=1e-12)


@pytest.mark.parametrize("load", [Load.simple_shear(angle=20.0), Load.pure_shear(sign=-1)], ids=["simple", "pure"])
def test_the_mean_over_directions_is_the_partial_distribution(load):
    glass = small_glass("lj", 150)
    _, partial, _ = partial_distributions(glass, 4.0, 40)
    for species in (0, 1):
        distances, angles, g = orientational_distribution(glass, load, glass.species == species, 4.0, 40, 6)
        np.testing.assert_allclose(g.mean(axis=1), partial[species], atol=1e-12)
        assert angles == pytest.approx((np.arange(6) + 0.5) * np.pi / 12)
        assert g.shape == (2, 6, len(distances))


def test_a_stretched_lattice_has_longer_bonds_along_the_elongation():
    """Pure shear by 0.2 of squares: two neighbours at a e^0.1 near theta = 0, two at a e^-0.1 near pi / 2."""
    load = Load.pure_shear()
    lattice, deformation = squares(spacing=1.2), load.deformation(0.2)
    glass = lattice.with_positions(lattice.positions @ deformation.T, cell=lattice.box.deform(deformation))
    distances, _, g = orientational_distribution(glass, load, [5, 77], 1.5, 150, 9)
    weights = glass.density * 4 * distances * 0.01 * (np.pi / 18)
    along, across = g[0, 0] * weights, g[0, -1] * weights
    assert along.sum() == pytest.approx(2)
    assert across.sum() == pytest.approx(2)
    assert distances @ along / 2 == pytest.approx(1.2 * np.exp(0.1), abs=0.006)
    assert distances @ across / 2 == pytest.approx(1.2 * np.exp(-0.1), abs=0.006)
    assert g[0, 1:-1].sum() == 0


def test_density_maps_equal_plain_loops():
    glass, load = sheared(small_glass("lj", 150), 0.2), Load.simple_shear(angle=25.0)
    chosen = [3, 40, 99]
    places, each = spatial_density_maps(glass, chosen, load, half_width=3.0, spacing=0.3, mean=False)
    assert each.shape == (3, 2, 20, 20)
    assert places[[0, -1]] == pytest.approx([-2.85, 2.85])
    c, s = np.cos(np.radians(25.0)), np.sin(np.radians(25.0))
    for k, i in enumerate(chosen):
        expected = np.zeros((2, 20, 20))
        for j in range(150):
            vector = naive.nearest_image(glass.box, glass.positions[j] - glass.positions[i])
            x, y = vector @ np.array([[c, s], [-s, c]]).T  # shear direction on x, normal on y
            if abs(x) < 3.0 and abs(y) < 3.0:
                squared = (places[None, :] - x) ** 2 + (places[:, None] - y) ** 2
                expected[glass.species[j]] += np.exp(-squared / (2 * 0.3**2))
        np.testing.assert_allclose(each[k], expected, atol=1e-12)
    _, mean = spatial_density_maps(glass, chosen, load, half_width=3.0, spacing=0.3)
    np.testing.assert_allclose(mean, each.mean(axis=0), atol=1e-14)


def test_a_turn_of_glass_and_load_keeps_the_map():
    glass, turn = small_glass("lj", 150), np.array([[0.0, -1.0], [1.0, 0.0]])
    turned = glass.with_positions(glass.positions @ turn.T, cell=glass.box.cell @ turn.T)
    _, one = spatial_density_maps(glass, [7], Load.simple_shear(10.0), half_width=3.0)
    _, other = spatial_density_maps(turned, [7], Load.simple_shear(100.0), half_width=3.0)
    flipped = other[:, ::-1, ::-1]  # the elongation has no sign: the map may stand on its head
    assert min(np.abs(one - other).max(), np.abs(one - flipped).max()) < 1e-10
    _, untouched = spatial_density_maps(glass, [7], half_width=3.0)
    _, straight = spatial_density_maps(glass, [7], Load.simple_shear(), half_width=3.0)
    np.testing.assert_allclose(untouched, straight, atol=1e-12)


def test_extreme_particles():
    values = np.array([3.0, 9.0, -1.0, 9.0, 5.0, 0.0])
    highest, lowest = extreme_particles(values, 0.34)
    assert highest.tolist() == [1, 3]
    assert lowest.tolist() == [2, 5]
    highest, lowest = extreme_particles(values, 0.005, among=np.arange(6) % 2 == 0)
    assert (highest.tolist(), lowest.tolist()) == ([4], [2])


def test_bad_input_is_named():
    glass = small_glass("lj", 100)
    with pytest.raises(GlassError, match="too small"):
        radial_distribution(glass, 6.0)
    with pytest.raises(GlassError, match="positive"):
        radial_distribution(glass, 0.0)
    with pytest.raises(GlassError, match="gaps"):
        partial_distributions(glass, 3.0, groups=2 * glass.species)
    with pytest.raises(GlassError, match="whole numbers"):
        partial_distributions(glass, 3.0, groups=np.ones(100))
    with pytest.raises(GlassError, match="alike"):
        orientational_distribution(glass, Load.dilation(), largest=3.0)
    with pytest.raises(GlassError, match="at least one"):
        orientational_distribution(glass, Load.simple_shear(), [], 3.0)
    with pytest.raises(GlassError, match="each once"):
        spatial_density_maps(glass, [1, 1], half_width=2.0)
    with pytest.raises(GlassError, match="indices"):
        spatial_density_maps(glass, [100], half_width=2.0)
    with pytest.raises(GlassError, match="half-width"):
        spatial_density_maps(glass, half_width=0.0)
    with pytest.raises(GlassError, match="1/2"):
        extreme_particles(np.zeros(10), 0.7)
