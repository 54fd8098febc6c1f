"""Indicator fields of one session and the ranks of its events in them, computed in threads of their own.

The page says what it wants (`want`). One thread works off what is shown: the field, a live one again and again, arrows,
ranks with a lead. Another one, which stands back, computes the other indicators as cast. A field is kept by its
signature, so nothing is computed twice and nothing blocks the page or the run.
"""

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ..physics import Cancelled
from ..run.background import stand_back
from ..run.history import Store
from .arrows import Arrows, Vectors
from .event_ranks import Scoring
from .field import Field, needs_reference, signature
from .maker import FieldMaker, Want

AHEAD = 2
"""A run may be so many steps further than the state whose live field is being computed; then it waits a little."""

KEPT = 24
"""So many fields as cast are kept of one indicator, each for another load."""


TELL = 0.3
"""Seconds between two reports of a slow field."""


class Fields(Scoring):
    """Fields, arrows and ranks on demand, two threads for one session.

    Parameters
    ----------
    store : Store
        The run.
    on_change : callable
        Called without arguments from a thread when something has been computed.

    Attributes
    ----------
    shown_made : int
        How many fields have been computed for the map.
    """

    def __init__(self, store: Store, on_change: Callable) -> None:
        super().__init__(store)
        self.on_change = on_change
        self.shown_made = 0
        self._closed = False
        self._done = 0
        self._glass = None
        self._want = Want()
        self._turn = 0
        self._shares: dict[tuple, float] = {}  # of slow fields under way, what is done
        self._live_began: int | None = None  # head of the run when the live field under way was begun
        self._newest: dict[tuple, Field] = {}
        self._vectors: Vectors | None = None
        self._reset()
        self._shown, self._others = FieldMaker(store), FieldMaker(store)
        finders = {"glasscope-fields": self._next_job, "glasscope-others": self._next_other}
        self._threads = [
            threading.Thread(target=self._work, args=(find,), name=name, daemon=True) for name, find in finders.items()
        ]
        for thread in self._threads:
            thread.start()

    def _reset(self):
        if self.store.glass is not self._glass:  # as cast, the same glass has the same fields in every run
            self._glass = self.store.glass
            self._cast = {}
            self._newest = {}
            self._vectors = None
        self._live: dict[tuple, tuple[int, Field]] = {}
        if self._vectors is not None and self._vectors.arrows.row:
            self._vectors = None
        self._ranks = {}

    def progress(self) -> int:
        """A number that grows whenever a field or a rank has been computed."""
        return self._done

    # asking ----------------------------------------------------------------------------------------------------

    def want(self, want: Want) -> None:
        """Say what the page needs now.

        Parameters
        ----------
        want : Want
            All of it; where it names no load, the run's first one is meant.
        """
        with self._condition:
            if self.store.run != self._run:
                self._run = self.store.run
                self._reset()
            self._want = want if want.load is not None else replace(want, load=self.load())
            self.lead = want.lead
            self._condition.notify_all()

    def cast(self, indicator: Any, load: Any = None) -> Field | None:
        """The field as cast, if it is there yet.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        load : Load, optional
            Another load than the run's first; until its field is there, the newest one for any load is given.
        """
        with self._condition:
            if not self._current():
                return None
            found = self._cast.get(signature(indicator, load or self.load()))
            return found or (self._newest.get(signature(indicator, None)[:2]) if load is not None else None)

    def give(self, indicator: Any, load: Any, make: Callable) -> None:
        """Take in a whole field as cast that was found elsewhere, so that events are ranked in it.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        load : Load
            The load that it is for.
        make : callable
            Makes the field, with all values, without arguments; it is called where the field is missing.
        """
        with self._condition:
            if self._current() and self._lacks_cast(indicator, load):
                self._cast[signature(indicator, load)] = make()
                self._done += 1

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

    def vectors(self, arrows: Arrows | None) -> Vectors | None:
        """The newest arrows of a kind, if there are any.

        Parameters
        ----------
        arrows : Arrows or None
            What is wanted.
        """
        with self._condition:
            made = self._vectors if self._current() and arrows is not None else None
            return made if made is not None and made.arrows.kind == arrows.kind else None

    def share(self, indicator: Any) -> float | None:
        """How much is done of an indicator's field that is under way; None where that is not known.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        """
        return self._shares.get(signature(indicator, None)[:2])

    def outrun(self) -> bool:
        """Whether the run has left the live field behind that is being computed."""
        began = self._live_began
        return began is not None and self._current() and self.store.head - began >= AHEAD

    def close(self) -> None:
        """End the threads, after the fields under way at the latest."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def join(self, timeout: float) -> bool:
        """Wait for the threads' end; True if they have ended.

        Parameters
        ----------
        timeout : float
            Seconds, for each.
        """
        for thread in self._threads:
            thread.join(timeout)
        return not any(thread.is_alive() for thread in self._threads)

    # the threads -----------------------------------------------------------------------------------------------

    def _work(self, find):
        if find == self._next_other:
            stand_back()
        while True:
            with self._condition:
                while not self._closed and (job := find()) is None:
                    self._condition.wait()
                if self._closed:
                    return
                run, want = self._run, self._want
            try:
                job[0](run, want, *job[1:])
            except Cancelled:  # nobody waits for it any more
                pass
            finally:
                self._done += 1
            if not self._closed:
                self.on_change()

    def _next_job(self):
        """What is shown and missing, as (method, ...)."""
        want = self._want
        if want.shown is None or not self._current():
            return None
        if (job := self._cast_job(want)) is not None:
            return job
        finders = (self._live_job, self._vectors_job, self._lead_job)
        for k in range(len(finders)):  # a run that plays on always wants another live field: take turns
            job = finders[(self._turn + k) % len(finders)](want)
            if job is not None:
                self._turn = (self._turn + k + 1) % len(finders)
                return job
        return None

    def _cast_job(self, want):
        """A field as cast that is missing; the other maps need theirs only while they show it."""
        for indicator in [each for each in want.made if want.live_row is None or each is want.shown]:
            if not needs_reference(indicator):
                for load in (want.load, self.load()):
                    lacks_bonds = indicator is want.shown and load is want.load and self._lacks_bonds(want)
                    if self._lacks_cast(indicator, load) or lacks_bonds:
                        return self._compute_cast, indicator, load
        return None

    def _next_other(self):
        if self._want.shown is not None and self._current():
            for other in self._want.others:
                if self._lacks_cast(other, self.load()) and not needs_reference(other):
                    return self._compute_other, other, self.load()
        self._others.rest()
        return None

    def _live_key(self, indicator):
        want = self._want
        return (*signature(indicator, want.load), want.lead, want.since if needs_reference(indicator) else 0)

    def _live_job(self, want):
        """The field that is furthest behind the moment, of all the maps."""
        if want.live_row is None:
            return None
        behind = [(self._live.get(self._live_key(each), (None,))[0], each) for each in want.made]
        late = [(row, each) for row, each in behind if row != want.live_row or self._lacks_live_bonds(want, each)]
        if not late:
            return None
        _, indicator = min(late, key=lambda pair: (pair[0] is not None, -abs((pair[0] or 0) - want.live_row)))
        return self._compute_live, indicator, self._live_key(indicator)

    def _lacks_live_bonds(self, want, indicator):
        if not want.bonds or indicator is not want.shown or not indicator.has_pair_field():
            return False
        field = self._live[self._live_key(indicator)][1]
        return field.values is not None and field.bonds is None

    def _vectors_job(self, want):
        if want.arrows is None or (self._vectors is not None and self._vectors.arrows == want.arrows):
            return None
        return (self._compute_vectors,)

    def _lead_job(self, want):
        if want.lead:
            for event in list(self.store.events):
                for indicator in want.maps:
                    if (event.row, event.core) not in self._with_lead(indicator, event, want.lead):
                        return self._compute_lead, indicator, event
        return None

    def _lacks_cast(self, indicator, load):
        return signature(indicator, load) not in self._cast

    def _lacks_bonds(self, want):
        if not want.bonds or want.live_row is not None or not want.shown.has_pair_field():
            return False
        field = self._cast[signature(want.shown, want.load)]
        return field.values is not None and field.bonds is None

    # computing -------------------------------------------------------------------------------------------------

    def _compute_cast(self, run, want, indicator, load):
        with self._watched(run, indicator) as progress:
            field = self._shown.cast(indicator, load, want.bonds and indicator is want.shown, progress)
        self._keep(run, self._cast, signature(indicator, load), field)
        if load is want.load:
            self._keep(run, self._newest, signature(indicator, None)[:2], field)
            self.shown_made += indicator is want.shown
        self._forget_old(signature(indicator, load))

    @contextmanager
    def _watched(self, run, indicator):
        """A progress that tells the page, and calls the field off once no map shows its indicator."""
        key, told = signature(indicator, None)[:2], time.monotonic()

        def progress(share):
            nonlocal told
            wanted = any(signature(each, None)[:2] == key for each in self._want.made)
            if self._closed or run != self._run or not wanted:
                raise Cancelled
            self._shares[key] = share
            if time.monotonic() - told > TELL:
                told = time.monotonic()
                self.on_change()

        try:
            yield progress
        finally:
            self._shares.pop(key, None)

    def _compute_other(self, run, want, indicator, load):
        self._keep(run, self._cast, signature(indicator, load), self._others.cast(indicator, load, False))
        self._forget_old(signature(indicator, load))

    def _forget_old(self, newest):
        """Turning the load leaves a field for every angle."""
        with self._condition:
            same = [key for key in self._cast if key[:2] == newest[:2] and key[2] != self.load()]
            for key in same[: max(0, len(same) - KEPT)]:
                del self._cast[key]

    def _compute_live(self, run, want, indicator, key):
        self._live_began = self.store.head
        try:
            with self._watched(run, indicator) as progress:
                self._keep(run, self._live, key, (want.live_row, self._shown.live(want, indicator, progress)))
        finally:
            self._live_began = None
        self.shown_made += indicator is want.shown

    def _compute_vectors(self, run, want):
        made = self._shown.vectors(want)
        with self._condition:
            if run == self._run == self.store.run:
                self._vectors = made

    def _compute_lead(self, run, want, indicator, event):
        value = self._shown.lead_rank(want, indicator, event, lambda: self._closed)
        with self._condition:
            if run == self._run == self.store.run:
                self._with_lead(indicator, event, want.lead)[event.row, event.core] = value

    def _keep(self, run, where, key, value):
        with self._condition:
            if run == self._run == self.store.run:
                where[key] = value
