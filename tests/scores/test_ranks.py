"""Ranks and scores: exact cases, chance, and refusal to mix kinds."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from glasscope.engine.errors import GlassError
from glasscope.engine.scores import KINDS, EventScorer, RankScore, rank

FIRST, LATER, LEAD = KINDS


def test_rank_of_the_extremes():
    field = np.array([3.0, -1.0, 7.0, 0.0])
    assert rank(field, 2) == 1.0
    assert rank(field, 1) == 0.25
    assert rank(field, 2, soft="low") == 0.25
    assert rank(field, 1, soft="low") == 1.0


@pytest.mark.parametrize("soft", ["high", "low"])
def test_rank_agrees_with_scipy_mean_ranks(soft):
    from scipy.stats import rankdata

    rng = np.random.default_rng(4)
    field = rng.integers(0, 12, 200).astype(float)
    expected = rankdata(field if soft == "high" else -field) / field.size
    assert [rank(field, k, soft) for k in range(200)] == pytest.approx(expected, abs=0)


def test_constant_field_ranks_everyone_in_the_middle():
    assert rank(np.ones(9), 4) == 5 / 9
    assert rank(np.ones(9), 0, "low") == 5 / 9


@pytest.mark.parametrize(
    ("field", "particle", "soft", "words"),
    [
        ([1.0, np.nan], 0, "high", "not finite"),
        ([1.0, np.inf], 0, "high", "not finite"),
        ([1.0, 2.0], 2, "high", "does not exist"),
        ([1.0, 2.0], -1, "high", "does not exist"),
        ([1.0, 2.0], 0, "left", "high"),
        ([[1.0, 2.0]], 0, "high", "shape"),
        ([], 0, "high", "shape"),
    ],
)
def test_rank_refuses(field, particle, soft, words):
    with pytest.raises(GlassError, match=words):
        rank(np.array(field), particle, soft)


def test_score_of_known_ranks():
    score = RankScore([0.9, 1.0, 0.8, 0.7], FIRST)
    assert score.n == 4
    assert pytest.approx(0.0, abs=1e-12) == score.C - 0.7
    assert score.error == pytest.approx(2 * np.std([0.9, 1.0, 0.8, 0.7], ddof=1) / 2)
    assert score.symbol == "C_min"
    assert "4 events" in score.in_words()
    assert "15.0 %" in score.in_words()


def test_cdf_integrates_to_the_mean_rank():
    ranks = np.random.default_rng(1).uniform(0.2, 1.0, 33)
    x, steps = RankScore(ranks, LATER).cdf()
    assert (x[0], steps[0], x[-1], steps[-1]) == (0.0, 0.0, 1.0, 1.0)
    assert np.all(np.diff(x) >= 0)
    assert np.all(np.diff(steps) >= 0)
    assert np.sum(steps[:-1] * np.diff(x)) == pytest.approx(ranks.mean(), abs=1e-14)


def test_chance_of_one_and_two_events_is_exact():
    assert RankScore([0.5], FIRST).chance == pytest.approx(0.95, abs=1e-9)
    assert RankScore([0.5, 0.5], FIRST).chance == pytest.approx(1 - math.sqrt(0.05), abs=1e-9)


def test_chance_goes_over_smoothly_to_the_normal_limit():
    below, above = RankScore(np.full(20, 0.5), FIRST).chance, RankScore(np.full(21, 0.5), FIRST).chance
    assert above < below
    assert below == pytest.approx(1.959964 / math.sqrt(60), rel=0.005)


@pytest.mark.parametrize("n", [1, 3, 10, 40])
def test_uniform_ranks_stay_inside_the_band_of_chance_as_often_as_stated(n):
    rng = np.random.default_rng(n)
    samples = 1.0 - rng.uniform(size=(4000, n))
    chance = RankScore(samples[0], FIRST).chance
    inside = np.mean(np.abs(2 * samples.mean(axis=1) - 1) <= chance)
    assert inside == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize("n", [1, 7, 50])
def test_band_of_the_distribution_is_the_binomial_one(n):
    from scipy.stats import binom

    x = np.array([0.0, 0.003, 0.1, 0.5, 0.77, 1.0])
    low, high = RankScore(np.full(n, 0.5), FIRST).chance_band(x)
    inner = slice(1, -1)
    assert low[inner] * n == pytest.approx(binom.ppf(0.025, n, x[inner]))
    assert high[inner] * n == pytest.approx(binom.ppf(0.975, n, x[inner]))
    assert (low[0], high[0], low[-1], high[-1]) == (0.0, 0.0, 1.0, 1.0)


def test_no_events():
    score = RankScore([], LEAD, lead=1e-3)
    assert score.n == 0
    assert math.isnan(score.C)
    assert math.isnan(score.chance)
    assert math.isnan(score.error)
    assert score.cdf()[0].size == 0
    low, high = score.chance_band(np.linspace(0, 1, 5))
    assert np.all(low == 0)
    assert np.all(high == 1)
    assert score.in_words().startswith("No event")


def test_kinds_are_never_mixed():
    first, later = RankScore([0.9], FIRST), RankScore([0.8], LATER)
    near, far = RankScore([0.9], LEAD, lead=1e-4), RankScore([0.9], LEAD, lead=1e-3)
    with pytest.raises(GlassError, match="never mixed"):
        first + later
    with pytest.raises(GlassError, match="leads are never mixed"):
        near + far
    assert (first + first).n == 2
    assert (near + near).lead == 1e-4


@pytest.mark.parametrize(
    ("ranks", "kind", "lead"),
    [
        ([0.5], "whatever", None),
        ([0.0], FIRST, None),
        ([1.1], FIRST, None),
        ([np.nan], FIRST, None),
        ([0.5], FIRST, 1e-3),
        ([0.5], LEAD, None),
        ([0.5], LEAD, 0.0),
        ([0.5], LEAD, np.nan),
    ],
)
def test_score_refuses(ranks, kind, lead):
    with pytest.raises(GlassError):
        RankScore(ranks, kind, lead)


def test_words_say_which_side_of_chance():
    assert "better than chance" in RankScore(np.full(30, 0.95), LATER).in_words()
    assert "worse than chance" in RankScore(np.full(30, 0.05), LATER).in_words()
    assert "within the band of chance" in RankScore(np.full(30, 0.5), LATER).in_words()
    assert "0.001 in strain before" in RankScore([0.5], LEAD, lead=1e-3).in_words()


def test_scorer_sorts_events_into_their_kinds():
    field = np.arange(10.0)
    scorer = EventScorer(SimpleNamespace(soft="low"))
    for ordinal, core in enumerate([0, 4, 9], start=1):
        scorer.add(field, SimpleNamespace(core=core, strain=0.01 * ordinal), ordinal)
    scorer.add(field, SimpleNamespace(core=1, strain=0.02), 2, lead=1e-4)
    assert scorer.score(FIRST).ranks.tolist() == [1.0]
    assert scorer.score(LATER).ranks == pytest.approx([0.6, 0.1])
    assert scorer.score(LEAD, lead=1e-4).ranks.tolist() == [0.9]
    assert scorer.score(LEAD, lead=1e-3).n == 0
    assert [e.kind for e in scorer.events] == [FIRST, LATER, LATER, LEAD]
    with pytest.raises(GlassError, match="which lead"):
        scorer.score(LEAD)


def test_an_event_at_its_onset_as_cast_is_told_and_not_scored():
    field, scorer = np.arange(10.0), EventScorer("high")
    for ordinal, strain in enumerate([2e-6, 0.01, 0.02], start=1):
        scorer.add(field, SimpleNamespace(core=3 * ordinal, strain=strain), ordinal)
    assert [e.rank for e in scorer.events] == [0.4, 0.7, 1.0]
    assert scorer.score(FIRST).n == 0
    assert scorer.score(LATER).ranks.tolist() == [0.7, 1.0]
    assert scorer.left_out == 1
    scorer.add(field, SimpleNamespace(core=1, strain=5e-5), 1, lead=1e-5)
    assert scorer.score(LEAD, lead=1e-5).n == 1  # that field was taken before its onset
    assert scorer.left_out == 1


def test_scorer_keeps_nothing_of_a_bad_event():
    scorer = EventScorer("high")
    event = SimpleNamespace(core=1, strain=0.1)
    for field, ordinal, lead in [([1.0, np.nan], 1, None), ([1.0, 2.0], 0, None), ([1.0, 2.0], 1, -1.0)]:
        with pytest.raises(GlassError):
            scorer.add(np.array(field), event, ordinal, lead)
    assert scorer.events == []
    with pytest.raises(GlassError):
        EventScorer("sideways")
