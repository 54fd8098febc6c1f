"""When the page is sent a moment: not before it has painted the one before, nor more often than anybody can see."""

import threading
import time
from typing import Protocol

import panel as pn
from bokeh.document import Document

from ..moment.moment import Moment
from ..wire.bridge import Bridge
from ..wire.door import command
from ..wire.kinds import Whole
from ..wire.rates import Rates

FRAME = 1.0 / 30.0
"""Shortest time between two pushes, seconds."""

PANELS = 0.3
"""Shortest time between two pushes of everything beside the map, seconds, while the run plays: text and axes cost the
browser more than the map, and nobody reads them more often."""

PATIENCE = 5.0
"""Seconds after which a push that was never acknowledged no longer holds back the next."""


class Draws(Protocol):
    """What is drawn at a push."""

    def take(self) -> Moment | None:
        """The moment to draw, what it needs begun; None where there is nothing to draw."""

    def draw(self, moment: Moment, everything: bool) -> None:
        """Draw it.

        Parameters
        ----------
        moment : Moment
            What to show.
        everything : bool
            Also what stands beside the map.
        """


class Pusher:
    """The gate between one session and its page.

    Parameters
    ----------
    document : Document
        The Bokeh document of the session.
    bridge : Bridge
        It counts the pushes.
    rates : Rates
        They hear of frames that have been painted.

    Attributes
    ----------
    greeted : bool
        Whether the page has the document and has said hello; what is sent while it loads would be lost.
    draws : Draws or None
        Who draws; set once it is there.
    """

    def __init__(self, document: Document, bridge: Bridge, rates: Rates) -> None:
        self._document, self._bridge, self._rates = document, bridge, rates
        self.draws: Draws | None = None
        self.greeted = False
        self._closed = False
        self._pending = threading.Lock()
        self._pushed_at = 0.0
        self._painted = 0
        self._beside_at = 0.0
        self._beside_due = False
        self._asked = False
        self._wanted = False

    def close(self) -> None:
        """Nothing is pushed any more."""
        self._closed = True

    def refresh(self) -> None:
        """Ask for a push, from any thread; at most one is ever pending."""
        if self._closed or not self._pending.acquire(blocking=False):
            self._wanted = True
            return
        try:
            self._document.add_next_tick_callback(self._tick)
        except AttributeError:  # the document is being taken down under a thread that has not heard of it yet
            self._pending.release()

    def answer(self) -> None:
        """Ask for a push of everything, from any thread: the user has done something."""
        self._asked = True
        self.refresh()

    def remind(self, seconds: float) -> None:
        """Ask for a push of everything in a while, on the document's own thread.

        Parameters
        ----------
        seconds : float
            From now.
        """
        self._document.add_timeout_callback(self.answer, int(1000 * seconds) + 50)

    @command("painted", shown=False, weight=0.0)  # it answers what we send, in whatever flood it comes
    def painted(self, push: Whole) -> None:
        """Open the gate: the browser has painted a push.

        Parameters
        ----------
        push : int
            Its number.
        """
        self._painted = push
        self._rates.painted(self._pushed_at)
        if self._wanted:
            self.refresh()

    def push(self) -> None:
        """Draw the moment and send it, on the document's own thread."""
        self._wanted = False
        moment = self.draws.take() if self.draws is not None else None
        if self.draws is None or moment is None:
            return
        now = self._pushed_at = time.monotonic()
        left = self._beside_at + PANELS - now
        everything = self._asked or left <= 0.0 or moment.mode == "idle"
        with pn.io.hold(self._document):
            self.draws.draw(moment, everything)
            if everything:
                self._beside_at, self._asked = now, False
            self._bridge.push += 1
        if not everything and not self._beside_due:
            self._beside_due = True
            self._document.add_timeout_callback(self._beside_late, int(1000 * left) + 1)

    def _beside_late(self):
        """Nothing may have come after a push of the map alone: show the rest of it now."""
        self._beside_due = False
        self.refresh()

    def _tick(self):
        self._pending.release()
        self._wanted = True
        if self._closed or not self._connected():
            return
        now = time.monotonic()
        held = self._bridge.push != self._painted and now - self._pushed_at < PATIENCE
        if held:
            return  # the browser is still painting; its acknowledgement brings us back
        early = self._pushed_at + FRAME - now
        if early > 0.0:
            if self._pending.acquire(blocking=False):
                self._document.add_timeout_callback(self._tick, max(1, int(1000 * early)))
            return
        self.push()

    def _connected(self):
        """Whether a browser is there to be pushed to; a page that was closed leaves its session for a moment.

        BokehJS drops patches that come before it has the document, also those that the document does not yet have.
        """
        session = getattr(self._document.session_context, "session", None)
        return session is None or (self.greeted and session.connection_count > 0)
