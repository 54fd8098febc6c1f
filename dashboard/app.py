"""The page: one session for each visitor; and the server that shows it."""

import asyncio
import logging
import traceback
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

import panel as pn
from bokeh.application.application import SessionContext
from bokeh.application.handlers.handler import Handler
from bokeh.document import Document
from bokeh.server.server import Server
from bokeh.settings import settings
from panel.io.document import init_doc
from panel.io.state import set_curdoc
from tornado.ioloop import IOLoop
from tornado.websocket import WebSocketClosedError

from .page.files import files
from .page.handlers import MOST_SESSIONS, VISITS, answer_browsers
from .page.memory import LEFTOVERS, prepare_memory
from .page.presence import KEPT
from .run.turns import Turns
from .session import Session
from .sharing.addresses import check_free, for_the_board
from .sharing.guard import guard
from .sharing.sharing import Sharing
from .warming import Warming
from .watching.handlers import watch_routes
from .wire.lazy_plots import place_for

PING = 20.0
"""Seconds between two pings, and within which a browser has to answer one: it is let go where it does not read."""

TOKEN = 100 * 365 * 24 * 3600
"""Seconds in which a page may come back to its session: as long as that is kept, also where a clock has leapt."""

_MADE: dict[Document, asyncio.Future[Session]] = {}  # made, or failed, and not taken yet


def create() -> None:
    """Make the page of a new session in the current document; called by the server for each visitor.

    Its glass is already drawn; the run starts when the browser has loaded it. Panel serves the document and looks after
    its session; what is in it is Bokeh's own, so that a browser loads less than half and shows it sooner.
    """
    document = cast(Document, pn.state.curdoc)
    made = _MADE.pop(document, None)
    session = _make(document, IOLoop.current()) if made is None else made.result()
    pn.state.onload(session.start)
    session.loop.begin()


class _Making(Handler):  # type: ignore[misc]  # Bokeh gives it no type
    """Makes each page in a thread, before Bokeh asks for it: meanwhile the loop hears those that are there."""

    async def on_session_created(self, session_context: SessionContext) -> None:
        """Make the page.

        Parameters
        ----------
        session_context : SessionContext
            Of the session that is about to begin.
        """
        document = cast(Document, session_context._document)
        _MADE[document] = asyncio.ensure_future(asyncio.to_thread(_make, document, IOLoop.current()))
        await asyncio.wait([_MADE[document]])  # what failed is told by `create`, and not tried again

    def modify_document(self, doc: Document) -> None:
        """Nothing: `create` does it.

        Parameters
        ----------
        doc : Document
            Of the session.
        """


def _make(document, loop):
    with Turns.aside(), set_curdoc(document):
        init_doc(document)  # it is this thread's until the loop takes it
        return _fill(document, loop)


def _fill(document, loop):
    dark = pn.state.cookies.get("glasscope-theme", "dark") != "light"
    session = Session(document, dark, loop)
    session.open(_query_of(document))
    glass = place_for("map")
    glass.children = [session.map.figure]
    late = (session.column.late, session.drawing.late, session.mesoscale.view.late, session.compare.view.late)
    places = {name: place for each in late for name, place in each.places.items()} | session.scoreboard.panes
    with document.models.freeze():  # every root would have Bokeh look through all models
        for model in (glass, *places.values(), session.bridge.model):
            document.add_root(model)
    document.on_session_destroyed(lambda _: _end(session))
    return session


def _query_of(document):
    """What the address of a page asks for; empty where nobody has asked."""
    context = document.session_context
    request = getattr(context, "request", None)
    arguments = {} if request is None else request.arguments
    pairs = [(name, word.decode("utf-8", "replace")) for name, words in arguments.items() for word in words[:1]]
    return urlencode(pairs)


def _end(session):
    session.close()
    LEFTOVERS.give_back_soon()


def _not_a_closed_page(record: logging.LogRecord) -> bool:
    """A page that is closed while it is being sent to is no event worth a line in the log."""
    raised = record.exc_info[1] if record.exc_info else None
    if isinstance(raised, WebSocketClosedError) or "connection was closed" in record.getMessage():
        return False
    return not (isinstance(raised, AssertionError) and _in_on_close(raised))


def _in_on_close(raised):
    """Whether Bokeh says goodbye to a page for the second time: its keep-alive had found the socket closed before."""
    frames = traceback.extract_tb(raised.__traceback__)
    return any(frame.name == "on_close" and Path(frame.filename).name == "ws.py" for frame in frames)


def serve(
    port: int = 5006,
    show: bool = True,
    address: str = "localhost",
    max_sessions: int = MOST_SESSIONS,
    sharing: Sharing | None = None,
    start: bool = True,
    **options: Any,  # Any: as Panel takes them
) -> Server:
    """Serve the page until interrupted.

    Parameters
    ----------
    port : int
        Port to listen on.
    show : bool
        Open it in a browser.
    address : str
        Interface to listen on.
    max_sessions : int
        So many pages at once; who comes then is told that the server is full.
    sharing : Sharing, optional
        With whom; with this machine, or with those who know its addresses, where left out.
    start : bool
        Whether to serve at once, and return when the server stops.
    **options
        Passed on to `panel.serve`.

    Returns
    -------
    Server
        The server.

    Raises
    ------
    GlassError
        The page cannot be shared that way.
    OSError
        Nothing can listen there.
    """
    sharing = sharing or Sharing()
    shared = sharing.options(address, port)  # what cannot be is said before a minute of warming up
    check_free(address, port)
    warming = Warming(before_pages=prepare_memory)
    warming.begin()
    for name in ("asyncio", "bokeh.server.views.ws", "tornado.application"):
        logging.getLogger(name).addFilter(_not_a_closed_page)
    answer_browsers()
    settings.perform_document_validation = False  # what can be wrong with a page is found by tests, not at each visit
    server = pn.serve(
        {"/": create},
        show=show,
        title="Glasscope",
        extra_patterns=[VISITS, *watch_routes(files().address), files().route()],
        most_sessions=max_sessions,
        kernels=warming,
        keep_alive_milliseconds=0,
        websocket_ping_interval=PING,
        websocket_ping_timeout=PING,
        session_token_expiration=TOKEN,
        check_unused_sessions_milliseconds=500,
        unused_session_lifetime_milliseconds=int(2000 * KEPT),  # `Presence` lets it go before
        start=False,
        **(shared | options),
    )
    server._tornado.applications["/"].application.add(_Making())
    guard(server._tornado, sharing.hosts(address, port))
    if board := for_the_board(address, port, server.prefix):
        print(f"For the board: {board[0]}" + f"   (also {', '.join(board[1:])})" * bool(board[1:]), flush=True)
    if start:
        server.start()
        server.io_loop.start()
    return server
