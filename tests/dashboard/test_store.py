"""The history: what is kept, how it is bounded, how a run is forked."""

import numpy as np
import pytest

from glasscope.dashboard.run.history import History


@pytest.fixture
def history(glass, load, steps):
    history = History()
    history.begin(glass, "small", load)
    for step in steps:
        history.append(step)
    return history


def test_the_start_is_counted_once(history, glass, steps):
    strains, stresses = history.curve()
    assert strains[0] == 0.0
    assert np.all(np.diff(strains) > 0.0)
    assert stresses[0] == pytest.approx(glass.stress[0, 1], abs=1e-12)
    assert len(steps) <= len(strains) <= len(steps) + 3  # the state before an event is added where no step was there


def test_an_event_has_its_two_states(history, steps):
    events = [step.event for step in steps if step.event is not None]
    for record, event in zip(history.events, events, strict=True):
        assert history.rows.strain[record.row] == event.strain
        assert history.rows.stress[record.row] == pytest.approx(event.stress_before)
        assert np.array_equal(history.frame_at(record.row).positions, event.before.positions)
        assert record.core == event.core
        assert record.stress_drop == pytest.approx(event.stress_drop)


def test_a_moment_in_the_past_knows_only_its_past(history):
    second = history.events[1]
    snapshot = history.snapshot(second.row)
    assert snapshot.event is second
    assert history.snapshot(second.row - 1).event is history.events[0]
    assert history.snapshot(0).event is None


@pytest.mark.parametrize("states", [12, 30])
def test_memory_stays_within_its_bound_and_the_run_within_reach(glass, load, steps, states):
    one = glass.positions.nbytes + glass.box.cell.nbytes
    history = History(bound=states * one)
    history.begin(glass, "small", load)
    for step in steps:
        history.append(step)
        assert history.memory() <= history.bound
    assert history.frames[0].row == 0
    assert history.frames[-1].row == history.head
    assert len(history.curve()[0]) >= len(steps)  # numbers are kept of every step
    gaps = np.diff([frame.row for frame in history.frames])
    assert gaps.max() < len(steps)


def test_going_back_and_turning_round_keeps_the_past(history, load):
    row = history.events[1].row
    glass = history.fork(row, load.reversed())
    assert history.head == row
    assert len(history.events) == 1
    assert np.array_equal(glass.positions, history.frame_at(row).positions)
    leg = history.legs[-1]
    assert leg.direction == -1
    assert leg.start == history.rows.strain[-1]
    assert history.previous[0][0] == history.rows.strain[-1]  # what was left is kept as a faint curve


def test_a_turned_run_walks_back_along_the_axis(history, load):
    from glasscope.engine import shear

    row = history.events[0].row
    glass = history.fork(row, load.reversed())
    start = history.rows.strain[-1]
    for step in shear(glass, load.reversed(), max_strain=1e-3):
        history.append(step)
    strains, stresses = history.curve(row)
    assert strains[-1] == pytest.approx(start - 1e-3)
    assert np.all(np.diff(strains) < 0.0)
    assert stresses[-1] < stresses[0]
    assert history.rows.path[-1] == pytest.approx(start + 1e-3)


def test_another_geometry_starts_a_new_axis(history):
    from glasscope.engine import Load

    history.fork(history.events[0].row, Load.pure_shear(30.0))
    assert history.rows.strain[-1] == 0.0
    assert history.rows.path[-1] == history.rows.path[-2]


def test_row_at_finds_the_nearest_whole_state(history):
    for frame in history.frames[:: len(history.frames) // 5]:
        assert history.row_at(history.rows.path[frame.row]) == frame.row


def test_axes_of_strain(history, load):
    """Turning round stays on the axis, another geometry begins one, and turning that round stays on it."""
    from glasscope.engine import Load

    pure = Load.pure_shear()
    history.fork(history.events[1].row, load.reversed())
    assert history.axis_begins(history.head) == 0
    history.fork(history.head, pure)
    begin = history.head
    assert history.axis_begins(history.head) == begin
    history.fork(history.head, pure.reversed())
    assert history.axis_begins(history.head) == begin
    assert [(leg.axis, leg.direction) for leg in history.legs] == [
        (0, 1),
        (1, 1),
        (1, -1),
    ]  # an empty leg: no trace


def test_turning_twice_on_the_spot_changes_nothing(history, load):
    row = history.events[1].row
    history.fork(row, load.reversed())
    assert history.snapshot().leg.load == load.reversed()
    history.fork(history.head, load)
    assert len(history.legs) == 1
    assert history.snapshot().leg.load == load


def test_at_no_moment_is_there_a_run_without_a_state(stored, steps, glass, load, monkeypatch):
    """A field's thread may look for the state as cast while the stress of the next glass is still being found."""
    history, seen = stored(steps), []

    def slowly(*about):
        seen.append((history.frames[0].row, len(history.rows.path), history.glass))
        return 0.0

    monkeypatch.setattr("glasscope.dashboard.run.history.stress_along", slowly)
    rows, before = len(history.rows.path), history.glass
    history.begin(glass.with_positions(glass.positions), "next", load)
    assert seen == [(0, rows, before)]  # until then it is the run before
    assert history.head == 0
