"""Fields of bond energies against relaxed states on both sides, and what their signs and sums must be."""

import naive_expansion as naive
import numpy as np
import pytest
from making import small_glass

from glasscope.engine import INDICATORS, Load

LOADS = [Load.simple_shear(), Load.pure_shear(20.0, sign=-1), Load.dilation()]
ORDERS = {"bond_energy_slope": 1, "bond_energy_curvature": 2, "bond_energy_third_order": 3}
STEP = 5e-4


@pytest.fixture(scope="module", params=LOADS, ids=str)
def followed(request):
    """A glass, a load, and the first three derivatives of its pair energies by finite differences."""
    glass, load = small_glass("ipl_q4", 100), request.param
    states = naive.branch(glass, load.A, STEP)
    return glass, load, naive.derivatives(naive.pair_energies(glass, naive.pair_vectors(glass, states)), STEP)


@pytest.mark.parametrize("key", ORDERS)
def test_bonds_and_particles_are_finite_differences(key, followed):
    glass, load, found = followed
    indicator, expected = INDICATORS[key](), found[ORDERS[key] - 1]
    pairs, values = indicator.pair_field(glass, load)
    np.testing.assert_array_equal(pairs, np.stack([glass.pairs.i, glass.pairs.j], 1))
    assert pairs.dtype == np.int64
    # differences of states relaxed to 1e-12: 1e-9, 1e-8 and 1e-5 of the largest, as measured in the expansion's tests
    np.testing.assert_allclose(values, expected, atol=1e-5 * np.abs(expected).max())
    on_particles = naive.bond_sums(glass, np.abs(expected))
    np.testing.assert_allclose(indicator(glass, load), on_particles, atol=1e-5 * on_particles.max())


def test_the_product_keeps_its_sign(followed):
    glass, load, found = followed
    indicator, expected = INDICATORS["bond_energy_product"](), found[0] * found[1]
    np.testing.assert_allclose(indicator.pair_field(glass, load)[1], expected, atol=1e-6 * np.abs(expected).max())
    on_particles = naive.bond_sums(glass, expected)
    if load.kind != "dilation":  # which loosens every bond
        assert on_particles.min() < 0 < on_particles.max()
    np.testing.assert_allclose(indicator(glass, load), on_particles, atol=1e-6 * np.abs(on_particles).max())


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_the_reversed_load_turns_odd_orders_only(load):
    glass = small_glass("lj", 144)
    for key, sign in (("slope", -1), ("curvature", 1), ("third_order", -1), ("product", -1)):
        indicator = INDICATORS[f"bond_energy_{key}"]()
        forward, backward = (indicator.pair_field(glass, way)[1] for way in (load, load.reversed()))
        np.testing.assert_allclose(backward, sign * forward, atol=1e-9 * np.abs(forward).max())


def test_a_particle_with_no_bond_has_nothing():
    """Two discs and a third out of reach, which half of no bond belongs to."""
    from glasscope.engine.matter.bonds import half_to_each_end

    np.testing.assert_array_equal(half_to_each_end(np.array([[0, 1]]), np.array([3.0]), 3), [1.5, 1.5, 0.0])


def test_what_each_order_asks_of_the_model():
    orders = {
        key: INDICATORS[f"bond_energy_{key}"].smoothness() for key in ("slope", "curvature", "third_order", "product")
    }
    assert orders == {"slope": 2, "curvature": 3, "third_order": 4, "product": 3}
    for key in orders:
        assert INDICATORS[f"bond_energy_{key}"].has_pair_field()
        assert INDICATORS[f"bond_energy_{key}"].soft == "high"
