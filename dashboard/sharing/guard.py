"""Who asks under an address that the page was not started for gets a sentence, and so does the log."""

import html
import logging
from collections.abc import Iterable
from typing import Any

from bokeh.server.util import check_allowlist
from tornado.httputil import HTTPServerRequest
from tornado.routing import Matcher, Rule
from tornado.web import Application, RequestHandler

_log = logging.getLogger(__name__)
_MOST_TOLD = 50  # addresses that the log names: whoever makes them up fills no disk

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Glasscope</title>
<link rel="icon" href="data:,">
<style>body {{ font: 16px/1.6 sans-serif; max-width: 42em; margin: 4em auto; padding: 0 1em }}</style></head>
<body><h1>Glasscope</h1><p>{words}</p></body></html>
"""


def guard(application: Application, hosts: Iterable[str]) -> None:
    """Let a server answer only what is asked under these addresses, by a page that came from one of them.

    Bokeh looks at the origin of a socket alone: the page would come, wait for its socket for ever, and say nothing. It
    is told here why, as it asks for its session.

    Parameters
    ----------
    application : tornado.web.Application
        Of the server.
    hosts : iterable of str
        HOST or HOST:PORT.
    """
    application.add_handlers(".*", [Rule(_Another(hosts), _Refusal), Rule(_PathEnds("/autoload.js"), _Gone)])


class _Another(Matcher):
    """Matches what is asked under another address, and says which it is."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._hosts = tuple(hosts)
        self._allowed = [host if ":" in host else f"{host}:80" for host in self._hosts]

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        """What the handler is given; None for an address of ours.

        Parameters
        ----------
        request : HTTPServerRequest
            What is asked.
        """
        origin = request.headers.get("Origin", "")
        asked = [request.host, origin.partition("://")[2] or origin]
        for host in filter(None, asked):
            if not check_allowlist(host.lower(), self._allowed):
                return {"target_kwargs": {"host": host, "hosts": self._hosts}}
        return None


class _PathEnds(Matcher):
    def __init__(self, end: str) -> None:
        self._end = end

    def match(self, request: HTTPServerRequest) -> dict[str, Any] | None:
        return {} if request.path.endswith(self._end) else None


class _Refusal(RequestHandler):
    """Says why, and with which option it would go."""

    told: set[str] = set()  # noqa: RUF012 - of all requests

    def initialize(self, host: str, hosts: tuple[str, ...]) -> None:
        self.asked, self.hosts = host[:200], hosts

    def prepare(self) -> None:
        words = (
            f"This page was asked for as {self.asked}, and was started for {', '.join(self.hosts)}. To allow it, "
            f"start it with glasscope serve --origin {self.asked}"
        )
        if self.asked not in self.told and len(self.told) < _MOST_TOLD:
            self.told.add(self.asked)
            _log.warning("refused: %s", ascii(words)[1:-1])
        self.set_status(403)
        if "text/html" in self.request.headers.get("Accept", ""):
            self.finish(_PAGE.format(words=html.escape(words)))
        else:
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(words)


class _Gone(RequestHandler):
    """Bokeh's script for other sites, each call of which makes a session: such sites show the page in a frame."""

    def prepare(self) -> None:
        self.send_error(404)
