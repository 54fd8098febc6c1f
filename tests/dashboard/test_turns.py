"""Turns at the cores: no more at once than there are places, in the order in which they were asked for."""

import threading
import time

import pytest
from waiting import wait_for

from glasscope.dashboard.controls.player_card import player_card
from glasscope.dashboard.run.turns import Turns


def test_no_more_at_once_than_there_are_places_and_in_order():
    turns, now, most, order = Turns(2), [], [], []
    end = threading.Event()

    def work(k):
        with turns.turn():
            order.append(k)
            now.append(k)
            most.append(len(now))
            end.wait(10.0)
            now.remove(k)

    threads = []
    for k in range(6):
        threads.append(threading.Thread(target=work, args=(k,)))
        threads[-1].start()
        wait_for(lambda k=k: len(order) + len(turns._queue) == k + 1)
    assert order == [0, 1]
    end.set()
    for thread in threads:
        thread.join()
    assert max(most) == 2
    assert sorted(order) == list(range(6))
    with turns.turn():
        assert turns._free == 1


def test_a_turn_that_fails_is_handed_on():
    turns = Turns(1)
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    with turns.turn():
        pass


def test_who_waits_is_told_how_many_do():
    turns, told, end = Turns(1), [], threading.Event()
    with turns.turn():

        def wait():
            with turns.turn(told.append):
                end.set()

        threading.Thread(target=wait).start()
        wait_for(lambda: told)
        assert told[0] == 1
        assert not end.is_set()
    assert end.wait(10.0)


def test_no_turn_begins_while_a_page_is_made():
    turns, begun = Turns(1), []

    def work():
        with turns.turn():
            begun.append(None)

    with Turns.aside():
        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(0.05)
        assert not begun
    thread.join()
    assert begun


def test_the_page_says_that_a_run_waits(visit_of_a_glass):
    assert "3 runs in the queue" in player_card(visit_of_a_glass, None, 3)["relaxing"]
    assert player_card(visit_of_a_glass, None, 0)["relaxing"] == ""


@pytest.fixture
def visit_of_a_glass():
    from bokeh.document import Document

    from glasscope.dashboard.session import Session

    session = Session(Document(), dark=True)
    session.open()
    yield session.taking.moment()
    session.close()
