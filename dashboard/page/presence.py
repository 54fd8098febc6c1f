"""Whether anybody is at the page: a run that nobody sees rests, and one whose page was cut off is kept for a while."""

import time
from collections.abc import Callable

from ..run.player import Player
from ..wire.door import command
from ..wire.loop import Loop
from .pushing import Pusher

ROUND = 1.0
"""Seconds between two looks."""

ARRIVAL = 60.0
"""Seconds that a session waits for its page to connect at all."""

KEPT = 600.0
"""Seconds that a session is kept whose page was cut off and has not come back."""

UNSEEN = 20.0
"""Seconds after which a run rests whose page is in the background."""

MOST_KEPT = 16
"""So many sessions without a page are kept at once, at most."""

MEMORY_KEPT = 512 * 2**20
"""Bytes that the runs of sessions without a page may take together."""


class Presence:
    """Follows one page: it arrives, goes to the background, is cut off and comes back, or leaves.

    Parameters
    ----------
    loop : Loop
        The event loop of the session's document.
    pusher : Pusher
        Is told whether there is anybody to push to; its watch is part of the round.
    player : Player
        The run, which rests while nobody sees it.
    memory : callable
        Tells how many bytes its runs take.
    clock : callable
        Seconds.
    """

    def __init__(
        self,
        loop: Loop,
        pusher: Pusher,
        player: Player,
        memory: Callable[[], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._loop, self._pusher, self._player, self._clock = loop, pusher, player, clock
        self._memory = memory
        self._made = clock()
        self._arrived = False
        self._cut_off: float | None = None
        self._hidden: float | None = None
        self._watch_later()

    def arrived(self) -> None:
        """The page has the document, for the first time or again: all is sent that it may not know."""
        self._arrived, self._cut_off = True, None
        ABSENT.discard(self)
        self._player.let_go("cut off")
        self._pusher.greeted = True
        self._pusher.begin_anew()

    @command("seen", shown=False)
    def see(self, visible: bool) -> None:
        """Draw nothing while the page is in the background; if it stays there, the run rests.

        Parameters
        ----------
        visible : bool
            Whether the page is in the foreground.
        """
        self._pusher.seen = bool(visible)
        self._hidden = None if visible else self._clock()
        if visible:
            self._player.let_go("hidden")
            self._pusher.begin_anew()

    def close(self) -> None:
        """The session has ended."""
        ABSENT.discard(self)

    def look(self) -> None:
        """One round: see who is there, and whether a push was lost."""
        session, now = self._loop.session(), self._clock()
        if session is None or session.expiration_requested:  # the page has said goodbye
            return
        if session.connection_count > 0:
            self._pusher.watch()
        elif not self._arrived:
            if now - self._made > ARRIVAL:
                self.let_go()
        elif self._cut_off is None:
            self._cut_off = now
            self._player.hold("cut off")
            self._pusher.greeted = False
            ABSENT.add(self)
        elif now - self._cut_off > KEPT:
            self.let_go()
        if self._hidden is not None and now - self._hidden > UNSEEN:
            self._player.hold("hidden")

    def let_go(self) -> None:
        """Let the session end."""
        session = self._loop.session()
        if session is not None:
            session.request_expiration()

    @property
    def memory(self) -> int:
        """Bytes of its runs."""
        return self._memory()

    def _watch_later(self):
        self._loop.in_a_while(ROUND, self._round)

    def _round(self):
        self._watch_later()  # first: whatever goes wrong in one round, there is another one
        self.look()


class Absent:
    """Sessions whose pages were cut off, of one server: as many as fit, the last ones that were.

    Parameters
    ----------
    most : int
        So many at once.
    memory : int
        So many bytes together.
    """

    def __init__(self, most: int = MOST_KEPT, memory: int = MEMORY_KEPT) -> None:
        self._most, self._memory = most, memory
        self._sessions: dict[Presence, None] = {}  # in the order in which they were cut off

    def add(self, presence: Presence) -> None:
        """Keep a session; those that were cut off first are let go where there is no room.

        Parameters
        ----------
        presence : Presence
            Of the session.
        """
        self._sessions[presence] = None
        while len(self._sessions) > self._most or sum(each.memory for each in self._sessions) > self._memory:
            self.let_one_go()

    def discard(self, presence: Presence) -> None:
        """The page has come back, or its session has ended.

        Parameters
        ----------
        presence : Presence
            Of the session.
        """
        self._sessions.pop(presence, None)

    def let_one_go(self) -> bool:
        """Let the session go that was cut off first; whether there was one."""
        presence = next(iter(self._sessions), None)
        if presence is None:
            return False
        del self._sessions[presence]
        presence.let_go()
        return True


ABSENT = Absent()
