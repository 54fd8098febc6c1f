"""How the server answers a browser: with a page where there is room, and with a socket only to a session that it has.

Bokeh makes a session for whoever opens a socket with an unknown name, also for one that was let go. Nobody has asked
for that page: its document is another one than the browser has, and it was made without a request for it.
"""

import asyncio
import gzip
from functools import cache
from pathlib import Path
from typing import cast

import bokeh
from bokeh.protocol.exceptions import ProtocolError
from bokeh.server.contexts import ApplicationContext
from bokeh.server.tornado import BokehTornado
from bokeh.server.urls import per_app_patterns
from bokeh.settings import settings
from bokeh.util.token import get_session_id
from panel.io.server import DocHandler, WSHandler
from tornado.web import RequestHandler

from .presence import ABSENT

GONE = 4404
"""Code with which a socket is closed whose session is not there."""

MOST_SESSIONS = 40
"""So many pages at once, where nothing else is said."""

BETWEEN = 0.02
"""Seconds in which the others are heard before another page is made."""

AGAIN = 10
"""Seconds after which a page that found no room asks again."""

FULL = Path(__file__).parent.parent / "static" / "full.html"


class _Pages(DocHandler):
    """Gives a page to whoever asks, one after the other and as long as there is room."""

    async def get(self, *args: str, **kwargs: str) -> None:
        """Answer with a page, or say that the server is full and have the browser ask again.

        Parameters
        ----------
        *args, **kwargs
            Parts of the address.
        """
        async with self.settings.setdefault("making", asyncio.Lock()):
            await asyncio.sleep(BETWEEN)
            await self._answer(args, kwargs)

    async def _answer(self, args, kwargs):
        most = self.settings.get("most_sessions", MOST_SESSIONS)
        if _count(self.application_context) < most or ABSENT.let_one_go():
            answered = super().get(*args, **kwargs)
            if answered is not None:
                await answered
            return
        self.set_status(503)
        self.set_header("Retry-After", str(AGAIN))
        self.set_header("Cache-Control", "no-store")
        self.write(FULL.read_text(encoding="utf-8").format(most=most, seconds=AGAIN))


class _Sockets(WSHandler):
    """Connects a browser to the session of its page."""

    async def _async_open(self, token):
        if connections(self.application_context, get_session_id(token)) is None:
            self.close(GONE, "the session is not there any more")
            return
        await super()._async_open(token)


class _Visit(RequestHandler):
    """Tells a page that was cut off whether its session is there, and hears the goodbye of one that is left."""

    def get(self, session: str) -> None:
        """Answer with {"connections": how many, or -1 where there is no session}.

        Parameters
        ----------
        session : str
            Name of the session.
        """
        there = connections(self._context, session)
        self.set_header("Cache-Control", "no-store")
        self.write({"connections": -1 if there is None else there})

    def post(self, session: str) -> None:
        """Let a session end as soon as its sockets are closed: its page is being left.

        Parameters
        ----------
        session : str
            Name of the session.
        """
        if connections(self._context, session) is not None:
            self._context.get_session(session).request_expiration()
        self.set_status(204)

    @property
    def _context(self):
        return cast(BokehTornado, self.application).applications["/"]


class _Script(RequestHandler):
    """BokehJS, packed once for all browsers: a quarter of its bytes, which a browser keeps as long as it likes."""

    def get(self) -> None:
        """Answer with it."""
        packed = "gzip" in self.request.headers.get("Accept-Encoding", "")
        if packed:
            self.set_header("Content-Encoding", "gzip")
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.write(_bokeh(packed))


@cache
def _bokeh(packed):
    script = (settings.bokehjs_path() / "js" / "bokeh.min.js").read_bytes()
    return gzip.compress(script) if packed else script


VISITS = (r"/visit/([^/]+)", _Visit)
"""Where pages ask."""

BOKEH = (r"/bokeh\.js", _Script)
"""Where pages find BokehJS."""

BOKEH_URL = f"bokeh.js?v={bokeh.__version__}"
"""The same on the page; of another version it is another script."""


def answer_browsers() -> None:
    """Have Bokeh's servers made from now on answer with these handlers in place of Panel's."""
    ours = {DocHandler: _Pages, WSHandler: _Sockets}
    per_app_patterns[:] = [(route, ours.get(handler, handler)) for route, handler in per_app_patterns]


def connections(context: ApplicationContext, session: str) -> int | None:
    """How many sockets a session has; None where there is no such session.

    Parameters
    ----------
    context : ApplicationContext
        Of the application.
    session : str
        Name of the session.
    """
    try:
        return context.get_session(session).connection_count
    except ProtocolError:
        return None


def _count(context):
    return sum(1 for _ in context.sessions)
