"""What the server keeps out of its log, and to whom a session pushes: pages that close or have not loaded yet."""

import asyncio
import logging
import sys
import threading
from types import SimpleNamespace

import pytest
from bokeh.document import Document
from bokeh.server.connection import ServerConnection
from bokeh.server.views.ws import WSHandler
from in_a_loop import run
from tornado.websocket import WebSocketClosedError

from glasscope.dashboard import app
from glasscope.dashboard.app import _not_a_closed_page
from glasscope.dashboard.session import Session
from glasscope.dashboard.wire.loop import Loop


def record_of(action):
    try:
        action()
    except Exception:
        return logging.LogRecord("tornado.application", logging.ERROR, "", 0, "Uncaught", (), sys.exc_info())
    pytest.fail("nothing was raised")


def lost_twice():
    """The keep-alive finds the socket closed first and detaches its session; then the socket reports it closed."""
    connection = ServerConnection(None, None, None, SimpleNamespace(subscribe=id, unsubscribe=id))
    connection.detach_session()
    WSHandler.on_close(SimpleNamespace(connection=connection, close_code=1001, close_reason=None))


def sent_to_nobody():
    raise WebSocketClosedError


def broken():
    raise AssertionError


def test_a_page_that_closes_is_kept_out_of_the_log():
    assert not _not_a_closed_page(record_of(lost_twice))
    assert not _not_a_closed_page(record_of(sent_to_nobody))


def test_every_other_fault_is_in_it():
    assert _not_a_closed_page(record_of(broken))
    assert _not_a_closed_page(record_of(lambda: 1 / 0))


def test_nothing_is_pushed_before_the_page_has_said_hello():
    """BokehJS drops what comes before it has the document, and so would lose for good what is sent only once."""
    session = Session(Document(), dark=True)
    connection = SimpleNamespace(connection_count=1)
    session.document._session_context = lambda: SimpleNamespace(session=connection)
    pusher = session.pusher
    assert not pusher.present
    session.door.receive({"do": "hello", "dark": True, "ratio": 1.0})
    assert pusher.present
    connection.connection_count = 0
    assert not pusher.present
    session.close()


def test_a_page_is_made_beside_the_loop_that_answers_the_others(monkeypatch):
    """And taken by the loop, which does then what was asked for meanwhile."""
    made, done = [], []

    def fill(document, loop):
        made.append((threading.get_ident(), document))
        page = SimpleNamespace(loop=Loop(document, loop), start=lambda: None)
        page.loop.soon(lambda: done.append("soon"))
        page.loop.in_a_while(0.0, lambda: done.append("in a while"))
        return page

    async def visit():
        document = Document()
        await app._Making().on_session_created(SimpleNamespace(_document=document))
        await asyncio.sleep(0.05)
        assert not done  # its document is not to be touched yet
        with app.set_curdoc(document):
            app.create()
        assert [where for _, where in made] == [document]  # once
        await asyncio.sleep(0.05)
        return made[0][0] != threading.get_ident()

    monkeypatch.setattr(app, "_fill", fill)
    assert run(visit())
    assert sorted(done) == ["in a while", "soon"]
    assert not app._MADE
