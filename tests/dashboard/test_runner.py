"""The engine's thread: it plays, steps, goes back, turns round, fails without loss, and ends when told to."""

import threading
import time

import numpy as np
import pytest
from waiting import PATIENCE, wait_for

from glasscope.dashboard.run import player as runner_module
from glasscope.dashboard.run.history import Store
from glasscope.dashboard.run.player import Runner


@pytest.fixture
def make(glass, load):
    made = []

    def start(max_strain=0.3):
        changes, errors = [], []
        runner = Runner(Store(), lambda: changes.append(None), errors.append)
        runner.changes, runner.errors = changes, errors
        runner.load(glass, "small", load, max_strain)
        made.append(runner)
        return runner

    yield start
    for each in made:
        each.close()
    assert all(each.join(PATIENCE) for each in made)


def test_it_rests_until_it_is_told_to_play(make):
    runner = make()
    time.sleep(0.1)
    assert runner.store.head == 0
    assert runner.mode == "idle"


def test_a_step_is_one_step(make):
    runner = make()
    for rows in (1, 2):
        runner.play("step")
        wait_for(lambda: runner.mode == "idle")
        assert runner.store.head == rows


def test_it_runs_to_the_next_event_and_rests(make):
    runner = make()
    runner.play("event")
    wait_for(lambda: runner.mode == "idle")
    assert len(runner.store.events) == 1
    assert runner.store.events[0].row == runner.store.head - 1


def test_it_plays_to_the_end_and_says_so(make):
    runner = make(max_strain=2e-3)
    runner.play()
    wait_for(lambda: runner.store.ended)
    assert runner.mode == "idle"
    assert runner.store.rows.strain[-1] == pytest.approx(2e-3)
    assert runner.changes


def test_the_past_is_replayed_from_the_store_then_the_engine_goes_on(make):
    runner = make()
    runner.play("event")
    wait_for(lambda: runner.mode == "idle")
    head, made = runner.store.head, runner.steps
    runner.seek(0)
    assert runner.cursor == 0
    runner.play("event")
    wait_for(lambda: runner.mode == "idle")
    assert runner.steps == made
    assert runner.store.head == head
    runner.play("step")
    wait_for(lambda: runner.cursor is None)
    runner.play("step")
    wait_for(lambda: runner.store.head > head)


def test_turning_round_goes_back_to_the_start_inside_a_branch(make, load):
    runner = make()
    runner.max_strain = 0.0
    runner.play("step")
    wait_for(lambda: runner.mode == "idle")
    runner.play("step")
    wait_for(lambda: runner.mode == "idle")
    runner.max_strain = 1e-12  # the turned leg ends at the start
    start = runner.store.frames[0].positions
    runner.fork(load.reversed())
    runner.play()
    wait_for(lambda: runner.store.ended)
    back = runner.store.frames[-1]
    assert runner.store.rows.strain[-1] == pytest.approx(0.0, abs=1e-11)
    moved = back.positions - start
    assert np.abs(moved - moved.mean(axis=0)).max() < 1e-7


def test_the_pace_is_held(make):
    runner = make()
    runner.set_speed(1e-3)
    began = time.monotonic()
    runner.play()
    time.sleep(0.8)
    runner.pause()
    played = time.monotonic() - began
    assert runner.store.rows.path[-1] < 1e-3 * played + 1.2e-3  # and at most a step's overshoot


def test_an_error_pauses_the_run_and_keeps_it(make, monkeypatch):
    runner = make()
    runner.play("step")
    wait_for(lambda: runner.mode == "idle")
    real = runner_module.shear

    def fails(*arguments, **options):
        yield from ()
        raise RuntimeError("the relaxation did not converge")

    monkeypatch.setattr(runner_module, "shear", fails)
    runner.fork(runner.store.legs[0].load.reversed())
    head = runner.store.head
    runner.play()
    wait_for(lambda: runner.errors)
    assert "did not converge" in runner.errors[0]
    assert runner.mode == "idle"
    assert runner.store.head == head
    monkeypatch.setattr(runner_module, "shear", real)
    runner.play("step")  # a further try starts at the last state
    wait_for(lambda: runner.mode == "idle" and runner.steps >= 2)


def test_the_relaxation_of_an_event_is_called_off(make, monkeypatch, glass, load):
    entered = threading.Event()

    def endless(*arguments, watch, **options):
        entered.set()
        while True:
            time.sleep(0.001)
            watch(-1.0, 1e-3)
        yield

    monkeypatch.setattr(runner_module, "shear", endless)
    runner = make()
    runner.play()
    assert entered.wait(PATIENCE)
    wait_for(lambda: runner.relaxing == 1e-3)
    runner.close()
    assert runner.join(PATIENCE)


def test_another_run_takes_the_place_of_a_long_step(make, monkeypatch, glass, load):
    real, entered = runner_module.shear, threading.Event()

    def endless(*arguments, watch, **options):
        entered.set()
        while True:
            time.sleep(0.001)
            watch(-1.0, 1e-3)
        yield

    monkeypatch.setattr(runner_module, "shear", endless)
    runner = make()
    runner.play()
    assert entered.wait(PATIENCE)
    monkeypatch.setattr(runner_module, "shear", real)
    runner.load(glass, "again", load, 0.3)
    runner.play("step")
    wait_for(lambda: runner.store.head == 1)
    assert runner.store.label == "again"
    assert not runner.errors


def test_churn_leaves_no_thread(glass, load):
    before = threading.active_count()
    for _ in range(8):
        runner = Runner(Store(), lambda: None, lambda message: None)
        runner.load(glass, "small", load, 0.3)
        runner.play()
        time.sleep(0.02)
        runner.close()
        assert runner.join(PATIENCE)
    assert threading.active_count() == before
