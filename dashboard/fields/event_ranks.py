"""Ranks of a run's events in the fields of its indicators, and the scores that they add up to."""

import threading

import numpy as np

from ..physics import BEYOND, Indicator, Load, RankScore, rank
from ..run.history import History
from ..run.records import EventRecord
from .field import Field, signature


class Scoring:
    """Ranks by indicator, kind of field and event; what is not known yet is None.

    Parameters
    ----------
    history : History
        The run.
    """

    def __init__(self, history: History) -> None:
        self.history = history
        self.lead: float | None = None
        self._condition = threading.Condition()
        self._run = 0
        self._cast: dict[tuple, Field] = {}
        self._ranks: dict[tuple, dict] = {}

    def load(self, leg: int = 0) -> Load:
        """The load of a leg of the run.

        Parameters
        ----------
        leg : int
            Which; 0 is the first one.
        """
        return self.history.legs[min(leg, len(self.history.legs) - 1)].load

    def scores(self, indicator: Indicator, upto: int | None = None) -> dict[str, RankScore]:
        """Scores by kind: as cast (events of the first leg) and, where a lead is wanted, with that lead.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        upto : int, optional
            Only events up to this number; as cast, only those that are not `left_out`.
        """
        with self.history.lock:
            events = [e for e in self.history.events if upto is None or e.number <= upto]
        kinds: dict[str, list[float]] = {"as cast, first event": [], "as cast, later events": []}
        for event in events:
            value = self.cast_rank(indicator, event)
            if value is not None and event.strain >= BEYOND:
                kinds["as cast, first event" if event.number == 1 else "as cast, later events"].append(value)
        scores = {kind: RankScore(np.array(values), kind) for kind, values in kinds.items()}
        if self.lead:
            known = [self.lead_rank(indicator, event) for event in events]
            scores["lead"] = RankScore(np.array([value for value in known if value is not None]), "lead", self.lead)
        return scores

    def left_out(self, upto: int | None = None) -> int:
        """How many events are not scored as cast: the glass all but yields as it is cast, and every field knows.

        Parameters
        ----------
        upto : int, optional
            Only events up to this number.
        """
        with self.history.lock:
            events = [e for e in self.history.events if upto is None or e.number <= upto]
        return sum(event.leg == 0 and event.strain < BEYOND for event in events)

    def cast_rank(self, indicator: Indicator, event: EventRecord) -> float | None:
        """Rank of an event's core in the field as cast; None where there is none (yet), or on a later leg.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        event : EventRecord
            The event.
        """
        if event.leg != 0 or not self._current():
            return None
        key = signature(indicator, self.load())
        with self._condition:
            field, known = self._cast.get(key), self._ranks.setdefault((key, None), {})
        if field is None or field.values is None:
            return None
        if (event.row, event.core) not in known:
            known[event.row, event.core] = rank(field.values, event.core, indicator.soft)
        return known[event.row, event.core]

    def lead_rank(self, indicator: Indicator, event: EventRecord) -> float | None:
        """Rank of an event's core in the field a lead before it; None where it is not there (yet).

        Parameters
        ----------
        indicator : Indicator
            An instance.
        event : EventRecord
            The event.
        """
        with self._condition:
            return self._with_lead(indicator, event, self.lead).get((event.row, event.core))

    def _current(self):
        """Whether what is kept belongs to the run in the history; a new run is heard of by the next `want`."""
        return self._run == self.history.run

    def _with_lead(self, indicator, event, lead):
        key = (signature(indicator, self.load(event.leg)), lead)
        return self._ranks.setdefault(key, {}) if self._current() else {}
