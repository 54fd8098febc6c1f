"""What any part of a session, on any thread, may send to its page."""

from collections.abc import Callable
from typing import Literal

from .bridge import Bridge
from .loop import Loop


class Wire:
    """The way to one page.

    Parameters
    ----------
    loop : Loop
        The event loop of the session's document.
    bridge : Bridge
        What carries it.
    """

    def __init__(self, loop: Loop, bridge: Bridge) -> None:
        self._loop, self.bridge = loop, bridge

    @property
    def closed(self) -> bool:
        """Whether the page has gone: what is sent from then on is lost."""
        return self._loop.closed

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
            number = self.bridge.shown["notice"].get("number", 0) + 1
            self.bridge.fill(notice={"text": text, "kind": kind, "number": number})

        self.later(show)

    def later(self, action: Callable[[], None]) -> None:
        """Run something on the document's own thread, from any thread.

        Parameters
        ----------
        action : callable
            Without arguments.
        """
        self._loop.soon(action)
