"""The timeline under the map: where the moment is in the run, what has been walked, one tick per event."""

from ..look.words import percent
from ..moment.moment import Moment

EXTENTS = (1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 3e-2, 5e-2, 8e-2, 0.12, 0.2, 0.3, 0.5, 1.0)
"""The timeline's end is the first of these beyond the run's."""


def timeline(moment: Moment) -> dict:
    """What the page's scrubber shows; places are strain walked, turns included.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    history, snapshot = moment.history, moment.snapshot
    with history.lock:
        head = history.rows.path[-1]
        ticks = [(history.rows.path[e.row], e.number) for e in history.events if e.row < len(history.rows.path)]
        turns = [history.rows.path[leg.first_row] for leg in history.legs[1:]]
    extent = next((end for end in EXTENTS if end >= 0.999 * head), 1.1 * head)
    return {
        "now": snapshot.path,
        "head": head,
        "extent": extent,
        "ticks": ticks,
        "turns": turns,
        "event": snapshot.event.number if snapshot.event else None,
        "words": f"γ {percent(snapshot.strain)}, {'now' if moment.live else 'in the past'}, {len(ticks)} events",
    }
