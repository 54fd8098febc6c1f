"""Which states and fields of events are forgotten when a history outgrows its bound: those around an event last."""

from dataclasses import replace

from .records import EventRecord, Frame

NEWEST = 8
"""So many loose states, and so many events, are kept whole as long as there is anything else to forget."""


def thinned(frames: list[Frame], events: list[EventRecord]) -> tuple[list[Frame], list[EventRecord]]:
    """Every second state between the first and the last; where few are loose, the fields of old events before them.

    Parameters
    ----------
    frames : list of Frame
        Whole states, in their order.
    events : list of EventRecord
        With their fields, or without.

    Returns
    -------
    list of Frame, list of EventRecord
        What is kept; the same where there is nothing left to forget.
    """
    loose = [frame for frame in frames[1:-1] if not frame.pinned]
    if len(loose) > NEWEST:
        return _without(frames, loose[::2]), events
    poorer = _poorer(events)
    if poorer is not None:
        return frames, poorer
    return _without(frames, frames[1:-1:2]), events


def _without(frames, dropped):
    rows = {frame.row for frame in dropped}
    return [frame for frame in frames if frame.row not in rows]


def _poorer(events):
    """The events without the fields of the oldest half of those that still have them; None if none has."""
    rich = [k for k, event in enumerate(events[:-NEWEST]) if event.displacement is not None]
    if not rich:
        return None
    forgotten = set(rich[: max(1, len(rich) // 2)])
    bare = {"displacement": None, "critical_mode": None, "d2min": None}
    return [replace(event, **bare) if k in forgotten else event for k, event in enumerate(events)]
