"""Moduli and stress expansions against stresses of strained and relaxed states."""

from math import factorial

import naive_expansion as naive
import numpy as np
import pytest
from making import jittered, small_glass

from glasscope.engine import (
    MODELS,
    Glass,
    GlassError,
    Load,
    NotAMinimumError,
    bulk_modulus,
    elastic_tensor,
    pressure_expansion,
    shear,
    shear_modulus,
    stress_expansion,
)

LOADS = [
    Load.simple_shear(),
    Load.simple_shear(65.0, sign=-1),
    Load.pure_shear(20.0),
    Load.dilation(),
    Load.dilation(-1),
]


def series(coefficients, strain, order):
    return sum(coefficients[n] * strain**n / factorial(n) for n in range(order + 1))


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_stress_and_pressure_against_athermal_quasistatic_strain(load):
    """R24 Fig. 8 in numbers: twice the strain, 2^(n + 1) times the error of the series to order n."""
    glass = small_glass("ipl_q4", 100)
    stresses, pressures = stress_expansion(glass, load), pressure_expansion(glass, load)
    strains = [2.5e-4, 5e-4, 1e-3]
    errors = {}
    for step in shear(glass, load, max_strain=strains[-1], at=strains):
        assert step.event is None
        for order in range(4):
            stress, pressure = series(stresses, step.strain, order), series(pressures, step.strain, order)
            errors[step.strain, order] = (
                np.abs(stress - step.glass.stress).max(), abs(pressure - step.glass.pressure)
            )  # fmt: skip
    for order in range(4):
        for which in range(2):
            small, middle, large = (errors[strain, order][which] for strain in strains)
            # an error of the next order, as far as its own next term lets it be; the rounding of stresses is 1e-11
            assert large / middle == pytest.approx(2 ** (order + 1), rel=0.15)
            assert middle / small == pytest.approx(2 ** (order + 1), rel=0.1) or middle < 1e-8


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_every_stress_component_is_differentiated(load):
    glass, step = small_glass("ipl_q4", 100), 5e-4
    stresses = stress_expansion(glass, load)
    found = naive.derivatives({k: s.stress for k, s in naive.branch(glass, load.A, step).items()}, step)
    np.testing.assert_allclose(stresses[0], glass.stress, atol=1e-12)
    # rounding of 1e-13 in the stresses is 1e-10, 1e-7 and 1e-3 in their derivatives, of 10, 300 and 20,000
    for order, tolerance in ((1, 1e-9), (2, 1e-7), (3, 1e-6)):
        np.testing.assert_allclose(stresses[order], found[order - 1], atol=tolerance * np.abs(stresses[order]).max())


def test_the_pressure_under_dilation_as_the_paper_has_it():
    """R24 C1 and C2, from O = J . x by differences of the relaxed states."""
    glass, step = small_glass("ipl_q4", 100), 5e-4
    states = naive.branch(glass, np.eye(2), step)
    observable = {k: -np.trace(s.stress) * s.box.volume for k, s in states.items()}
    first, second, _ = naive.derivatives(observable, step)
    pressure, volume = glass.pressure, glass.box.volume
    found = pressure_expansion(glass, Load.dilation(), 2)
    assert found[1] == pytest.approx(-2 * pressure + first / (2 * volume), rel=1e-8)
    assert found[2] == pytest.approx(4 * pressure - 2 * first / volume + second / (2 * volume), rel=1e-7)


@pytest.mark.parametrize("key", list(MODELS))
def test_the_tensor_is_the_response_of_the_stress(key):
    glass = small_glass(key, 144)
    found, expected = elastic_tensor(glass).total, naive.elastic_tensor(glass)
    # differences of order 8 over 1e-4: no pair of these glasses crosses its range in between
    np.testing.assert_allclose(found, expected, atol=1e-8 * np.abs(expected).max())


@pytest.mark.parametrize("key", list(MODELS))
@pytest.mark.parametrize("load", LOADS, ids=str)
def test_the_tensor_gives_the_response_to_every_load(key, load):
    glass = small_glass(key, 144)
    tensor = elastic_tensor(glass).total
    expected = stress_expansion(glass, load, 1)[1]
    np.testing.assert_allclose(np.einsum("abcd,cd->ab", tensor, load.A), expected, atol=1e-10 * np.abs(tensor).max())


@pytest.mark.parametrize("key", list(MODELS))
def test_symmetries_and_signs_of_the_tensor(key):
    glass = small_glass(key, 144)
    tensor = elastic_tensor(glass)
    for part in (tensor.born, tensor.nonaffine):
        for order in ((1, 0, 2, 3), (0, 1, 3, 2), (2, 3, 0, 1)):
            np.testing.assert_allclose(part, part.transpose(order), atol=1e-9 * np.abs(part).max())
    np.testing.assert_allclose(tensor.born, tensor.born.transpose(0, 2, 1, 3), atol=1e-10 * np.abs(tensor.born).max())
    np.testing.assert_allclose(tensor.total, tensor.total.transpose(1, 0, 2, 3), atol=1e-9 * np.abs(tensor.born).max())
    assert np.linalg.eigvalsh(tensor.nonaffine.reshape(4, 4)).max() < 1e-9  # rearrangement softens only


def test_a_rotation_turns_the_stress():
    glass = small_glass("lj", 144)
    spin = np.array([[0.0, -1.0], [1.0, 0.0]])
    turned = np.einsum("abcd,cd->ab", elastic_tensor(glass).total, spin)
    np.testing.assert_allclose(turned, spin @ glass.stress - glass.stress @ spin, atol=1e-9)


def test_a_turned_glass_has_the_turned_tensor():
    glass, angle = small_glass("ipl_q3", 144), np.radians(33.0)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = Glass(glass.model, glass.positions @ turn.T, species=glass.species, cell=glass.box.cell @ turn.T)
    for part, after in zip(elastic_tensor(glass), elastic_tensor(turned), strict=True):
        expected = np.einsum("ai,bj,ck,dl,ijkl->abcd", turn, turn, turn, turn, part)
        np.testing.assert_allclose(after, expected, atol=1e-9 * np.abs(part).max())
    assert shear_modulus(turned, 45.0 + 33.0) == pytest.approx(shear_modulus(glass, 45.0), rel=1e-9)
    assert bulk_modulus(turned) == pytest.approx(bulk_modulus(glass), rel=1e-9)


@pytest.mark.parametrize("key", list(MODELS))
def test_moduli_are_slopes_of_stress_and_pressure(key):
    glass, step = small_glass(key, 144), 1e-4
    for angle in (0.0, 30.0):
        load = Load.simple_shear(angle)
        states = naive.branch(glass, load.A, step)
        slope = naive.derivatives({k: (s.stress * load.A).sum() for k, s in states.items()}, step)[0]
        assert shear_modulus(glass, angle) == pytest.approx(slope, rel=1e-8)
    states = naive.branch(glass, np.eye(2), step)
    pressures = naive.derivatives({k: s.pressure for k, s in states.items()}, step)[0]
    assert bulk_modulus(glass) == pytest.approx(-pressures / 2, rel=1e-8)  # dV / V = 2 dstrain


def test_a_triangular_crystal_is_isotropic_and_affine():
    """Nearest neighbours only: mu = sqrt(3)/4 (phi'' + 3 phi'/r), K = sqrt(3)/2 (phi'' - phi'/r), by hand."""
    a, b = np.divmod(np.arange(100), 10)
    spacing = 1.1
    basis = spacing * np.array([[1.0, 0.0], [0.5, np.sqrt(0.75)]])
    crystal = Glass("poly", np.stack([a, b], 1) @ basis, diameters=np.ones(100), cell=10 * basis)
    assert len(crystal.pairs) == 300
    slope, bend = crystal.pairs.phi(1)[0] / spacing, crystal.pairs.phi(2)[0]
    np.testing.assert_allclose(elastic_tensor(crystal).nonaffine, 0, atol=1e-9)
    for angle in (0.0, 17.0):
        assert shear_modulus(crystal, angle) == pytest.approx(np.sqrt(3) / 4 * (bend + 3 * slope), rel=1e-10)
    assert bulk_modulus(crystal) == pytest.approx(np.sqrt(3) / 2 * (bend - slope), rel=1e-10)


def test_other_orders_and_unstable_states_are_refused():
    glass = small_glass("ipl_q4", 100)
    for order in (-1, 4):
        with pytest.raises(GlassError, match="orders"):
            stress_expansion(glass, Load.simple_shear(), order)
    with pytest.raises(NotAMinimumError):
        shear_modulus(jittered("lj", 144, jitter=0.3))
