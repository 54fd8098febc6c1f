"""The event loop of one page: the only way by which a thread may reach the page's document."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from weakref import WeakKeyDictionary

from bokeh.document import Document
from bokeh.document.callbacks import invoke_with_curdoc
from bokeh.server.session import ServerSession
from tornado.ioloop import IOLoop

_WAITING: WeakKeyDictionary[asyncio.AbstractEventLoop, deque[asyncio.Future[None]]] = WeakKeyDictionary()


class Loop:
    """Runs actions one after the other on the thread of a document, while its lock is held.

    A thread must not touch a document, not even to ask it for a callback: the document announces that as a change, and
    a change that falls between two statements of its `unhold` is lost. The loop's own queue loses nothing.

    Parameters
    ----------
    document : Document
        Of the session.
    loop : IOLoop, optional
        Of the server, where the page is made in another thread: what is asked for waits until it `begin`s. Where left
        out, the loop of the thread that makes this object.

    Attributes
    ----------
    closed : bool
        Whether the page has gone; what is asked for from then on is not done.
    """

    def __init__(self, document: Document, loop: IOLoop | None = None) -> None:
        self._document, self._loop = document, loop or IOLoop.current()
        self._lock, self._early = threading.Lock(), None if loop is None else list[Callable[[], None]]()
        self.closed = False

    def begin(self) -> None:
        """The page is made: from now on nothing waits."""
        with self._lock:
            early, self._early = self._early or (), None
        for each in early:
            each()

    def close(self) -> None:
        """The page has gone."""
        self.closed = True

    def soon(self, action: Callable[[], None]) -> None:
        """Run something in one of the next turns of the loop, from any thread.

        Parameters
        ----------
        action : callable
            Without arguments.
        """
        self._ask(lambda: self._loop.add_callback(self._locked, action))

    def in_a_while(self, seconds: float, action: Callable[[], None]) -> None:
        """Run something later, asked for on the loop's own thread.

        Parameters
        ----------
        seconds : float
            From now.
        action : callable
            Without arguments.
        """
        self._ask(lambda: self._loop.call_later(seconds, self._locked, action))

    def session(self) -> ServerSession | None:
        """The server's session; None while the page is being made, and where there is no server."""
        context = self._document.session_context
        return None if context is None else getattr(context, "session", None)

    def _ask(self, asking):
        with self._lock:
            if self._early is not None:
                self._early.append(asking)
                return
        if not self.closed:
            asking()

    async def _locked(self, action):
        await _turn()
        if self.closed:
            return
        session = self.session()
        if session is None:
            self._act(action)
        elif not session.destroyed:
            await session.with_document_locked(self._act, action)

    def _act(self, action):
        if not self.closed:  # it may have waited for the lock
            invoke_with_curdoc(self._document, action)


async def _turn():
    """Wait for a turn of the event loop in which no other page's action begins: it hears browsers after every one.

    Pushes of twenty pages that are due at once would else be made in one turn, and nobody be heard for a second.
    """
    loop = asyncio.get_running_loop()
    queue, mine = _WAITING.setdefault(loop, deque()), loop.create_future()
    queue.append(mine)
    if len(queue) == 1:
        loop.call_soon(_let_one_in, loop, queue)
    await mine


def _let_one_in(loop, queue):
    first = queue.popleft()
    if not first.done():
        first.set_result(None)
    if queue:
        loop.call_soon(_let_one_in, loop, queue)
