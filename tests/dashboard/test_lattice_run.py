"""A session's lattice: its thread, what is kept of it, what it is made of, and what is counted of the glass."""

import threading
import time

import numpy as np
import pytest
from waiting import wait_for

from glasscope.dashboard.found.finder import Bench
from glasscope.dashboard.mesoscale import lattice_run, record
from glasscope.dashboard.mesoscale.activity import activity_finder, wanted_activity
from glasscope.dashboard.mesoscale.lattice_run import LatticeRun
from glasscope.dashboard.mesoscale.record import Record
from glasscope.dashboard.mesoscale.seeding import Rules, Seeding, lattice_of, seeding_finder, wanted_seeding
from glasscope.dashboard.run.history import History
from glasscope.engine import ElastoplasticModel, Load, Thresholds, library, shear, shear_modulus
from glasscope.engine.scores.activity import plastic_activity

SHEAR = Load.simple_shear()
VALUES = np.linspace(0.5, 1.5, 40)


def lattice():
    return ElastoplasticModel(16, Thresholds.from_values(VALUES), modulus=10.0, seed=3)


@pytest.fixture
def told():
    return []


@pytest.fixture
def run(told):
    made = LatticeRun(lambda: None, told.append)
    yield made
    made.close()
    made._thread.join(10)
    assert not made._thread.is_alive()


def at(run, strain):
    """What it shows once it is at a strain."""
    wait_for(lambda: (shown := run.take()) is not None and shown.strain == strain)
    return run.take()


def test_it_follows_to_the_same_state_that_a_lattice_alone_is_in(run):
    run.begin(lattice)
    for strain in (0.0, 0.07, 0.3):
        run.follow(strain)
        shown = at(run, strain)
        alone = lattice()
        states = [alone.state(), *alone.shear(strain, every=0.01)]
        assert np.array_equal(shown.thresholds, states[-1].thresholds)
        np.testing.assert_allclose(shown.stresses, states[-1].stresses, atol=1e-12)
        assert np.array_equal(shown.activity, states[-1].activity)
    assert shown.activity.any()


def test_it_goes_back_with_the_glass_and_forgets_what_came_after(run):
    run.begin(lattice)
    run.follow(0.3)
    at(run, 0.3)
    run.follow(0.1)
    back = at(run, 0.1)
    assert back.record.curve()[0][-1] == 0.1
    run.follow(-0.05)
    assert not at(run, 0.0).activity.any()


def test_alone_it_plays_rests_and_begins_anew(run):
    run.begin(lattice)
    run.alone(pace=1.0)
    wait_for(lambda: run.take() is not None)
    time.sleep(0.1)
    assert run.take().strain == 0.0  # nobody has let it go on
    run.play()
    wait_for(lambda: run.take().strain > 0.05)
    run.pause()
    time.sleep(0.1)
    rests = run.take().strain
    time.sleep(0.1)
    assert run.take().strain == rests
    run.reset()
    wait_for(lambda: run.take().strain == 0.0)


def test_it_makes_nothing_that_nobody_takes(run):
    run.begin(lattice)
    run.alone(pace=1.0)
    wait_for(lambda: run.take() is not None)
    run.play()
    time.sleep(0.3)
    with run._condition:
        first = run._newest.strain
    time.sleep(0.3)
    with run._condition:
        assert run._newest.strain == first
    assert run.take().strain == first
    wait_for(lambda: run.take().strain > first)


def test_at_its_end_it_rests_and_then_begins_anew(run, monkeypatch):
    monkeypatch.setattr(lattice_run, "END", 0.02)
    run.begin(lattice)
    run.alone(pace=1.0)
    run.play()
    at(run, 0.02)
    assert not run.playing
    run.play()
    wait_for(lambda: run.take().strain < 0.02)


def test_one_that_runs_away_says_so_and_keeps_its_state(run, told):
    weak = Thresholds.from_values([1e-4, 2e-4])
    first = Thresholds.from_values(VALUES)
    run.begin(lambda: ElastoplasticModel(16, first, weak, modulus=10.0, plastic_strain=0.5, both_signs=True))
    run.follow(0.01)
    before = at(run, 0.01)
    run.follow(1.0)
    wait_for(lambda: run.take() is not None and told)
    assert "does not end: the plastic strain is too large" in told[0]
    assert run.stuck
    assert run.take().record is before.record
    run.begin(lattice)
    at(run, 1.0)
    assert len(told) == 1


def test_another_lattice_ends_the_one_under_way(run):
    run.begin(lambda: ElastoplasticModel(64, Thresholds.from_values(VALUES), modulus=10.0))
    run.follow(50.0)
    wait_for(lambda: run.take() is not None and run.take().strain > 0.0)
    run.begin(lattice)
    run.follow(0.1)
    assert len(at(run, 0.1).stresses) == 16
    run.drop()
    assert run.take() is None


def test_what_is_kept_of_a_long_run_is_bounded(monkeypatch):
    monkeypatch.setattr(record, "POINTS", 50)
    monkeypatch.setattr(record, "STATES", 20)
    model = lattice()
    kept = Record(model.state())
    for state in model.shear(2.0, every=0.01):
        kept.add(state)
    strains, stresses = kept.curve()
    assert 25 <= len(strains) <= 50
    assert (strains[-1], stresses[-1]) == (state.strain, state.stress)
    times, bore, bears = kept.block(37)
    assert 10 <= len(times) <= 20
    assert np.all(np.diff(times) > 0)
    assert np.all(bore < bears)
    assert len(set(bears.tolist())) > 1  # it has failed on the way
    widths = kept.widths()
    assert len(widths[0]) > 20
    assert np.all((widths[1] > 0) & (widths[1] <= 1))


def test_a_record_can_be_read_while_it_is_written():
    model, failed = lattice(), []
    kept = Record(model.state())

    def read():
        try:
            while not done.is_set():
                assert len({len(each) for each in kept.block(5)}) == 1
                assert len({len(each) for each in kept.curve()}) == 1
        except Exception as error:
            failed.append(error)

    done = threading.Event()
    reader = threading.Thread(target=read)
    reader.start()
    for state in model.shear(1.0, every=0.001):
        kept.add(state)
    done.set()
    reader.join()
    assert not failed


# what it is made of ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cast():
    return next(entry for entry in library() if entry.key == "poly_ipl-swap-0.4-1024-1").load()


def bench_of(glass, load=SHEAR):
    history = History()
    history.begin(glass, "cast", load)
    return Bench(history, lambda: None, lambda words: None, lambda seconds: None)


def seeding(bench, source="bond_micromechanics_strength", renewal="hot"):
    finder = seeding_finder(bench)
    finder.want(wanted_seeding(bench.history, bench.history.legs[0].load, source, renewal))
    wait_for(lambda: finder.newest() is not None)
    return finder.newest()


def test_it_is_made_of_the_glass_and_renewed_like_a_hot_one(cast):
    found = seeding(bench_of(cast))
    own = Thresholds.from_glass(cast, Load.simple_shear(), "bond_micromechanics_strength")
    np.testing.assert_allclose(found.own.map, own.map)
    assert found.modulus == pytest.approx(shear_modulus(cast))
    assert found.hot == "poly-IPL, swap T = 0.7"
    hot = next(entry for entry in library() if entry.key == "poly_ipl-swap-0.7-1024-1").load()
    bears = Thresholds.from_glass(hot, Load.simple_shear(), "bond_micromechanics_strength").values
    np.testing.assert_allclose(found.renewal.values, bears)
    assert found.renewed_modulus == pytest.approx(shear_modulus(hot))
    model = lattice_of(found, Rules(0, 0.065))
    assert model.size == own.size
    np.testing.assert_allclose(model.state().thresholds, own.map)
    assert lattice_of(found, Rules(32, 0.065)).size == 32


def test_renewed_like_itself(cast):
    found = seeding(bench_of(cast), renewal="own")
    assert found.renewal is None
    assert found.renewed_modulus == found.modulus
    assert not found.hot


def test_a_glass_or_load_that_makes_no_lattice_says_why(glass, cast):
    assert "fewer than four blocks" in seeding(bench_of(glass)).error
    assert "at 0 or 90 degrees" in seeding(bench_of(cast, Load.simple_shear(30.0))).error
    assert seeding(bench_of(glass)).size == 0


def test_a_run_that_begins_anew_has_nothing_measured_again(cast, monkeypatch):
    bench = bench_of(cast)
    finder = seeding_finder(bench)
    finder.want(wanted_seeding(bench.history, Load.simple_shear(), "bond_micromechanics_strength", "own"))
    wait_for(lambda: finder.newest() is not None)
    first = finder.newest()
    monkeypatch.setattr(Thresholds, "from_glass", None)
    bench.history.begin(cast, "cast", Load.simple_shear())
    finder.want(wanted_seeding(bench.history, Load.simple_shear(), "bond_micromechanics_strength", "own"))
    wait_for(lambda: finder.newest() is not None)
    assert finder.newest() is first
    assert isinstance(first, Seeding)


# where the glass gave way ------------------------------------------------------------------------------------------


def test_plastic_activity_is_that_of_states_a_step_apart(glass, load, bench, history):
    strains = np.array(history.rows.strain)
    finder, n = activity_finder(bench), int(strains[-1] / 0.01)
    assert n >= 2
    finder.want(wanted_activity(history))
    wait_for(lambda: (found := finder.newest()) is not None and len(found.counts) == n)
    found = finder.newest()
    frames = [history.frame_at(int(np.searchsorted(strains, 0.01 * k - 1e-12))) for k in range(n + 1)]
    states = [history.rebuild(frame, anew=True) for frame in frames]
    for mine, theirs in zip(found.counts, plastic_activity(states), strict=True):
        assert np.array_equal(mine, theirs)
    assert found.at(0.005) is None
    assert np.array_equal(found.at(0.01 * n), found.counts[-1])
    assert [len(each) for each in found.until(0.015)] == [1, 1]


def test_what_comes_after_a_turn_is_not_counted(bench, history, load):
    finder = activity_finder(bench)
    history.fork(history.row_at(0.015), load.reversed())
    glass = history.rebuild(history.frames[-1], anew=True)
    for step in shear(glass, load.reversed(), max_strain=0.002):
        history.append(step)
    finder.want(wanted_activity(history))
    wait_for(lambda: finder.newest() is not None)
    assert len(finder.newest().counts) == 1
