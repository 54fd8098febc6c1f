"""Work that is asked for again and again: one thread at a time, then the last of what has been asked for meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from .background import Background

Outcome = TypeVar("Outcome")


class Newest(Generic[Outcome]):
    """Does the newest of what it is asked for; what has been overtaken while it waited is left out.

    Parameters
    ----------
    later : callable
        Runs something on the document's own thread, from any thread.
    """

    def __init__(self, later: Callable[[Callable[[], None]], None]) -> None:
        self._later = later
        self._waits: tuple[Callable[[], Outcome], Callable[[Outcome | None, Exception | None], None]] | None = None
        self._busy = False

    def ask(
        self, work: Callable[[], Outcome], done: Callable[[Outcome | None, Exception | None], None]
    ) -> None:
        """Ask for some work, on the document's own thread.

        Parameters
        ----------
        work : callable
            Called in a thread; returns the outcome.
        done : callable
            Called on the document's own thread with the outcome or None, and the exception or None.
        """
        self._waits = (work, done)
        self._begin()

    def _begin(self) -> None:
        if self._busy or self._waits is None:
            return
        (work, done), self._waits, self._busy = self._waits, None, True

        def ended(outcome: Outcome | None, error: Exception | None) -> None:
            self._busy = False
            try:
                done(outcome, error)
            finally:
                self._begin()

        Background(
            lambda _: work(),
            lambda _: None,
            lambda _, outcome, error: self._later(lambda: ended(outcome, error)),
        )
