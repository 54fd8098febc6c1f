"""The table of events, as rows for the page."""

from ...look.words import number
from ...moment.moment import Moment
from ...moment.ranks import shown_rank


def table(moment: Moment) -> list[dict]:
    """Rows of the event table, the newest first.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    return [
        {
            "number": event.number,
            "strain": f"{100.0 * event.strain:.3f}".replace("-", "−"),
            "core": event.core,
            "place": f"({event.core_place[0]:.1f}, {event.core_place[1]:.1f})",
            "stress": number(event.stress_drop, 2),
            "energy": number(event.energy_drop, 2),
            "rank": _rank(shown_rank(moment, moment.indicator, event)),
            "past": event.row <= moment.snapshot.row,
        }
        for event in reversed(moment.history.events)
    ]


def _rank(value):
    return "" if value is None else f"{value:.3f}"
