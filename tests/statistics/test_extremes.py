"""Exponents from the largest value of each sample, where values come in clusters too."""

import numpy as np
import pytest

from glasscope.engine.errors import GlassError
from glasscope.engine.statistics import fit_extremes, fit_tail


def frechet(rng, exponent, n, scale=1.0):
    """Largest values as the law has them, one a sample."""
    return [np.array([x]) for x in scale * (-np.log(rng.uniform(size=n))) ** (-1 / (exponent - 1))]


@pytest.mark.parametrize("exponent", [17 / 12, 13 / 8, 9 / 4, 7 / 2])
def test_the_exponent_and_the_scale_of_the_law_itself(exponent):
    found = fit_extremes(frechet(np.random.default_rng(1), exponent, 2000, scale=5.0), cut=5.0, n_resamples=50)
    assert abs(found.exponent - exponent) < 4 * found.error
    assert found.error < 1.3 * (exponent - 1) / np.sqrt(found.n_tail)
    assert abs(np.log(found.scale / 5.0)) < 4 * found.scale_error
    assert found.n_tail == pytest.approx(2000 * (1 - np.exp(-1)), rel=0.05)  # beyond the scale
    assert found.n_samples == 2000


def test_high_cuts_give_the_power_law_of_the_largest():
    """Where few samples reach, the law is the plain power law and so is its likeliest exponent."""
    rng = np.random.default_rng(2)
    samples = frechet(rng, 2.0, 20_000)
    cut = np.sort(np.concatenate(samples))[-200]
    found = fit_extremes(samples, cut=cut, n_resamples=0)
    plain = fit_tail(samples, cut=cut, n_resamples=0)
    assert found.n_tail == plain.n_tail == 199
    assert found.exponent == pytest.approx(plain.exponent, rel=0.01)
    assert np.isnan(found.error)


def test_the_largest_of_many_draws_of_a_power_law():
    rng = np.random.default_rng(3)
    samples = [(1 - rng.uniform(size=300)) ** (-1 / 1.25) for _ in range(600)]
    found = fit_extremes(samples, n_resamples=50)
    assert abs(found.exponent - 2.25) < 4 * found.error
    assert found.scale == pytest.approx(300 ** (1 / 1.25), rel=0.2)  # 300 x^-1.25 = 1
    assert found.distance < 0.06


def clustered(rng, exponent, n_pairs=1000):
    """Spots of a power law; pairs around each fall off with the distance, and there is a body of others."""
    values = rng.normal(size=n_pairs)
    for _ in range(8):
        size = (1 - rng.uniform()) ** (-1 / (exponent - 1))
        values += size * np.cos(rng.uniform(0, 2 * np.pi, n_pairs)) / (1 + rng.uniform(0, 500, n_pairs))
    return np.abs(values)


def test_clusters_mislead_the_fit_to_all_values_and_not_that_to_the_largest():
    rng = np.random.default_rng(4)
    samples = [clustered(rng, 1.5) for _ in range(400)]
    found = fit_extremes(samples, n_resamples=50)
    assert abs(found.exponent - 1.5) < 3 * found.error
    assert found.error < 0.05
    top = np.sort(np.concatenate(samples))[-2000]
    assert fit_tail(samples, cut=top, n_resamples=0).exponent > 1.65  # an error by itself of 0.01


def test_the_same_seed_gives_the_same_error():
    samples = frechet(np.random.default_rng(5), 2.0, 200)
    assert fit_extremes(samples, n_resamples=20) == fit_extremes(samples, n_resamples=20)


@pytest.mark.parametrize(
    ("samples", "options", "words"),
    [
        ([], {}, "give samples"),
        ([np.ones(3), np.empty(0)], {}, "each with a value"),
        ([np.array([-1.0])] * 80, {}, "above zero"),
        ([np.array([np.inf])] * 80, {}, "finite"),
        ([np.array([1.0])] * 20, {}, "50 samples"),
        ([np.array([1.0 + k]) for k in range(80)], {"cut": 60.0}, "50 samples"),
        ([np.array([1.0])] * 80, {"cut": 0.0}, "starts at"),
        ([np.array([1.0])] * 80, {"largest_share": 1.0}, "largest_share"),
    ],
)
def test_what_has_no_extremes_is_refused(samples, options, words):
    with pytest.raises(GlassError, match=words):
        fit_extremes(samples, **options)
