"""Scores and distributions of arrays of events."""

import numpy as np
import pytest
from scipy.integrate import trapezoid

from glasscope.engine import GlassError
from glasscope.engine.scores import (
    KINDS,
    RankScore,
    cumulative,
    cumulative_ratio,
    dissipation_density,
    mean_drop,
    score,
    score_by_ordinal,
    score_by_strain,
    size_scaling,
    strain_bins,
)

NAN = np.nan


def test_score_is_that_of_the_ranks_of_one_kind():
    ranks = np.random.default_rng(0).uniform(0.01, 1, 17)
    assert score(ranks) == pytest.approx(RankScore(ranks, next(iter(KINDS))).C, abs=1e-14)
    assert score(np.append(ranks, NAN)) == pytest.approx(score(ranks))
    assert np.isnan(score([NAN]))
    with pytest.raises(GlassError, match="ranks"):
        score([0.0, 0.5])


def test_score_of_nth_events_and_in_ranges_of_strain():
    ranks = np.array([[[1.0, 0.5, NAN], [0.8, 0.7, 0.1]], [[0.6, NAN, NAN], [1.0, 0.3, NAN]]])
    strains = np.array([[[0.01, 0.02, NAN], [0.01, 0.03, 0.05]], [[0.04, NAN, NAN], [0.015, 0.03, NAN]]])
    assert score_by_ordinal(ranks) == pytest.approx([0.7, 0.0, -0.8])
    found = score_by_strain(ranks, strains, [0.0, 0.02, 0.04, 0.045, 0.05])
    assert found[:3] == pytest.approx([2 * 2.8 / 3 - 1, 0.0, 0.2])
    assert np.isnan(found[3])  # the one at 0.05 lies on the last edge: outside


def test_strain_bins_know_nan_and_edges():
    assert strain_bins([0.0, 0.1, 0.25, 0.3, NAN, -1], [0, 0.1, 0.3]).tolist() == [0, 1, 1, -1, -1, -1]
    with pytest.raises(GlassError, match="rising"):
        strain_bins([0.1], [0.2, 0.1])


def test_mean_rank_is_the_integral_of_the_distribution():
    ranks = np.random.default_rng(1).uniform(0.2, 1, 500)
    x = np.linspace(0, 1, 20001)
    assert trapezoid(cumulative(1 - ranks, x), x) == pytest.approx(ranks.mean(), abs=1e-4)  # half a step of x


def test_cumulative_counts_what_is_not_above():
    assert cumulative([2.0, NAN, 1.0, 2.0, 5.0], [0.5, 1, 2, 4, 5]).tolist() == [0, 0.25, 0.75, 0.75, 1]
    assert np.isnan(cumulative([NAN], [0.0, 1.0])).all()
    ratio = cumulative_ratio([1.0, 1.0, 2.0, 3.0], [1.0, 2.0, 2.0, 3.0], [0.5, 1, 2, 3])
    assert np.array_equal(ratio, [NAN, 2, 1, 1], equal_nan=True)


def test_steady_flow_dissipates_its_stress():
    """Sawtooth: the stress drops at every hundredth, and each drop releases the work of its piece."""
    strains = np.arange(1, 101) * 0.01 - 1e-9
    stress = 0.3
    drops = np.full(100, stress * 0.01 * 50.0)  # in a volume of 50
    runs = np.broadcast_to(strains, (3, 2, 100)), np.broadcast_to(drops, (3, 2, 100))
    found = dissipation_density(runs[1], runs[0], np.full((3, 2), 1.0), np.linspace(0, 1, 6), 50.0)
    assert found == pytest.approx(np.full(5, stress), rel=1e-12)


def test_dissipation_counts_the_strain_that_was_covered():
    strains, drops = np.array([[0.05, 0.15], [0.05, NAN]]), np.array([[1.0, 4.0], [3.0, NAN]])
    found = dissipation_density(drops, strains, [0.2, 0.1], [0.0, 0.1, 0.2, 0.3], 10.0)
    assert found[:2] == pytest.approx([4 / (10 * 0.2), 4 / (10 * 0.1)])
    assert np.isnan(found[2])
    assert np.array_equal(mean_drop(drops, strains, [0, 0.1, 0.2, 0.3]), [2, 4, NAN], equal_nan=True)


def test_scaling_with_size_finds_a_law_put_in():
    """Weibull strains of exponent 1 + θ = 5/3, as weakest sites give them; the mean falls as N^−0.6."""
    rng, sizes = np.random.default_rng(5), [256, 1024, 4096, 16384]
    strains = [0.1 * (n / 256) ** -0.6 * rng.weibull(5 / 3, size=(300, 2)) for n in sizes]
    found = size_scaling(sizes, strains, n_resamples=300)
    assert abs(found.exponent.value - 0.6) < 4 * found.exponent.error
    assert found.exponent.error < 0.02
    assert found.theta.value == pytest.approx(1 / found.exponent.value - 1)
    exact = size_scaling(sizes, [np.full((4, 1), n**-0.6) for n in sizes], n_resamples=10)
    assert exact.theta.value == pytest.approx(2 / 3, abs=1e-12)
    with pytest.raises(GlassError, match="two sizes"):
        size_scaling([100], [np.ones(3)])
