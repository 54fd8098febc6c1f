"""Between two slow states the map takes half the way first; never across an event, never in the past."""

import time
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from glasscope.dashboard.records import Frame
from glasscope.dashboard.tween import SLOW, Tween


@dataclass(frozen=True)
class Shown:
    snapshot: object
    store: object
    live: bool = True
    mode: str = "play"


@dataclass(frozen=True)
class Snapshot:
    frame: Frame
    event: object = None


STORE = SimpleNamespace(run=1, legs=[None])


def at(row, event=None, store=STORE, move=0.01, **options):
    positions = np.full((4, 2), move * row)
    frame = Frame(row, positions, np.eye(2) * (10.0 + row))
    return Shown(Snapshot(frame, event and SimpleNamespace(number=event)), store, **options)


def test_a_slow_step_is_taken_in_two_strides():
    tween = Tween()
    tween.on_the_way(at(0))
    time.sleep(1.2 * SLOW)
    drawn, halfway = tween.on_the_way(at(1))
    assert halfway
    assert np.allclose(drawn.snapshot.frame.positions, 0.005)
    assert drawn.snapshot.frame.cell[0, 0] == 10.5
    newest = at(1)
    drawn, halfway = tween.on_the_way(newest)
    assert not halfway
    assert drawn is newest


def test_a_quick_step_is_drawn_as_it_is():
    tween = Tween()
    tween.on_the_way(at(0))
    assert tween.on_the_way(at(1))[1] is False


@pytest.mark.parametrize(
    "options",
    [{"event": 1}, {"live": False}, {"mode": "idle"}, {"store": SimpleNamespace(run=2, legs=[None])}, {"move": 0.5}],
)
def test_nothing_is_put_between_states_that_are_no_neighbours(options):
    tween = Tween()
    tween.on_the_way(at(0))
    time.sleep(1.2 * SLOW)
    assert tween.on_the_way(at(1, **options))[1] is False
