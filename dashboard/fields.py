"""Indicator fields of one session and the ranks of its events in them, computed in a thread of their own.

The page says what it wants (`want`); the thread works off what is missing, the shown field first. A field is kept by
its signature, so nothing is computed twice and nothing blocks the page or the run.
"""

import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from .evaluation import Field, evaluate, needs_reference, signature
from .physics import RankScore, rank, shear
from .store import Store


class Fields:
    """Fields and ranks on demand, one thread for one session.

    Parameters
    ----------
    store : Store
        The run.
    on_change : callable
        Called without arguments from the thread when something has been computed.
    """

    def __init__(self, store: Store, on_change: Callable) -> None:
        self.store, self.on_change = store, on_change
        self.busy = ""
        self._condition = threading.Condition()
        self._closed = False
        self._done = 0
        self._run = 0
        self._shown = None
        self._others: list = []
        self._live_row: int | None = None
        self._since = 0
        self._scored_last = False
        self._lead: float | None = None
        self._reset()
        self._thread = threading.Thread(target=self._work, name="glasscope-fields", daemon=True)
        self._thread.start()

    def _reset(self):
        self._cast: dict[tuple, Field] = {}
        self._live: dict[tuple, tuple[int, Field]] = {}
        self._ranks: dict[tuple, dict[int, float | None]] = {}

    def progress(self) -> int:
        """A number that grows whenever a field or a rank has been computed."""
        return self._done

    # asking ----------------------------------------------------------------------------------------------------

    def want(self, shown: Any, others: list, live_row: int | None, lead: float | None, since: int = 0) -> None:
        """Say what the page needs now.

        Parameters
        ----------
        shown : Indicator
            The indicator on the map.
        others : list of Indicator
            Those to be scored beside it, as cast.
        live_row : int or None
            Row of the moment shown, where a live field is wanted.
        lead : float or None
            Strain between the live field and the moment; events are then scored with it too, unless it is 0.
        since : int
            Row of the state that indicators with a reference compare with.
        """
        with self._condition:
            if self.store.run != self._run:
                self._run = self.store.run
                self._reset()
            self._shown, self._others, self._live_row, self._lead = shown, list(others), live_row, lead
            self._since = since
            self._condition.notify()

    def cast(self, indicator: Any) -> Field | None:
        """The field as cast, if it is there yet.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        """
        with self._condition:
            return self._cast.get(signature(indicator, self._load())) if self._current() else None

    def live(self, indicator: Any) -> Field | None:
        """The newest live field, if there is one.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        """
        with self._condition:
            found = self._live.get(self._live_key(indicator)) if self._current() else None
            return found[1] if found else None

    def scores(self, indicator: Any, upto: int | None = None) -> dict[str, RankScore]:
        """Scores by kind: as cast (events of the first leg) and, where a lead is wanted, with that lead.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        upto : int, optional
            Only events up to this number.
        """
        with self.store.lock:
            events = [e for e in self.store.events if upto is None or e.number <= upto]
        kinds: dict[str, list[float]] = {"as cast, first event": [], "as cast, later events": []}
        for event in events:
            value = self.cast_rank(indicator, event)
            if value is not None:
                kinds["as cast, first event" if event.number == 1 else "as cast, later events"].append(value)
        scores = {kind: RankScore(values, kind) for kind, values in kinds.items()}
        if self._lead:
            known = [self.lead_rank(indicator, event) for event in events]
            scores["lead"] = RankScore([value for value in known if value is not None], "lead", self._lead)
        return scores

    def cast_rank(self, indicator: Any, event: Any) -> float | None:
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
        key = signature(indicator, self._load())
        with self._condition:
            field, known = self._cast.get(key), self._ranks.setdefault((key, None), {})
        if field is None or field.values is None:
            return None
        if (event.row, event.core) not in known:
            known[event.row, event.core] = rank(field.values, event.core, indicator.soft)
        return known[event.row, event.core]

    def lead_rank(self, indicator: Any, event: Any) -> float | None:
        """Rank of an event's core in the field a lead before it; None where it is not there (yet).

        Parameters
        ----------
        indicator : Indicator
            An instance.
        event : EventRecord
            The event.
        """
        key = signature(indicator, self._load(event.leg))
        with self._condition:
            return self._ranks.get((key, self._lead), {}).get((event.row, event.core)) if self._current() else None

    def _current(self):
        """Whether what is kept belongs to the run in the store; a new run is heard of by the next `want`."""
        return self._run == self.store.run

    def close(self) -> None:
        """End the thread, after the field under way at the latest."""
        with self._condition:
            self._closed = True
            self._condition.notify()

    def join(self, timeout: float) -> bool:
        """Wait for the thread's end; True if it has ended.

        Parameters
        ----------
        timeout : float
            Seconds.
        """
        self._thread.join(timeout)
        return not self._thread.is_alive()

    # the thread ------------------------------------------------------------------------------------------------

    def _load(self, leg: int = 0):
        return self.store.legs[min(leg, len(self.store.legs) - 1)].load

    def _work(self):
        while True:
            with self._condition:
                while not self._closed and (job := self._next_job()) is None:
                    self._condition.wait()
                if self._closed:
                    return
                run = self._run
                self.busy = job[1].label
            try:
                job[0](run, *job[1:])
            finally:
                self.busy = ""
                self._done += 1
            if not self._closed:
                self.on_change()

    def _next_job(self):
        """What is missing and matters most, as (method, indicator, ...)."""
        if self._shown is None or self.store.run != self._run:
            return None
        if self._lacks_cast(self._shown) and not needs_reference(self._shown):
            return self._compute_cast, self._shown
        self._scored_last = not self._scored_last  # a run that plays on always wants another live field: take turns
        turns = (self._lead_job, self._live_job) if self._scored_last else (self._live_job, self._lead_job)
        for find in turns:
            if (job := find()) is not None:
                return job
        for other in self._others:
            if self._lacks_cast(other) and not needs_reference(other):
                return self._compute_cast, other
        return None

    def _live_key(self, indicator):
        return (*signature(indicator, self._load()), self._lead, self._since if needs_reference(indicator) else 0)

    def _reference(self, since):
        return self.store.rebuild(self.store.frame_at(since))

    def _live_job(self):
        key = self._live_key(self._shown)
        if self._live_row is None or self._live.get(key, (None,))[0] == self._live_row:
            return None
        return self._compute_live, self._shown, key, self._live_row, self._lead, self._since

    def _lead_job(self):
        if not self._lead:
            return None
        for event in list(self.store.events):
            known = self._ranks.get((signature(self._shown, self._load(event.leg)), self._lead), {})
            if (event.row, event.core) not in known:
                return self._compute_lead, self._shown, event, self._lead, self._since
        return None

    def _lacks_cast(self, indicator):
        return signature(indicator, self._load()) not in self._cast

    def _compute_cast(self, run, indicator):
        load = self._load()
        field = evaluate(indicator, self.store.glass, load, None, 0.0)
        self._keep(run, self._cast, signature(indicator, load), field)

    def _compute_live(self, run, indicator, key, row, lead, since):
        with self.store.lock:
            row_now = min(row, self.store.head)
            leg = self.store.legs[self.store.rows.leg[row_now]]
            wanted = max(self.store.rows.path[leg.first_row], self.store.rows.path[row_now] - (lead or 0.0))
            frame = self.store.frame_at(int(np.searchsorted(self.store.rows.path, wanted + 1e-12, side="right")) - 1)
            strain = self.store.rows.strain[frame.row]
        reference = self._reference(since) if needs_reference(indicator) else None
        field = evaluate(indicator, self.store.rebuild(frame), leg.load, reference, strain)
        self._keep(run, self._live, key, (row, field))

    def _compute_lead(self, run, indicator, event, lead, since):
        leg = self.store.legs[event.leg]
        value = None
        try:
            glass = self._before(event, leg, lead)
        except Exception:  # the state cannot be reached again: the event stays without this rank
            glass = None
        if glass is not None:
            reference = self._reference(since) if needs_reference(indicator) else None
            field = evaluate(indicator, glass, leg.load, reference, event.strain - leg.direction * lead)
            value = None if field.values is None else rank(field.values, event.core, indicator.soft)
        with self._condition:
            if run == self._run == self.store.run:
                key = (signature(indicator, self._load(event.leg)), lead)
                self._ranks.setdefault(key, {})[event.row, event.core] = value

    def _before(self, event, leg, lead):
        """The glass exactly a lead before an event, None if the leg had not begun by then."""
        walked = leg.direction * (event.strain - leg.start)
        target = walked - lead
        if target < 0.0:
            return None
        with self.store.lock:
            strains = [leg.direction * (s - leg.start) for s in self.store.rows.strain[leg.first_row : event.row + 1]]
            row = leg.first_row + int(np.searchsorted(strains, target + 1e-12, side="right")) - 1
            frame = self.store.frame_at(row)
            begin = strains[max(0, frame.row - leg.first_row)]
        glass = self.store.rebuild(frame)
        if target - begin < 1e-9:
            return glass
        for step in shear(glass, leg.load, max_strain=target, start_strain=begin, at=[target]):
            glass = step.glass
            if self._closed:
                return None
        return glass

    def _keep(self, run, where, key, value):
        with self._condition:
            if run == self._run == self.store.run:
                where[key] = value
