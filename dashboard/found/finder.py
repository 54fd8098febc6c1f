"""What is found in the background for what is looked at: one thing at a time, the same rules for all of it.

- Asked for again, what is there or under way is left alone; another state of the same subject waits for its turn, and
  another subject (or run) ends what is under way, for it would be of no use.
- What comes of another run is thrown away.
- Called off, or failed, a subject rests until it is asked for anew: by `again`, or once nobody had asked for it.
- What fails comes to the reader in words; what takes its time has a progress.
"""

import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..look.words import describe
from ..physics import Cancelled, Progress
from ..run.background import Background
from ..run.history import History

State = TypeVar("State", bound=Hashable)
Result = TypeVar("Result")

PATIENCE = 1.0
"""Seconds after which progress is shown."""


@dataclass(frozen=True)
class Wanted(Generic[State]):
    """What is to be found.

    Attributes
    ----------
    run : int
        The run that it is of.
    state : hashable
        Which state of it.
    about : tuple of hashable
        Everything else that it depends on.
    """

    run: int
    state: State
    about: tuple = ()

    @property
    def subject(self) -> tuple:
        """What it is about, whichever state it is of."""
        return self.run, self.about


@dataclass(frozen=True)
class Bench:
    """What a finder is given of its session.

    Attributes
    ----------
    history : History
        The run.
    changed : callable
        Called without arguments, from any thread, when there is more to show.
    failed : callable
        Called with words for the reader, from any thread.
    remind : callable
        Called with seconds on the document's own thread: after these there is something to show.
    """

    history: History
    changed: Callable[[], None]
    failed: Callable[[str], None]
    remind: Callable[[float], None]


class Watch(Generic[Result]):
    """What somebody who finds tells of it.

    Parameters
    ----------
    tell : callable
        Called with words and the fraction that is done; raises `Cancelled` where it has been called off.
    show : callable
        Called with a part of the result that is worth showing already.
    """

    def __init__(self, tell: Callable[[str, float], None], show: Callable[[Result], None]) -> None:
        self._tell, self._show = tell, show

    def __call__(self, words: str, fraction: float = 0.0) -> None:
        """Say how far it is.

        Parameters
        ----------
        words : str
            What comes next.
        fraction : float
            Of the whole, 0 to 1.

        Raises
        ------
        Cancelled
            It has been called off.
        """
        self._tell(words, fraction)

    def show(self, part: Result) -> None:
        """Let a part of the result be seen before the whole is there.

        Parameters
        ----------
        part : object
            As far as it has come.
        """
        self._show(part)


class Finder(Generic[State, Result]):
    """Finds what is wanted in a thread of its own.

    Parameters
    ----------
    bench : Bench
        What it is given of its session.
    find : callable
        Called with what is wanted and a `Watch`, in the thread; returns the result.
    failure : str
        What it means for the reader that it failed, such as "There is no spectrum of this state".
    patience : float
        Seconds after which progress is shown.
    at_once : bool
        Whether whatever is wanted next ends what is under way: for one who keeps what has been found on the way.
    """

    def __init__(
        self,
        bench: Bench,
        find: Callable[[Wanted[State], Watch[Result]], Result],
        failure: str,
        patience: float = PATIENCE,
        at_once: bool = False,
    ) -> None:
        self._bench, self._find, self._failure = bench, find, failure
        self._patience, self._at_once = patience, at_once
        self._newest: tuple[Wanted[State], Result] | None = None
        self._settled: Wanted[State] | None = None  # what there is the whole result of, or has failed
        self._under_way: Wanted[State] | None = None
        self._work: Background | None = None
        self._began = 0.0
        self._resting: tuple | None = None  # subject that was called off
        self._failed: tuple | None = None  # subject that failed
        self._closed = False

    # asking ----------------------------------------------------------------------------------------------------

    def want(self, wanted: Wanted[State] | None) -> None:
        """Ask, on the document's own thread; who asks again when there is something new need not remember anything.

        Parameters
        ----------
        wanted : Wanted or None
            None where nobody looks: what is under way comes to its end, and what failed may be tried again.
        """
        if wanted is None:
            self._failed = None
            return
        if self._closed or wanted.subject in (self._resting, self._failed):
            return
        if self._under_way is not None:
            if wanted != self._under_way and (self._at_once or wanted.subject != self._under_way.subject):
                self.cancel()
            return
        if wanted != self._settled:
            self._begin(wanted)

    def newest(self) -> Result | None:
        """The newest result of this run, as far as it has come; None where there is none."""
        newest = self._newest
        return newest[1] if newest is not None and newest[0].run == self._bench.history.run else None

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._under_way is not None

    @property
    def resting(self) -> bool:
        """Whether what was asked for last has been called off or failed, and waits for `again`."""
        run = self._bench.history.run
        return any(subject is not None and subject[0] == run for subject in (self._resting, self._failed))

    def progress(self) -> dict:
        """What the page shows while it takes its time: fraction and words; empty where there is nothing to tell."""
        work = self._work
        if self._under_way is None or work is None or time.monotonic() - self._began < self._patience:
            return {}
        return {"fraction": work.seen.fraction, "words": work.seen.stage, "stopping": work.cancelled}

    def rest(self) -> None:
        """Call off what is under way, until `again`; what has been found stays."""
        if self._under_way is not None:
            self._resting = self._under_way.subject
            self.cancel()

    def cancel(self) -> None:
        """Call off what is under way; it begins anew where it is asked for again."""
        if self._work is not None:
            self._work.cancel()

    def again(self) -> None:
        """Take up what was called off or failed, when it is asked for next."""
        self._resting = self._failed = self._settled = None

    def close(self) -> None:
        """Stop for good."""
        self._closed = True
        self.cancel()

    # the work --------------------------------------------------------------------------------------------------

    def _begin(self, wanted):
        self._under_way, self._began = wanted, time.monotonic()
        self._work = Background(
            lambda report: self._find(wanted, self._watch(wanted, report)),
            lambda work: self._bench.changed(),
            lambda work, result, error: self._ended(wanted, work, result, error),
        )
        if math.isfinite(self._patience):
            self._bench.remind(self._patience)

    def _watch(self, wanted, report):
        def tell(words, fraction):
            if wanted.run != self._bench.history.run:
                raise Cancelled
            report(Progress(words, fraction, math.nan))

        def show(part):
            if wanted.run == self._bench.history.run:
                self._newest = (wanted, part)
                self._bench.changed()

        return Watch(tell, show)

    def _ended(self, wanted, work, result, error):
        if error is not None:
            self._failed, self._settled = wanted.subject, wanted
            self._bench.failed(f"{self._failure}: {describe(error)}")
        elif result is not None and wanted.run == self._bench.history.run:
            self._newest, self._settled = (wanted, result), wanted
        self._under_way = self._work = None
        self._bench.changed()
