"""Logistic regression with a penalty: at the minimum of what it is said to make least."""

import numpy as np
import pytest
from scipy.optimize import minimize

from glasscope.engine import GlassError
from glasscope.engine.learning import fit_logistic

RNG = np.random.default_rng(2)


def test_it_is_the_minimum_of_penalty_and_loss():
    functions = RNG.normal(size=(600, 4)) * [1.0, 5.0, 0.1, 2.0] + [3.0, 0.0, 1.0, -2.0]
    labels = (functions @ [1.0, 0.2, -3.0, 0.0] + RNG.normal(size=600) > 2.0).astype(int)
    found = fit_logistic(functions, labels, 0.01)
    z, y = (functions - functions.mean(axis=0)) / functions.std(axis=0), 2 * labels - 1
    weights = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))

    def cost(x):
        return x[:-1] @ x[:-1] / 2 + 0.01 * (weights * np.logaddexp(0, -y * (z @ x[:-1] + x[-1]))).sum()

    least = minimize(cost, np.zeros(5), tol=1e-12)
    assert cost(np.append(found.weights, found.bias)) == pytest.approx(least.fun, rel=1e-6)
    np.testing.assert_allclose(np.append(found.weights, found.bias), least.x, atol=2e-3)


def test_what_is_constant_is_left_out_and_one_class_is_refused():
    functions = np.concatenate([RNG.normal(size=(300, 2)), np.ones((300, 1))], axis=1)
    found = fit_logistic(functions, (functions[:, 0] > 0).astype(int), 1.0)
    assert found.weights[2] == 0.0
    assert found.weights[0] > 0.5
    with pytest.raises(GlassError, match="both"):
        fit_logistic(functions, np.zeros(300, int), 1.0)
