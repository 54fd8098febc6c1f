"""What a family of pair energies promises: all its kernels say the same as its derivatives."""

from typing import NamedTuple

import numpy as np
import pytest

from glasscope.engine import MODELS
from glasscope.engine.matter import potential as kernels
from glasscope.engine.matter.potential import Family

every_model = pytest.mark.parametrize("key", MODELS)


def inside(key):
    """The model's form, and values of x below the cutoff, off the seam of lj."""
    form = MODELS[key].potential.form
    x = np.linspace(0.7, form.cutoff - 1e-3, 200)
    return form, x[np.abs(x - 2.0) > 1e-3]


def derivatives(key, x):
    one = np.ones_like(x)
    return [MODELS[key].potential.derivative(order, x, one, one) for order in range(6)]


@every_model
def test_each_derivative_is_the_slope_of_the_last(key):
    form, x = inside(key)
    for order in range(5):
        for value in x[::20]:
            ahead, behind = (kernels.derivative(form, order, value + step) for step in (1e-5, -1e-5))
            slope = (ahead - behind) / 2e-5
            exact = kernels.derivative(form, order + 1, value)
            assert slope == pytest.approx(exact, rel=1e-5, abs=1e-5 * abs(kernels.derivative(form, order + 1, 1.0)))


@every_model
def test_a_block_has_energies_and_slopes_of_pairs_in_and_out_of_range(key):
    form, x = inside(key)
    x = np.concatenate([x, form.cutoff + np.array([1e-3, 0.3, 2.0])])
    sizes, angles = np.linspace(0.8, 1.3, x.size), np.linspace(0.0, 6.0, x.size)
    unequal, strengths, slope = np.arange(x.size) % 3 == 0, np.array([0.5, 2.0]), np.empty(x.size)
    distances = x * sizes
    each = strengths[unequal.astype(int)]
    total = kernels.block(
        form, distances * np.cos(angles), distances * np.sin(angles), sizes**-2, unequal, strengths, slope
    )
    potential = MODELS[key].potential
    assert total == pytest.approx(potential.derivative(0, distances, sizes, each).sum(), rel=1e-10)
    expected = potential.derivative(1, distances, sizes, each) / distances
    np.testing.assert_allclose(slope, expected, rtol=1e-9, atol=1e-10 * np.abs(expected).max())
    assert (slope[-3:] == 0.0).all()


@every_model
def test_the_energy_of_one_pair_is_the_derivative_of_order_zero(key):
    form, x = inside(key)
    found = [kernels.energy(form, value**2, value**-2) for value in x]
    np.testing.assert_allclose(found, derivatives(key, x)[0], rtol=1e-9, atol=1e-10)


@every_model
def test_radial_factors_are_what_derivatives_make_of_them(key):
    form, x = inside(key)
    _, f1, f2, f3, f4, _ = derivatives(key, x)
    w1 = f1 / x
    w2 = (f2 - w1) / x**2
    w3 = (f3 - 3 * x * w2) / x**3
    w4 = (f4 - 3 * w2 - 6 * x**2 * w3) / x**4
    found = np.array([(*kernels.radial(form, value**2), kernels.fourth(form, value**2)) for value in x])
    for k, expected in enumerate((w1, w2, w3, w4)):
        np.testing.assert_allclose(found[:, k], expected, rtol=1e-8, atol=1e-9 * np.abs(expected).max())


@every_model
def test_energies_end_at_the_cutoff_and_repel_below_their_minimum(key):
    potential = MODELS[key].potential
    one = np.ones(1)
    assert potential.derivative(0, potential.cutoff + np.array([1e-12]), one, one)[0] == 0.0
    if potential.repulsive:
        assert (derivatives(key, inside(key)[1])[0] >= 0.0).all()
    else:
        assert abs(potential.derivative(1, np.array([potential.repulsive_below]), one, one)[0]) < 1e-9


def test_a_form_needs_a_cutoff():
    class NoEnd(NamedTuple):
        height: float

    with pytest.raises(TypeError, match="cutoff"):
        Family(NoEnd, lambda form, order, x: 0.0)
