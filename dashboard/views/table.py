"""The table of events, as rows for the page and as CSV."""

import csv
import io
from typing import Any

from ..moment import Moment
from .plots import number

COLUMNS = (
    "event",
    "leg",
    "strain",
    "bracket_below",
    "bracket_above",
    "core",
    "core_x",
    "core_y",
    "stress_drop",
    "energy_drop",
)


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
        for event in reversed(moment.store.events)
    ]


def shown_rank(moment: Moment, indicator: Any, event: Any) -> float | None:
    """Rank of an event's core in the kind of field that is shown.

    Parameters
    ----------
    moment : Moment
        What is shown.
    indicator : Indicator
        An instance.
    event : EventRecord
        The event.
    """
    if moment.state.taken == "live":
        return moment.fields.lead_rank(indicator, event) if moment.state.lead else None
    return moment.fields.cast_rank(indicator, event)


def _rank(value):
    return "" if value is None else f"{value:.3f}"


def events_csv(moment: Moment) -> str:
    """All events of the run as CSV, with the ranks in every indicator as cast.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    indicators = [moment.indicator, *moment.others]
    out = io.StringIO()
    writer = csv.writer(out)
    lead = moment.state.lead if moment.state.taken == "live" and moment.state.lead else None
    leads = [f"rank_{moment.indicator.key}_lead_{lead:g}"] if lead else []
    writer.writerow([*COLUMNS, *(f"rank_{each.key}_as_cast" for each in indicators), *leads])
    for event in moment.store.events:
        place, bracket = event.core_place, event.bracket
        drops = (event.stress_drop, event.energy_drop)
        ranks = [moment.fields.cast_rank(each, event) for each in indicators]
        if lead:
            ranks.append(moment.fields.lead_rank(moment.indicator, event))
        row = (event.number, event.leg, event.strain, *bracket, event.core, *place, *drops)
        writer.writerow([*row, *("" if rank is None else rank for rank in ranks)])
    return out.getvalue()


def curve_csv(moment: Moment) -> str:
    """Every step of the run as CSV.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    rows = moment.store.rows
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["strain_walked", "strain", "stress", "energy_per_particle", "leg"])
    with moment.store.lock:
        writer.writerows(zip(rows.path, rows.strain, rows.stress, rows.energy, rows.leg, strict=True))
    return out.getvalue()
