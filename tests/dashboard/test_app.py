"""What the server keeps out of its log, and to whom a session pushes: pages that close or have not loaded yet."""

import logging
import sys
from types import SimpleNamespace

import pytest
from bokeh.document import Document
from bokeh.server.connection import ServerConnection
from bokeh.server.views.ws import WSHandler
from tornado.websocket import WebSocketClosedError

from glasscope.dashboard.app import _not_a_closed_page
from glasscope.dashboard.session import Session


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
