"""Glasses that are prepared or opened in the background, one at a time for a session, with progress and cancel."""

import io
import threading
from collections.abc import Callable
from typing import Any

from .physics import Cancelled, Glass, shear
from .runner import describe


class Background:
    """One glass on its way, in a thread of its own.

    Parameters
    ----------
    work : callable
        Called with a progress callback, returns the glass.
    on_progress : callable
        Called with (stage, fraction) from the thread.
    on_done : callable
        Called with (glass or None, message or None) from the thread; both None when cancelled.
    """

    def __init__(self, work: Callable, on_progress: Callable, on_done: Callable) -> None:
        self._on_progress, self._on_done = on_progress, on_done
        self._cancelled = False
        self._thread = threading.Thread(target=self._work, args=(work,), name="glasscope-prepare", daemon=True)
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

    def _work(self, work):
        try:
            glass = work(self._report)
        except Cancelled:
            self._on_done(None, None)
        except Exception as error:  # whatever went wrong, the page says it and the run goes on
            self._on_done(None, describe(error))
        else:
            self._on_done(None if self._cancelled else glass, None)


def opened(content: bytes, load: Any) -> Any:
    """A glass from a file's content, checked as far as to be sheared.

    Parameters
    ----------
    content : bytes
        What `Glass.save` wrote.
    load : Load
        The load that it will be sheared under.

    Returns
    -------
    Glass

    Raises
    ------
    GlassError
        It is no such file, or the state is no minimum.
    """
    glass = Glass.load(io.BytesIO(content))
    first = shear(glass, load, max_strain=1e-3)
    next(first)
    first.close()
    return glass
