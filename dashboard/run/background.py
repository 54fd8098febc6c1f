"""Work in the background of a session, with progress and cancel: all of its outcome comes, or nothing does."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..physics import Cancelled, Progress
from .pace import stand_back

Outcome = TypeVar("Outcome")

Report = Callable[[Progress], None]
"""What some work says how far it is with; it raises `Cancelled` where the work is to end."""

PACE = 0.25
"""Shortest time between two words of progress, seconds."""

POINTS = 200
"""About so many points of the energy's curve are kept."""

NICENESS = 7
"""How far this stands back: behind the page, and behind the run that is playing."""


@dataclass(frozen=True)
class Seen:
    """What has been seen of some work so far.

    Attributes
    ----------
    stage : str
        What is being done, in words.
    fraction : float
        Of the whole, 0 to 1.
    seconds_left : float or None
        None while that cannot be told.
    curve : tuple of (float, float)
        Fraction and energy per particle on the way.
    """

    stage: str = "starting"
    fraction: float = 0.0
    seconds_left: float | None = None
    curve: tuple[tuple[float, float], ...] = ()


class Background(Generic[Outcome]):
    """Some work in a thread of its own.

    Parameters
    ----------
    work : callable
        Called with a `Report`; returns the outcome.
    on_progress : callable
        Called with this object from the thread, a few times a second at most.
    on_done : callable
        Called with (this object, outcome or None, exception or None) from the thread; both None when it was cancelled.

    Attributes
    ----------
    seen : Seen
        The last of what was seen.
    cancelled : bool
        Whether it was told to stop.
    """

    def __init__(
        self,
        work: Callable[[Report], Outcome],
        on_progress: Callable[[Background[Outcome]], None],
        on_done: Callable[[Background[Outcome], Outcome | None, Exception | None], None],
    ) -> None:
        self._on_progress, self._on_done = on_progress, on_done
        self.seen = Seen()
        self.cancelled = False
        self._told_at = -math.inf
        self._thread = threading.Thread(target=self._work, args=(work,), name="glasscope-background", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Ask it to stop at its next report."""
        self.cancelled = True

    @property
    def alive(self) -> bool:
        """Whether it is still at work."""
        return self._thread.is_alive()

    def join(self, timeout: float) -> bool:
        """Wait for the thread's end; True if it has ended.

        Parameters
        ----------
        timeout : float
            Seconds.
        """
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _report(self, progress: Progress) -> None:
        if self.cancelled:
            raise Cancelled
        before, now = self.seen, time.monotonic()
        curve = _longer(before.curve, float(progress.fraction), float(progress.energy))
        self.seen = Seen(progress.stage, float(progress.fraction), progress.seconds_left, curve)
        if now - self._told_at >= PACE or self.seen.stage != before.stage:
            self._told_at = now
            self._on_progress(self)

    def _work(self, work):
        stand_back(NICENESS)
        try:
            outcome = work(self._report)
        except Cancelled:
            self._on_done(self, None, None)
        except Exception as error:  # whatever went wrong, the page says it and the run goes on
            self._on_done(self, None, None if self.cancelled else error)
        else:
            self._on_done(self, None if self.cancelled else outcome, None)


def _longer(curve, fraction, energy):
    """The curve with a point more; the last one moves along until it is far enough from the one before it."""
    if not math.isfinite(energy):
        return curve
    settled = len(curve) < 2 or curve[-1][0] - curve[-2][0] >= 1.0 / POINTS
    return (*(curve if settled else curve[:-1]), (fraction, energy))
