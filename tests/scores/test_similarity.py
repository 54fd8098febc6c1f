"""Spearman's correlation against the paper's sum, scipy, and what must hold of it."""

import numpy as np
import pytest
from naive_scores import spearman as naive_spearman
from scipy.stats import spearmanr

from glasscope.engine import GlassError
from glasscope.engine.scores import mean_ranks, spearman, spearman_matrix

RNG = np.random.default_rng(0)


def test_it_is_the_sum_of_the_paper_without_equal_values():
    first, second = RNG.normal(size=(2, 60))
    assert spearman(first, second) == pytest.approx(naive_spearman(first, second), abs=1e-13)


def test_equal_values_are_treated_as_scipy_does():
    first, second = RNG.integers(0, 5, size=(2, 200))
    assert spearman(first, second) == pytest.approx(spearmanr(first, second).statistic, abs=1e-13)
    assert mean_ranks([3.0, 1.0, 3.0, 2.0]).tolist() == [3.5, 1.0, 3.5, 2.0]


def test_only_the_order_counts_and_soft_turns_it():
    field = RNG.normal(size=80)
    matrix = spearman_matrix([field, np.exp(field), -(field**3)], soft=["high", "high", "low"])
    assert matrix == pytest.approx(np.ones((3, 3)), abs=1e-14)
    assert spearman(field, -field) == pytest.approx(-1)


def test_what_is_constant_or_missing_correlates_with_nothing():
    field = RNG.normal(size=10)
    matrix = spearman_matrix([field, np.ones(10), np.full(10, np.nan), field])
    assert np.isnan(matrix[[1, 2]]).all()
    assert matrix[0, 3] == 1.0


@pytest.mark.parametrize("fields", [[np.ones(3), np.ones(4)], [np.ones((2, 2))] * 2])
def test_it_refuses_fields_of_different_particles(fields):
    with pytest.raises(GlassError, match="same particles"):
        spearman_matrix(fields)
