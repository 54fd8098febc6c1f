"""When the page is sent a moment: not before it has painted the one before, nor more often than anybody can see."""

import logging
import threading
import time
from typing import Protocol

import panel as pn
from bokeh.document import Document

from ..moment.moment import Moment
from ..wire.bridge import Bridge
from ..wire.door import command
from ..wire.kinds import Whole
from ..wire.loop import Loop
from ..wire.rates import Rates

log = logging.getLogger(__name__)

FRAME = 1.0 / 30.0
"""Shortest time between two pushes, seconds, in the mean."""

PANELS = 0.3
"""Shortest time between two pushes of everything beside the map, seconds, while the run plays: text and axes cost the
browser more than the map, and nobody reads them more often."""

PATIENCE = 5.0
"""Seconds after which a push that was never acknowledged no longer holds back the next."""

ROUNDS = 3
"""The watch looks so many times, a second apart, at a push that is due before it says that it was lost."""


class Draws(Protocol):
    """What is drawn at a push."""

    def take(self) -> Moment | None:
        """The moment to draw, what it needs begun; None where there is nothing to draw."""

    def rests(self, moment: Moment) -> bool:
        """Whether nothing moves.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """

    def ahead(self, moment: Moment) -> int:
        """So many pushes may be on their way to a page that is still painting: more than none where each costs little.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """

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
    loop : Loop
        The event loop of the session's document.
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
    seen : bool
        Whether the page can be seen; one in a background tab is not drawn.
    draws : Draws or None
        Who draws; set once it is there.
    """

    def __init__(self, loop: Loop, document: Document, bridge: Bridge, rates: Rates) -> None:
        self._loop, self._document, self._bridge, self._rates = loop, document, bridge, rates
        self.draws: Draws | None = None
        self.greeted, self.seen = False, True
        self._asking = threading.Lock()
        self._coming = False  # a tick is on its way
        self._pushed_at = self._due = 0.0
        self._painted = 0
        self._ahead = 0
        self._beside_at = 0.0
        self._beside_due = False
        self._asked = False
        self._wanted = False
        self._overdue, self._overdue_after = 0, 0

    def refresh(self) -> None:
        """Ask for a push, from any thread; at most one is ever on its way."""
        self._wanted = True
        if self._comes():
            self._loop.soon(self._tick)

    def _comes(self):
        """Whether nobody else has a tick on its way; from now on there is one."""
        with self._asking:
            comes, self._coming = not self._coming, True
        return comes

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
        self._loop.in_a_while(seconds + 0.05, self.answer)

    @command("painted", shown=False, weight=0.0)  # it answers what we send, in whatever flood it comes
    def painted(self, push: Whole, frames: Whole = 0) -> None:
        """Open the gate: the browser has painted a push.

        Parameters
        ----------
        push : int
            Its number.
        frames : int
            How many pictures the page has drawn so far: there are some between two states of a run.
        """
        self._painted = push
        self._rates.painted(self._pushed_at, frames)
        if self._wanted:
            self.refresh()

    def push(self) -> None:
        """Draw the moment and send it, on the document's own thread."""
        self._wanted = False
        moment = self.draws.take() if self.draws is not None else None
        if self.draws is None or moment is None:
            return
        now = self._pushed_at = time.monotonic()
        self._due = max(self._due, now - FRAME) + FRAME  # who comes late does not make the next one late
        left = self._beside_at + PANELS - now
        everything = self._asked or left <= 0.0 or self.draws.rests(moment)
        with pn.io.hold(self._document):
            self._ahead = self.draws.ahead(moment)
            self.draws.draw(moment, everything)
            if everything:
                self._beside_at, self._asked = now, False
            self._bridge.count()
        if not everything and not self._beside_due:
            self._beside_due = True
            self._loop.in_a_while(left, self._beside_late)

    def _beside_late(self):
        """Nothing may have come after a push of the map alone: show the rest of it now."""
        self._beside_due = False
        self.refresh()

    def _tick(self):
        self._coming = False
        if not self.present or self._held_back():
            return  # greeting, coming back or acknowledging brings us back
        early = self._due - time.monotonic()
        if early <= 0.0:
            self.push()
        elif self._comes():
            self._loop.in_a_while(early, self._tick)

    def _held_back(self):
        """Whether the browser is still painting."""
        return self._bridge.push > self._painted + self._ahead and time.monotonic() - self._pushed_at < PATIENCE

    @property
    def present(self) -> bool:
        """Whether a browser is there to be pushed to, and looked at.

        BokehJS drops patches that come before it has the document, also those that the document does not yet have.
        """
        session = self._loop.session()
        return session is None or (self.greeted and self.seen and session.connection_count > 0)

    def begin_anew(self) -> None:
        """The page has the whole document: all that was sent before counts as painted, the rest is sent now."""
        self._painted = self._bridge.push
        self.answer()

    def watch(self) -> None:
        """Make a push that is due and was not made; looked at about once a second, on the document's own thread.

        It should never have to: whoever asks gets a tick, and a tick makes the push or leaves word who will.
        """
        due = self._wanted and self.present and not self._held_back()
        same = self._bridge.push == self._overdue_after
        self._overdue, self._overdue_after = self._overdue + 1 if due and same else 0, self._bridge.push
        if self._overdue >= ROUNDS:
            log.warning("A push that was due for %d s had not been made; it is made now.", self._overdue)
            self._overdue = 0
            self._tick()
