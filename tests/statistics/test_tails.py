"""Tails of known exponent, with and without a body below them."""

import numpy as np
import pytest

from glasscope.engine.errors import GlassError
from glasscope.engine.statistics.tails import fit_tail, log_binned_density, scan_cuts


def pareto(rng, exponent, n, cut=1.0):
    return cut * (1 - rng.uniform(size=n)) ** (-1 / (exponent - 1))


def with_a_body(rng, exponent, n, share=0.1):
    """A share of the values in a power law from 1 on, the others in a half normal that ends there."""
    body = np.abs(rng.normal(scale=0.3, size=n)) % 1.0
    return np.where(rng.uniform(size=n) < share, pareto(rng, exponent, n), body)


@pytest.mark.parametrize("exponent", [17 / 12, 13 / 8, 9 / 4, 7 / 2])
def test_the_exponent_of_a_pure_power_law(exponent):
    rng = np.random.default_rng(2)
    tail = fit_tail([pareto(rng, exponent, 500, cut=3.0) for _ in range(40)], cut=3.0)
    assert tail.n_tail == tail.n_values == 20_000
    assert tail.error == pytest.approx((exponent - 1) / np.sqrt(20_000), rel=0.3)  # what theory says of it
    assert abs(tail.exponent - exponent) < 4 * tail.error
    assert tail.prefactor == pytest.approx((exponent - 1) * 3.0 ** (exponent - 1), rel=0.2)
    assert tail.distance < 0.015


def test_the_maximum_likelihood_formula():
    values = np.array([1.5, 2.0, 4.0, 8.0])
    tail = fit_tail([values], cut=1.0, n_least=4, n_resamples=0)
    assert tail.exponent == pytest.approx(1 + 4 / np.log(values).sum())
    assert np.isnan(tail.error)
    assert np.isnan(tail.prefactor_error)


@pytest.mark.parametrize("exponent", [13 / 8, 9 / 4])
def test_the_cut_is_found_above_a_body(exponent):
    rng = np.random.default_rng(3)
    tail = fit_tail([with_a_body(rng, exponent, 500) for _ in range(100)], n_resamples=50)
    assert 0.8 < tail.cut < 4.0
    assert abs(tail.exponent - exponent) < 4 * tail.error
    assert tail.error < 0.06
    assert tail.prefactor == pytest.approx(0.1 * (exponent - 1), rel=0.1)


def test_the_exponent_settles_above_the_body_and_not_in_it():
    rng = np.random.default_rng(4)
    scan = scan_cuts([with_a_body(rng, 2.25, 500) for _ in range(100)])
    assert (np.diff(scan.cuts) < 0).all()
    assert scan.n_tail[0] == 100
    tail = (scan.cuts > 1.0) & (scan.n_tail > 500)
    np.testing.assert_allclose(scan.exponents[tail], 2.25, atol=0.15)
    body = scan.cuts < 0.8
    assert scan.distances[body].max() > 3 * scan.distances[tail].min()
    assert np.abs(scan.exponents[body] - 2.25).max() > 0.2


def test_a_given_exponent_leaves_the_prefactor():
    """Half as many values in the tail: half the prefactor, at one exponent and one cut."""
    rng = np.random.default_rng(5)
    more, less = (
        fit_tail([with_a_body(rng, 3.5, 1000, share) for _ in range(40)], exponent=3.5, cut=1.2, n_resamples=50)
        for share in (0.2, 0.1)
    )
    assert more.exponent == less.exponent == 3.5
    assert more.error == 0.0
    assert more.prefactor == pytest.approx(0.2 * 2.5, rel=4 * more.prefactor_error)
    assert more.prefactor / less.prefactor == pytest.approx(2.0, rel=0.15)


def test_values_that_are_not_positive_count_but_are_in_no_tail():
    rng = np.random.default_rng(6)
    one = [pareto(rng, 2.0, 1000) for _ in range(5)]
    both = [np.concatenate([values, -values]) for values in one]
    alone, diluted = (fit_tail(samples, cut=1.0, n_resamples=0) for samples in (one, both))
    assert alone.exponent == diluted.exponent
    assert diluted.n_values == 10_000
    assert diluted.prefactor == pytest.approx(0.5 * alone.prefactor)


def test_errors_are_those_between_samples():
    """Values that come in copies within a sample: the error is that of the samples, not of the copies."""
    rng = np.random.default_rng(7)
    once = [pareto(rng, 2.0, 20) for _ in range(50)]
    single, copied = (fit_tail([np.repeat(v, k) for v in once], cut=1.0, n_resamples=100) for k in (1, 25))
    assert copied.exponent == pytest.approx(single.exponent)
    assert copied.error == pytest.approx(single.error)
    assert single.error == pytest.approx(1 / np.sqrt(1000), rel=0.3)


def test_the_same_seed_gives_the_same_error():
    samples = [pareto(np.random.default_rng(k), 2.5, 100) for k in range(10)]
    assert fit_tail(samples, n_resamples=20) == fit_tail(samples, n_resamples=20)
    assert fit_tail(samples, n_resamples=20).error != fit_tail(samples, n_resamples=20, seed=1).error


@pytest.mark.parametrize(
    ("samples", "options", "words"),
    [
        ([], {"n_resamples": 0}, "samples"),
        ([np.ones(50)], {"n_resamples": 0}, "at least 100"),
        ([np.arange(200.0)], {"cut": 150.0, "n_resamples": 0}, "only 49"),
        ([np.arange(200.0)], {}, "two samples"),
        ([np.full(200, np.inf)], {"n_resamples": 0}, "not finite"),
        ([np.arange(200.0)], {"cut": -1.0, "n_resamples": 0}, "above zero"),
        ([np.arange(200.0)], {"exponent": 1.0, "n_resamples": 0}, "above 1"),
        ([np.arange(200.0)], {"largest_share": 0.0, "n_resamples": 0}, "largest_share"),
    ],
)
def test_what_has_no_tail_is_refused(samples, options, words):
    with pytest.raises(GlassError, match=words):
        fit_tail(samples, **options)


def test_log_binned_density_of_a_power_law():
    n = 200_000
    values = (1 - (np.arange(n) + 0.5) / n) ** -1.0  # p(x) = x^-2 above 1, by its quantiles
    histogram = log_binned_density(values, bins_per_decade=8)
    assert histogram.counts.sum() == n
    assert histogram.density @ np.diff(histogram.edges) == pytest.approx(1.0)
    many = histogram.counts > 300
    expected = (1 / histogram.edges[:-1] - 1 / histogram.edges[1:]) / np.diff(histogram.edges)
    np.testing.assert_allclose(histogram.density[many], expected[many], rtol=0.01)
    np.testing.assert_allclose(histogram.density[many], histogram.middles[many] ** -2, rtol=0.03)


def test_log_binned_density_counts_what_it_does_not_show():
    histogram = log_binned_density([-1.0, 0.0, 0.5, 20.0, 30.0], low=1.0)
    assert histogram.counts.sum() == 2
    assert histogram.density @ np.diff(histogram.edges) == pytest.approx(0.4)
    with pytest.raises(GlassError, match="nothing to bin"):
        log_binned_density([-1.0, 0.0])
    with pytest.raises(GlassError, match="not finite"):
        log_binned_density([1.0, np.nan])
    with pytest.raises(GlassError, match="decade"):
        log_binned_density([1.0], bins_per_decade=0)
