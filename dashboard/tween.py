"""Between two states of a live run the map moves in two strides, so that a slow engine does not make it jerk."""

import time
from dataclasses import replace

import numpy as np

from .moment import Moment
from .records import Frame

SLOW = 0.08
"""Seconds without a new state after which the next one is approached in two strides."""

STRIDE = 0.05
"""Seconds between the two strides."""

LARGEST = 0.1
"""Largest move of a particle, in units of length, that is taken for elastic: anything larger is shown as it is."""


class Tween:
    """Remembers the state that was drawn last, and says what to draw on the way to the next."""

    def __init__(self) -> None:
        self._last: Frame | None = None
        self._branch: tuple = ()
        self._at = 0.0

    def on_the_way(self, moment: Moment) -> tuple[Moment, bool]:
        """The moment to draw now, and whether it lies halfway so that another push is due.

        Half the way between two states of one elastic branch is a relaxed state itself, up to the square of a step
        of 10⁻⁴; across an event, on a jump or in the past nothing is put in between.

        Parameters
        ----------
        moment : Moment
            The newest.
        """
        frame, last, now = moment.snapshot.frame, self._last, time.monotonic()
        event = moment.snapshot.event
        branch = (moment.store.run, len(moment.store.legs), event and event.number)
        slow = now - self._at > SLOW
        follows = last is not None and branch == self._branch and frame.row > last.row
        self._branch = branch
        if frame is not last:
            self._at = now
        self._last = frame
        if not (moment.live and moment.mode == "play" and slow and follows):
            return moment, False
        if float(np.abs(frame.positions - last.positions).max()) > LARGEST:
            return moment, False
        half = Frame(frame.row, 0.5 * (last.positions + frame.positions), 0.5 * (last.cell + frame.cell))
        return replace(moment, snapshot=replace(moment.snapshot, frame=half)), True
