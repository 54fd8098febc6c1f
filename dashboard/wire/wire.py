"""What any part of a session, on any thread, may send to its page."""

import contextlib
from collections.abc import Callable
from typing import Literal

from bokeh.document import Document

from .bridge import Bridge


class Wire:
    """The way to one page.

    Parameters
    ----------
    document : Document
        The Bokeh document of the session.
    bridge : Bridge
        What carries it.
    """

    def __init__(self, document: Document, bridge: Bridge) -> None:
        self._document, self.bridge = document, bridge
        self.closed = False

    def close(self) -> None:
        """The page has gone: what is sent from now on is lost."""
        self.closed = True

    def show(self, **slots: dict) -> None:
        """Fill slots, on the document's own thread.

        Parameters
        ----------
        **slots
            Dictionaries by slot, see `bridge.SLOTS`.
        """
        self.bridge.fill(**slots)

    def download(self, name: str, data: bytes, kind: str) -> None:
        """Hand a file to the browser, on the document's own thread.

        Parameters
        ----------
        name : str
            File name.
        data : bytes
            Content.
        kind : str
            Media type.
        """
        self.bridge.download(name, data, kind)

    def notify(self, text: str, kind: Literal["error", "info"] = "error") -> None:
        """Show a message on the page, from any thread.

        Parameters
        ----------
        text : str
            What happened and what to do.
        kind : {"error", "info"}
            How it looks.
        """

        def show() -> None:
            self.bridge.fill(notice={"text": text, "kind": kind, "number": self.bridge.notice.get("number", 0) + 1})

        self.later(show)

    def later(self, action: Callable[[], None]) -> None:
        """Run something on the document's own thread, from any thread.

        Parameters
        ----------
        action : callable
            Without arguments.
        """
        with contextlib.suppress(AttributeError):  # the document is being taken down under a thread that has not heard
            if not self.closed:
                self._document.add_next_tick_callback(action)
