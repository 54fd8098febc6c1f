"""The way of threads to a page: nothing that they ask for is lost, and no document is touched by them."""

import asyncio
import logging
import sys
import threading
from types import SimpleNamespace

import pytest
from bokeh.document import Document
from in_a_loop import run

from glasscope.dashboard.page.pushing import FRAME, ROUNDS, Pusher
from glasscope.dashboard.wire.bridge import Bridge
from glasscope.dashboard.wire.loop import Loop
from glasscope.dashboard.wire.rates import Rates
from glasscope.dashboard.wire.wire import Wire

ASKED = 4000
"""So often a thread asks; one in about two thousand was lost while the loop held and let go of its document."""

PAGES = 20


@pytest.fixture
def quick_switching():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


class Draws:
    """Draws nothing, and counts how often."""

    def __init__(self, ahead=0):
        self.drawn, self._ahead = 0, ahead

    def take(self):
        return SimpleNamespace(mode="play")

    def rests(self, moment):
        return False

    def ahead(self, moment):
        return self._ahead

    def draw(self, moment, everything):
        self.drawn += 1


def served(document, connections=1):
    """Give a document a session as the server does, as far as a loop asks for it."""
    locked = []

    async def with_document_locked(action, *arguments):
        locked.append(action)
        action(*arguments)

    session = SimpleNamespace(
        destroyed=False, connection_count=connections, with_document_locked=with_document_locked, locked=locked
    )
    context = SimpleNamespace(session=session)
    document._session_context = lambda: context
    return session


def asked_while_held(ask, document):
    """Have a thread ask again and again while the loop holds its document and lets it go."""

    def work():
        for _ in range(ASKED):
            ask()

    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive():
        document.hold()
        document.unhold()
    thread.join()


def test_nothing_that_a_thread_asks_for_is_lost(quick_switching):
    """A document announces a callback as a change, and loses one that falls between two statements of its `unhold`."""

    async def play():
        document, done = Document(), []
        served(document)
        wire = Wire(Loop(document), Bridge(document))
        asked_while_held(lambda: wire.later(lambda: done.append(None)), document)
        for _ in range(ASKED + 100):  # there is one action in each turn of the loop
            await asyncio.sleep(0)
        return len(done)

    assert run(play()) == ASKED


def test_browsers_are_heard_after_the_action_of_every_page():
    """Pushes of many pages that were made in one turn of the server's loop left it silent for a second."""

    async def play():
        documents, turn, acted = [Document() for _ in range(PAGES)], 0, []
        for document in documents:
            served(document)
            Loop(document).soon(lambda: acted.append(turn))
        while len(acted) < PAGES:
            await asyncio.sleep(0)
            turn += 1
            assert turn < 10 * PAGES
        return acted

    acted = run(play())
    assert len(set(acted)) == PAGES


def test_no_thread_touches_the_document():
    async def play():
        document = Document()
        session, touched = served(document), []
        document.on_change(touched.append)
        loop = Loop(document)
        pusher = Pusher(loop, document, Bridge(document), Rates())
        threads = [threading.Thread(target=ask) for ask in (pusher.refresh, pusher.answer)]
        threads.append(threading.Thread(target=Wire(loop, Bridge(document)).notify, args=("words",)))
        for thread in threads:
            thread.start()
            thread.join()
        assert not document.session_callbacks
        assert not touched
        for _ in range(500):  # on a busy machine the loop takes its time
            await asyncio.sleep(0.01)
            if len(session.locked) >= 2:
                break
        await asyncio.sleep(0.01)
        assert len(session.locked) == 2  # what is done has the document's lock, and one push is on its way at most

    run(play())


def test_a_push_is_made_after_any_interleaving(quick_switching):
    async def play():
        document, draws = Document(), Draws()
        served(document)
        pusher = Pusher(Loop(document), document, Bridge(document), Rates())
        pusher.draws, pusher.greeted = draws, True
        asked_while_held(pusher.refresh, document)
        await asyncio.sleep(0.2)
        pusher.painted(pusher._bridge.push)
        before = draws.drawn
        pusher.refresh()
        await asyncio.sleep(0.2)
        return draws.drawn - before

    assert run(play()) >= 1


@pytest.mark.parametrize("ahead", [0, 1])
def test_no_more_pushes_are_on_their_way_than_may_be(ahead):
    async def play():
        document, draws = Document(), Draws(ahead)
        served(document)
        pusher = Pusher(Loop(document), document, Bridge(document), Rates())
        pusher.draws, pusher.greeted = draws, True
        for _ in range(8):
            pusher.refresh()
            await asyncio.sleep(1.2 * FRAME)
        assert draws.drawn == 1 + ahead  # the page has painted none of them
        pusher.painted(1)
        await asyncio.sleep(2 * FRAME)
        assert draws.drawn == 2 + ahead

    run(play())


def test_the_watch_makes_a_push_that_was_lost_and_says_so(caplog):
    async def play():
        document, draws = Document(), Draws()
        served(document)
        loop = Loop(document)
        pusher = Pusher(loop, document, Bridge(document), Rates())
        pusher.draws, pusher.greeted = draws, True
        soon, loop.soon = loop.soon, lambda action: None
        pusher.refresh()  # its tick never comes
        loop.soon = soon
        for _ in range(ROUNDS - 1):
            pusher.watch()
        assert not draws.drawn
        assert not caplog.records
        pusher.watch()
        assert draws.drawn == 1
        pusher.painted(pusher._bridge.push)
        pusher.refresh()
        await asyncio.sleep(0.2)
        assert draws.drawn == 2

    with caplog.at_level(logging.WARNING):
        run(play())
    assert "had not been made" in caplog.text


@pytest.mark.parametrize("away", ["greeted", "seen"])
def test_the_watch_is_quiet_while_nobody_is_there(away, caplog):
    async def play():
        document, draws = Document(), Draws()
        served(document)
        pusher = Pusher(Loop(document), document, Bridge(document), Rates())
        pusher.draws, pusher.greeted = draws, True
        setattr(pusher, away, False)
        pusher.refresh()
        for _ in range(2 * ROUNDS):
            pusher.watch()
        await asyncio.sleep(0.01)
        assert not draws.drawn

    run(play())
    assert not caplog.records
