"""Turns at the cores: as many threads compute at once as there are cores, the others wait in the order they came in."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 0.5
"""Seconds of waiting after which there is a word about it, and after each of which there is another."""

ASIDE = 1.0
"""Seconds that a turn waits at most for a page that is being made."""


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Turns:
    """A queue of threads for a few places.

    A turn is one step of a run or one field: who has had it and wants another one goes to the end of the queue.

    Parameters
    ----------
    places : int
        So many turns at once.
    """

    _nobody_comes = threading.Event()
    _nobody_comes.set()

    def __init__(self, places: int) -> None:
        self._lock = threading.Lock()
        self._free = places
        self._queue: deque[threading.Event] = deque()

    @contextmanager
    def turn(self, tell: Callable[[int], None] = lambda waiting: None) -> Iterator[None]:
        """Wait for a turn, and hand it on at the end.

        Parameters
        ----------
        tell : callable
            Called now and then while it waits, with the number of those in the queue.
        """
        called = threading.Event()
        with self._lock:
            if self._free > 0:
                self._free -= 1
                called.set()
            else:
                self._queue.append(called)
        while not called.wait(PATIENCE):
            tell(len(self._queue))
        try:
            self._nobody_comes.wait(ASIDE)
            yield
        finally:
            self._hand_on()

    def _hand_on(self):
        with self._lock:
            if self._queue:
                self._queue.popleft().set()
            else:
                self._free += 1

    @classmethod
    @contextmanager
    def aside(cls) -> Iterator[None]:
        """Let no turn begin meanwhile, by one thread at a time: a page is being made, and its visitor waits for it."""
        cls._nobody_comes.clear()
        try:
            yield
        finally:
            cls._nobody_comes.set()


RUNS = Turns(cores())
"""Turns of the runs of all sessions of this server."""

SHOWN, SLOW, OTHERS = Turns(cores()), Turns(cores()), Turns(1)
"""Turns of the fields that are shown, of those that may take minutes, and of those that stand back."""
