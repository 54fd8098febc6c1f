"""What visitors leave behind goes back to the system; C's allocator and Python would keep most of it for later."""

import ctypes
import gc
import sys

from tornado.ioloop import IOLoop

ARENAS = 2
"""Heaps that the threads of the server share; left alone, C's allocator makes eight a core, and keeps most of them."""

AFTER = 3.0
"""Seconds after a visitor has left; several who leave together are dealt with at once."""

_M_ARENA_MAX = -8  # of glibc's malloc.h


def prepare_memory() -> None:
    """Before the first visitor: few heaps, and what was loaded until now is never looked through again."""
    _ask_allocator("mallopt", _M_ARENA_MAX, ARENAS)
    gc.collect()
    gc.freeze()
    gc.enable()


class Leftovers:
    """Memory of the sessions that have ended, given back once for several."""

    def __init__(self) -> None:
        self._coming = False

    def give_back_soon(self) -> None:
        """A session has ended; called on the thread of the server's loop."""
        if not self._coming:
            self._coming = True
            IOLoop.current().call_later(AFTER, self._give_back)

    def _give_back(self):
        self._coming = False
        gc.collect()
        _ask_allocator("malloc_trim", 0)


LEFTOVERS = Leftovers()


def _ask_allocator(name, *arguments):
    """Call a function of glibc's allocator; other systems have none of that name."""
    if sys.platform == "linux" and (function := getattr(ctypes.CDLL(None), name, None)) is not None:
        function(*arguments)
