"""The fields of one session that are kept, and which of those that the page wants is missing."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from ..physics import Glass, Indicator, Load
from ..run.history import History
from ..run.records import EventRecord
from .arrows import Arrows, Vectors
from .event_ranks import Scoring
from .field import Field, needs_reference, signature
from .maker import Want

KEPT = 24
"""So many fields as cast are kept of one indicator, each for another load."""


class CastJob(NamedTuple):
    """A field as cast that is missing.

    Attributes
    ----------
    indicator : Indicator
        Whose field.
    load : Load
        The load that it is for.
    """

    indicator: Indicator
    load: Load


class LiveJob(NamedTuple):
    """A field of the moment shown that is missing.

    Attributes
    ----------
    indicator : Indicator
        Whose field.
    key : tuple
        What it is kept by.
    """

    indicator: Indicator
    key: tuple


class ArrowsJob(NamedTuple):
    """Arrows that are missing; the page wants one kind at a time."""


class LeadJob(NamedTuple):
    """The rank of an event, with a lead, that is missing.

    Attributes
    ----------
    indicator : Indicator
        By whose field.
    event : EventRecord
        Whose rank.
    """

    indicator: Indicator
    event: EventRecord


Job = CastJob | LiveJob | ArrowsJob | LeadJob


class KeptFields(Scoring):
    """Fields by their signature, as cast and live, and arrows; another glass or run forgets what was of the one before.

    Parameters
    ----------
    history : History
        The run.
    """

    def __init__(self, history: History) -> None:
        super().__init__(history)
        self._done = 0
        self._glass: Glass | None = None
        self._want = Want()
        self._turn = 0
        self._newest: dict[tuple, Field] = {}
        self._vectors: Vectors | None = None
        self._reset()

    def _reset(self):
        if self.history.glass is not self._glass:  # as cast, the same glass has the same fields in every run
            self._glass = self.history.glass
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
            if self.history.run != self._run:
                self._run = self.history.run
                self._reset()
            self._want = want if want.load is not None else replace(want, load=self.load())
            self.lead = want.lead
            self._condition.notify_all()

    def cast(self, indicator: Indicator, load: Load | None = None) -> Field | None:
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

    def give(self, indicator: Indicator, load: Load, make: Callable[[], Field]) -> None:
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

    def live(self, indicator: Indicator) -> Field | None:
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
            made = self._vectors if self._current() else None
            return made if made is not None and arrows is not None and made.arrows.kind == arrows.kind else None

    # what is missing ---------------------------------------------------------------------------------------------

    def _next_job(self) -> Job | None:
        """What is shown and missing."""
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
                        return CastJob(indicator, load)
        return None

    def _next_other(self) -> CastJob | None:
        """A field of another indicator that scores events as cast."""
        if self._want.shown is not None and self._current():
            for other in self._want.others:
                if self._lacks_cast(other, self.load()) and not needs_reference(other):
                    return CastJob(other, self.load())
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
        return LiveJob(indicator, self._live_key(indicator))

    def _lacks_live_bonds(self, want, indicator):
        if not want.bonds or indicator is not want.shown or not indicator.has_pair_field():
            return False
        field = self._live[self._live_key(indicator)][1]
        return field.values is not None and field.bonds is None

    def _vectors_job(self, want):
        if want.arrows is None or (self._vectors is not None and self._vectors.arrows == want.arrows):
            return None
        return ArrowsJob()

    def _lead_job(self, want):
        if want.lead:
            for event in list(self.history.events):
                for indicator in want.maps:
                    if (event.row, event.core) not in self._with_lead(indicator, event, want.lead):
                        return LeadJob(indicator, event)
        return None

    def _lacks_cast(self, indicator, load):
        return signature(indicator, load) not in self._cast

    def _lacks_bonds(self, want):
        if not want.bonds or want.live_row is not None or not want.shown.has_pair_field():
            return False
        field = self._cast[signature(want.shown, want.load)]
        return field.values is not None and field.bonds is None

    def _forget_old(self, newest):
        """Turning the load leaves a field for every angle."""
        with self._condition:
            same = [key for key in self._cast if key[:2] == newest[:2] and key[2] != self.load()]
            for key in same[: max(0, len(same) - KEPT)]:
                del self._cast[key]

    def _keep(self, run, where, key, value):
        with self._condition:
            if run == self._run == self.history.run:
                where[key] = value
