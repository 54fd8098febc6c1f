"""The table of events, as rows for the page."""

from bisect import bisect_right

from ...look.words import number
from ...moment.moment import Moment
from ...moment.ranks import shown_rank

MOST = 100
"""Rows at most: a long run has a thousand events, and each row costs the page as much as a plot does a point."""


def table(moment: Moment) -> dict:
    """The event table: the rows around the moment shown, the newest first, and how many events there are in all.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    events = moment.history.events
    past = bisect_right(events, moment.snapshot.row, key=lambda event: event.row)
    last = min(len(events), max(past + MOST // 2, MOST))
    rows = [_row(moment, event) for event in reversed(events[max(0, last - MOST) : last])]
    return {"rows": rows, "all": len(events), "symbol": moment.indicator.symbol}


def _row(moment, event):
    return {
        "number": event.number,
        "strain": f"{100.0 * event.strain:.3f}".replace("-", "−"),
        "core": event.core,
        "place": f"({event.core_place[0]:.1f}, {event.core_place[1]:.1f})",
        "stress": number(event.stress_drop, 2),
        "energy": number(event.energy_drop, 2),
        "rank": _rank(shown_rank(moment, moment.indicator, event)),
        "past": event.row <= moment.snapshot.row,
    }


def _rank(value):
    return "" if value is None else f"{value:.3f}"
