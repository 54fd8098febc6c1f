"""The expansion in the strain against relaxed states on both sides of it."""

import naive_expansion as naive
import numpy as np
import pytest
from making import jittered, small_glass

from glasscope.engine import (
    MODELS,
    GlassError,
    Load,
    NotAMinimumError,
    StrainExpansion,
    nonaffine_acceleration,
    nonaffine_jerk,
)
from glasscope.engine.matter.hessian import scatter

LOADS = [Load.simple_shear(), Load.simple_shear(65.0, sign=-1), Load.pure_shear(20.0), Load.dilation()]
STEP = 5e-4


@pytest.fixture(scope="module", params=LOADS, ids=str)
def followed(request):
    """A glass whose energy is smooth to fourth order, and relaxed states at nine strains around it."""
    glass, load = small_glass("ipl_q4", 100), request.param
    return glass, load, naive.branch(glass, load.A, STEP)


def assert_near(values, expected, tolerance):
    np.testing.assert_allclose(values, expected, atol=tolerance * np.abs(expected).max())


# forces of 1e-12 leave 3e-13 in positions: 1e-9, 1e-6 and 1e-2 in their derivatives, which are of order 5, 100, 5000
# in shear and 2, 3, 10 in dilation; there pairs leave their range too, where fourth derivatives are continuous, no more
def test_pair_vectors_are_differentiated(followed):
    glass, load, states = followed
    expansion = StrainExpansion(glass, load)
    found = naive.derivatives(naive.pair_vectors(glass, states), STEP)
    for order, tolerance in ((1, 1e-8), (2, 1e-6), (3, 1e-4)):
        assert_near(expansion.vectors(order), found[order - 1], tolerance)


def test_pair_energies_are_differentiated(followed):
    glass, load, states = followed
    expansion = StrainExpansion(glass, load)
    found = naive.derivatives(naive.pair_energies(glass, naive.pair_vectors(glass, states)), STEP)
    for order, tolerance in ((1, 1e-8), (2, 1e-6), (3, 1e-4)):
        assert_near(expansion.energies(order), found[order - 1], tolerance)


def test_velocity_acceleration_and_jerk_are_derivatives_of_each_other(followed):
    """Not of positions: the nonaffine velocity of every strained state, as it is there."""
    glass, load, states = followed
    velocities = {k: state.response.nonaffine_velocity(load) for k, state in states.items()}
    found = naive.derivatives(velocities, STEP)
    assert_near(nonaffine_acceleration(glass, load), found[0], 1e-7)
    assert_near(nonaffine_jerk(glass, load), found[1], 1e-4)
    accelerations = {k: nonaffine_acceleration(state, load) for k, state in states.items()}
    assert_near(nonaffine_jerk(glass, load), naive.derivatives(accelerations, STEP)[0], 2e-4)


@pytest.mark.parametrize("key", list(MODELS))
@pytest.mark.parametrize("load", LOADS, ids=str)
def test_no_force_arises_at_any_order(key, load):
    glass = small_glass(key, 144)
    expansion = StrainExpansion(glass, load)
    for order in (1, 2, 3):
        pulled = expansion.forces(order)
        assert np.abs(scatter(glass.pairs, pulled, glass.n_particles)).max() < 1e-9 * np.abs(pulled).max()
        np.testing.assert_allclose(
            expansion.nonaffine(order).mean(axis=0), 0, atol=1e-12 * np.abs(expansion.nonaffine(order)).max()
        )


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_the_slopes_of_the_energy_add_up_to_the_stress(load):
    """U_gamma = V sigma : A: what singles out soft bonds cancels in the sum."""
    glass = small_glass("lj", 144)
    slopes = StrainExpansion(glass, load).energies(1)
    expected = glass.box.volume * (glass.stress * load.A).sum()
    assert slopes.sum() == pytest.approx(expected, abs=1e-10 * np.abs(slopes).sum())


def test_the_reversed_load_turns_odd_orders():
    glass, load = small_glass("ipl_q4", 100), Load.simple_shear(12.0)
    forward, backward = StrainExpansion(glass, load), StrainExpansion(glass, load.reversed())
    for order, sign in ((1, -1), (2, 1), (3, -1)):
        assert_near(backward.energies(order), sign * forward.energies(order), 1e-10)
        assert_near(backward.nonaffine(order), sign * forward.nonaffine(order), 1e-10)


def test_a_perfect_crystal_moves_affinely():
    a, b = np.divmod(np.arange(100), 10)
    basis = 1.1 * np.array([[1.0, 0.0], [0.5, np.sqrt(0.75)]])
    glass = jittered("poly", 100)
    crystal = type(glass)("poly", np.stack([a, b], 1) @ basis, diameters=np.ones(100), cell=10 * basis)
    expansion = StrainExpansion(crystal, Load.simple_shear(20.0))
    r = crystal.pairs.vectors
    np.testing.assert_allclose(expansion.nonaffine(3), 0, atol=1e-9)
    np.testing.assert_allclose(expansion.vectors(1), r @ Load.simple_shear(20.0).A.T, atol=1e-12)
    np.testing.assert_allclose(expansion.vectors(2), 0, atol=1e-11)  # A A = 0 in simple shear


@pytest.mark.parametrize("ask", ["nonaffine", "vectors", "forces", "energies"])
def test_other_orders_are_refused(ask):
    expansion = StrainExpansion(small_glass("ipl_q4", 100), Load.simple_shear())
    with pytest.raises(GlassError, match="orders"):
        getattr(expansion, ask)(4)
    with pytest.raises(GlassError, match="orders"):
        getattr(expansion, ask)(-1)


def test_a_state_that_is_no_minimum_is_refused():
    with pytest.raises(NotAMinimumError):
        nonaffine_acceleration(jittered("lj", 144, jitter=0.3), Load.simple_shear())
