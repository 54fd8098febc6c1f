"""The engine's thread: it plays, steps, goes back, turns round, fails without loss, and ends when told to."""

import threading
import time

import numpy as np
import pytest
from waiting import PATIENCE, wait_for

from glasscope.dashboard.run import player as runner_module
from glasscope.dashboard.run.history import History
from glasscope.dashboard.run.player import Player


@pytest.fixture
def make(glass, load):
    made = []

    def start(max_strain=0.3):
        changes, errors = [], []
        player = Player(History(), lambda: changes.append(None), errors.append)
        player.changes, player.errors = changes, errors
        player.load(glass, "small", load, max_strain)
        made.append(player)
        return player

    yield start
    for each in made:
        each.close()
    assert all(each.join(PATIENCE) for each in made)


def test_it_rests_until_it_is_told_to_play(make):
    player = make()
    time.sleep(0.1)
    assert player.history.head == 0
    assert player.mode == "idle"


def test_a_step_is_one_step(make):
    player = make()
    for rows in (1, 2):
        player.play("step")
        wait_for(lambda: player.mode == "idle")
        assert player.history.head == rows


def test_it_runs_to_the_next_event_and_rests(make):
    player = make()
    player.play("event")
    wait_for(lambda: player.mode == "idle")
    assert len(player.history.events) == 1
    assert player.history.events[0].row == player.history.head - 1


def test_a_step_under_way_is_known_until_it_is_there(make, monkeypatch):
    gate, shear = threading.Event(), runner_module.shear

    def slow(*given, **more):
        steps = shear(*given, **more)
        yield next(steps)
        gate.wait(PATIENCE)
        yield from steps

    monkeypatch.setattr(runner_module, "shear", slow)
    player = make()
    player.play()
    wait_for(lambda: player.stepping and player.steps == 1)
    player.pause()
    assert player.stepping
    gate.set()
    wait_for(lambda: not player.stepping)
    assert player.history.head == 1


def test_a_glass_is_taken_up_while_the_run_rests(make, monkeypatch):
    begun, shear = [], runner_module.shear

    def counted(*given, **more):
        for step in shear(*given, **more):
            begun.append(step.strain)
            yield step

    monkeypatch.setattr(runner_module, "shear", counted)
    player = make()
    player.take_up()
    wait_for(lambda: begun)
    time.sleep(0.05)
    assert (begun, player.mode, player.history.head, player.steps) == ([0.0], "idle", 0, 0)
    player.play("step")
    wait_for(lambda: player.mode == "idle")
    assert len(begun) == 2
    assert player.history.head == 1
    player.take_up()  # there is nothing to take up
    player.play("step")
    wait_for(lambda: player.mode == "idle")
    assert player.history.head == 2


def test_a_glass_that_cannot_be_taken_up_says_so_when_it_is_played(make, monkeypatch):
    tried = []

    def fails(*given, **more):
        tried.append(1)
        raise ValueError("no glass")
        yield

    monkeypatch.setattr(runner_module, "shear", fails)
    player = make()
    player.take_up()
    wait_for(lambda: tried)
    time.sleep(0.05)
    assert not player.errors
    player.play()
    wait_for(lambda: player.errors)
    assert "no glass" in player.errors[0]
    assert len(tried) == 2


def test_it_plays_to_the_end_and_says_so(make):
    player = make(max_strain=2e-3)
    player.play()
    wait_for(lambda: player.history.ended)
    assert player.mode == "idle"
    assert player.history.rows.strain[-1] == pytest.approx(2e-3)
    assert player.changes


def test_the_past_is_replayed_from_the_store_then_the_engine_goes_on(make):
    player = make()
    player.play("event")
    wait_for(lambda: player.mode == "idle")
    head, made = player.history.head, player.steps
    player.seek(0)
    assert player.cursor == 0
    player.play("event")
    wait_for(lambda: player.mode == "idle")
    assert player.steps == made
    assert player.history.head == head
    player.play("step")
    wait_for(lambda: player.cursor is None)
    player.play("step")
    wait_for(lambda: player.history.head > head)


def test_turning_round_goes_back_to_the_start_inside_a_branch(make, load):
    player = make()
    player.max_strain = 0.0
    player.play("step")
    wait_for(lambda: player.mode == "idle")
    player.play("step")
    wait_for(lambda: player.mode == "idle")
    player.max_strain = 1e-12  # the turned leg ends at the start
    start = player.history.frames[0].positions
    player.fork(load.reversed())
    player.play()
    wait_for(lambda: player.history.ended)
    back = player.history.frames[-1]
    assert player.history.rows.strain[-1] == pytest.approx(0.0, abs=1e-11)
    moved = back.positions - start
    assert np.abs(moved - moved.mean(axis=0)).max() < 1e-7


def test_the_pace_is_held(make):
    player = make()
    player.set_speed(1e-3)
    began = time.monotonic()
    player.play()
    time.sleep(0.8)
    player.pause()
    played = time.monotonic() - began
    assert player.history.rows.path[-1] < 1e-3 * played + 1.2e-3  # and at most a step's overshoot


def test_an_error_pauses_the_run_and_keeps_it(make, monkeypatch):
    player = make()
    player.play("step")
    wait_for(lambda: player.mode == "idle")
    real = runner_module.shear

    def fails(*arguments, **options):
        yield from ()
        raise RuntimeError("the relaxation did not converge")

    monkeypatch.setattr(runner_module, "shear", fails)
    player.fork(player.history.legs[0].load.reversed())
    head = player.history.head
    player.play()
    wait_for(lambda: player.errors)
    assert "did not converge" in player.errors[0]
    assert player.mode == "idle"
    assert player.history.head == head
    monkeypatch.setattr(runner_module, "shear", real)
    player.play("step")  # a further try starts at the last state
    wait_for(lambda: player.mode == "idle" and player.steps >= 2)


def test_the_relaxation_of_an_event_is_called_off(make, monkeypatch, glass, load):
    entered = threading.Event()

    def endless(*arguments, watch, **options):
        entered.set()
        while True:
            time.sleep(0.001)
            watch(-1.0, 1e-3)
        yield

    monkeypatch.setattr(runner_module, "shear", endless)
    player = make()
    player.play()
    assert entered.wait(PATIENCE)
    wait_for(lambda: player.relaxing == 1e-3)
    player.close()
    assert player.join(PATIENCE)


def test_another_run_takes_the_place_of_a_long_step(make, monkeypatch, glass, load):
    real, entered = runner_module.shear, threading.Event()

    def endless(*arguments, watch, **options):
        entered.set()
        while True:
            time.sleep(0.001)
            watch(-1.0, 1e-3)
        yield

    monkeypatch.setattr(runner_module, "shear", endless)
    player = make()
    player.play()
    assert entered.wait(PATIENCE)
    monkeypatch.setattr(runner_module, "shear", real)
    player.load(glass, "again", load, 0.3)
    player.play("step")
    wait_for(lambda: player.history.head == 1)
    assert player.history.label == "again"
    assert not player.errors


def test_churn_leaves_no_thread(glass, load):
    before = threading.active_count()
    for _ in range(8):
        player = Player(History(), lambda: None, lambda message: None)
        player.load(glass, "small", load, 0.3)
        player.play()
        time.sleep(0.02)
        player.close()
        assert player.join(PATIENCE)
    assert threading.active_count() == before
