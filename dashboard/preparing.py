"""Glasses prepared in the background, one at a time for a session, with progress and cancel."""

import threading
from collections.abc import Callable
from typing import Any

from .physics import Cancelled, prepare
from .runner import describe


class Preparation:
    """One glass in the making, in a thread of its own.

    Parameters
    ----------
    recipe : dict
        Arguments of `prepare`.
    on_progress : callable
        Called with (stage, fraction) from the thread.
    on_done : callable
        Called with (glass or None, message or None) from the thread; both None when cancelled.
    """

    def __init__(self, recipe: dict, on_progress: Callable, on_done: Callable) -> None:
        self.recipe = recipe
        self._on_progress, self._on_done = on_progress, on_done
        self._cancelled = False
        self._thread = threading.Thread(target=self._work, name="glasscope-prepare", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Ask it to stop at its next report."""
        self._cancelled = True

    @property
    def alive(self) -> bool:
        """Whether it is still at work."""
        return self._thread.is_alive()

    def _report(self, progress: Any) -> None:
        if self._cancelled:
            raise Cancelled
        self._on_progress(progress.stage, float(progress.fraction))

    def _work(self):
        try:
            glass = prepare(**self.recipe, progress=self._report)
        except Cancelled:
            self._on_done(None, None)
        except Exception as error:  # whatever went wrong, the page says it and the run goes on
            self._on_done(None, describe(error))
        else:
            self._on_done(None if self._cancelled else glass, None)
