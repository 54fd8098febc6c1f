"""Scores of a rare class: beside scikit-learn's, by hand, and by chance."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, matthews_corrcoef, precision_score

from glasscope.engine import GlassError
from glasscope.engine.scores import average_precision, matthews_correlation, precision

RNG = np.random.default_rng(4)


@pytest.mark.parametrize("digits", [12, 1], ids=["all differ", "with equal ones"])
@pytest.mark.parametrize("soft", ["high", "low"])
def test_they_are_those_of_scikit_learn(digits, soft):
    labels = RNG.uniform(size=2000) < 0.03
    values = np.round(RNG.normal(size=2000) + 1.5 * labels, digits)
    field, threshold = (values, 1.05) if soft == "high" else (-values, -1.05)
    assert average_precision(field, labels, soft) == pytest.approx(average_precision_score(labels, values), rel=1e-12)
    assert precision(field, labels, threshold, soft) == pytest.approx(precision_score(labels, values > 1.05), rel=1e-12)
    expected = matthews_corrcoef(labels, values > 1.05)
    assert matthews_correlation(field, labels, threshold, soft) == pytest.approx(expected, rel=1e-12)


def test_by_hand():
    labels = np.array([True, False, True, False])
    assert average_precision([4.0, 3.0, 2.0, 1.0], labels) == pytest.approx((1 / 1 + 2 / 3) / 2)
    assert average_precision([1.0, 1.0, 1.0, 1.0], labels) == 0.5
    assert precision([4.0, 3.0, 2.0, 1.0], labels, 1.5) == pytest.approx(2 / 3)
    assert np.isnan(precision([4.0, 3.0, 2.0, 1.0], labels, 9.0))
    assert matthews_correlation([4.0, 3.0, 2.0, 1.0], labels, 9.0) == 0.0
    assert matthews_correlation(labels.astype(float), labels, 0.5) == 1.0
    assert matthews_correlation(labels.astype(float), ~labels, 0.5) == -1.0


def test_chance_is_the_share_of_labels():
    drawn = [average_precision(RNG.normal(size=4000), RNG.uniform(size=4000) < 0.05) for _ in range(100)]
    assert np.mean(drawn) == pytest.approx(0.05, abs=0.003)


@pytest.mark.parametrize(
    "score", [average_precision, lambda field, labels: precision(field, labels, 0.0)], ids=["curve", "threshold"]
)
def test_what_is_no_score_is_refused(score):
    with pytest.raises(GlassError, match="both kinds"):
        score([1.0, 2.0], [True, True])
    with pytest.raises(GlassError, match="do not fit"):
        score([1.0, 2.0, 3.0], [True, False])
    with pytest.raises(GlassError, match="one finite value"):
        score([1.0, np.nan], [True, False])
