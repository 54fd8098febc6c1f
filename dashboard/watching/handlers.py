"""Where a class watches: a page that is the same for everybody, and a socket by which states come."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlparse

from bokeh.server.views.auth_request_handler import AuthRequestHandler
from panel.io.resources import get_env
from tornado.web import authenticated
from tornado.websocket import WebSocketClosedError, WebSocketHandler, WebSocketProtocol13

from ..look.theme import css_variables
from .classes import BEHIND, CLASSES, LONGEST_WORD, Class

TEMPLATE = Path(__file__).parent.parent / "static" / "watch.html"

NO_CLASS, NO_ROOM = 4404, 4503
"""Codes with which a socket is closed: nobody teaches under that code, or too many watch."""

LARGEST = 4 * LONGEST_WORD
"""Bytes of a message from somebody who watches; whoever says more is cut off."""


@cache
def html(files: str) -> str:
    """The page.

    Parameters
    ----------
    files : str
        Address of the files.
    """
    template = get_env().from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(dark=css_variables(True), light=css_variables(False), files=files)


class _Watch(AuthRequestHandler):  # type: ignore[misc]  # Bokeh gives it no type
    """Answers with the page, for whoever may see the others."""

    def initialize(self, files: str) -> None:
        self._files = files

    @authenticated
    def get(self) -> None:
        self.set_header("Cache-Control", "no-cache")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(html(self._files))


class _States(AuthRequestHandler, WebSocketHandler):  # type: ignore[misc]  # Bokeh gives it no type
    """Sends states to somebody who watches, and hears their guesses."""

    def initialize(self, files: str) -> None:
        del files
        self._class: Class | None = None
        self._number = 0

    def check_origin(self, origin: str) -> bool:
        """Whether a page of this server asks.

        Parameters
        ----------
        origin : str
            Of that page.
        """
        return urlparse(origin).netloc.lower() == self.request.host.lower()

    @authenticated
    async def get(self, *args: str, **kwargs: str) -> None:  # type: ignore[override]  # what `authenticated` makes of it
        """Answer a browser that wants to connect.

        Parameters
        ----------
        *args, **kwargs
            Parts of the address.
        """
        await super().get(*args, **kwargs)

    def open(self, *args: str, **kwargs: str) -> None:
        """Connected.

        Parameters
        ----------
        *args, **kwargs
            Parts of the address.
        """
        self._class = CLASSES.get(self.get_query_argument("code", "").strip().upper())
        if self._class is None:
            self.close(NO_CLASS, "nobody teaches under this code")
            return
        self.set_nodelay(True)
        if isinstance(self.ws_connection, WebSocketProtocol13):
            self.ws_connection.params.max_message_size = LARGEST
        self._number = self._class.join(self)
        if not self._number:
            self.close(NO_ROOM, "too many watch")

    def on_message(self, message: str | bytes) -> None:
        """Something came.

        Parameters
        ----------
        message : str or bytes
            What.
        """
        if self._class is not None and self._number:
            self._class.hear(self._number, message)

    def on_close(self) -> None:
        """They have gone."""
        if self._class is not None:
            self._class.leave(self._number)

    def send(self, packet: bytes) -> None:
        """Send a packet, unless much waits for them; an empty one says that it is over.

        Parameters
        ----------
        packet : bytes
            It.
        """
        if not packet:
            self.close(NO_CLASS, "it is over")
            return
        connection = self.ws_connection
        stream = getattr(connection, "stream", None)
        if stream is None or stream.closed() or len(stream._write_buffer) > BEHIND:
            return  # a later state tells all
        with suppress(WebSocketClosedError):
            asyncio.ensure_future(self.write_message(packet, binary=True)).add_done_callback(_hear)


def _hear(sent):
    """A socket that has gone meanwhile is no event worth a line in the log."""
    if not sent.cancelled():
        sent.exception()


def watch_routes(files: str) -> list[tuple[str, type, dict[str, str]]]:
    """Where a server answers a class.

    Parameters
    ----------
    files : str
        Address of the page's files.
    """
    return [(r"/watch", _Watch, {"files": files}), (r"/watch/states", _States, {"files": files})]
