"""The rank of an event in the kind of field that is shown: as cast, or a lead before it."""

from ..physics import Indicator
from ..run.records import EventRecord
from .moment import Moment


def shown_rank(moment: Moment, indicator: Indicator, event: EventRecord) -> float | None:
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
    if moment.choices.taken == "live":
        return moment.fields.lead_rank(indicator, event) if moment.choices.lead else None
    return moment.fields.cast_rank(indicator, event)
