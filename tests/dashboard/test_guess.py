"""The game of guessing: a guess is ranked as a field is, and counted beside the indicators on the same events."""

import numpy as np
import pytest
from bokeh.document import Document
from waiting import wait_for

from glasscope.dashboard.gallery.entries import shipped
from glasscope.dashboard.lessons.guess import ROUNDS, SHOWN, Round, drawn, guessed, in_words, standing
from glasscope.dashboard.map.map import towards
from glasscope.dashboard.run.records import Frame
from glasscope.dashboard.session import Session
from glasscope.engine import GlassError


def test_the_rank_of_a_guess_is_the_share_of_particles_that_are_farther(glass):
    for particle, core in ((3, 77), (10, 11), (5, 5)):
        value, distance = guessed(glass, particle, core)
        away = glass.box.minimum_image(glass.positions - glass.positions[particle])
        distances = np.hypot(*away.T)
        assert distance == pytest.approx(distances[core])
        farther = np.count_nonzero(distances > distances[core])
        assert value == pytest.approx(farther / len(distances), abs=1.5 / len(distances))
    assert guessed(glass, 5, 5)[0] > 0.99


def test_blind_guesses_are_right_one_half_of_the_time(glass):
    ranks = [guessed(glass, particle, 7)[0] for particle in range(glass.n_particles)]
    assert np.mean(ranks) == pytest.approx(0.5, abs=0.02)


def test_a_game_is_of_small_glasses_of_several_kinds():
    entries, problem = shipped()
    assert not problem
    keys = drawn(entries)
    by_key = {each.key: each for each in entries}
    assert len(set(keys)) == len(keys) == ROUNDS
    assert all(by_key[key].n_particles < 3000 for key in keys)
    assert len({by_key[key].preparation for key in keys}) > 2
    with pytest.raises(GlassError, match="no glass"):
        drawn([])


def rounds_of(own, **others):
    return [
        Round("a", 0.01, rank, 1.0, {name: values[k] for name, values in others.items() if values[k] is not None})
        for k, rank in enumerate(own)
    ]


def test_the_table_is_of_means_over_the_same_events():
    rounds = rounds_of([0.9, 0.5], soft=[1.0, 0.8], lost=[0.99, None], stiff=[0.1, 0.2])
    table = standing(rounds)
    assert [(each["place"], each["name"], each["rank"], each["you"]) for each in table] == [
        (1, "soft", "0.90", False), (2, "you", "0.70", True), (3, "stiff", "0.15", False),
    ]  # fmt: skip
    assert standing([]) == []
    many = rounds_of([0.0], **{f"i{k}": [1.0 - 0.01 * k] for k in range(20)})
    assert [each["name"] for each in standing(many)] == [*(f"i{k}" for k in range(SHOWN)), "you"]
    assert standing(many)[-1]["place"] == 21
    assert "you beat 1 of 3 indicators" in in_words(rounds_of([0.5], a=[0.6], b=[0.4], c=[0.5])[0])


@pytest.fixture
def session(told):
    """A session, and what its reader is told."""
    made = Session(Document(), dark=True)
    made.told = told
    made.open("v=1&glass=lj-htl-1024-2&indicator=steric_order&angle=30.0")
    made.pusher.push()
    yield made
    made.close()


def told_phase(session):
    session.pusher.push()
    return session.guess.phase


def test_a_game_of_two_glasses(session, monkeypatch):
    monkeypatch.setattr("glasscope.dashboard.page.guessing.drawn", lambda entries: ["lj-htl-1024-1", "lj-esl-1024-1"])
    session.door.ask("guess", what="begin")
    assert (session.choices.glass, session.choices.angle) == ("lj-htl-1024-1", 0.0)
    assert session.choices.indicator == "steric_order"
    assert session.history.head == 0
    session.door.ask("guess_here")
    assert "point at a place first" in session.told[-1]
    session.door.ask("guess", what="next")
    assert "guess first" in session.told[-1]
    session.door.ask("nudge", x=1, y=0)
    session.door.ask("guess_here")
    wait_for(lambda: told_phase(session) == "told")
    label = session.indicators["steric_order"].label
    wait_for(lambda: told_phase(session) and session.guess.rounds[0].others.get(label) is not None)
    (first,) = session.guess.rounds
    assert first.rank == guessed(session.history.glass, session.choices.picked, session.history.events[0].core)[0]
    assert session.guess.words()["round"] == 1
    session.door.ask("guess", what="next")
    assert (session.choices.glass, session.choices.picked, session.history.head) == ("lj-esl-1024-1", None, 0)
    assert session.guess.words()["last"] == ""
    session.door.ask("nudge", x=0, y=1)
    session.door.ask("guess_here")
    wait_for(lambda: told_phase(session) == "told")
    session.door.ask("guess", what="next")
    words = session.guess.words()
    assert words["phase"] == "over"
    assert any(each["you"] for each in words["table"])
    session.door.ask("guess", what="stop")
    assert session.guess.words() == {}


def test_a_round_in_which_another_glass_is_chosen_is_not_counted(session, monkeypatch):
    monkeypatch.setattr("glasscope.dashboard.page.guessing.drawn", lambda entries: ["lj-htl-1024-1"])
    session.door.ask("guess", what="begin")
    session.door.ask("nudge", x=1, y=0)
    session.door.ask("guess_here")
    session.player.pause()
    session.door.ask("glass", key="lj-htl-1024-3")
    session.pusher.push()
    assert session.guess.phase == "off"
    assert session.guess.rounds == []


def test_arrow_keys_lead_to_the_next_particle_in_their_direction(glass):
    frame = Frame(0, glass.positions, glass.box.cell)
    for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        particle = 20
        for _ in range(8):
            there = towards(frame, particle, x, y)
            away = glass.box.minimum_image((glass.positions[there] - glass.positions[particle])[None])[0]
            along, across = away @ (x, y), abs(away @ (-y, x))
            assert 0.0 < along < 3.0
            assert across <= along
            others = glass.box.minimum_image(glass.positions - glass.positions[particle])
            nearer = np.hypot(*others.T) < np.hypot(*away) - 1e-12
            assert not np.any(nearer & (others @ (x, y) > 0.0) & (np.abs(others @ (-y, x)) <= others @ (x, y)))
            particle = there


def test_the_view_is_moved_and_brought_closer_by_keys(session):
    session.pusher.push()
    x0, x1, _, _ = session.camera.view
    session.door.ask("look", zoom=2.0, x=0.0, y=0.0)
    session.pusher.push()
    a0, a1, _, _ = session.camera.view
    assert a1 - a0 == pytest.approx(0.5 * (x1 - x0))
    assert a0 + a1 == pytest.approx(x0 + x1)
    session.door.ask("look", zoom=1.0, x=0.25, y=0.0)
    session.pusher.push()
    assert session.camera.view[0] == pytest.approx(a0 + 0.25 * (a1 - a0))
    for _ in range(20):
        session.door.ask("look", zoom=10.0, x=0.0, y=0.0)
    session.pusher.push()
    assert session.camera.view[1] - session.camera.view[0] > 0.5  # no nearer than a few particles
    assert not session.told
