"""Vibrational modes: exact, counted, the same every time."""

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import MODELS, GlassError, MissingModesError
from glasscope.engine.mechanics.linear import modes as modes_module
from glasscope.engine.mechanics.linear.response import Response


def fresh(glass):
    """A response that remembers nothing."""
    return Response(glass.moved(glass.positions, glass.box))


@pytest.mark.parametrize("key", list(MODELS))
def test_inertia_counts_what_the_dense_matrix_has(key):
    glass = small_glass(key, 400)
    values = np.linalg.eigvalsh(glass.hessian().toarray())[2:]
    quantiles = np.quantile(values, [0.1, 0.5, 0.9])
    for below in (0.5 * values[0], 0.5 * (values[0] + values[1]), *quantiles, 2 * values[-1]):
        assert glass.response.count_below(below) == np.count_nonzero(values < below)


def test_the_determinant_is_the_product_of_the_eigenvalues():
    glass = small_glass("lj", 144)
    values = np.linalg.eigvalsh(glass.hessian().toarray())[2:]
    assert glass.response.log_determinant == pytest.approx(np.log(values).sum(), abs=1e-9)


def test_a_count_needs_a_positive_frequency():
    with pytest.raises(GlassError, match="positive"):
        small_glass("lj", 144).response.count_below(0.0)


@pytest.mark.parametrize("key", ["lj", "poly"])
def test_many_modes_of_a_larger_glass_are_exact(key):
    glass, n = small_glass(key, 900), 120
    values, modes = fresh(glass).modes(n)
    flat = modes.reshape(n, -1)
    assert np.linalg.norm(glass.hessian() @ flat.T - flat.T * values, axis=0).max() < 1e-8
    np.testing.assert_allclose(flat @ flat.T, np.eye(n), atol=1e-12)
    np.testing.assert_allclose(values, np.linalg.eigvalsh(glass.hessian().toarray())[2 : n + 2], rtol=1e-9)


def test_fewer_modes_come_from_those_that_are_known():
    glass = small_glass("lj", 400)
    response = fresh(glass)
    values, modes = response.modes(30)
    np.testing.assert_array_equal(response.modes(7)[1], modes[:7])
    again_values, again = fresh(glass).modes(30)
    np.testing.assert_array_equal(values, again_values)
    np.testing.assert_array_equal(modes, again)
    assert (modes.reshape(30, -1).max(axis=1) >= -modes.reshape(30, -1).min(axis=1)).all()


def test_the_softest_mode_is_the_first():
    glass = small_glass("poly", 400)
    value, mode = glass.response.softest_mode
    values, modes = glass.response.modes(3)
    assert value == pytest.approx(values[0], rel=1e-10)
    assert abs((mode * modes[0]).sum()) == pytest.approx(1.0, abs=1e-8)


def test_a_mode_that_was_missed_is_noticed(monkeypatch):
    find = modes_module.largest_of_inverse

    def blind(*arguments):
        values, vectors = find(*arguments)
        keep = np.arange(len(values)) != 2
        return values[keep], vectors[:, keep]

    monkeypatch.setattr(modes_module, "largest_of_inverse", blind)
    with pytest.raises(MissingModesError):
        fresh(small_glass("lj", 400)).modes(20)
