"""Indicators against cases that one knows, and against plain loops."""

import naive_structure as naive
import numpy as np
import pytest
from scipy.integrate import quad

from glasscope.engine.indicators import INDICATORS
from glasscope.engine.matter import MODELS, Glass, Load


def field(key, glass, load=None, **parameters):
    return INDICATORS[key](**parameters)(glass, load)


def lattice(rows, columns, spacing, across, shift):
    """Equal discs of diameter 1 on a lattice with basis (spacing, 0), (shift, across)."""
    a, b = np.divmod(np.arange(rows * columns), columns)
    basis = np.array([[spacing, 0.0], [shift, across]])
    positions = b[:, None] * basis[0] + a[:, None] * basis[1] + 0.123
    cell = np.array([columns * basis[0], rows * basis[1]])
    return Glass("poly", positions, diameters=np.ones(len(positions)), cell=cell)


@pytest.fixture(scope="module")
def hexagons():
    return lattice(12, 12, 1.1, 1.1 * np.sqrt(0.75), 0.55)


@pytest.fixture(scope="module")
def squares():
    return lattice(12, 12, 1.05, 1.05, 0.0)


def test_perfect_hexagons(hexagons):
    assert field("bond_orientational_order", hexagons) == pytest.approx(1.0, abs=1e-12)
    assert field("bond_orientational_order", hexagons, fold=4) == pytest.approx(0.0, abs=1e-12)
    assert field("steric_order", hexagons) == pytest.approx(0.0, abs=1e-7)
    assert field("contact_number", hexagons) == pytest.approx(6.0)


def test_perfect_squares(squares):
    assert field("bond_orientational_order", squares, fold=4) == pytest.approx(1.0, abs=1e-12)
    assert field("bond_orientational_order", squares) == pytest.approx(0.0, abs=1e-12)
    assert field("steric_order", squares) == pytest.approx(np.pi / 6, abs=1e-12)  # 90° in place of 60°
    assert field("contact_number", squares) == pytest.approx(4.0)


@pytest.mark.parametrize(("centre", "around", "count"), [(1, 0, 10), (0, 1, 5)])
def test_discs_that_just_touch_have_no_steric_disorder(centre, around, count):
    """Ten small ones around a large one and five large ones around a small one: what the LJ sizes are made for."""
    angles = 0.3 + 2 * np.pi * np.arange(count) / count
    ring = 5.0 + np.column_stack([np.cos(angles), np.sin(angles)])
    species = np.array([centre] + [around] * count)
    glass = Glass("lj", np.vstack([[5.0, 5.0], ring]), species=species, cell=10 * np.eye(2))
    assert field("steric_order", glass)[0] == pytest.approx(0.0, abs=1e-12)
    assert field("bond_orientational_order", glass, fold=5)[0] == pytest.approx(float(count == 5), abs=1e-12)


def test_a_lonely_particle_has_no_order_by_definition():
    positions = np.array([[1.0, 1.0], [2.0, 1.0], [5.0, 5.0]])
    glass = Glass("poly", positions, diameters=np.ones(3), cell=8 * np.eye(2))
    assert field("bond_orientational_order", glass) == pytest.approx([1.0, 1.0, 0.0])
    assert field("steric_order", glass) == pytest.approx(0.0)
    assert field("contact_number", glass) == pytest.approx([1.0, 1.0, 0.0])


def test_excess_entropy_of_one_sharp_shell():
    """Six neighbours at a and nobody else below r_m: one Gaussian of known weight, integrated by scipy."""
    glass = lattice(12, 12, 1.1, 1.1 * np.sqrt(0.75), 0.55)
    density, width, reach = glass.density, 0.05 * glass.density**-0.5, 1.2 * glass.density**-0.5

    def integrand(r):
        bell = np.exp(-((r - 1.1) ** 2) / (2 * width**2)) / np.sqrt(2 * np.pi * width**2)
        g = 6 * bell / (2 * np.pi * r * density)
        return r * (g * np.log(g) - g + 1) if g > 0 else r

    expected = -2 * np.pi * density * quad(integrand, 1e-9, reach, points=[1.1], epsabs=1e-10, limit=200)[0]
    values = field("excess_entropy", glass, width=0.05, reach=1.2)
    assert values == pytest.approx(expected, abs=1e-6)


def test_an_ideal_gas_would_have_no_excess_entropy(hexagons):
    """Less order, less negative: a lattice lies below the same lattice shaken."""
    shaken = hexagons.with_positions(hexagons.positions + 0.1 * np.random.default_rng(0).standard_normal((144, 2)))
    assert field("excess_entropy", hexagons).max() < field("excess_entropy", shaken).mean() < 0


@pytest.mark.parametrize("model", sorted(MODELS))
def test_structure_equals_plain_loops(model, small_glass):
    glass = small_glass(model, 80, 7)
    for fold in range(2, 10):
        expected = naive.bond_orientational_order(glass, fold=fold)
        np.testing.assert_allclose(field("bond_orientational_order", glass, fold=fold), expected, atol=1e-12)
    expected = naive.bond_orientational_order(glass, 1.1, 5)
    np.testing.assert_allclose(field("bond_orientational_order", glass, fold=5, cutoff_scale=1.1), expected, atol=1e-12)
    np.testing.assert_allclose(field("excess_entropy", glass), naive.excess_entropy(glass), atol=1e-6)
    np.testing.assert_allclose(field("steric_order", glass), naive.steric_order(glass), atol=1e-10)
    np.testing.assert_allclose(field("potential_energy", glass), naive.potential_energy(glass), atol=1e-10)
    np.testing.assert_allclose(field("force_magnitude", glass), naive.force_magnitude(glass), rtol=1e-9)
    np.testing.assert_array_equal(field("contact_number", glass), naive.contact_number(glass))


@pytest.mark.parametrize("model", sorted(MODELS))
def test_energies_sum_to_the_energy_of_the_glass(model, small_glass):
    glass = small_glass(model)
    assert field("potential_energy", glass).sum() == pytest.approx(glass.energy, rel=1e-12)


@pytest.mark.parametrize("load", [Load.simple_shear(), Load.pure_shear(30.0), Load.dilation()], ids=lambda x: x.kind)
def test_nonaffine_velocity_equals_finite_differences(load, small_glass):
    glass = small_glass("ipl_q4", 80, 7)
    expected = naive.nonaffine_velocity(glass, load)
    np.testing.assert_allclose(
        field("nonaffine_velocity", glass, load), expected, rtol=1e-3, atol=1e-4 * expected.max()
    )


def test_the_sign_of_the_load_does_not_matter_to_the_nonaffine_velocity(small_glass):
    glass = small_glass("lj")
    forward, backward = (field("nonaffine_velocity", glass, Load.simple_shear(sign=sign)) for sign in (1, -1))
    np.testing.assert_allclose(forward, backward, rtol=1e-9)


def test_nonaffine_displacement_equals_plain_loops(small_glass):
    before = small_glass("poly", 80, 7)
    moved = before.positions + 0.05 * np.random.default_rng(3).standard_normal(before.positions.shape)
    after = before.with_positions(moved)
    spacing = before.density**-0.5
    expected = naive.nonaffine_displacement(before, after, 2.0 * spacing)
    values = field("nonaffine_displacement", after, reference=before, radius=2.0)
    np.testing.assert_allclose(values, expected, rtol=1e-8)


def test_an_affine_deformation_is_no_nonaffine_displacement(small_glass):
    before, deformation = small_glass("poly"), Load.simple_shear(20.0).deformation(0.05)
    after = before.with_positions(before.positions @ deformation.T, cell=before.box.deform(deformation))
    assert field("nonaffine_displacement", after, reference=before) == pytest.approx(0.0, abs=1e-24)


def test_soft_ends():
    """Which end is soft, as the papers have it."""
    ends = {key: INDICATORS[key].soft for key in INDICATORS}
    assert ends["bond_orientational_order"] == ends["contact_number"] == "low"
    assert ends["local_density"] == ends["voronoi_divergence"] == "low"
    assert ends["free_volume"] == ends["atomic_volume"] == ends["voronoi_anisotropy"] == "high"
    assert ends["excess_entropy"] == ends["flexibility_volume"] == "high"
    assert ends["steric_order"] == ends["potential_energy"] == ends["nonaffine_velocity"] == "high"
