"""The history: what is kept, how it is bounded, how a run is forked."""

import numpy as np
import pytest

from glasscope.dashboard.run.history import Store


@pytest.fixture
def store(glass, load, steps):
    store = Store()
    store.begin(glass, "small", load)
    for step in steps:
        store.append(step)
    return store


def test_the_start_is_counted_once(store, glass, steps):
    strains, stresses = store.curve()
    assert strains[0] == 0.0
    assert np.all(np.diff(strains) > 0.0)
    assert stresses[0] == pytest.approx(glass.stress[0, 1], abs=1e-12)
    assert len(steps) <= len(strains) <= len(steps) + 3  # the state before an event is added where no step was there


def test_an_event_has_its_two_states(store, steps):
    events = [step.event for step in steps if step.event is not None]
    for record, event in zip(store.events, events, strict=True):
        assert store.rows.strain[record.row] == event.strain
        assert store.rows.stress[record.row] == pytest.approx(event.stress_before)
        assert np.array_equal(store.frame_at(record.row).positions, event.before.positions)
        assert record.core == event.core
        assert record.stress_drop == pytest.approx(event.stress_drop)


def test_a_moment_in_the_past_knows_only_its_past(store):
    second = store.events[1]
    snapshot = store.snapshot(second.row)
    assert snapshot.event is second
    assert store.snapshot(second.row - 1).event is store.events[0]
    assert store.snapshot(0).event is None


@pytest.mark.parametrize("states", [12, 30])
def test_memory_stays_within_its_bound_and_the_run_within_reach(glass, load, steps, states):
    one = glass.positions.nbytes + glass.box.cell.nbytes
    store = Store(bound=states * one)
    store.begin(glass, "small", load)
    for step in steps:
        store.append(step)
        assert store.memory() <= store.bound
    assert store.frames[0].row == 0
    assert store.frames[-1].row == store.head
    assert len(store.curve()[0]) >= len(steps)  # numbers are kept of every step
    gaps = np.diff([frame.row for frame in store.frames])
    assert gaps.max() < len(steps)


def test_going_back_and_turning_round_keeps_the_past(store, load):
    row = store.events[1].row
    glass = store.fork(row, load.reversed())
    assert store.head == row
    assert len(store.events) == 1
    assert np.array_equal(glass.positions, store.frame_at(row).positions)
    leg = store.legs[-1]
    assert leg.direction == -1
    assert leg.start == store.rows.strain[-1]
    assert store.previous[0][0] == store.rows.strain[-1]  # what was left is kept as a faint curve


def test_a_turned_run_walks_back_along_the_axis(store, load):
    from glasscope.engine import shear

    row = store.events[0].row
    glass = store.fork(row, load.reversed())
    start = store.rows.strain[-1]
    for step in shear(glass, load.reversed(), max_strain=1e-3):
        store.append(step)
    strains, stresses = store.curve(row)
    assert strains[-1] == pytest.approx(start - 1e-3)
    assert np.all(np.diff(strains) < 0.0)
    assert stresses[-1] < stresses[0]
    assert store.rows.path[-1] == pytest.approx(start + 1e-3)


def test_another_geometry_starts_a_new_axis(store):
    from glasscope.engine import Load

    store.fork(store.events[0].row, Load.pure_shear(30.0))
    assert store.rows.strain[-1] == 0.0
    assert store.rows.path[-1] == store.rows.path[-2]


def test_row_at_finds_the_nearest_whole_state(store):
    for frame in store.frames[:: len(store.frames) // 5]:
        assert store.row_at(store.rows.path[frame.row]) == frame.row


def test_axes_of_strain(store, load):
    """Turning round stays on the axis, another geometry begins one, and turning that round stays on it."""
    from glasscope.engine import Load

    pure = Load.pure_shear()
    store.fork(store.events[1].row, load.reversed())
    assert store.axis_begins(store.head) == 0
    store.fork(store.head, pure)
    begin = store.head
    assert store.axis_begins(store.head) == begin
    store.fork(store.head, pure.reversed())
    assert store.axis_begins(store.head) == begin
    assert [(leg.axis, leg.direction) for leg in store.legs] == [
        (0, 1),
        (1, 1),
        (1, -1),
    ]  # an empty leg: no trace


def test_turning_twice_on_the_spot_changes_nothing(store, load):
    row = store.events[1].row
    store.fork(row, load.reversed())
    assert store.snapshot().leg.load == load.reversed()
    store.fork(store.head, load)
    assert len(store.legs) == 1
    assert store.snapshot().leg.load == load
