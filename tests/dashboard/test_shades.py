"""Shades: softness points the same way for every indicator, ranges are never empty."""

from types import SimpleNamespace

import numpy as np
import pytest

from glasscope.dashboard.controls.controls import shown_threshold
from glasscope.dashboard.look.discs import NO_VALUE
from glasscope.dashboard.look.shades import MARKED, broad, levels, snap, softness, threshold_of
from glasscope.dashboard.map.legend import _marked
from glasscope.engine import INDICATORS

RNG = np.random.default_rng(1)
VALUES = RNG.normal(size=1000)


@pytest.mark.parametrize("scale", ["value", "percentile"])
def test_the_soft_end_is_one(scale):
    low, high = snap(VALUES)
    for soft, softest in (("high", VALUES.argmax()), ("low", VALUES.argmin())):
        shade = softness(VALUES, soft, scale, low, high)
        assert shade[softest] > 0.99
        assert shade.min() >= 0.0
        assert shade.max() <= 1.0


def test_percentiles_are_uniform():
    shade = softness(VALUES, "high", "percentile", 0.0, 0.0)
    assert np.allclose(np.sort(shade), (np.arange(1000) + 0.5) / 1000)


@pytest.mark.parametrize("soft", ["high", "low"])
def test_a_threshold_marks_what_is_softer(soft):
    beyond = threshold_of(VALUES, soft)
    shade = softness(VALUES, soft, "threshold", beyond, np.nan)
    apart = VALUES - beyond
    marked = apart > 0 if soft == "high" else apart < 0
    np.testing.assert_array_equal(shade, marked)
    assert marked.mean() == pytest.approx(MARKED)


def test_a_threshold_leaves_unmarked_what_has_no_value():
    assert levels(softness(np.array([np.nan, 1.0, 3.0]), "high", "threshold", 2.0, 0.0)).tolist() == [NO_VALUE, 0, 62]
    assert threshold_of(np.full(3, np.nan), "low") == 0.0


@pytest.mark.parametrize("values", [np.zeros(5), np.full(5, 3.0), np.full(5, np.nan), np.array([-1.0, 1.0])])
@pytest.mark.parametrize("log", [False, True])
def test_a_range_is_never_empty(values, log):
    low, high = snap(values, log=log)
    assert high > low
    if log:
        assert low > 0.0


def test_a_signed_range_is_symmetric():
    low, high = snap(VALUES + 0.5, signed=True)
    assert low == -high


def test_values_without_a_number_are_marked():
    values = np.array([1.0, np.nan, 2.0, np.inf])
    for scale in ("value", "percentile"):
        whole = levels(softness(values, "high", scale, 1.0, 2.0))
        assert whole[1] == NO_VALUE
        assert whole[2] > whole[0]
    assert levels(softness(np.array([-1.0, 1.0]), "high", "value", 0.1, 1.0, log=True)).tolist() == [NO_VALUE, 62]


def test_a_field_over_decades_is_broad():
    assert broad(np.exp(3 * VALUES))
    assert not broad(VALUES)
    assert not broad(np.abs(VALUES) + 1.0)


def test_the_threshold_of_strength_is_a_strain():
    """Δτ_y/μ below 3 % is marked at first (R20 Fig. 8d); what the user says goes before."""
    moment = SimpleNamespace(
        state=SimpleNamespace(scale="threshold", threshold=None),
        field=SimpleNamespace(values=np.linspace(0.0, 1.0, 101)),
        indicator=INDICATORS["residual_strength"](), strength=SimpleNamespace(modulus=10.0),
    )  # fmt: skip
    assert shown_threshold(moment) == pytest.approx(0.3)
    assert _marked(moment) == ["", "29.7 % < 0.03 μ"]
    moment.state.threshold = 0.5
    assert shown_threshold(moment) == 0.5
    moment.state.threshold, moment.strength = None, None
    assert shown_threshold(moment) == pytest.approx(0.05)
