"""How the server answers a browser: with the page, with a session if there is room, with a socket to one it has.

The page is the same for everybody and comes at once. Its first script asks for a session, which takes a fifth of a
second, while the browser loads the others.

Bokeh makes a session for whoever opens a socket with an unknown name, also for one that was let go. Nobody has asked
for that page: its document is another one than the browser has, and it was made without a request for it.
"""

import asyncio
from collections.abc import Awaitable
from typing import Protocol, cast

from bokeh.protocol.exceptions import ProtocolError
from bokeh.server.contexts import ApplicationContext
from bokeh.server.session import ServerSession
from bokeh.server.tornado import BokehTornado
from bokeh.server.urls import per_app_patterns
from bokeh.util.token import get_session_id
from panel.io.server import DocHandler, WSHandler
from tornado.web import RequestHandler, authenticated

from .opening import html
from .presence import ABSENT

GONE = 4404
"""Code with which a socket is closed whose session is not there."""

MOST_SESSIONS = 40
"""So many pages at once, where nothing else is said."""

BETWEEN = 0.02
"""Seconds in which the others are heard before another session is made."""

AGAIN = 10
"""Seconds after which a page that found no room asks again."""

SOON = 0.5
"""Seconds that a page waits for kernels before it is told how far they are."""

COMPILING = "Glasscope compiles for this machine, once: about {seconds} s, then your own begins."

FULL = "Every place is taken: {most} on this server. This page opens as soon as somebody leaves."

FAILED = "The page could not be made; the log of the server says why. Reload it to try again."


class Kernels(Protocol):
    """What tells whether kernels are there, which a session needs: the setting "kernels" of the server."""

    @property
    def ready(self) -> bool:
        """Whether they are."""

    def progress(self) -> tuple[float, float]:
        """The share of them that is, and seconds until all are."""


class _Pages(DocHandler):
    """Gives the page to whoever asks, and sessions to pages, one after the other and as long as there is room."""

    @authenticated
    async def get(self, *args: str, **kwargs: str) -> None:
        """Answer with the page.

        Parameters
        ----------
        *args, **kwargs
            Parts of the address.
        """
        if self.request.path == self.application.prefix:  # without it what the page names lies elsewhere
            self.redirect(f"{self.request.path}/{'?' * bool(self.request.query)}{self.request.query}")
            return
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(html())

    @authenticated
    async def post(self, *args: str, **kwargs: str) -> None:
        """Answer with a session: its name, its token and the ids of its roots by their names; or with words, and when
        to ask again.

        Parameters
        ----------
        *args, **kwargs
            Parts of the address.
        """
        self.set_header("Cache-Control", "no-store")
        if not await self._kernels_are_there():
            return
        async with self.settings.setdefault("making", asyncio.Lock()):
            await asyncio.sleep(BETWEEN)
            await self._answer()

    async def _kernels_are_there(self):
        kernels: Kernels = self.settings["kernels"]
        for _ in range(round(SOON / BETWEEN)):
            if kernels.ready:
                return True
            await asyncio.sleep(BETWEEN)
        share, left = kernels.progress()
        self.write({"words": COMPILING.format(seconds=max(1, round(left))), "share": share, "again": BETWEEN})
        return False

    async def _answer(self):
        most = self.settings.get("most_sessions", MOST_SESSIONS)
        if _count(self.application_context) >= most and not ABSENT.let_one_go():
            self.set_status(503)
            self.set_header("Retry-After", str(AGAIN))
            self.write({"words": FULL.format(most=most), "again": AGAIN})
            return
        session = await cast(Awaitable[ServerSession], self.get_session())
        roots = {root.name: root.id for root in session.document.roots}
        if not roots:
            self.set_status(500)
            self.write({"words": FAILED})
            return
        self.write({"session": session.id, "token": session.token, "roots": roots})


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


VISITS = (r"/visit/([^/]+)", _Visit)
"""Where pages ask."""


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
