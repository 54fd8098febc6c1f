"""Logistic regression with a penalty: a plane whose distances are odds, fitted to a class that is rare."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .support_vectors import Fit, checked, quietly, standard

_ITERATIONS = 2000


def fit_logistic(functions: ArrayLike, labels: ArrayLike, strength: float) -> Fit:
    """The plane of a ridge-penalised logistic regression, by scikit-learn.

    Least |w|²/2 + C Σ_i c_i log(1 + exp(−y_i (w·z_i + b))) over standardised functions z, with y = ±1 and weights c_i
    that give both classes the same sum: w·z + b is the logarithm of the odds that one drawn from a balanced set is
    soft.

    Parameters
    ----------
    functions : array_like, shape (n, number of functions)
        What is told of each particle.
    labels : array_like of int, shape (n,)
        1 soft, 0 stiff.
    strength : float
        C.

    Returns
    -------
    Fit
        The same for the same input. Cost: 3 s for 300,000 examples of 76 functions.

    Raises
    ------
    GlassError
        If shapes disagree, a class is missing, or every function is left out.
    NotConvergedError
        If the solver gives up.
    """
    from sklearn.linear_model import LogisticRegression

    functions, labels = checked(functions, labels)
    mean, scale, kept = standard(functions)
    machine = LogisticRegression(C=strength, class_weight="balanced", max_iter=_ITERATIONS)
    quietly(machine, ((functions - mean) / scale)[:, kept], labels)
    weights = np.zeros(len(mean))
    weights[kept] = machine.coef_[0]
    return Fit(mean, scale, weights, float(machine.intercept_[0]))
