"""Runs that were left: their curves stay as ghosts, and the last one is taken up again as it was."""

import numpy as np
import pytest
from bokeh.document import Document
from waiting import wait_for

from glasscope.dashboard.look.figures import quiet_figure
from glasscope.dashboard.panels.run.ghosts import GhostLines, dash_of, ghosts_in_words
from glasscope.dashboard.run.earlier import MOST, SHARE, Earlier
from glasscope.dashboard.run.history import History
from glasscope.dashboard.session import Session
from glasscope.engine import MODELS, Load


@pytest.fixture
def session(told):
    """A session at rest at a strain, with what its reader is told."""
    made = Session(Document(), dark=True)
    made.told = told
    made.open("v=1&glass=lj-htl-1024-1&indicator=steric_order")
    walk(made, 0.005)
    yield made
    made.close()


def walk(session, strain):
    session.player.play()
    wait_for(lambda: session.history.rows.path[-1] >= strain)
    session.player.pause()
    wait_for(lambda: not session.player.stepping)


def state_of(session):
    snapshot = session.history.snapshot(None)
    return snapshot.strain, snapshot.stress, snapshot.frame.positions, len(session.history.events)


def same(a, b):
    return a[:2] == b[:2] and a[3] == b[3] and np.array_equal(a[2], b[2])


def test_a_reset_is_undone_and_the_run_goes_on_from_where_it_was(session):
    before, rows = state_of(session), session.history.rows.path[:]
    session.door.ask("reset")
    assert session.history.head == 0
    assert [len(each.strain) for each in session.history.ghosts] == [len(rows)]
    session.door.ask("undo")
    assert same(state_of(session), before)
    assert session.history.rows.path == rows
    assert session.history.ghosts == ()
    assert not session.told
    walk(session, rows[-1] + 0.001)
    steps = np.diff(session.history.rows.path[len(rows) - 1 :])
    assert 0.0 < steps.max() < 3e-4


def test_another_glass_is_undone_with_its_load_and_its_name(session):
    before = state_of(session)
    session.door.ask("set", name="angle", value=30.0)
    session.door.ask("glass", key="lj-htl-1024-2")
    walk(session, 0.002)
    other = state_of(session)
    session.choices.picked = 3
    session.door.ask("undo")
    choices = session.choices
    assert same(state_of(session), before)
    assert (choices.glass, choices.angle, choices.picked) == ("lj-htl-1024-1", 0.0, None)
    assert session.history.label == session.glasses.entry("lj-htl-1024-1").label
    session.door.ask("undo")  # and back
    assert same(state_of(session), other)
    assert (choices.glass, choices.angle) == ("lj-htl-1024-2", 30.0)
    assert session.links.words()["query"].startswith("v=1&glass=lj-htl-1024-2")


def test_there_is_nothing_to_undo_at_first_nor_for_a_run_that_was_never_sheared(session):
    session.door.ask("undo")
    assert "no earlier run" in session.told[0]
    session.door.ask("reset")
    ghosts = session.history.ghosts
    session.door.ask("reset")
    session.door.ask("glass", key="lj-htl-1024-3")
    session.player.pause()
    assert session.history.ghosts == ghosts


def test_a_run_that_was_turned_is_taken_up_on_its_last_leg(session):
    session.door.ask("turn")
    walk(session, session.history.rows.path[-1] + 0.001)
    before = state_of(session)
    assert before[0] < session.history.rows.strain[session.history.legs[1].first_row]
    session.door.ask("reset")
    session.door.ask("undo")
    assert same(state_of(session), before)
    assert session.choices.sign == -1
    walk(session, session.history.rows.path[-1] + 0.001)
    assert state_of(session)[0] < before[0]
    assert len(session.history.legs) == 2


def run_of(glass, load, steps, bound=None):
    history = History(bound) if bound else History()
    history.begin(glass, "small", load)
    for step in steps:
        history.append(step)
    return history


def test_so_many_ghosts_stay_each_with_a_dash_of_its_own(glass, load, steps):
    history = run_of(glass, load, steps[:5])
    earlier = Earlier(history)
    for _ in range(MOST + 2):
        earlier.leave()
    numbers = [each.number for each in history.ghosts]
    assert numbers == list(range(3, MOST + 3))
    assert len({dash_of(each) for each in history.ghosts}) == MOST
    earlier.dismiss(4)
    assert [each.number for each in history.ghosts] == [3, 5, 6]
    earlier.dismiss(0)
    assert history.ghosts == ()


def test_a_ghost_ends_where_strain_begins_to_count_anew(glass, load, steps):
    history = run_of(glass, load, steps[:6])
    history.fork(history.head, Load.pure_shear())
    Earlier(history).leave()
    (ghost,) = history.ghosts
    first = [float(strain) for strain in history.rows.strain[: history.legs[1].first_row]]
    assert ghost.strain.tolist() == first


def test_only_curves_of_the_same_units_are_drawn(glass, load, steps):
    history = run_of(glass, load, steps[:5])
    Earlier(history).leave()
    (ghost,) = history.ghosts
    lines = GhostLines(quiet_figure("x", "y"))
    lines.update(history.ghosts, glass.model)
    assert sum(len(source.data["x"]) for source in lines._sources) == len(ghost.strain)
    assert len(ghosts_in_words(history.ghosts, glass.model)) == 1
    lines.update(history.ghosts, MODELS["poly"])
    assert not any(len(source.data["x"]) for source in lines._sources)
    assert ghosts_in_words(history.ghosts, MODELS["poly"]) == []


def test_a_run_that_was_left_takes_a_part_of_the_memory(glass, load, steps):
    whole = run_of(glass, load, steps)
    bound = whole.memory()
    history = run_of(glass, load, steps, bound)
    earlier = Earlier(history)
    earlier.leave()
    assert 0 < earlier.memory() <= bound // SHARE
    head, last = history.head, history.frames[-1]
    history.begin(glass, "again", load)
    assert earlier.take_up()
    assert history.head == head
    assert history.frames[-1] is last
    assert earlier.memory() == 0  # the run that was begun was never sheared
