"""Glasses on their way into a session: prepared, opened, asked about, relaxed, refused, cancelled."""

import base64

import numpy as np
import pytest
from making import small_glass
from page_end import PageEnd
from waiting import PATIENCE

from glasscope.dashboard.gallery import question
from glasscope.dashboard.gallery.arrivals import Arrivals
from glasscope.dashboard.gallery.recipes import recipes
from glasscope.dashboard.gallery.uploads import at_rest, check
from glasscope.dashboard.wire.door import Door
from glasscope.dashboard.wire.received import LARGEST
from glasscope.engine import MODELS, Cancelled, GlassError


@pytest.fixture
def page():
    return PageEnd()


@pytest.fixture
def taken():
    """Glasses that have arrived, with their names."""
    return []


@pytest.fixture
def arrivals(page, taken, load):
    made = Arrivals(
        page,
        chosen_load=lambda: load,
        take_in=lambda glass, label, recipe=None: taken.append((glass, label)),
        has_run=lambda: True,
        answered=lambda: None,
    )
    yield made
    made.close()
    assert made.work is None or made.work.join(PATIENCE)


def recipe(**changes):
    """A form as the page sends it."""
    form = {"model": "lj", "n_particles": 150, "protocol": "htl", "seed": 1, "density": None}
    settings = {"equilibration_time": 2.0, "parent_temperature": 2.0} | changes
    form |= {name: settings.pop(name) for name in form if name in settings}
    return form | {"parameters": settings}


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


def test_a_prepared_glass_is_taken_in(page, taken, arrivals):
    arrivals.prepare(1, **recipe())
    page.until(lambda: taken)
    glass, label = taken[0]
    assert glass.n_particles == 150
    assert label == "LJ · HTL"
    assert page.slots["progress"] == {}
    assert page.slots["form"] == {"number": 1, "refused": ""}
    fractions = [slots["progress"]["fraction"] for slots in page.seen if slots.get("progress")]
    assert fractions == sorted(fractions)
    assert page.said == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"density": 50.0}, "density"),
        ({"n_particles": 3}, "too few"),
        ({"parent_temperature": -1.0}, "temperature"),
        ({"protocol": "swap"}, "does not work for LJ"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused_in_its_form(page, taken, arrivals, changes, words):
    arrivals.prepare(7, **recipe(**changes))
    page.until(lambda: page.slots["form"])
    assert page.slots["form"]["number"] == 7
    assert words in page.slots["form"]["refused"]
    assert page.slots["progress"] == {}
    assert taken == []
    assert page.said == []


def test_cancelled_work_leaves_nothing(page, taken, arrivals):
    arrivals.prepare(1, **recipe(n_particles=2000, equilibration_time=1000.0))
    page.until(lambda: page.slots["progress"].get("curve"))
    arrivals.cancel()
    assert page.slots["progress"]["cancelling"]
    page.until(lambda: page.said)
    assert "cancelled" in page.said[0]
    assert page.slots["progress"] == {}
    assert taken == []
    assert arrivals.work.join(PATIENCE)


def test_one_glass_at_a_time(page, arrivals, npz):
    arrivals.prepare(1, **recipe(n_particles=2000, equilibration_time=1000.0))
    arrivals.prepare(2, **recipe())
    assert "already" in page.slots["form"]["refused"]
    with pytest.raises(GlassError, match="already"):
        arrivals.open("own.npz", encoded(npz))


# opening ---------------------------------------------------------------------------------------------------------


def test_an_own_file_opens_without_a_question(page, taken, arrivals, npz, glass):
    arrivals.open("own.npz", encoded(npz))
    page.until(lambda: taken)
    assert taken[0][1] == "own"
    assert np.array_equal(taken[0][0].positions, glass.positions)


def test_a_bare_file_is_asked_about_until_it_is_a_glass(page, taken, arrivals, glass):
    arrivals.open("theirs.xyz", encoded(xyz(glass)))
    sides = np.diag(glass.box.cell)
    for kind, answer in (("model", "lj"), ("cell", [float(side) for side in sides]), ("small", "A")):
        page.until(lambda kind=kind: page.slots["question"].get("kind") == kind)
        assert "theirs.xyz" in page.slots["question"]["words"]
        assert taken == []
        arrivals.answer(answer)
    page.until(lambda: taken)
    opened = taken[0][0]
    assert opened.energy == pytest.approx(glass.energy, rel=1e-9)
    assert "kind" not in page.slots["question"]


def test_an_answer_that_cannot_be_is_asked_again(page, taken, arrivals, glass):
    arrivals.open("theirs.xyz", encoded(xyz(glass)))
    page.until(lambda: page.slots["question"].get("kind") == "model")
    arrivals.answer("gold")
    assert "expected one of" in page.slots["question"]["refused"]
    arrivals.answer("lj")
    page.until(lambda: page.slots["question"].get("kind") == "cell")
    arrivals.answer([0.0, 3.0])
    assert "longer than zero" in page.slots["question"]["refused"]
    arrivals.answer([3.0, 3.0])
    page.until(lambda: page.slots["question"].get("kind") == "small")
    arrivals.answer("A")
    page.until(lambda: page.slots["question"]["refused"])
    assert "cell" in page.slots["question"]["refused"]
    arrivals.back()
    page.until(lambda: page.slots["question"].get("kind") == "cell")
    assert taken == []


def test_a_file_can_be_left(page, arrivals, glass):
    arrivals.open("theirs.xyz", encoded(xyz(glass)))
    page.until(lambda: page.slots["question"].get("kind") == "model")
    arrivals.leave()
    assert "kind" not in page.slots["question"]
    with pytest.raises(GlassError, match="open the file again"):
        arrivals.answer("lj")


def test_a_glass_that_is_not_at_rest_is_relaxed_only_when_asked(page, taken, arrivals, glass, tmp_path):
    noise = np.random.default_rng(3).normal(0, 0.02, glass.positions.shape)
    glass.with_positions(glass.positions + noise).save(tmp_path / "shaken.npz")
    arrivals.open("shaken.npz", encoded((tmp_path / "shaken.npz").read_bytes()))
    page.until(lambda: page.slots["question"].get("kind") == "rest")
    assert "largest force" in page.slots["question"]["words"]
    assert taken == []
    arrivals.answer(True)
    page.until(lambda: taken)
    relaxed, label = taken[0]
    assert label == "shaken, relaxed"
    assert at_rest(relaxed)


def test_files_that_hold_no_glass_are_refused_in_words(page, taken, arrivals, npz):
    for number, (name, content) in enumerate(
        (("cut.npz", npz[:700]), ("empty.xyz", b""), ("picture.png", b"\x89PNG...."), ("text.xyz", b"hello\n"))
    ):
        arrivals.open(name, encoded(content))
        page.until(lambda number=number: len(page.said) > number)
        assert "was not opened" in page.said[number]
        assert "untouched" in page.said[number]
        assert arrivals.work.join(PATIENCE)
    assert taken == []


def test_what_did_not_arrive_whole_or_is_too_large_is_refused(arrivals):
    with pytest.raises(GlassError, match="did not arrive whole"):
        arrivals.open("own.npz", "no base 64!")
    with pytest.raises(GlassError, match="larger than"):
        arrivals.open("own.npz", encoded(b"0" * (LARGEST + 1)))


def test_a_polydisperse_glass_without_sizes_wants_a_file_of_them(page, taken, arrivals):
    glass = small_glass("poly", 144, seed=1)
    places = glass.box.wrap(glass.positions)
    lines = [f"X {x:.13f} {y:.13f} 0" for x, y in places]
    arrivals.open("poly.xyz", encoded("\n".join([str(glass.n_particles), "", *lines, ""]).encode()))
    sizes = "\n".join(repr(float(size)) for size in glass.diameters)
    sides = [float(side) for side in np.diag(glass.box.cell)]
    for kind, answer in (("model", "poly"), ("cell", sides), ("diameters", sizes)):
        page.until(lambda kind=kind: page.slots["question"].get("kind") == kind)
        arrivals.answer(answer)
    page.until(lambda: taken)
    assert np.array_equal(taken[0][0].diameters, glass.diameters)


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


def test_a_state_at_rest_can_be_called_off_while_it_is_looked_at(glass, load):
    def cancel(now):
        raise Cancelled

    with pytest.raises(Cancelled):
        check(glass, load, cancel)


def test_the_form_knows_the_sizes_that_the_session_takes(arrivals):
    door, refused = Door(lambda error: refused.append(str(error)), lambda: None, lambda: ""), []
    door.open_to(arrivals)
    least, most = recipes()["sizes"]
    for size in (least - 1, most + 1, 10**9):
        door.receive({"do": "prepare", "form": 1, **recipe(n_particles=size)})
    assert len(refused) == 3
    assert all(f"from {least:g} to {most:g}" in words for words in refused)
    assert arrivals.work is None
