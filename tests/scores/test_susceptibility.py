"""Fan and Ma's scores: by hand, by loops, by drawing."""

import numpy as np
import pytest
from naive_scores import c_rank as naive_c_rank
from naive_scores import drawn_accuracy

from glasscope.engine import GlassError
from glasscope.engine.scores import balanced_accuracy, best_threshold, c_rank, overlap_ratio, top

RNG = np.random.default_rng(0)


def test_perfect_knowledge_gives_what_the_paper_says():
    d2min = RNG.exponential(size=2000)
    assert c_rank(d2min, d2min) == pytest.approx(0.995, abs=1e-3)  # (N + 1)/N for ten particles of 2000
    assert c_rank(d2min, d2min, soft="low") == pytest.approx(-0.995, abs=1e-3)
    assert overlap_ratio(np.sqrt(d2min), d2min) == 1.0
    assert overlap_ratio(d2min, d2min, soft="low") == 0.0


def test_it_is_the_mean_of_the_distribution_over_the_top():
    field, d2min = RNG.normal(size=(2, 400))
    # the share "not above" counts the particle itself whole, ranks count equal ones half: one half of N apart
    assert c_rank(field, d2min, share=0.05) == pytest.approx(naive_c_rank(field, d2min, 20), abs=1e-12)


def test_chance():
    d2min = RNG.exponential(size=4000)
    drawn = [c_rank(RNG.normal(size=4000), d2min, share=0.01) for _ in range(200)]
    assert np.mean(drawn) == pytest.approx(0, abs=4 / np.sqrt(3 * 40 * 200))
    shares = [overlap_ratio(RNG.normal(size=4000), d2min, share=0.1) for _ in range(50)]
    assert np.mean(shares) == pytest.approx(0.1, abs=0.01)


def test_at_least_one_particle_is_at_the_top():
    assert top(np.arange(10.0)).tolist() == [False] * 9 + [True]
    assert top(np.ones(400), 0.01).sum() == 4
    with pytest.raises(GlassError, match="finite"):
        top([1.0, np.nan])
    with pytest.raises(GlassError, match="between 0 and 1"):
        top([1.0, 2.0], 1.0)


def test_balanced_accuracy_is_the_mean_over_drawn_sets():
    labels = top(RNG.normal(size=1000), 0.05)
    values = RNG.normal(size=1000) + 1.5 * labels
    drawn = drawn_accuracy(values, labels, 0.7, RNG, 2000)
    assert balanced_accuracy(values, labels, 0.7) == pytest.approx(drawn, abs=4 * 0.035 / np.sqrt(2000))
    assert balanced_accuracy(-values, labels, -0.7, soft="low") == balanced_accuracy(values, labels, 0.7)
    assert balanced_accuracy(values, labels, -1e9) == 0.5
    with pytest.raises(GlassError, match="both kinds"):
        balanced_accuracy(values, np.ones(1000, bool), 0.0)


@pytest.mark.parametrize("soft", ["high", "low"])
def test_no_threshold_is_better_than_the_best(soft):
    labels = RNG.uniform(size=300) < 0.2
    values = np.round(RNG.normal(size=300) + labels, 1) * (1 if soft == "high" else -1)  # with equal ones
    best = balanced_accuracy(values, labels, best_threshold(values, labels, soft), soft)
    tried = [balanced_accuracy(values, labels, threshold, soft) for threshold in np.linspace(-5, 5, 401) + 0.0123]
    assert best == pytest.approx(max(tried), abs=1e-12)
