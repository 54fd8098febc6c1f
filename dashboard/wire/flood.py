"""How much a page may ask for: what comes faster than anybody can click is dropped, not queued."""

import time
from collections.abc import Callable

A_SECOND = 200.0
"""So much may be asked for every second: pointing along the timeline takes 150 on a quick screen..."""

AT_ONCE = 600.0
"""...and so much at once after a rest."""


class Flood:
    """Counts what is asked for.

    Parameters
    ----------
    clock : callable
        The time, seconds.

    Attributes
    ----------
    told : bool
        Whether the reader has been told of the flood under way.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._room, self._at = clock, AT_ONCE, clock()
        self.told = False

    def takes(self, weight: float = 1.0) -> bool:
        """Whether there is room for one thing more; it is counted if there is.

        Parameters
        ----------
        weight : float
            How much it counts.
        """
        now = self._clock()
        self._room, self._at = min(AT_ONCE, self._room + A_SECOND * (now - self._at)), now
        if self._room >= AT_ONCE / 2:
            self.told = False
        if self._room < weight:
            return False
        self._room -= weight
        return True
