"""Structure functions against plain loops in tilted cells, and by hand."""

import numpy as np
import pytest
from making import jittered, small_glass
from naive_learning import counts, hats, radial_angular

from glasscope.engine import MODELS, Glass, GlassError, Load
from glasscope.engine.learning import (
    STRUCTURES,
    LoadFields,
    RadialAngular,
    RadialCounts,
    RadialHats,
    angular_structure,
    radial_structure,
    structure_of,
)

SOME = [0, 7, 50, 143]
MANY = 196  # the smallest cell of every model that holds the functions' range
SETS = (RadialCounts(), RadialHats(), RadialAngular(stop=2.6, n_lengths=3))


@pytest.fixture(scope="module", params=[0.0, 0.35, -1.2])
def tilted(request):
    return lambda key: jittered(key, MANY, seed=4, tilt=request.param)


def test_counts_are_those_of_a_loop(tilted):
    glass = tilted("lj")
    found = RadialCounts().compute(glass, SOME)
    edges = 0.8 + 0.025 * np.arange(89)
    np.testing.assert_array_equal(found, [counts(glass, i, edges) for i in SOME])


def test_hats_are_those_of_a_loop(tilted):
    glass = tilted("poly")
    found = RadialHats().compute(glass, SOME)
    np.testing.assert_allclose(found, [hats(glass, i, 0.7 + 0.1 * np.arange(25)) for i in SOME], atol=1e-12)


@pytest.mark.parametrize("key", ["lj", "poly_ipl"])
def test_angular_functions_are_those_of_a_loop(tilted, key):
    glass = tilted(key)
    n_species = 1 if MODELS[key].polydisperse else 2
    functions = RadialAngular(unit=1.1, width=0.2, stop=2.5, n_lengths=3, n_species=n_species)
    expected = [
        radial_angular(glass, i, 1.1, functions.radii, 0.2, functions.lengths, 2.5, n_species) for i in SOME[:2]
    ]
    np.testing.assert_allclose(functions.compute(glass, SOME[:2]), expected, rtol=1e-9, atol=3e-7)  # tails at 6 widths


def test_the_paper_s_numbers_of_functions():
    assert [len(radial_structure(MODELS[key]).names) for key in ("lj", "poly")] == [177, 26]
    assert [len(angular_structure(MODELS[key]).names) for key in ("lj", "poly")] == [841, 341]
    assert angular_structure(MODELS["lj"]).unit == pytest.approx(1.0)  # σ of the unlike pair
    assert angular_structure(MODELS["poly"]).unit == pytest.approx(1.0)
    functions = angular_structure(MODELS["lj"])
    assert functions.radii[[0, -1]] == pytest.approx([0.5125, 4.9875])
    assert functions.lengths[[0, -1]] == pytest.approx([0.75, 5.0])


def test_three_particles_by_hand():
    """A right angle between neighbours at distance 1, one of them large."""
    glass = Glass("lj", [[5.0, 5.0], [6.0, 5.0], [5.0, 6.0]], species=[1, 0, 1], cell=20 * np.eye(2))
    functions = RadialAngular(stop=1.2, width=0.1, n_lengths=2)
    (found,) = functions.compute(glass, [0])
    values = dict(zip(functions.names, found, strict=True))
    assert values["species 0 at 0.95"] == pytest.approx(np.exp(-0.125))
    assert values["species 01, ξ = 1.2, λ = 1, ζ = 16"] == pytest.approx(np.exp(-4 / 1.44))
    assert values["species 00, ξ = 1.2, λ = 1, ζ = 16"] == values["species 11, ξ = 1.2, λ = -1, ζ = 1"] == 0
    assert values["diameter"] == pytest.approx(2 * np.sin(np.pi / 5))
    names, counted = RadialCounts().names, RadialCounts().compute(glass, [0])[0]
    filled = {names[k]: counted[k] for k in np.flatnonzero(counted)}
    assert filled == {"species 0 from 1": 1, "species 1 from 0.85": 1, "diameter": pytest.approx(1.17557)}  # r/1.17557


def test_a_neighbour_is_shared_by_two_hats():
    glass = Glass("poly", [[5.0, 5.0], [6.03, 5.0]], diameters=[1.0, 1.0], cell=20 * np.eye(2))
    (found,) = RadialHats().compute(glass, [0])
    assert found[[3, 4]] == pytest.approx([0.7, 0.3])
    assert found.sum() == pytest.approx(2.0)  # one neighbour, and the diameter


@pytest.mark.parametrize("functions", SETS, ids=lambda functions: functions.kind)
def test_turns_mirrors_flips_and_numbers_do_not_matter(functions):
    glass = small_glass("poly" if functions.n_species == 1 else "lj", MANY)
    expected = functions.compute(glass)
    turn, mirror, flip = [[0.6, -0.8], [0.8, 0.6]], np.diag([1.0, -1.0]), np.array([[1.0, 0.0], [1.0, 1.0]])
    order = np.random.default_rng(3).permutation(MANY)
    species = None if glass.species is None else glass.species[order]
    others = {
        "turned": glass.with_positions(glass.positions @ np.transpose(turn), glass.box.cell @ np.transpose(turn)),
        "mirrored": glass.with_positions(glass.positions @ mirror, glass.box.cell @ mirror),
        "flipped": glass.with_positions(glass.positions, flip @ glass.box.cell),
        "shifted": glass.with_positions(glass.box.wrap(glass.positions + [3.21, -7.7])),
    }
    for name, other in others.items():
        np.testing.assert_allclose(functions.compute(other), expected, rtol=1e-8, atol=1e-8, err_msg=name)
    other = Glass(
        glass.model, glass.positions[order], diameters=glass.diameters[order], species=species, cell=glass.box
    )
    np.testing.assert_allclose(functions.compute(other), expected[order], rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("functions", SETS, ids=lambda functions: functions.kind)
def test_what_some_particles_have_they_have_among_all(functions):
    glass = small_glass("poly" if functions.n_species == 1 else "lj", MANY)
    strained = glass.with_positions(
        glass.positions @ Load.simple_shear().deformation(0.3).T, glass.box.deform(Load.simple_shear().deformation(0.3))
    )
    whole = functions.compute(strained)
    assert whole.shape == (MANY, len(functions.names))
    np.testing.assert_array_equal(functions.compute(strained, SOME), whole[SOME])


def test_a_mapping_makes_them_again():
    for functions in SETS:
        assert structure_of(functions.to_mapping()) == functions
    assert set(STRUCTURES) == {functions.kind for functions in [*SETS, LoadFields()]}


@pytest.mark.parametrize(
    "mapping",
    [{}, {"kind": "tea leaves"}, {"kind": "radial hats", "leaf": 1}, {"kind": "radial hats", "start": -1.0},
     {"kind": "radial counts", "width": 1e-9}, {"kind": "radial counts", "n_species": 7},
     {"kind": "radial and angular", "shortest": 9.0}, {"kind": "radial hats", "start": "0.7"}],
)  # fmt: skip
def test_a_mapping_that_makes_none_is_refused(mapping):
    with pytest.raises(GlassError):
        structure_of(mapping)


def test_species_that_a_glass_has_not_are_missed():
    with pytest.raises(GlassError, match="two species"):
        RadialCounts().compute(small_glass("poly", MANY))


def test_a_cell_that_is_too_small_is_said():
    with pytest.raises(GlassError, match="too small"):
        RadialAngular().compute(small_glass("lj", 64))
