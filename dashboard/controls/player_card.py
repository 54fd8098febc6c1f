"""The player under the map: play, step, next event, reset, turn round and pace."""

from __future__ import annotations

from ..look.words import number, percent
from ..moment.moment import Moment
from ..run.pace import FULL_SPEED
from ..run.replay import Stretch

SPEEDS = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, FULL_SPEED)
"""Paces on offer, strain a second; the last one is as fast as the engine goes."""


def player_card(
    moment: Moment,
    relaxing: float | None = None,
    queue: int = 0,
    stepping: bool = False,
    goal: Stretch | None = None,
    left: str = "",
) -> dict[str, object]:
    """What the player shows.

    Parameters
    ----------
    moment : Moment
        What to show.
    relaxing : float, optional
        Largest force while an event relaxes.
    queue : int
        So many runs wait for a core, this one among them; 0 where it does not.
    stepping : bool
        Whether the engine is at a step.
    goal : Stretch, optional
        Where the run is being sheared to anew.
    left : str
        The glass of an earlier run that can be gone back to; empty for none.
    """
    speeds = [{"key": speed, "label": _speed(speed)} for speed in SPEEDS]
    at = min(range(len(SPEEDS)), key=lambda k: abs(SPEEDS[k] - moment.choices.speed))
    return {
        "playing": moment.mode in ("play", "event"),
        "speeds": speeds,
        "speed": at,
        "live": moment.live,
        "left": left,
        "relaxing": _busy_with(relaxing, queue) or _on_the_way(goal),
        "finishing": stepping and moment.mode == "idle",
        "ended": moment.history.ended and moment.live,
    }


def _busy_with(relaxing, queue):
    if queue:
        return f"waiting for a core of the server, {queue} {'runs' if queue > 1 else 'run'} in the queue"
    return "" if relaxing is None else f"relaxing an event, largest force {number(relaxing, 1)}"


def _on_the_way(goal):
    return "" if goal is None else f"sheared anew to γ = {percent(goal.strain)}"


def _speed(speed):
    return "full speed" if speed == FULL_SPEED else f"{100.0 * speed:g} %/s"
