"""Fields around particles in the frame of the load: beside loops, turned, mirrored, numbered otherwise, reversed."""

import numpy as np
import pytest
from making import small_glass
from naive_learning import load_means

from glasscope.engine import INDICATORS, Glass, GlassError, Load
from glasscope.engine.learning import LoadFields, structure_of
from glasscope.engine.learning.load_fields import ALONG, AT_REST, UNDER_LOAD, WIDTHS

N, LOAD = 400, Load.simple_shear(20.0)
FIELDS = LoadFields()
N_FIELDS = len(AT_REST) + len(UNDER_LOAD)


@pytest.fixture(scope="module")
def glass():
    return small_glass("lj", N)


@pytest.fixture(scope="module")
def numbers(glass):
    return FIELDS.compute(glass, load=LOAD)


def test_they_have_names(numbers):
    assert numbers.shape == (N, len(FIELDS.names)) == (N, 5 * N_FIELDS + 1)
    assert len(set(FIELDS.names)) == len(FIELDS.names)
    assert LoadFields(1).names == FIELDS.names[:-1]
    assert structure_of(FIELDS.to_mapping()) == FIELDS


def test_a_field_is_arcsinh_of_its_value_over_its_median(glass, numbers):
    for key, field in {"vibrality": "vibrality", "thermal_displacement": "thermal_displacement"}.items():
        values = INDICATORS[key]()(glass)
        column = numbers[:, FIELDS.names.index(field)]
        np.testing.assert_allclose(np.sinh(column) * np.median(np.abs(values)), values, rtol=1e-9)
    for key, field in {"nonaffine_velocity": "velocity_force", "anisotropic_softness": "anisotropic_softness"}.items():
        values = INDICATORS[key]()(glass, LOAD)
        column = numbers[:, FIELDS.names.index(field)]
        np.testing.assert_allclose(np.sinh(column) * np.median(np.abs(values)), values, rtol=1e-9, atol=1e-12)


def test_means_are_those_of_loops(glass, numbers):
    fields = numbers[:, :N_FIELDS]
    expected = load_means(glass, fields, LOAD, WIDTHS, ALONG)
    np.testing.assert_allclose(numbers[:, N_FIELDS:-1], np.concatenate(expected, axis=1), rtol=1e-9, atol=1e-11)


def test_turns_mirrors_flips_and_numbers_do_not_matter(glass, numbers):
    turn, mirror, flip = np.array([[0.0, 1.0], [-1.0, 0.0]]), np.diag([1.0, -1.0]), np.array([[1.0, 0.0], [1.0, 1.0]])
    order = np.random.default_rng(3).permutation(N)
    others = {
        "turned": (glass.with_positions(glass.positions @ turn, glass.box.cell @ turn), Load.simple_shear(110.0)),
        "mirrored": (
            glass.with_positions(glass.positions @ mirror, glass.box.cell @ mirror), Load.simple_shear(-20.0, -1)
        ),
        "flipped": (glass.with_positions(glass.positions, flip @ glass.box.cell), LOAD),
        "shifted": (glass.with_positions(glass.box.wrap(glass.positions + [3.21, -7.7])), LOAD),
    }  # fmt: skip
    for name, (other, load) in others.items():
        np.testing.assert_allclose(FIELDS.compute(other, load=load), numbers, rtol=1e-6, atol=1e-6, err_msg=name)
    other = Glass("lj", glass.positions[order], species=glass.species[order], cell=glass.box)
    np.testing.assert_allclose(FIELDS.compute(other, load=LOAD), numbers[order], rtol=1e-6, atol=1e-6)


def test_the_reversed_load_turns_some_signs_and_no_square(glass, numbers):
    reversed_load = FIELDS.compute(glass, load=Load.simple_shear(20.0, -1))
    signs = {"stress": -1, "cubic": -1, "heat_capacity_derivative": -1, "velocity": 1, "velocity_d2min": 1}
    for field, sign in signs.items():
        column = FIELDS.names.index(field)
        np.testing.assert_allclose(reversed_load[:, column], sign * numbers[:, column], rtol=1e-9, atol=1e-9)
    column = FIELDS.names.index("anisotropic_softness")
    assert np.abs(reversed_load[:, column] - numbers[:, column]).max() > 0.1


def test_some_particles_have_what_they_have_among_all(glass, numbers):
    np.testing.assert_array_equal(FIELDS.compute(glass, [3, 1, 200], LOAD), numbers[[3, 1, 200]])


def test_what_makes_no_numbers_is_refused(glass):
    with pytest.raises(GlassError, match="depend on the load"):
        FIELDS.compute(glass)
    with pytest.raises(GlassError, match="take more particles"):
        FIELDS.compute(small_glass("lj", 100), load=LOAD)
    with pytest.raises(GlassError, match="two species"):
        FIELDS.compute(small_glass("poly", N), load=LOAD)
    with pytest.raises(GlassError, match="1 or 2 species"):
        LoadFields(3)
