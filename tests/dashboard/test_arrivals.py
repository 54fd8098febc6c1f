"""Glasses on their way into a session: prepared, opened, asked about, relaxed, refused, cancelled."""

import base64
import queue
import time
from types import SimpleNamespace

import numpy as np
import pytest
from making import small_glass

from glasscope.dashboard.gallery import question
from glasscope.dashboard.gallery.arrivals import Arrivals
from glasscope.dashboard.gallery.uploads import LARGEST, at_rest
from glasscope.engine import MODELS, GlassError

PATIENCE = 60.0


class FakeBridge:
    """Keeps what the page would show."""

    def __init__(self):
        self.progress, self.form, self.question = {}, {}, {}
        self.seen = []

    def show(self, **slots):
        vars(self).update(slots)
        self.seen.append(slots)


class FakeSession:
    """As much of a session as arrivals need; what is put off is done by `until`."""

    def __init__(self, load):
        self.bridge = FakeBridge()
        self.store = SimpleNamespace(glass="the glass on the page")
        self.glasses = SimpleNamespace(take_in=lambda glass, label: self.taken.append((glass, label)))
        self.taken, self.said = [], []
        self._load, self._later = load, queue.Queue()

    def chosen_load(self):
        return self._load

    def later(self, action):
        self._later.put(action)

    def notify(self, text, kind="error"):
        self.said.append(text)

    def answer(self):
        pass

    def until(self, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "it did not happen in time"
            try:
                self._later.get(timeout=0.05)()
            except queue.Empty:
                continue


@pytest.fixture
def session(load):
    return FakeSession(load)


@pytest.fixture
def arrivals(session):
    made = Arrivals(session)
    yield made
    made.close()
    assert made.work is None or made.work.join(20.0)


def recipe(**changes):
    quick = {"equilibration_time": 2.0, "parent_temperature": 2.0}
    return {"model": "lj", "n_particles": 150, "protocol": "htl", "seed": 1, "density": None, **quick} | changes


def encoded(content):
    return base64.b64encode(content).decode("ascii")


@pytest.fixture
def npz(glass, tmp_path):
    glass.save(tmp_path / "own.npz")
    return (tmp_path / "own.npz").read_bytes()


def xyz(glass, shaken=0.0):
    """A file as other programs write it: no model, no cell, no sizes."""
    noise = shaken * np.random.default_rng(2).standard_normal(glass.positions.shape)
    places = glass.box.wrap(glass.positions + noise)
    lines = [f"{'AB'[kind]} {x:.13f} {y:.13f} 0" for kind, (x, y) in zip(glass.species, places, strict=True)]
    return "\n".join([str(glass.n_particles), "from elsewhere", *lines, ""]).encode()


# preparing -------------------------------------------------------------------------------------------------------


def test_a_prepared_glass_is_taken_in(session, arrivals):
    arrivals.prepare(1, recipe())
    session.until(lambda: session.taken)
    glass, label = session.taken[0]
    assert glass.n_particles == 150
    assert label == "LJ · HTL"
    assert session.bridge.progress == {}
    assert session.bridge.form == {"number": 1, "refused": ""}
    fractions = [slots["progress"]["fraction"] for slots in session.bridge.seen if slots.get("progress")]
    assert fractions == sorted(fractions)
    assert session.said == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"density": 50.0}, "density"),
        ({"n_particles": 3}, "too few"),
        ({"parent_temperature": -1.0}, "temperature"),
        ({"protocol": "swap"}, "does not work for LJ"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused_in_its_form(session, arrivals, changes, words):
    arrivals.prepare(7, recipe(**changes))
    session.until(lambda: session.bridge.form)
    assert session.bridge.form["number"] == 7
    assert words in session.bridge.form["refused"]
    assert session.bridge.progress == {}
    assert session.taken == []
    assert session.said == []


def test_cancelled_work_leaves_nothing(session, arrivals):
    arrivals.prepare(1, recipe(n_particles=2000, equilibration_time=1000.0))
    session.until(lambda: session.bridge.progress.get("curve"))
    arrivals.cancel()
    assert session.bridge.progress["cancelling"]
    session.until(lambda: session.said)
    assert "cancelled" in session.said[0]
    assert session.bridge.progress == {}
    assert session.taken == []
    assert arrivals.work.join(5.0)


def test_one_glass_at_a_time(session, arrivals, npz):
    arrivals.prepare(1, recipe(n_particles=2000, equilibration_time=1000.0))
    arrivals.prepare(2, recipe())
    assert "already" in session.bridge.form["refused"]
    with pytest.raises(GlassError, match="already"):
        arrivals.open("own.npz", encoded(npz))


# opening ---------------------------------------------------------------------------------------------------------


def test_an_own_file_opens_without_a_question(session, arrivals, npz, glass):
    arrivals.open("own.npz", encoded(npz))
    session.until(lambda: session.taken)
    assert session.taken[0][1] == "own"
    assert np.array_equal(session.taken[0][0].positions, glass.positions)


def test_a_bare_file_is_asked_about_until_it_is_a_glass(session, arrivals, glass):
    arrivals.open("theirs.xyz", encoded(xyz(glass)))
    sides = np.diag(glass.box.cell)
    for kind, answer in (("model", "lj"), ("cell", [float(side) for side in sides]), ("small", "A")):
        session.until(lambda kind=kind: session.bridge.question.get("kind") == kind)
        assert "theirs.xyz" in session.bridge.question["words"]
        assert session.taken == []
        arrivals.answer(answer)
    session.until(lambda: session.taken)
    opened = session.taken[0][0]
    assert opened.energy == pytest.approx(glass.energy, rel=1e-9)
    assert "kind" not in session.bridge.question


def test_an_answer_that_cannot_be_is_asked_again(session, arrivals, glass):
    arrivals.open("theirs.xyz", encoded(xyz(glass)))
    session.until(lambda: session.bridge.question.get("kind") == "model")
    arrivals.answer("gold")
    assert "expected one of" in session.bridge.question["refused"]
    arrivals.answer("lj")
    session.until(lambda: session.bridge.question.get("kind") == "cell")
    arrivals.answer([0.0, 3.0])
    assert "longer than zero" in session.bridge.question["refused"]
    arrivals.answer([3.0, 3.0])
    session.until(lambda: session.bridge.question.get("kind") == "small")
    arrivals.answer("A")
    session.until(lambda: session.bridge.question["refused"])
    assert "cell" in session.bridge.question["refused"]
    arrivals.back()
    session.until(lambda: session.bridge.question.get("kind") == "cell")
    assert session.taken == []


def test_a_file_can_be_left(session, arrivals, glass):
    arrivals.open("theirs.xyz", encoded(xyz(glass)))
    session.until(lambda: session.bridge.question.get("kind") == "model")
    arrivals.leave()
    assert "kind" not in session.bridge.question
    with pytest.raises(GlassError, match="open the file again"):
        arrivals.answer("lj")


def test_a_glass_that_is_not_at_rest_is_relaxed_only_when_asked(session, arrivals, glass, tmp_path):
    noise = np.random.default_rng(3).normal(0, 0.02, glass.positions.shape)
    glass.with_positions(glass.positions + noise).save(tmp_path / "shaken.npz")
    arrivals.open("shaken.npz", encoded((tmp_path / "shaken.npz").read_bytes()))
    session.until(lambda: session.bridge.question.get("kind") == "rest")
    assert "largest force" in session.bridge.question["words"]
    assert session.taken == []
    arrivals.answer(True)
    session.until(lambda: session.taken)
    relaxed, label = session.taken[0]
    assert label == "shaken, relaxed"
    assert at_rest(relaxed)


def test_files_that_hold_no_glass_are_refused_in_words(session, arrivals, npz):
    for number, (name, content) in enumerate(
        (("cut.npz", npz[:700]), ("empty.xyz", b""), ("picture.png", b"\x89PNG...."), ("text.xyz", b"hello\n"))
    ):
        arrivals.open(name, encoded(content))
        session.until(lambda number=number: len(session.said) > number)
        assert "was not opened" in session.said[number]
        assert "untouched" in session.said[number]
        assert arrivals.work.join(5.0)
    assert session.taken == []


def test_what_did_not_arrive_whole_or_is_too_large_is_refused(arrivals):
    with pytest.raises(GlassError, match="did not arrive whole"):
        arrivals.open("own.npz", "no base 64!")
    with pytest.raises(GlassError, match="larger than"):
        arrivals.open("own.npz", encoded(b"0" * (LARGEST + 1)))


def test_a_polydisperse_glass_without_sizes_wants_a_file_of_them(session, arrivals):
    glass = small_glass("poly", 144, seed=1)
    places = glass.box.wrap(glass.positions)
    lines = [f"X {x:.13f} {y:.13f} 0" for x, y in places]
    arrivals.open("poly.xyz", encoded("\n".join([str(glass.n_particles), "", *lines, ""]).encode()))
    sizes = "\n".join(repr(float(size)) for size in glass.diameters)
    sides = [float(side) for side in np.diag(glass.box.cell)]
    for kind, answer in (("model", "poly"), ("cell", sides), ("diameters", sizes)):
        session.until(lambda kind=kind: session.bridge.question.get("kind") == kind)
        arrivals.answer(answer)
    session.until(lambda: session.taken)
    assert np.array_equal(session.taken[0][0].diameters, glass.diameters)


@pytest.mark.parametrize(
    ("asked", "value", "keyword"),
    [
        ("model", "poly", {"model": "poly"}),
        ("cell", ["12.5", 13], {"cell": [12.5, 13.0]}),
        ("small", "2", {"species": {"1": 1, "2": 0}}),
        ("species", {"1": 0, "2": "1"}, {"species": {"1": 0, "2": 1}}),
        ("diameters", "1.0, 2\n3", {"diameters": [1.0, 2.0, 3.0]}),
    ],
)
def test_what_an_answer_stands_for(asked, value, keyword):
    keys = list(MODELS) if asked == "model" else ["1", "2"]
    assert question.answer({"kind": asked, "choices": [{"key": key} for key in keys]}, value) == keyword


@pytest.mark.parametrize(
    ("asked", "value"),
    [("model", "gold"), ("cell", [1.0]), ("cell", "wide"), ("cell", [1.0, float("inf")]), ("small", "3")]
    + [("species", {"1": 0}), ("diameters", ""), ("diameters", "one two")],
)
def test_answers_that_are_none(asked, value):
    with pytest.raises(GlassError):
        question.answer({"kind": asked, "choices": [{"key": "1"}, {"key": "2"}]}, value)
