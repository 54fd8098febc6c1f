"""Indicator fields of one session and the ranks of its events in them, computed in threads of their own.

The page says what it wants (`want`). One thread works off what is shown: the field, a live one again and again, arrows,
ranks with a lead. Another one, which stands back, computes the other indicators as cast. A field is kept by its
signature, so nothing is computed twice and nothing blocks the page or the run.
"""

import threading
import time
from collections.abc import Callable
from contextlib import contextmanager

from ..physics import Cancelled, Indicator
from ..run.background import NICENESS
from ..run.history import History
from ..run.pace import stand_back
from ..run.turns import OTHERS, SHOWN, SLOW, Turns
from .field import signature
from .kept import ArrowsJob, CastJob, Job, KeptFields, LeadJob, LiveJob
from .maker import FieldMaker, Want

AHEAD = 2
"""A run may be so many steps further than the state whose live field is being computed; then it waits a little."""

TELL = 0.3
"""Seconds between two reports of a slow field."""


class Fields(KeptFields):
    """Fields, arrows and ranks on demand, two threads for one session.

    Parameters
    ----------
    history : History
        The run.
    on_change : callable
        Called without arguments from a thread when something has been computed.

    Attributes
    ----------
    shown_made : int
        How many fields have been computed for the map.
    """

    def __init__(self, history: History, on_change: Callable[[], None]) -> None:
        super().__init__(history)
        self.on_change = on_change
        self.shown_made = 0
        self._closed = False
        self._shares: dict[tuple, float] = {}  # of slow fields under way, what is done
        self._live_began: int | None = None  # head of the run when the live field under way was begun
        self._shown, self._others = FieldMaker(history), FieldMaker(history)
        finders = {"glasscope-fields": (self._next_job, self._do), "glasscope-others": (self._other, self._do_other)}
        self._threads = [
            threading.Thread(target=self._work, args=work, name=name, daemon=True) for name, work in finders.items()
        ]
        for thread in self._threads:
            thread.start()

    def share(self, indicator: Indicator) -> float | None:
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
        return began is not None and self._current() and self.history.head - began >= AHEAD

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

    def _work(self, find: Callable[[], Job | None], do: Callable[[int, Want, Job], None]) -> None:
        stands_back = find == self._other
        if stands_back:
            stand_back(NICENESS)
        while True:
            with self._condition:
                job = None
                while not self._closed and (job := find()) is None:
                    self._condition.wait()
                if self._closed or job is None:
                    return
                run, want = self._run, self._want
            try:
                with OTHERS.turn() if stands_back else _turns_of(job).turn():
                    if run == self._run and not self._closed:  # it may have waited
                        do(run, want, job)
            except Cancelled:  # nobody waits for it any more
                pass
            finally:
                self._done += 1
            if not self._closed:
                self.on_change()

    def _other(self):
        """What the thread that stands back does next; without anything to do it lets its glasses go."""
        job = self._next_other()
        if job is None:
            self._others.rest()
        return job

    def _do(self, run: int, want: Want, job: Job) -> None:
        match job:
            case CastJob(indicator, load):
                self._compute_cast(run, want, indicator, load)
            case LiveJob(indicator, key):
                self._compute_live(run, want, indicator, key)
            case ArrowsJob():
                self._compute_vectors(run, want)
            case LeadJob(indicator, event):
                self._compute_lead(run, want, indicator, event)

    def _do_other(self, run: int, want: Want, job: CastJob) -> None:
        indicator, load = job
        self._keep(run, self._cast, signature(indicator, load), self._others.cast(indicator, load, False))
        self._forget_old(signature(indicator, load))

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
            if self._left(run, indicator):
                raise Cancelled
            self._shares[key] = share
            if time.monotonic() - told > TELL:
                told = time.monotonic()
                self.on_change()

        try:
            yield progress
        finally:
            self._shares.pop(key, None)

    def _left(self, run, indicator):
        """Whether nobody waits for an indicator's fields any more: no map shows it."""
        key = signature(indicator, None)[:2]
        return self._closed or run != self._run or all(signature(each, None)[:2] != key for each in self._want.made)

    def _compute_live(self, run, want, indicator, key):
        self._live_began = self.history.head
        try:
            with self._watched(run, indicator) as progress:
                self._keep(run, self._live, key, (want.live_row, self._shown.live(want, indicator, progress)))
        finally:
            self._live_began = None
        self.shown_made += indicator is want.shown

    def _compute_vectors(self, run, want):
        made = self._shown.vectors(want)
        with self._condition:
            if run == self._run == self.history.run:
                self._vectors = made

    def _compute_lead(self, run, want, indicator, event):
        value = self._shown.lead_rank(want, indicator, event, lambda: self._left(run, indicator))
        with self._condition:
            if run == self._run == self.history.run:
                self._with_lead(indicator, event, want.lead)[event.row, event.core] = value


def _turns_of(job: Job) -> Turns:
    """A field that takes minutes keeps nobody waiting who wants a quick one."""
    return SLOW if getattr(getattr(job, "indicator", None), "slow", False) else SHOWN
