"""What the server keeps out of its log: pages that close, and nothing else."""

import logging
import sys
from types import SimpleNamespace

import pytest
from bokeh.server.connection import ServerConnection
from bokeh.server.views.ws import WSHandler
from tornado.websocket import WebSocketClosedError

from glasscope.dashboard.app import _not_a_closed_page


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
