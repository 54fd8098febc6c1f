"""Indicators made of the inverse Hessian: heat, and what it moves; dense references, sum rules, finite differences."""

import naive_modes as naive
import numpy as np
import pytest
from making import small_glass

from glasscope.engine import relax
from glasscope.engine.errors import GlassError
from glasscope.engine.indicators import INDICATORS
from glasscope.engine.indicators.harmonic_response.softness_field import soft_spots, softness_map
from glasscope.engine.matter import MODELS, Glass, Load
from glasscope.engine.mechanics.coarse_graining import displacement_gradient

N = 144
LOAD = Load.simple_shear(25.0)
every_model = pytest.mark.parametrize("model", sorted(MODELS))


def field(key, glass, load=None, **parameters):
    return INDICATORS[key](**parameters)(glass, load)


def bonds(key, glass, load=None):
    pairs, values = INDICATORS[key]().pair_field(glass, load)
    assert pairs.dtype == np.int64
    np.testing.assert_array_equal(pairs, np.column_stack([glass.pairs.i, glass.pairs.j]))
    return values


def same(values, expected, part=1e-10):
    """To 1e-10 of the maximum."""
    np.testing.assert_allclose(values, expected, rtol=0, atol=part * np.abs(expected).max())


@every_model
def test_local_heat_capacity_equals_the_dense_sums(model):
    glass = small_glass(model, N)
    same(bonds("local_heat_capacity", glass), naive.heat_capacity(glass))
    expected = naive.half_to_each_end(glass, np.abs(naive.anharmonic_part(glass)))
    same(field("local_heat_capacity", glass), expected)


@every_model
def test_equipartition(model):
    """All pairs together hold d (N - 1) times k_B / 2, whatever each of them does."""
    glass = small_glass(model, N)
    assert bonds("local_heat_capacity", glass).sum() == pytest.approx(2 * (N - 1), rel=1e-10)


@every_model
def test_thermal_displacement_and_vibrality_equal_the_dense_sums(model):
    glass = small_glass(model, N)
    displacement = naive.thermal_displacement(glass).reshape(-1, 2)
    same(field("thermal_displacement", glass), np.linalg.norm(displacement, axis=1))
    same(field("vibrality", glass), naive.vibrality(glass))
    values, _ = naive.modes(glass)
    assert field("vibrality", glass).sum() == pytest.approx((1 / values).sum(), rel=1e-10)


@every_model
def test_the_change_of_heat_capacity_equals_the_dense_formula(model):
    glass = small_glass(model, N)
    change = naive.heat_capacity_derivative(glass, LOAD)
    same(bonds("local_heat_capacity_derivative", glass, LOAD), change)
    same(field("local_heat_capacity_derivative", glass, LOAD), naive.half_to_each_end(glass, change))
    product = naive.heat_capacity(glass) * change
    same(bonds("anisotropic_softness", glass, LOAD), product)
    same(field("anisotropic_softness", glass, LOAD), naive.half_to_each_end(glass, np.maximum(product, 0)))
    assert abs(change.sum()) < 1e-8 * np.abs(change).max()  # their sum stays d (N - 1)


@pytest.mark.parametrize("load", [LOAD, Load.pure_shear(), Load.dilation()], ids=lambda load: load.kind)
def test_the_change_of_heat_capacity_equals_a_difference(load):
    """SN19's check S7: c_α of the glass strained and relaxed, a small step to either side."""
    glass, h = small_glass("ipl_q4", N), 2e-6
    both = []
    for strain in (h, -h):
        deform = load.deformation(strain)
        there = relax(glass.with_positions(glass.positions @ deform.T, glass.box.deform(deform)), 1e-12)
        both.append(bonds("local_heat_capacity", there))
    difference = (both[0] - both[1]) / (2 * h)
    same(bonds("local_heat_capacity_derivative", glass, load), difference, 1e-4)


def test_turning_the_load_round_turns_the_signs():
    glass, back = small_glass("ipl_q4", N), Load.simple_shear(25.0, sign=-1)
    for key in ("local_heat_capacity_derivative", "anisotropic_softness"):
        same(bonds(key, glass, back), -bonds(key, glass, LOAD))
    forward, backward = (field("anisotropic_softness", glass, load) for load in (LOAD, back))
    product = naive.half_to_each_end(glass, bonds("anisotropic_softness", glass, LOAD))
    same(forward - backward, product)  # each pair is in one of the two
    assert min(forward.min(), backward.min()) >= 0


def test_a_lattice_has_no_thermal_displacement_and_shares_its_heat():
    """All pairs of a triangular lattice are alike: each has d (N - 1) / (3 N)."""
    side = 8
    a, b = np.divmod(np.arange(side * side), side)
    basis = np.array([[1.0, 0.0], [0.5, np.sqrt(0.75)]])
    positions = a[:, None] * basis[0] + b[:, None] * basis[1] + 0.1
    lattice = Glass("poly", positions, diameters=np.ones(side * side), cell=side * basis)
    assert bonds("local_heat_capacity", lattice) == pytest.approx(2 * 63 / (3 * 64), rel=1e-9)
    for key in ("thermal_displacement", "local_heat_capacity", "thermal_expansion"):
        assert field(key, lattice) == pytest.approx(0.0, abs=1e-9)
    assert np.ptp(field("vibrality", lattice)) < 1e-12


@pytest.mark.parametrize("model", ["lj", "ipl_q3"])
def test_thermal_expansion_is_the_swelling_of_half_the_thermal_displacement(model):
    glass = small_glass(model, N)
    half = 0.5 * naive.thermal_displacement(glass).reshape(-1, 2)
    values = field("thermal_expansion", glass, radius=3.0)
    for p in (0, 17, 80):
        expected = naive.swelling(glass, half, glass.positions[p], 3.0)
        assert values[p] == pytest.approx(expected, abs=1e-7 * np.abs(values).max())


def test_what_moves_as_a_whole_does_not_swell():
    glass = small_glass("lj", 196)
    shift = np.broadcast_to([0.3, -2.0], glass.positions.shape)
    assert np.abs(displacement_gradient(glass, shift, glass.positions, 4.0)).max() < 1e-13
    around = glass.positions - np.diag(glass.box.cell) / 2
    swelling = displacement_gradient(glass, 0.1 * around, glass.box.cell.sum(axis=0)[None] / 2, 4.0)
    assert np.einsum("kaa->k", swelling) == pytest.approx(0.2, rel=0.25)  # an uneven density bends it


def test_the_softness_field_equals_plain_loops():
    glass = small_glass("ipl_q3", 196)
    sizes = np.abs(naive.heat_capacity(glass))
    middles = glass.positions[glass.pairs.i] + 0.5 * glass.pairs.vectors
    found = softness_map(glass)
    assert found.values.shape == (6, 6)  # 14 spacings in bins of about 2.5
    expected = naive.softness_map(glass, middles, sizes, (6, 6), 1.1)
    same(found.values, expected)
    bins = np.floor(glass.box.wrap(glass.positions) / np.diag(glass.box.cell) * 6).astype(int)
    same(field("softness_field", glass), expected[tuple(bins.T)])
    finer = softness_map(glass, bin_size=1.5, threshold=0.3)
    same(finer.values, naive.softness_map(glass, middles, sizes, (9, 9), 0.3))


def test_bins_are_the_papers_at_ten_thousand_particles():
    """A fortieth of the cell, for any model: 100 spacings in bins of 2.5."""
    a, b = np.divmod(np.arange(10_000), 100)
    lattice = Glass("poly", np.column_stack([a, b]) + 0.5, diameters=np.ones(10_000), cell=100 * np.eye(2))
    ones = np.ones(10_000)
    found = softness_map(lattice, ones, threshold=0.0)
    assert found.values.shape == (40, 40)
    assert found.values == pytest.approx(1.0)


def test_any_field_of_particles_makes_a_map():
    glass = small_glass("ipl_q3", 196)
    values = field("normal_mode_map", glass)
    found = softness_map(glass, values, threshold=0.0)
    same(found.values, naive.softness_map(glass, glass.positions, values, (6, 6), 0.0))


def test_soft_spots_are_found_where_they_were_put():
    """Three large values in bins that have no neighbour in common: 1/9 of each is what smoothing leaves."""
    glass = small_glass("ipl_q3", 400)  # 8 bins along each side
    side, values = glass.box.cell[0, 0] / 8, np.full(400, 0.5)
    middles = (np.array([[5, 1], [1, 5], [1, 1]]) + 0.5) * side
    for middle, height in zip(middles, (36.0, 18.0, 9.0), strict=True):
        away = glass.box.minimum_image(glass.positions - middle)
        values[np.argmin((away**2).sum(axis=1))] = height
    found = soft_spots(softness_map(glass, values))
    assert found.relative == pytest.approx([1.0, 2.0, 4.0])
    assert found.scores == pytest.approx([4.0, 2.0, 1.0])
    np.testing.assert_allclose(found.places, middles)


def test_spots_of_a_map_are_maxima_of_row_and_column():
    glass = small_glass("ipl_q3", 400)
    found = softness_map(glass, bin_size=1.5)
    spots = soft_spots(found)
    n = found.values.shape[0]
    assert len(spots.scores) >= 2
    assert (np.diff(spots.scores) <= 0).all()
    assert spots.relative[0] == 1.0
    assert spots.scores[0] == found.values.max()
    for place, score in zip(spots.places, spots.scores, strict=True):
        a, b = np.floor(place / np.diag(glass.box.cell) * n).astype(int)
        assert found.values[a, b] == score
        around = [found.values[(a + s) % n, (b + t) % n] for s, t in ((1, 0), (-1, 0), (0, 1), (0, -1))]
        assert max(around) <= score
        assert found.at(place[None])[0] == score


def test_no_soft_spot_where_nothing_is_soft():
    glass = small_glass("ipl_q3", 400)
    found = soft_spots(softness_map(glass, threshold=1e9))
    assert found.scores.size == found.relative.size == 0
    assert found.places.shape == (0, 2)


def test_what_makes_no_softness_field_is_refused():
    glass = small_glass("ipl_q3", 196)
    with pytest.raises(GlassError, match="a particle or a pair"):
        softness_map(glass, np.ones(7))
    with pytest.raises(GlassError, match="mean spacings"):
        softness_map(glass, bin_size=0.0)


def test_soft_ends_and_bonds():
    thermal = ["local_heat_capacity", "thermal_displacement", "local_heat_capacity_derivative", "vibrality"]
    thermal += ["anisotropic_softness", "softness_field", "thermal_expansion"]
    assert {INDICATORS[key].soft for key in thermal} == {"high"}
    with_bonds = {key for key in thermal if INDICATORS[key].has_pair_field()}
    assert with_bonds == {"local_heat_capacity", "local_heat_capacity_derivative", "anisotropic_softness"}
