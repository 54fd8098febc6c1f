from itertools import pairwise
from types import SimpleNamespace

import naive
import numpy as np
import pytest
from making import jittered, small_glass

from glasscope.engine import Cancelled, GlassError, Load, NotAMinimumError, relax, shear
from glasscope.engine.mechanics.shear import _LONGEST_STEP, _Pace

SIMPLE = Load.simple_shear()


def run(glass, load=SIMPLE, max_strain=0.02, **options):
    return list(shear(glass, load, max_strain, **options))


@pytest.fixture(scope="module")
def trip():
    """A glass under shear with some events."""
    glass = small_glass("lj", 400)
    return glass, run(glass, max_strain=0.04)


def events_of(steps):
    return [step.event for step in steps if step.event is not None]


@pytest.fixture(scope="module")
def branch(trip):
    """A glass at the beginning of a long branch, the strain there, and the event that ends it."""
    events = events_of(trip[1])
    starts = [(trip[0], 0.0)] + [(event.after, event.bracket[1]) for event in events]
    lengths = [event.strain - strain for event, (_, strain) in zip(events, starts, strict=False)]
    longest = int(np.argmax(lengths))
    assert lengths[longest] > 2e-3
    return *starts[longest], events[longest]


def test_every_state_is_a_relaxed_glass_in_the_strained_cell(trip):
    glass, steps = trip
    assert steps[0].strain == 0
    assert steps[-1].strain == 0.04
    assert all(a.strain < b.strain for a, b in pairwise(steps))
    for step in steps[:: max(1, len(steps) // 20)]:
        state = step.glass.with_positions(step.glass.positions)  # from the positions alone
        assert state.max_force < 1e-10
        np.testing.assert_allclose(state.box.cell, glass.box.cell @ SIMPLE.deformation(step.strain).T, atol=1e-12)
        assert state.energy == pytest.approx(step.energy, rel=1e-12)
        assert (state.stress * SIMPLE.A).sum() == pytest.approx(step.stress, abs=1e-10)


def test_energy_is_the_work_done_less_what_events_release(trip):
    glass, steps = trip
    assert len(events_of(steps)) >= 2
    gained = 0.0
    for last, step in pairwise(steps):
        if step.event is None:
            gained += (step.strain - last.strain) * (step.stress + last.stress) / 2 * glass.box.volume
        else:
            gained += step.energy - last.energy
    assert steps[-1].energy - steps[0].energy == pytest.approx(gained, abs=1e-4)


def test_events_are_told_in_full(trip):
    for event in events_of(trip[1]):
        below, above = event.bracket
        assert event.strain == below
        assert 0 < above - below <= 1e-6 + 1e-15
        assert event.energy_drop > 0
        assert event.stress_before - event.stress_after == pytest.approx(event.stress_drop)
        assert event.energy_before == event.before.energy
        assert event.displacement.shape == event.critical_mode.shape == (400, 2)
        assert (event.critical_mode**2).sum() == pytest.approx(1)
        assert (event.critical_mode * event.displacement).sum() > 0
        assert event.core == np.linalg.norm(event.critical_mode, axis=1).argmax()
        assert event.core_displacement == np.linalg.norm(event.displacement, axis=1).argmax()
        assert event.core_d2min == event.d2min.argmax()
        lowest, second = event.before.response.modes(2)[0]
        assert 0 < lowest < 0.5 * second  # one mode is about to go
        assert event.after.max_force < 1e-10


def test_the_lowest_eigenvalue_vanishes_as_a_square_root(branch):
    """Saddle-node: lambda^2 is linear in the distance to the onset."""
    glass, start, event = branch
    fine = events_of(run(glass, max_strain=event.bracket[1], start_strain=start, bracket=1e-8))[0]
    assert event.bracket[0] - 1e-8 <= fine.strain <= event.bracket[1]
    distances = np.array([4e-6, 1e-6, 2.5e-7])
    values = [
        step.glass.response.modes(1)[0][0]
        for step in run(glass, max_strain=fine.strain, start_strain=start, at=fine.bracket[1] - distances, bracket=1e-8)
    ]
    slopes = np.diff(np.log(values)) / np.diff(np.log(distances))
    np.testing.assert_allclose(slopes, 0.5, atol=0.05)


def test_shearing_back_on_a_branch_returns_to_its_start(branch):
    glass, start, event = branch
    length = 0.9 * (event.strain - start)
    middle = run(glass, max_strain=length)[-1].glass
    back = run(middle, SIMPLE.reversed(), max_strain=length)
    assert not events_of(back)
    np.testing.assert_allclose(back[-1].glass.box.cell, glass.box.cell, atol=1e-12)
    np.testing.assert_allclose(back[-1].glass.positions, glass.positions, atol=1e-8)


def test_an_event_does_not_undo_itself_at_once(trip):
    event = events_of(trip[1])[0]
    back = relax(event.after.with_positions(
        event.after.positions @ SIMPLE.deformation(event.bracket[0] - event.bracket[1]).T, event.before.box
    ))  # fmt: skip
    assert np.abs(back.positions - event.before.positions).max() > 1e-3


def test_a_plain_run_with_fixed_steps_finds_the_same_event(branch):
    glass, start, event = branch
    step = 1e-5
    near = run(glass, max_strain=event.strain - 8.5 * step, start_strain=start)[-1]
    jumps, last = [], near.glass
    for strain, state in naive.fixed_step_shear(near.glass, SIMPLE, step, 12, relax):
        moved = state.positions - last.positions @ SIMPLE.deformation(step).T
        jumps.append((np.abs(moved - moved.mean(axis=0)).max(), near.strain + strain))
        last = state
    largest, strain = max(jumps)
    assert largest > 0.05
    assert strain - step <= event.bracket[1]
    assert event.bracket[0] <= strain


def test_fixed_steps_end_in_the_same_states(branch):
    glass, start, event = branch
    length = event.strain - start
    adaptive = run(glass, max_strain=length / 2)[-1]
    fixed = run(glass, max_strain=length / 2, step=length / 20)
    assert len(fixed) == 11
    np.testing.assert_allclose(fixed[-1].glass.positions, adaptive.glass.positions, atol=1e-8)
    coarse = events_of(run(glass, max_strain=1.2 * length, step=length / 7.5))[0]
    assert coarse.bracket[0] <= length <= coarse.bracket[1]


def test_only_the_strains_asked_for_are_visited():
    glass, wanted = small_glass("lj", 400), [0.001, 0.0025, 0.004]
    steps = run(glass, max_strain=0.01, at=wanted)
    assert [step.strain for step in steps if step.event is None] == pytest.approx(wanted)
    shifted = run(glass, max_strain=0.51, start_strain=0.5, at=[0.5, 0.501])
    assert shifted[0].strain == 0.5
    assert shifted[1].stress == pytest.approx(steps[0].stress, abs=1e-9)


@pytest.mark.parametrize("load", [Load.simple_shear(40.0, -1), Load.pure_shear(10.0), Load.dilation(-1)], ids=str)
@pytest.mark.parametrize("key", ["poly", "ipl_q4"])
def test_any_load_does_the_work_that_its_stress_says(key, load):
    glass = small_glass(key, 144)
    steps = run(glass, load, max_strain=0.003)
    for last, step in pairwise(steps):
        if step.event is None:
            volume = (last.glass.box.volume + step.glass.box.volume) / 2
            work = (step.strain - last.strain) * (step.stress + last.stress) / 2 * volume
            assert step.energy - last.energy == pytest.approx(work, abs=2e-5)
    assert steps[-1].glass.max_force < 1e-10


def test_far_strain_crosses_the_flip_of_the_cell():
    glass = small_glass("poly", 100)
    last = run(glass, max_strain=1.05, at=[0.5, 1.0, 1.05])[-1]
    assert last.strain == 1.05
    again = last.glass.with_positions(last.glass.positions, last.glass.box.reduced())
    assert again.energy == pytest.approx(last.energy, rel=1e-10)
    assert again.max_force < 1e-9


def test_the_same_run_twice_is_the_same_to_the_bit(trip):
    glass, steps = trip
    again = run(glass, max_strain=0.04)
    assert [step.stress for step in again] == [step.stress for step in steps]
    np.testing.assert_array_equal(again[-1].glass.positions, steps[-1].glass.positions)


def test_stress_and_strain_turn_with_the_glass():
    glass = small_glass("ipl_q3", 144)
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    turned = glass.with_positions(glass.positions @ turn.T, glass.box.cell @ turn.T)
    here = run(glass, max_strain=0.004, at=[0.004])[-1]
    there = run(turned, Load.simple_shear(90.0), max_strain=0.004, at=[0.004])[-1]
    assert there.stress == pytest.approx(here.stress, abs=1e-8)


def test_closing_the_generator_stops_it():
    walk = shear(small_glass("lj", 400), SIMPLE, 0.1)
    next(walk)
    walk.close()
    with pytest.raises(StopIteration):
        next(walk)


def test_a_false_loss_slows_a_run_only_until_it_is_passed():
    """A correction may fail where the branch goes on: once there, steps grow again."""
    path = SimpleNamespace(here=SimpleNamespace(strain=0.0), strained=False, easy=True, fold_ahead=lambda: None)
    pace = _Pace(1e-6, None)
    pace.refused(2e-5, 0.0, found=False)
    lengths = []
    for _ in range(60):
        target = pace.target(path, 1.0)
        lengths.append(target - path.here.strain)
        path.here.strain = target
        pace.gained(path)
    assert min(lengths) < 2e-6
    assert path.here.strain > 2e-5
    assert lengths[-1] == pytest.approx(_LONGEST_STEP)


def test_an_event_can_be_called_off_while_it_relaxes(branch):
    glass, start, event = branch
    seen = []

    def watch(energy, max_force):
        raise Cancelled

    with pytest.raises(Cancelled):
        seen.extend(shear(glass, SIMPLE, event.bracket[1] + 1e-4, start, watch=watch))
    told = []
    steps = list(shear(glass, SIMPLE, event.bracket[1] + 1e-5, start, watch=lambda *now: told.append(now)))
    assert told
    assert events_of(steps)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"max_strain": 0.0}, "above start_strain"),
        ({"max_strain": np.nan}, "finite"),
        ({"step": -1e-5}, "positive"),
        ({"bracket": 0.0}, "bracket"),
        ({"at": [0.5]}, "strains to visit"),
        ({"at": []}, "strains to visit"),
    ],
)
def test_strains_that_make_no_sense_are_refused(options, words):
    with pytest.raises(GlassError, match=words):
        run(small_glass("lj", 100), **options)


def test_a_state_that_is_no_minimum_is_refused():
    with pytest.raises(NotAMinimumError):
        run(jittered("lj", 100, jitter=0.25))
    glass = small_glass("lj", 400)
    pushed = glass.positions.copy()
    pushed[5] += 0.15
    with pytest.raises(NotAMinimumError, match="relax it first"):
        run(glass.with_positions(pushed))
