"""The page: one session for each visitor, put into its template; and the server that shows it."""

import logging
import traceback
from pathlib import Path
from typing import Any, cast

import panel as pn
from bokeh.document import Document
from bokeh.server.server import Server
from tornado.websocket import WebSocketClosedError

from .look.theme import css_variables
from .page.column import tabs
from .physics import GlassError
from .session import Session
from .sharing.addresses import check_free, for_the_board
from .sharing.guard import guard
from .sharing.headers import new_nonce
from .sharing.sharing import Sharing
from .warming import warm
from .wire.received import LARGEST

HERE = Path(__file__).parent
STYLE = HERE.parent / "assets"

LIFETIME = 1500
"""Milliseconds that a session outlives its page."""

ARRIVAL = 30_000
"""Milliseconds that a session waits for its page to connect at all."""


def create() -> pn.Template:
    """Make the page of a new session; called by the server for each visitor.

    Returns
    -------
    panel.Template
        The page, its glass already drawn; the run starts when the browser has loaded it.
    """
    document = cast(Document, pn.state.curdoc)
    dark = pn.state.cookies.get("glasscope-theme", "dark") != "light"
    session = Session(document, dark)
    session.open()
    template = pn.Template((HERE / "static" / "page.html").read_text(encoding="utf-8"))
    template.add_variable("title", "Glasscope")
    template.add_variable("dark", css_variables(True))
    template.add_variable("light", css_variables(False))
    template.add_variable("theme", "dark" if dark else "light")
    template.add_variable("tabs", tabs())
    template.add_variable("largest", LARGEST)
    template.add_variable("nonce", new_nonce())
    template.add_panel("map", pn.pane.Bokeh(session.map.figure, sizing_mode="stretch_both", theme=None))
    later = session.column.late.places | session.drawing.late.places | session.scoreboard.panes
    for name, place in later.items():
        template.add_panel(name, place)
    template.add_panel("bridge", session.bridge)
    document.on_session_destroyed(lambda _: session.close())
    _keep_until_loaded(document)
    pn.state.onload(session.rooms.start)
    return template


def _keep_until_loaded(document):
    """Sessions live briefly once their page is gone; before it has come they are given longer."""
    held = []

    def hold():  # the server's session does not exist yet while the page is being made
        held.append(document.session_context.session)
        held[0].block_expiration()

    def release():
        if held and held[0] is not None:
            held[0].unblock_expiration()
            held[0] = None

    document.add_next_tick_callback(hold)
    document.add_timeout_callback(release, ARRIVAL)
    pn.state.onload(release)


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
    print("Glasscope warms up (the first start compiles for a minute or so)…", flush=True)
    try:
        warm()
    except GlassError as error:  # the page says so too, and works without
        print(f"Nothing was warmed up, the first glass will come slowly: {error}", flush=True)
    for name in ("asyncio", "bokeh.server.views.ws", "tornado.application"):
        logging.getLogger(name).addFilter(_not_a_closed_page)
    server = pn.serve(
        {"/": create},
        show=show,
        title="Glasscope",
        static_dirs={"page": str(HERE / "static"), "style": str(STYLE)},
        check_unused_sessions_milliseconds=500,
        unused_session_lifetime_milliseconds=LIFETIME,
        start=False,
        **(shared | options),
    )
    guard(server._tornado, sharing.hosts(address, port))
    if board := for_the_board(address, port, server.prefix):
        print(f"For the board: {board[0]}" + f"   (also {', '.join(board[1:])})" * bool(board[1:]), flush=True)
    if start:
        server.start()
        server.io_loop.start()
    return server
