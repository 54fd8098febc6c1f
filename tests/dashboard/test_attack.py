"""Whatever a page asks for, its session refuses it in words and goes on: some thousand crafted commands.

They are made from the declarations: for every command each argument wrong in type, length and size, missing and too
many; and of the right type, but nothing that there is.
"""

import logging
import math
import re
from datetime import datetime
from typing import Annotated, Literal, get_args, get_origin

import numpy as np
import pytest
from bokeh.document import Document
from bokeh.models import Range1d
from waiting import PATIENCE, wait_for

from glasscope.dashboard.fields.field import own_parameters
from glasscope.dashboard.moment.choices import Choices
from glasscope.dashboard.session import Session
from glasscope.dashboard.wire.flood import Flood
from glasscope.dashboard.wire.kinds import AtMost, Between, Real, kind_of

NESTED = [[[[[[["deep"]]]]]]]
NUMBERS = (0, -1, 0.5, 2**53 + 1, -(10**400), 10**400, 1e300, -1e300, 5e-324, math.nan, math.inf, -math.inf)
BACKWARDS = "\N{RIGHT-TO-LEFT OVERRIDE}desrever"
TEXTS = ("", "x" * 100, "x" * 10**6, "\N{SNOWMAN}", "name", "\0", BACKWARDS, "\ud800", "__class__", "/dev/zero", "1")
OTHERS = (None, True, False, [], NESTED, [1] * 10**5, {}, {"a": NESTED}, {1: 2}, b"bytes", datetime(2026, 1, 1), 3j)
STRANGE = (*NUMBERS, *TEXTS, *OTHERS, np.arange(3), np.float64(0.5), object(), Range1d())

PYTHON = re.compile(r"Traceback|\w+Error\b|has no attribute|unexpected keyword|positional argument|0x[0-9a-f]{6}")
"""What no reader should see."""

SLOW = ("residual_strength", "nonlinear_modes")
QUIET = ("prepare", "room", "set")  # what they begin is asked for by itself below


class Attacked:
    """A session whose page is somebody's script, all that it was told, and how many things it was asked."""

    def __init__(self, session):
        self.session, self.said, self.n_asked = session, [], 0
        session.wire.notify = lambda text, kind="error": self.said.append(text)

    def ask(self, do, /, **arguments):
        """As a script asks, without the patience that a page has with it."""
        self.session.door._flood = Flood()
        self.session.door.receive({"do": do, **arguments})
        self.n_asked += 1

    def draw(self):
        """As at a push, with all that stands beside the map."""
        self.session.pusher.answer()
        self.session.pusher.push()


@pytest.fixture
def attacked(glass, steps, caplog):
    caplog.set_level(logging.WARNING)
    session = Session(Document(), dark=True)
    session.begin(glass, "small")
    for step in steps[:20]:
        session.history.append(step)
    made = Attacked(session)
    yield made
    assert not [words for words in made.said if PYTHON.search(words)]
    assert not [words for words in made.said if len(words) > 2000]
    assert not caplog.records, caplog.text
    runs_on(made)
    session.close()
    assert session.player.join(PATIENCE)


def runs_on(attacked):
    """It draws, and shears on from where it is."""
    session = attacked.session
    attacked.ask("pause")
    for name, value in (("indicator", Choices().indicator), ("taken", "cast"), ("speed", 6)):
        attacked.ask("set", name=name, value=value)
    attacked.ask("reset")
    attacked.ask("step")
    wait_for(lambda: session.player.mode == "idle" and session.history.head > 0)
    attacked.draw()
    assert session.taking.moment().snapshot.strain > 0.0


def sample(annotation):
    """A value that is in order."""
    inside = get_args(annotation)
    if get_origin(annotation) is Literal:
        return inside[0]
    if annotation is bool:
        return True
    if get_origin(annotation) is Annotated:
        bound = inside[1]
        if isinstance(bound, Between):
            return inside[0](max(bound.low, min(1, bound.high)))
        return (get_origin(inside[0]) or inside[0])()
    return sample(next(each for each in inside if each not in (bool, type(None))))


def edges(annotation):
    """Values at the bounds, and just beyond."""
    for each in [annotation, *get_args(annotation)]:
        for bound in get_args(each)[1:] if get_origin(each) is Annotated else ():
            if isinstance(bound, Between):
                yield from (bound.low, bound.low - 1, bound.high, bound.high + 1, 2 * bound.high + 1, str(bound.low))
            elif isinstance(bound, AtMost):
                yield "x" * (min(bound.length, 10**6) + 1)


def test_every_argument_of_every_command_is_held_against_its_declaration(attacked):
    table = attacked.session.door.table
    assert len(table) >= 35
    for name, asked in table.items():
        given = {key: sample(argument.annotation) for key, argument in asked.takes.items()}
        before = len(attacked.said)
        wrong = [{**given, "more": 1}, {**given, "self": 1}, {"more": 1}]
        for key, argument in asked.takes.items():
            wrong += [{k: v for k, v in given.items() if k != key}] if argument.needed else []
            values = (*STRANGE, *edges(argument.annotation))
            wrong += [{**given, key: value} for value in values if not argument.kind.holds(value)]
        for arguments in wrong:
            attacked.ask(name, **arguments)
        assert len(attacked.said) == before + len(wrong), f"{name}: one refusal each"
    assert attacked.n_asked > 1000
    attacked.draw()


def test_what_is_of_the_right_type_but_means_nothing_is_refused_too(attacked):
    for name, asked in attacked.session.door.table.items():
        if name in QUIET:
            continue
        for key, argument in asked.takes.items():
            given = {other: sample(each.annotation) for other, each in asked.takes.items()}
            for value in (*STRANGE, *edges(argument.annotation)):
                if argument.kind.holds(value) and not (isinstance(value, str) and len(value) > 1000):
                    attacked.ask(name, **{**given, key: value})
        attacked.draw()


def chosen(choices):
    return {key: getattr(choices, key) for key in Choices.param if key != "name"}


def test_no_choice_poisons_a_session(attacked):
    values = [value for value in STRANGE if kind_of(bool | Real | None).holds(value)]
    values += ["", "x", "/etc/passwd", 7, 143, 144, -144, 100, 1e99, -1e99, 1e-99]
    for name in [*Choices.param, "__class__", "param", "low", "high"]:
        kept = chosen(attacked.session.choices)
        for value in values:
            before = chosen(attacked.session.choices)
            attacked.ask("set", name=name, value=value)
            if chosen(attacked.session.choices) != before:
                attacked.draw()
        attacked.session.choices.param.update(**kept)
        attacked.session.ranges.forget()
    attacked.draw()


def test_a_particle_is_one_of_the_glass(attacked):
    for value in (True, -1, 144, 10**9, 0.0, "0"):
        attacked.ask("set", name="picked", value=value)
        assert attacked.session.choices.picked is None, value
    attacked.ask("set", name="picked", value=143)
    assert attacked.session.choices.picked == 143


def test_no_parameter_of_an_indicator_is_anything_but_its_declaration_says(attacked):
    indicators = attacked.session.indicators
    for key, indicator in indicators.items():
        attacked.session.choices.indicator = key
        before = own_parameters(indicator)
        for name in [*indicator.param, "predictor", "reference", "x", "compute", "key", ""]:
            for value in ("/etc/passwd", "nothing", "softness-lj-gq", True, -1, 10**6, 1e99, None, ""):
                attacked.ask("parameter", name=name, value=value)
        changed = own_parameters(indicators[key])
        assert set(changed) == set(before)
        assert changed.get("predictor") is None, "no file of the server is opened because a page names it"
    assert sum("no parameter 'predictor'" in words for words in attacked.said) >= 9


def test_what_is_no_command_at_all_is_refused(attacked):
    strange = (None, 3, "play", [], ["do"], {}, {"do": None}, {"do": []}, {"do": {"do": "play"}}, {"do": "x" * 10**6})
    for message in strange:
        attacked.session.door._flood = Flood()
        attacked.session.door.receive(message)
    assert len(attacked.said) == 10
    assert all("unknown" in words for words in attacked.said)
