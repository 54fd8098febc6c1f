"""How far a preparation has come, and how long it still takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

LEAST_GONE = 0.01
"""Share of the whole that must be done before the time left is told."""


@dataclass(frozen=True)
class Progress:
    """How far a preparation has come.

    Attributes
    ----------
    stage : str
        What is being done, in words.
    fraction : float
        Of the whole, from 0 to 1, never falling.
    energy : float
        Potential energy per particle now; NaN before the first particles are in place.
    seconds_left : float or None
        At the pace so far, None while that cannot be told.
    """

    stage: str
    fraction: float
    energy: float
    seconds_left: float | None = None


def reporter(
    progress: Callable[[Progress], None] | None,
) -> Callable[[str, float, float], None]:
    """What stages report to: it never lets the fraction fall, and tells the time left from the pace so far.

    Parameters
    ----------
    progress : callable or None
        Called with a `Progress` for each report; nobody listens where there is none.

    Returns
    -------
    callable
        Called with (words, fraction of the whole, energy per particle).
    """
    if progress is None:
        return lambda words, fraction, energy: None
    began, at_first, reached = time.monotonic(), None, 0.0

    def report(words, fraction, energy):
        nonlocal at_first, reached
        reached = max(reached, min(1.0, fraction))
        at_first = fraction if at_first is None and fraction > 0.0 else at_first  # a resumed run starts in the middle
        gone, elapsed = reached - (at_first or 0.0), time.monotonic() - began
        left = elapsed * (1.0 - reached) / gone if gone > LEAST_GONE and elapsed > 1.0 else None
        progress(Progress(words, reached, energy, left))

    return report
