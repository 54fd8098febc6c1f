"""Lessons: what they lead to is there, what they ask is answered by the run, and what is not understood is refused."""

import itertools

import pytest
from bokeh.document import Document
from waiting import wait_for

from glasscope.dashboard.lessons import lesson as reading
from glasscope.dashboard.lessons.lesson import PLACES, lessons, listed, read_lesson
from glasscope.dashboard.lessons.measures import MEASURES
from glasscope.dashboard.session import Session
from glasscope.engine import GlassError

LONG = {"brittle", "strength"}
RIGHT = {
    "event": {1: "less than half", 3: "ten or more"},
    "brittle": {1: "more than a half", 2: "tenth to a half"},
    "ranks": {1: "above 0.9", 2: "0.2 to 0.6"},
    "modes": {0: "tenth to a half", 1: "less than a tenth"},
    "direction": {1: "two to eight"},
    "strength": {1: "more"},
}
"""What the runs say; whoever changes a glass or a lesson looks at the text around it."""


@pytest.fixture
def session(told):
    """A session, and what its reader is told."""
    made = Session(Document(), dark=True)
    made.told = told
    made.open("v=1&glass=lj-htl-1024-2&indicator=steric_order")
    made.pusher.push()
    yield made
    made.close()


def rests(session):
    session.pusher.push()
    other = session.compare._other if session.choices.room == "compare" else None
    behind = 0.0 if other is None else session.history.rows.path[-1] - other.history.rows.path[-1]
    still = other is None or other.player.mode == "idle"
    return session.replay.goal is None and session.player.mode == "idle" and still and behind <= 1e-12


def measured(session, name):
    session.pusher.push()
    return MEASURES[name].of(session.compare.pair(session.taking.moment()))


@pytest.mark.parametrize("key", [pytest.param(key, marks=[pytest.mark.slow] * (key in LONG)) for key in RIGHT])
def test_a_lesson_leads_to_its_states_and_the_run_answers_it(session, key):
    lesson = lessons()[key]
    session.door.ask("lesson", key=key)
    for at, step in enumerate(lesson.steps):
        if at:
            session.door.ask("lesson_step", to=at)
        wait_for(lambda: rests(session))
        if step.press == "next":
            events = len(session.history.events)
            session.door.ask("next")
            wait_for(lambda before=events: rests(session) and len(session.history.events) > before)
        words = session.teaching.words()
        assert (words["at"], words["say"]) == (at, list(step.say))
        if step.question is None:
            assert words["question"] == {}
            continue
        wait_for(lambda name=step.question.measured: measured(session, name) is not None)
        session.door.ask("lesson_answer", which=0)
        question = session.teaching.words()["question"]
        assert RIGHT[key][at] in question["answers"][question["right"]]
        assert "{" not in question["told"]
        assert question["chosen"] == 0
    assert not session.told


def test_every_lesson_is_listed_and_asks_something():
    assert [each["key"] for each in listed()] == list(RIGHT)
    for key, lesson in lessons().items():
        assert all(step.look in PLACES for step in lesson.steps if step.look)
        asked = [at for at, step in enumerate(lesson.steps) if step.question]
        assert asked == list(RIGHT[key])
        assert lesson.steps[0].go


def test_answers_leave_no_gap_and_do_not_overlap():
    for lesson in lessons().values():
        for question in filter(None, (step.question for step in lesson.steps)):
            ends = sorted((answer.least, answer.most) for answer in question.answers)
            assert ends[0][0] == float("-inf")
            assert ends[-1][1] == float("inf")
            assert all(a[1] == b[0] for a, b in itertools.pairwise(ends))


def test_what_cannot_be_measured_yet_is_said(session):
    session.door.ask("lesson", key="event")
    wait_for(lambda: rests(session))
    session.door.ask("lesson_step", to=1)
    session.door.ask("lesson_answer", which=1)
    question = session.teaching.words()["question"]
    assert "no event yet" in question["lacking"]
    assert question["chosen"] is None


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        ("lesson", {"key": "luck"}, "there is no 'luck'"),
        ("lesson_step", {"to": 40}, "no such step"),
        ("lesson_answer", {"which": 0}, "no such answer"),
    ],
)
def test_what_there_is_not_is_refused(session, command, arguments, words):
    session.door.ask(command, **arguments)
    assert words in session.told[-1]


def test_a_lesson_is_closed(session):
    session.door.ask("lesson", key="event")
    session.door.ask("lesson", key="none")
    assert session.teaching.words() == {}


GOOD = "title: t\nabout: a\nsteps:\n  - {say: s, go: v=1}\n"


@pytest.mark.parametrize(
    "text",
    [
        "title: t",
        "title: [",
        "- 1",
        GOOD.replace("say: s", "says: s"),
        GOOD.replace("go: v=1", "look: sky"),
        GOOD.replace("go: v=1", "press: bell"),
        GOOD.replace("go: v=1", "ask: q, measured: luck, answers: [], told: t"),
        GOOD.replace("go: v=1", "wink: 1"),
    ],
)
def test_a_lesson_that_is_not_written_as_it_has_to_be_is_named_and_the_others_are_there(tmp_path, monkeypatch, text):
    (tmp_path / "1-new.yaml").write_text(text)
    (tmp_path / "2-good.yaml").write_text(GOOD)
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    monkeypatch.setattr(reading, "shelf", reading.shelf.__wrapped__)
    with pytest.raises(GlassError, match=r"1-new\.yaml is not written"):
        read_lesson(tmp_path / "1-new.yaml")
    assert list(lessons()) == ["good"]
    good, amiss = listed()
    assert good["key"] == "good"
    assert (amiss["key"], amiss["title"]) == ("", "1-new.yaml")


def test_a_new_lesson_is_one_file(tmp_path, monkeypatch):
    (tmp_path / "7-new.yaml").write_text(GOOD)
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    monkeypatch.setattr(reading, "shelf", reading.shelf.__wrapped__)
    assert lessons()["new"].steps[0].go == "v=1"


def test_an_opened_glass_is_left_for_that_of_a_lesson_and_comes_back(session, glass):
    session.glasses.take_in(glass, "mine")
    wait_for(lambda: session.history.head > 2)
    session.player.pause()
    session.door.ask("lesson", key="event")
    assert session.choices.glass == "lj-htl-1024-1"
    wait_for(lambda: rests(session))
    session.door.ask("undo")
    assert session.history.label == "mine"
