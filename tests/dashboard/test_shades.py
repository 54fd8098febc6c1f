"""Shades: softness points the same way for every indicator, ranges are never empty."""

from dataclasses import replace

import numpy as np
import pytest
from dropped_in import run_in

from glasscope.dashboard.fields.field import Field
from glasscope.dashboard.look.shades import MARKED, NO_VALUE, broad, levels, snap, threshold_of
from glasscope.dashboard.look.shadings import SHADINGS, Shading
from glasscope.dashboard.moment.choices import Choices
from glasscope.dashboard.moment.colour_range import Ranges
from glasscope.engine import INDICATORS, GlassError

RNG = np.random.default_rng(1)
VALUES = RNG.normal(size=1000)


def softness(values, soft, scale, low, high, log=False):
    threshold = low if scale == "threshold" else None
    return SHADINGS[scale](soft, low, high, log, threshold).softness(values)


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
    indicator, field = INDICATORS["residual_strength"](), Field(np.linspace(0.0, 1.0, 101), 0.0)
    choices = Choices(scale="threshold")
    ranges = Ranges(choices)
    assert ranges.shading(indicator, field, 10.0).threshold == pytest.approx(0.3)
    assert ranges.shading(indicator, field, 10.0).ends(field.values) == ("", "29.7 % < 0.03 μ")
    choices.threshold = 0.5
    assert ranges.shading(indicator, field, 10.0).threshold == 0.5
    choices.threshold = None
    assert ranges.shading(indicator, field).threshold == pytest.approx(0.05)


@pytest.fixture
def ranges():
    return Ranges(Choices())


STERIC = INDICATORS["steric_order"]()


def test_the_three_choices_stand_in_their_order():
    assert list(SHADINGS) == list(Choices.param.scale.objects) == ["value", "percentile", "threshold"]


def test_what_is_chosen_stays_until_a_choice_makes_it_worthless(ranges):
    """A range, and a threshold, that followed a live field from frame to frame would mislead."""
    field, later = Field(VALUES, 0.0), Field(3.0 * VALUES + 1.0, 0.1)
    ranges.choices.scale = "threshold"
    first = ranges.shading(STERIC, field)
    assert ranges.shading(STERIC, later) == first
    assert first.threshold == threshold_of(VALUES, STERIC.soft)
    ranges.choices.threshold = None
    ranges.changed("threshold")
    again = ranges.shading(STERIC, later)
    assert again.threshold == threshold_of(later.values, STERIC.soft)
    assert (again.low, again.high) == (first.low, first.high)
    ranges.changed("taken")
    assert (ranges.shading(STERIC, later).low, ranges.shading(STERIC, later).high) == snap(later.values)


def test_what_was_chosen_for_part_of_a_field_is_chosen_anew_when_it_is_whole(ranges):
    part = Field(VALUES, 0.0, pending=np.arange(1000) < 500)
    passing = ranges.shading(STERIC, part)
    whole = ranges.shading(STERIC, Field(2.0 * VALUES, 0.0))
    assert whole.high == pytest.approx(2.0 * passing.high)
    assert ranges.shading(STERIC, Field(3.0 * VALUES, 0.0)) == whole


def test_no_threshold_is_sought_where_none_is_shown(ranges):
    assert ranges.shading(STERIC, Field(VALUES, 0.0)).threshold is None


def test_until_there_is_a_field_nothing_is_said_of_it(ranges):
    for scale, words in (("value", ("", "")), ("percentile", ("0 %", "100 %")), ("threshold", ("", ""))):
        ranges.choices.scale = scale
        shading = ranges.shading(STERIC, None)
        assert shading.ends(None) == words
        assert (shading.low, shading.high, shading.threshold) == (None, None, None)


def test_a_logarithm_is_chosen_until_the_user_has_said_so(ranges):
    field = Field(np.exp(3 * VALUES), 0.0)
    assert ranges.shading(STERIC, field).log
    ranges.choices.log = False
    ranges.changed("log")
    assert not ranges.shading(STERIC, field).log
    assert ranges.shading(STERIC, field).low == snap(field.values)[0]
    ranges.changed("indicator")
    assert ranges.shading(STERIC, field).log


def test_an_end_of_the_range_is_moved_or_refused(ranges):
    shading = ranges.shading(STERIC, Field(VALUES, 0.0))
    with pytest.raises(GlassError, match="smaller to a larger"):
        ranges.set_end("high", shading.low - 1.0, shading)
    ranges.set_end("high", 7.0, shading)
    assert ranges.shading(STERIC, Field(VALUES, 0.0)) == replace(shading, high=7.0)
    with pytest.raises(GlassError, match="above zero"):
        ranges.set_end("low", -1.0, replace(shading, log=True))


def test_a_choice_of_shading_that_says_too_little_is_refused():
    with pytest.raises(TypeError, match="declares no label, order"):
        type("Nameless", (Shading,), {"key": "nameless"})
    with pytest.raises(TypeError, match="share the key 'value'"):
        type("Twin", (Shading,), {"key": "value", "label": "twin", "order": 9})


USE_IT = """
import numpy as np
from bokeh.document import Document
import glasscope.dashboard as dashboard
from glasscope.dashboard.controls.field_card import field_card
from glasscope.dashboard.map.legend import legend
from glasscope.dashboard.session import Session
from glasscope.engine import library
session = Session(Document(), dark=True)
glass = min(library(), key=lambda entry: entry.n_particles).load()
session.begin(glass, "small")
session.choices.param.update(scale="sign", indicator="contact_number")
while session.taking.moment().field is None:
    session.pusher.push()
session.pusher.answer()
session.pusher.push()
moment = session.taking.moment()
card = field_card(moment)["controls"]
assert [each["key"] for each in card["scale"]["options"]] == ["value", "percentile", "sign", "threshold"]
assert card["scale"]["value"] == "sign" and not card["threshold"]["hidden"] and card["low"]["hidden"]
assert legend(moment)["ends"] == ["stiff minus", "plus soft"]
soft = moment.field.values > moment.shading.threshold
shown = np.frombuffer(session.map.discs.model.levels, np.uint8)
assert soft.any() and not soft.all()
softer = soft if moment.indicator.soft == "high" else ~soft
assert (shown[softer] == 62).all() and (shown[~softer] == 0).all()
session.door.ask("tab", plot="distribution")
session.pusher.push()
colours = session.column.views["distribution"].bars.data["colour"]
assert set(colours) == {legend(moment)["colours"][0], legend(moment)["colours"][-1]}
session.close()
print(dashboard.__file__)
"""


def test_one_file_is_all_that_a_new_choice_of_shading_takes(copy):
    """It stands on the card, shades the map and the distribution, and has a legend."""
    done = run_in(copy, "-c", USE_IT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(copy))
