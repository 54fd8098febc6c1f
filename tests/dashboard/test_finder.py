"""What is found in the background follows the same rules, whatever it is."""

import threading

import pytest
from waiting import wait_for

from glasscope.dashboard.found.finder import Bench, Finder, Wanted
from glasscope.engine import GlassError


class Gate:
    """Lets somebody who finds go on, and counts how often he began."""

    def __init__(self):
        self.go, self.began = threading.Event(), []

    def find(self, wanted, watch):
        self.began.append(wanted)
        while not self.go.wait(0.002):
            watch("waiting", 0.25)
        watch("almost", 0.75)
        return f"found {wanted.state}"


@pytest.fixture
def gate():
    made = Gate()
    yield made
    made.go.set()


@pytest.fixture
def finder(bench, gate):
    made = Finder(bench, gate.find, "It cannot be found", patience=0.0)
    yield made
    made.close()


def rested(finder):
    wait_for(lambda: not finder.busy)
    return finder.newest()


def test_once_is_enough(finder, gate, history):
    gate.go.set()
    for _ in range(3):
        finder.want(Wanted(history.run, "here"))
        assert rested(finder) == "found here"
    assert len(gate.began) == 1


def test_another_state_waits_for_its_turn(finder, gate, history):
    finder.want(Wanted(history.run, "here"))
    finder.want(Wanted(history.run, "there"))
    gate.go.set()
    assert rested(finder) == "found here"
    finder.want(Wanted(history.run, "there"))
    assert rested(finder) == "found there"


def test_another_subject_ends_what_is_under_way(finder, gate, history):
    finder.want(Wanted(history.run, "here", ("size", 1)))
    finder.want(Wanted(history.run, "here", ("size", 2)))
    assert rested(finder) is None  # it gave way although the gate is closed
    gate.go.set()
    finder.want(Wanted(history.run, "here", ("size", 2)))
    assert rested(finder) == "found here"


def test_who_keeps_what_is_found_on_the_way_gives_way_at_once(bench, gate, history):
    finder = Finder(bench, gate.find, "", at_once=True)
    finder.want(Wanted(history.run, "here"))
    finder.want(Wanted(history.run, "there"))
    assert rested(finder) is None
    finder.close()


def test_what_is_of_another_run_is_thrown_away(finder, gate, history, glass, load):
    finder.want(Wanted(history.run, "here"))
    wait_for(lambda: gate.began)
    history.begin(glass, "again", load)
    gate.go.set()
    assert rested(finder) is None
    assert finder.progress() == {}


def test_it_tells_how_far_it_is(finder, gate, history):
    assert finder.progress() == {}
    finder.want(Wanted(history.run, "here"))
    wait_for(lambda: finder.progress().get("words") == "waiting")
    assert finder.progress() == {"fraction": 0.25, "words": "waiting", "stopping": False}
    finder.rest()
    assert finder.progress().get("stopping", True)
    assert rested(finder) is None
    assert finder.progress() == {}


def test_it_waits_before_it_tells(bench, gate, history):
    reminded = []
    bench = Bench(history, bench.changed, bench.failed, reminded.append)
    finder = Finder(bench, gate.find, "", patience=1e3)
    finder.want(Wanted(history.run, "here"))
    wait_for(lambda: gate.began)
    assert finder.progress() == {}
    assert reminded == [1e3]
    finder.close()


def test_called_off_it_rests_until_it_is_asked_for_anew(finder, gate, history):
    finder.want(Wanted(history.run, "here"))
    finder.rest()
    assert rested(finder) is None
    assert finder.resting
    gate.go.set()
    finder.want(Wanted(history.run, "there"))  # nor for another state
    finder.want(None)  # nor because nobody has looked for a while
    finder.want(Wanted(history.run, "here"))
    assert not finder.busy
    finder.again()
    assert not finder.resting
    finder.want(Wanted(history.run, "here"))
    assert rested(finder) == "found here"


def test_what_fails_is_said_once_and_tried_again_when_looked_at_anew(bench, errors, history):
    tries = []

    def find(wanted, watch):
        tries.append(wanted)
        raise GlassError("expected luck")

    finder = Finder(bench, find, "It cannot be found")
    for state in ("here", "here", "there"):
        finder.want(Wanted(history.run, state))
        assert rested(finder) is None
    assert errors == ["It cannot be found: expected luck"]
    assert finder.resting
    finder.want(None)
    finder.want(Wanted(history.run, "there"))
    assert rested(finder) is None
    assert len(tries) == 2


def test_a_part_is_seen_before_the_whole(bench, history):
    go = threading.Event()

    def find(wanted, watch):
        watch.show("a part")
        go.wait(10.0)
        return "the whole"

    finder = Finder(bench, find, "")
    finder.want(Wanted(history.run, None))
    wait_for(lambda: finder.newest() == "a part")
    assert finder.busy
    go.set()
    assert rested(finder) == "the whole"


def test_closed_it_begins_nothing(finder, gate, history):
    finder.want(Wanted(history.run, "here"))
    finder.close()
    assert rested(finder) is None
    finder.want(Wanted(history.run, "there"))
    assert not finder.busy
