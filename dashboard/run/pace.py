"""How fast a run is played, and how far its threads stand back."""

import os
import sys
import threading

FULL_SPEED = 0.0
"""The speed that means "as fast as the engine goes"."""

DWELL = 0.7
"""Seconds that the run rests on an event, so that it can be seen; none at full speed."""

REPLAY_RATE = 30.0
"""Stored states a second when the past is played at full speed."""


def pause_after(strain: float, event: bool, speed: float, past: bool) -> float:
    """Seconds from the beginning of a step until the next one may begin.

    Parameters
    ----------
    strain : float
        How far the step went.
    event : bool
        Whether it ended in an event.
    speed : float
        Strain a second; `FULL_SPEED` for as fast as the engine goes.
    past : bool
        Whether stored states are played again.
    """
    if speed > 0.0:
        return min(strain / speed, 2.0) + (DWELL if event else 0.0)
    return 1.0 / REPLAY_RATE if past else 0.0


def stand_back(niceness: int) -> None:
    """Let what the page needs go first where cores are few: on Linux a thread has a niceness of its own.

    Parameters
    ----------
    niceness : int
        Of the calling thread.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)
