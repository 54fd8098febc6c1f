"""Two runs in step: the second one goes along the path of the first, whatever that does, to the state it has alone."""

import time

import numpy as np
import pytest
from waiting import wait_for

from glasscope.dashboard.compare.in_step import SLACK, InStep, Second
from glasscope.dashboard.run.history import History
from glasscope.dashboard.run.player import Player
from glasscope.engine import GlassError, Load, prepare, shear

SHEAR = Load.simple_shear()


@pytest.fixture(scope="module")
def glasses():
    return [prepare("lj", 100, "htl", seed=seed, equilibration_time=2.0) for seed in (1, 2)]


class Both:
    """Two players, of which the second is led."""

    def __init__(self, glasses, second=None):
        self.told = []
        self.gap = 0.0
        self.first = Player(History(), self._changed, self.told.append)
        self.second = Player(History(), self._changed, self._failed)
        self.in_step = InStep(self.first, self.second, self.told.append)
        self.in_step.open = True
        self.first.load(glasses[0], "first", SHEAR, 0.1)
        self.in_step.take(second or Second(glasses[1], "second"))

    def _changed(self):
        in_step = getattr(self, "in_step", None)
        if in_step is not None:
            in_step.look()
            if in_step.compares and self.first.mode == "play" and self.first.cursor is None:
                self.gap = max(self.gap, abs(self.path(0) - self.path(1)))

    def _failed(self, message):
        self.in_step.failed(message)

    def path(self, which):
        return (self.first, self.second)[which].history.rows.path[-1]

    def walk(self, path):
        """Play both until the first has walked so far, and both rest."""
        self.first.play()
        wait_for(lambda: self.path(0) >= path)
        self.first.pause()
        self.wait()

    def wait(self):
        """Until both rest at the same strain."""
        settled = []

        def still():
            now = (self.first.history.version, self.second.history.version, self.first.stepping, self.second.stepping)
            settled.append(now)
            rest = self.first.mode == self.second.mode == "idle"
            return rest and self.path(1) >= self.path(0) - 1e-12 and settled[-20:] == [now] * 20

        wait_for(still)

    def shown(self, which):
        player = (self.first, self.second)[which]
        return player.history.snapshot(player.cursor)

    def close(self):
        for player in (self.first, self.second):
            player.close()
            assert player.join(20)


@pytest.fixture
def both(glasses):
    made = []

    def make(second=None):
        made.append(Both(glasses, second))
        return made[-1]

    yield make
    for each in made:
        each.close()


def largest_step(history):
    return max(np.diff(history.rows.path), default=0.0)


def test_the_second_rests_at_the_first_state_at_or_beyond_that_of_the_first(both, glasses):
    pair = both()
    pair.walk(0.02)
    first, second = pair.shown(0), pair.shown(1)
    step = largest_step(pair.second.history)
    assert first.path - 1e-12 <= second.path <= first.path + step
    alone = [each for each in shear(glasses[1], SHEAR, max_strain=0.1) if each.strain <= second.strain + 1e-12]
    assert second.frame.positions == pytest.approx(alone[-1].glass.positions, abs=1e-12)
    assert len(pair.second.history.events) >= sum(each.event is not None for each in alone)
    assert not pair.told


def test_neither_leaves_the_other_while_both_go_on(both):
    pair = both()
    pair.walk(0.03)
    steps = [largest_step(player.history) for player in (pair.first, pair.second)]
    assert pair.gap <= SLACK + max(steps) + 1e-9


def test_where_the_first_is_turned_the_second_turns(both):
    pair = both(None)
    pair.walk(0.015)
    at = pair.path(0)
    pair.first.fork(SHEAR.reversed())
    pair.walk(at + 0.01)
    legs = pair.second.history.legs
    assert [leg.load for leg in legs] == [SHEAR, SHEAR.reversed()]
    path = pair.second.history.rows.path[legs[1].first_row]
    assert at - 1e-12 <= path <= at + largest_step(pair.second.history)
    assert pair.shown(1).strain < path
    assert pair.path(1) >= pair.path(0) - 1e-12


def test_where_the_first_goes_back_the_second_shows_the_same_strain_and_they_go_on(both):
    pair = both()
    pair.walk(0.02)
    frames = pair.first.history.frames
    row = frames[len(frames) // 2].row
    pair.first.seek(row)
    path = pair.first.history.rows.path[row]
    wait_for(lambda: abs(pair.shown(1).path - path) <= largest_step(pair.second.history))
    pair.first.seek(pair.first.history.head)
    pair.walk(0.025)
    assert pair.shown(1).path >= pair.shown(0).path - 1e-12
    pair.first.seek(row)
    pair.first.fork(SHEAR)  # the same way on from there: what came after is dropped
    assert pair.path(0) == path
    pair.walk(path + 0.002)
    assert abs(pair.shown(1).path - pair.shown(0).path) <= largest_step(pair.second.history)


def test_another_run_of_the_first_begins_another_of_the_second(both, glasses):
    pair = both()
    pair.walk(0.01)
    run = pair.second.history.run
    pair.first.load(glasses[0], "first", Load.simple_shear(30.0), 0.1)
    wait_for(lambda: pair.second.history.run > run)
    pair.wait()
    assert pair.second.history.legs[0].load == Load.simple_shear(30.0)
    assert pair.path(1) == 0.0


def test_load_of_the_second_is_turned_and_opposite(both, glasses):
    second = Second(glasses[0], "same", turned=90.0, opposite=True)
    assert second.load(Load("simple_shear", 120.0, 1)) == Load("simple_shear", -150.0, -1)
    assert Second(glasses[0], "same").load(SHEAR) == SHEAR
    with pytest.raises(GlassError, match="no direction"):
        second.load(Load("dilation"))
    pair = both(second)
    pair.walk(0.004)
    assert pair.second.history.legs[0].load == Load("simple_shear", 90.0, -1)
    pair.first.load(glasses[0], "first", Load("dilation"), 0.1)
    wait_for(lambda: pair.told)
    assert "no direction" in pair.told[0]
    assert len(pair.told) == 1
    pair.first.play()
    wait_for(lambda: pair.path(0) > 0.0 or len(pair.told) > 1)  # it is tried once more


def test_nobody_waits_where_nobody_compares(both):
    pair = both()
    pair.walk(0.005)
    there = pair.path(1)
    pair.in_step.open = False
    pair.in_step.look()
    pair.first.play()
    wait_for(lambda: pair.path(0) > 0.02)
    assert pair.path(1) <= there + SLACK + largest_step(pair.second.history)
    pair.in_step.open = True
    pair.in_step.look()
    pair.first.pause()
    pair.wait()  # it catches up
    assert pair.path(1) >= pair.path(0) - 1e-12


@pytest.mark.parametrize("seed", [1, 2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (3, 4, 5))])
def test_whatever_is_done_they_end_at_the_same_strain_walked(both, seed):
    pair, draw = both(), np.random.default_rng(seed)
    first = pair.first
    for _ in range(30):
        what = draw.choice(["play", "pause", "seek", "turn", "event", "leave"])
        if what == "seek":
            first.seek(first.history.row_at(draw.uniform(0.0, first.history.rows.path[-1])))
        elif what == "turn":
            first.fork(first.history.legs[-1].load.reversed())
        elif what == "leave":
            pair.in_step.open = not pair.in_step.open
            pair.in_step.look()
        else:
            getattr(first, "pause" if what == "pause" else "play")(*(["event"] if what == "event" else []))
        time.sleep(draw.uniform(0.0, 0.05))
    pair.in_step.open = True
    first.seek(first.history.head)
    pair.in_step.look()
    pair.wait()
    assert not pair.told
    assert len(pair.second.history.legs) == len(first.history.legs)
    assert [leg.load for leg in pair.second.history.legs] == [leg.load for leg in first.history.legs]
    assert abs(pair.shown(1).path - pair.shown(0).path) <= largest_step(pair.second.history) + 1e-9


def test_what_stops_the_second_stops_the_first_and_is_tried_again(both, monkeypatch):
    pair = both()
    pair.walk(0.003)

    def fails(steps):
        raise GlassError("it did not converge")

    monkeypatch.setattr(pair.second, "_next_step", fails)
    pair.first.play()
    wait_for(lambda: pair.told and pair.first.mode == "idle")
    assert "did not converge" in pair.told[0]
    head = pair.path(0)
    monkeypatch.undo()
    pair.walk(head + 0.002)
    assert pair.path(1) >= pair.path(0) - 1e-12
    assert pair.in_step.stuck == ""
