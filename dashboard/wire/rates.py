"""How fast a session goes: steps of the run, fields computed for the map, frames painted."""

import time
from collections import deque

RECENT = 2.0
"""Rates are those of the last so many seconds."""


class Counter:
    """A number that grows, and how fast it does."""

    def __init__(self) -> None:
        self._seen: deque = deque()

    def rate(self, now: float, count: int) -> float:
        """Growth a second, over the last few seconds; 0 where it has come to rest.

        Parameters
        ----------
        now : float
            The time, seconds.
        count : int
            The number now.
        """
        seen = self._seen
        seen.append((now, count))
        while len(seen) > 2 and now - seen[1][0] > RECENT:
            seen.popleft()
        (then, before), (_, after) = seen[0], seen[-1]
        return max(0, after - before) / (now - then) if now > then else 0.0


class Rates:
    """The rates of one session.

    Attributes
    ----------
    lag : float
        Milliseconds from the sending of the last state to its being painted.
    """

    def __init__(self) -> None:
        self.lag = 0.0
        self._drawn = 0
        self._steps, self._fields, self._frames = Counter(), Counter(), Counter()

    def painted(self, sent: float, frames: int) -> None:
        """What was sent has been painted.

        Parameters
        ----------
        sent : float
            When it was sent, by `time.monotonic`.
        frames : int
            How many pictures the page has drawn so far.
        """
        self._drawn = frames
        self.lag = 1000.0 * (time.monotonic() - sent)

    def now(self, steps: int, fields: int, running: bool) -> dict:
        """Steps, fields and frames a second, and the lag.

        Parameters
        ----------
        steps, fields : int
            How many there have been.
        running : bool
            Whether the run is playing.
        """
        now = time.monotonic()
        stepping = self._steps.rate(now, steps)
        return {
            "steps": stepping if running else 0.0,
            "fields": self._fields.rate(now, fields),
            "frames": self._frames.rate(now, self._drawn),
            "lag": self.lag,
        }
