"""Work in the background: progress now and then, cancel at once, and all of its outcome or nothing."""

import math
import threading
import time
from itertools import pairwise

import pytest
from waiting import PATIENCE

from glasscope.dashboard.gallery.progress import left_in_words, progress
from glasscope.dashboard.physics import Cancelled, Progress
from glasscope.dashboard.run.background import PACE, POINTS, Background, Seen


class Watcher:
    """Keeps what a background says."""

    def __init__(self, work):
        self.told, self.ended = [], []
        self.at = []
        self.background = Background(work, self.progress, lambda _, *outcome: self.ended.append(outcome))

    def progress(self, background):
        self.told.append(background.seen)
        self.at.append(time.monotonic())

    def wait(self):
        assert self.background.join(PATIENCE)
        assert len(self.ended) == 1
        return self.ended[0]


def falling(report, steps=60, pause=0.01):
    for k in range(steps):
        report(Progress("cooling" if k < steps - 5 else "relaxing", k / steps, -k / steps, None))
        time.sleep(pause)
    return "glass"


def test_the_outcome_arrives_with_a_falling_energy():
    watcher = Watcher(falling)
    assert watcher.wait() == ("glass", None)
    curve = watcher.background.seen.curve
    assert len(curve) == 60
    assert all(later[1] < earlier[1] for earlier, later in pairwise(curve))
    assert watcher.told[-1].stage == "relaxing"


def test_words_come_a_few_times_a_second_and_with_every_stage():
    watcher = Watcher(falling)
    watcher.wait()
    told = list(zip(watcher.told, watcher.at, strict=True))
    gaps = [later[1] - earlier[1] for earlier, later in pairwise(told) if later[0].stage == earlier[0].stage]
    assert all(gap >= 0.9 * PACE for gap in gaps)
    assert [seen.stage for seen in watcher.told][-1] == "relaxing"
    assert len(watcher.told) <= 3 + (watcher.at[-1] - watcher.at[0]) / (0.9 * PACE)  # two stages, and the first


def test_the_curve_stays_short_however_often_it_is_told():
    watcher = Watcher(lambda report: falling(report, steps=5000, pause=0.0))
    watcher.wait()
    curve = watcher.background.seen.curve
    assert len(curve) <= POINTS + 2
    assert curve[-1] == (4999 / 5000, -4999 / 5000)


def test_energies_that_are_not_there_yet_leave_no_point():
    watcher = Watcher(lambda report: report(Progress("placing", 0.0, math.nan, None)))
    watcher.wait()
    assert watcher.background.seen.curve == ()


def test_cancel_ends_it_without_an_outcome():
    begun = threading.Event()

    def endless(report):
        while True:
            report(Progress("cooling", 0.5, -1.0, 60.0))
            begun.set()
            time.sleep(0.005)

    watcher = Watcher(endless)
    assert begun.wait(PATIENCE)
    watcher.background.cancel()
    assert watcher.wait() == (None, None)
    assert not watcher.background.alive


def test_an_outcome_that_comes_after_cancel_is_dropped():
    go = threading.Event()
    watcher = Watcher(lambda report: go.wait(PATIENCE) and "glass")
    watcher.background.cancel()
    go.set()
    assert watcher.wait() == (None, None)


def test_an_error_arrives_as_it_is():
    def fails(report):
        raise ValueError("no")

    glass, error = Watcher(fails).wait()
    assert glass is None
    assert isinstance(error, ValueError)


def test_work_that_cancels_itself_is_cancelled():
    def leaves(report):
        raise Cancelled

    assert Watcher(leaves).wait() == (None, None)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (3.0, "a few seconds left"),
        (41.0, "about 40 s left"),
        (170.0, "about 3 min left"),
        (5000.0, "about 83 min left"),
        (3.1 * 3600, "about 3.1 h left"),
        (30.2 * 3600, "about 30 h left"),
    ],
)
def test_time_left_is_said_as_one_says_it(seconds, words):
    assert left_in_words(seconds) == words


def test_what_the_page_shows_of_it():
    shown = progress("LJ · HTL", Seen("hot liquid", 0.25, 100.0, ((0.1, -1.0), (0.25, -1.23456))))
    assert shown["left"] == "about 2 min left"
    assert shown["energy"] == "−1.235"
    assert shown["curve"][-1] == [0.25, -1.23456]
    assert progress("LJ", Seen("hot liquid"), cancelling=True)["left"] == "stopping…"
