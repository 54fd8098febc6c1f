"""What may come over the wire: only what was declared, within its bounds."""

import math
from datetime import datetime
from typing import Annotated, Literal

import numpy as np
import pytest

from glasscope.dashboard.wire.arguments import arguments_of, checked
from glasscope.dashboard.wire.kinds import AtMost, Between, Key, Plain, Real, Whole, brief, kind_of
from glasscope.engine import GlassError

Few = Annotated[int, Between(0, 3)]
Share = Annotated[float, Between(0.0, 1.0)]
STRANGE = (
    [math.nan, math.inf, -math.inf, 10**400, -(10**400), 1e300, 2**53 + 1, "", "x" * 10**6, "\0", "٣", "3", "nan"]
    + [None, True, False, [], [[]], {}, {"a": {}}, {1: 2}, b"3", datetime(2026, 1, 1), 3 + 4j, np.float64(0.5), ...]
    + [np.arange(3), object(), int, set(), (1, 2)]
)
TAKEN = [
    (Few, [0, 3], [-1, 4, 1.0, "1", True]),
    (Share, [0, 1, 0.5, 1.0], [-1e-9, 1.1, "0.5", False]),
    (Real, [0, -5, 1e100], [1.1e100]),
    (Whole, [-(2**53), 2**53], [2**53 + 1, 0.5]),
    (Key, ["", "x" * 100, "\N{SNOWMAN}"], ["x" * 101, 1]),
    (bool, [True, False], [0, 1, "true"]),
    (Share | None, [None, 0.5], ["", 2.0]),
    (Literal["this", "none"], ["this", "none"], ["", "This", 0]),
    (Annotated[list[Share], AtMost(2)], [[], [0.5, 1]], [[0.1] * 3, [2.0], (0.5,), "0"]),
    (Annotated[dict[Key, Few], AtMost(1)], [{}, {"a": 1}], [{"a": 1, "b": 1}, {"a": 5}, {1: 1}, []]),
    (Plain, [None, True, 3, 0.5, "x"], [[], {}, "x" * 101, 1e101]),
]


@pytest.mark.parametrize(("annotation", "good", "bad"), TAKEN)
def test_what_fits_is_taken_and_nothing_else(annotation, good, bad):
    kind = kind_of(annotation)
    for value in good:
        assert kind.holds(value), value
        assert kind.taken(value) == value
    for value in bad:
        assert not kind.holds(value), value
    assert kind.words


@pytest.mark.parametrize("annotation", [annotation for annotation, _, _ in TAKEN])
def test_no_value_whatever_is_too_strange_to_be_told(annotation):
    kind = kind_of(annotation)
    for value in STRANGE:
        if not kind.holds(value):
            assert len(brief(value)) < 200
        if isinstance(value, bool) and annotation not in (bool, Plain):
            assert not kind.holds(value), "on and off are no numbers"
        if isinstance(value, float) and not math.isfinite(value):
            assert not kind.holds(value)


def test_a_number_is_whole_where_one_is_counted_and_a_float_where_one_is_measured():
    assert isinstance(kind_of(Share).taken(1), float)
    assert isinstance(kind_of(Few).taken(1), int)
    assert isinstance(kind_of(Plain).taken(4), int)
    assert isinstance(kind_of(Annotated[dict[Key, Real], AtMost(2)]).taken({"a": 1})["a"], float)


@pytest.mark.parametrize("annotation", [int, float, str, object, list[Key], Annotated[int, AtMost(3)], bytes])
def test_what_has_no_bounds_is_no_declaration(annotation):
    with pytest.raises(TypeError):
        kind_of(annotation)


def some(at: Few, key: Key = "") -> None:
    """What a command may look like."""


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "'some' needs at: a whole number from 0 to 3"),
        ({"at": 9}, "at of 'some' is a whole number from 0 to 3, not 9"),
        ({"at": 1, "more": 2}, "'some' takes at, key, but not 'more'"),
        ({"at": 1, "key": None}, "key of 'some' is a text of at most 100 characters, not None"),
        ({"at": object()}, "not something else"),
    ],
)
def test_a_refusal_says_what_was_expected(given, words):
    with pytest.raises(GlassError) as refused:
        checked("some", arguments_of(some), given)
    assert words in str(refused.value)


def test_what_may_be_left_out_may_be():
    assert checked("some", arguments_of(some), {"at": 1}) == {"at": 1}
