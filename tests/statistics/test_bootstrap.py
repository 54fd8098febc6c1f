"""Errors over samples: known laws, whole samples drawn together, reproducible."""

import numpy as np
import pytest

from glasscope.engine import GlassError
from glasscope.engine.statistics import bootstrap, mean


def test_error_of_a_mean_is_the_standard_error():
    values = np.random.default_rng(0).normal(size=400)
    found = bootstrap(np.mean, values, n_resamples=4000)
    assert found.value == values.mean()
    assert found.error == pytest.approx(values.std() / 20, rel=0.05)  # 4000 resamples know it to 1.1 %
    assert found.low == pytest.approx(values.mean() - 1.96 * values.std() / 20, abs=0.2 * found.error)
    assert found.high == pytest.approx(values.mean() + 1.96 * values.std() / 20, abs=0.2 * found.error)


def test_events_of_one_sample_are_drawn_together():
    """Equal values within a sample: more of them must not make the error smaller."""
    one = np.random.default_rng(1).normal(size=50)
    many = np.repeat(one[:, None], 40, axis=1)
    assert bootstrap(mean, many).error == pytest.approx(bootstrap(mean, one).error, rel=1e-12)


def test_data_are_drawn_together_and_lists_are_samples_too():
    x = np.random.default_rng(2).normal(size=30)
    assert bootstrap(lambda a, b: np.mean(a - b), x, x + 1).error == pytest.approx(0, abs=1e-12)
    ragged = [np.arange(k, dtype=float) for k in (1, 5, 3)]
    assert bootstrap(lambda some: np.concatenate(some).mean(), ragged).value == pytest.approx(13 / 9)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    rng, inside = np.random.default_rng(3), 0
    for k in range(200):
        found = bootstrap(np.mean, rng.normal(size=40), n_resamples=200, seed=k)
        inside += found.low < 0 < found.high
    assert inside / 200 == pytest.approx(0.94, abs=0.05)


def test_same_seed_same_errors_and_one_sample_has_none():
    values = np.arange(12.0).reshape(6, 2)
    first, again = (bootstrap(lambda v: v.mean(axis=0), values, seed=4) for _ in range(2))
    assert np.array_equal(first.error, again.error)
    assert first.error.shape == (2,)
    alone = bootstrap(np.mean, values[:1])
    assert np.isnan(alone.error)
    assert alone.value == 0.5


def test_what_was_not_there_is_left_out():
    values = np.array([[1.0, np.nan], [3.0, np.nan]])
    assert mean(values) == 2
    assert np.array_equal(mean(values, axis=0), [2.0, np.nan], equal_nan=True)
    found = bootstrap(lambda v: mean(v, axis=0), values)
    assert np.isnan(found.error[1])
    assert found.error[0] > 0


@pytest.mark.parametrize("arguments", [(np.empty(0),), (np.ones(2), np.ones(3))])
def test_bootstrap_refuses(arguments):
    with pytest.raises(GlassError, match="number of samples"):
        bootstrap(lambda *data: 0.0, *arguments)
