"""P(tau_y) beside the run: estimated at once, following the shear, exact place by place while it rests."""

import numpy as np
import pytest
from bokeh.document import Document
from making import small_glass
from waiting import wait_for

from glasscope.dashboard.found.strength_map import Standing
from glasscope.dashboard.found.strength_sites import Estimate
from glasscope.dashboard.look.densities import density
from glasscope.dashboard.moment.taking import STEPS
from glasscope.dashboard.panels.run.left import left_of
from glasscope.dashboard.run.turns import OTHERS
from glasscope.dashboard.session import Session
from glasscope.engine import shear_modulus


@pytest.fixture
def session(glass):
    made = Session(Document(), dark=True)
    made.begin(glass, "small")
    yield made
    made.close()


def card(session):
    """What the page says of it after a push of the moment shown."""
    session.pusher._asked = True
    session.pusher.push()
    return session.bridge.shown["panel"]["cards"]["left"]


def standing(session):
    return session.taking.moment().found(Standing)


def drawn(session):
    view = session.column.views["left"]
    return {name: np.asarray(getattr(view, name).data["x"]) for name in ("cast", "now", "core")}


def until(session, condition):
    wait_for(lambda: (card(session), condition())[1])


def test_it_is_estimated_at_once(session, glass, load):
    session.strengths.rest()
    until(session, lambda: "words" in card(session))
    found = standing(session).shown
    values = Estimate.of(found.sites, load).values / shear_modulus(glass)
    x, _ = density(values[np.isfinite(values)])
    assert len(x) > 3
    assert np.array_equal(drawn(session)["cast"], x)
    assert np.array_equal(drawn(session)["now"], x)
    assert len(drawn(session)["core"]) == 0
    assert card(session)["words"] == f"estimated at {len(values)} places; exact while the run rests"


def test_exact_values_take_over_while_it_rests(session, load):
    until(session, lambda: (shown := standing(session).shown) is not None and shown.done.any())
    session.strengths.rest()
    until(session, lambda: not session.strengths.busy)
    found = standing(session).shown
    exact, places = found.done.sum(), len(found.done)
    assert 0 < exact < places
    words = card(session)["words"]
    assert words == f"exact at {exact} of {places} places, the others estimated"
    left = left_of(standing(session), session.taking.moment())
    assert np.array_equal(left.now[found.done], found.along(load)[found.done] / standing(session).modulus)


def test_the_shearing_can_be_called_off_and_taken_up(session):
    until(session, lambda: session.bridge.shown["panel"]["progress"].get("fraction"))
    session.door.ask("finding", what="run", stop=True)
    until(session, lambda: session.bridge.shown["panel"]["progress"].get("resting") and not session.strengths.busy)
    done = standing(session).shown.done.sum()
    session.door.ask("finding", what="run", stop=False)
    until(session, lambda: standing(session).shown.done.sum() > done)


def test_it_rests_where_nobody_looks(session, monkeypatch):
    until(session, lambda: session.strengths.busy and standing(session).shown is not None)
    monkeypatch.setattr("glasscope.dashboard.found.strength_finder.UNSEEN", 0.0)
    wait_for(lambda: not session.strengths.busy)
    assert not standing(session).shown.complete
    monkeypatch.undo()
    until(session, lambda: session.strengths.busy)


def test_one_that_waited_for_a_core_while_its_page_left_is_not_found(session, monkeypatch):
    found = []
    monkeypatch.setattr(Estimate, "of", lambda *_: found.append(1))
    with OTHERS.turn():
        card(session)
        wait_for(lambda: session.strengths.busy and standing(session).modulus)
        session.strengths.close()
    wait_for(lambda: not session.strengths.busy)
    assert found == []


def test_it_follows_the_shear_and_marks_the_last_core(session, load):
    until(session, lambda: standing(session).estimate is not None)
    session.player.play("event")
    seen = set()

    def at_an_event():
        asked = session.strengths.asked
        if session.player.mode != "idle":
            assert not asked.shearing
        seen.add(asked.states[0][0].row)
        return session.player.mode == "idle" and session.history.events

    until(session, at_an_event)
    assert len(seen) >= min(3, session.history.head // STEPS)
    session.strengths.rest()
    event = session.history.events[-1]
    frame = session.history.frame_at(event.row)
    until(session, lambda: len(drawn(session)["core"]) == 1)
    before, estimate = standing(session).of(frame)
    values = Estimate.of(before.sites, load).values
    assert np.array_equal(estimate.values, values, equal_nan=True)
    away = before.sites.glass.box.minimum_image(before.sites.places - before.sites.glass.positions[event.core])
    place = np.linalg.norm(away, axis=1).argmin()
    expected = before.known(load, estimate)[place] / standing(session).modulus
    assert drawn(session)["core"][0] == pytest.approx(expected)
    assert any(entry["words"].startswith("▾ last core") for entry in card(session)["key"])


def test_without_shear_there_is_none_and_it_says_so(session):
    session.choices.load = "dilation"
    assert card(session)["blank"]
    assert "dilation" in card(session)["instead"].lower()


def test_a_glass_too_small_for_its_sites_says_so_on_the_card_only(session):
    session.begin(small_glass("lj", 36), "tiny")
    assert "the cell is too small" in card(session)["instead"].lower()
    assert not session.strengths.busy
    assert session.bridge.shown["notice"] == {}
