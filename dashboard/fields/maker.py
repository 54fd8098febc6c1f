"""Computes what a session's map and scores need: fields as cast and live, arrows, ranks with a lead.

It has glasses of its own, for the parts of a response are worked out in a glass bit by bit, and the run has another
thread. Nothing here waits or locks.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from ..physics import Cancelled, GlassError, Indicator, Load, rank, shear
from ..run.history import History
from ..run.records import EventRecord, Frame
from .arrows import Arrows, VectorMaker, Vectors
from .field import Field, evaluate, needs_reference


class KnownModes(Protocol):
    """Modes of a state that somebody has found already."""

    @property
    def frame(self) -> Frame:
        """The state."""

    @property
    def eigenvalues(self) -> np.ndarray:
        """Squared frequencies, rising."""

    @property
    def modes(self) -> np.ndarray:
        """The modes, (n, N, 2)."""


@dataclass(frozen=True, eq=False)
class Want:
    """What the page needs now.

    Attributes
    ----------
    shown : Indicator
        The indicator on the map.
    others : tuple of Indicator
        Those to be scored beside it, as cast.
    live_row : int or None
        Row of the moment shown, where a live field is wanted.
    lead : float or None
        Strain between the live field and the moment; events are then scored with it too, unless it is 0.
    since : int
        Row of the state that indicators with a reference compare with.
    load : Load or None
        The load that the field on the map is for. Ranks keep to the run's.
    bonds : bool
        Whether the shown field's values on pairs are wanted as well.
    arrows : Arrows or None
        Arrows that the map wants.
    spectrum : KnownModes or None
        Modes that have been found already, of this state or another.
    beside : tuple of Indicator
        Those on further maps, of the same moment.
    given : tuple of str
        Keys of indicators whose fields are found elsewhere.
    marked : tuple of Indicator
        Those whose modes are marked on the map, of the same moment; no event is scored with them.
    """

    shown: Indicator | None = None
    others: tuple[Indicator, ...] = ()
    live_row: int | None = None
    lead: float | None = None
    since: int = 0
    load: Load | None = None
    bonds: bool = False
    arrows: Arrows | None = None
    spectrum: KnownModes | None = None
    beside: tuple[Indicator, ...] = ()
    given: tuple[str, ...] = ()
    marked: tuple[Indicator, ...] = ()

    @property
    def maps(self) -> tuple[Indicator, ...]:
        """The indicators of all maps, the shown one first."""
        return self.beside if self.shown is None else (self.shown, *self.beside)

    @property
    def made(self) -> tuple[Indicator, ...]:
        """Those of them whose fields are made here, and those that are marked."""
        return tuple(each for each in (*self.maps, *self.marked) if each.key not in self.given)


class FieldMaker:
    """Fields, arrows and ranks of one run, for one thread.

    Parameters
    ----------
    history : History
        The run.
    """

    def __init__(self, history: History) -> None:
        self.history = history
        self._vectors = VectorMaker()
        self.rest()

    def rest(self) -> None:
        """Let the glasses go: their responses take memory."""
        self._cast: tuple = (None, None)
        self._now: tuple = (None, None)
        self._led: tuple = (None, None)

    def cast(
        self, indicator: Indicator, load: Load, with_bonds: bool, progress: Callable[[float], None] | None = None
    ) -> Field:
        """A field as cast.

        Parameters
        ----------
        indicator : Indicator
            An instance.
        load : Load
            The load.
        with_bonds : bool
            Also its values on pairs, where it has them.
        progress : callable, optional
            See `evaluate`.
        """
        return evaluate(indicator, self._as_cast(), load, None, 0.0, with_bonds, progress)

    def live(self, want: Want, indicator: Indicator, progress: Callable[[float], None] | None = None) -> Field:
        """A field, a lead before the moment.

        Parameters
        ----------
        want : Want
            What the page needs.
        indicator : Indicator
            One of those on the maps.
        progress : callable, optional
            See `evaluate`.
        """
        if want.live_row is None or want.load is None:
            raise GlassError("a live field is of a moment, and for a load")
        frame, strain = frame_before(self.history, want.live_row, want.lead or 0.0)
        bonds = want.bonds and indicator is want.shown
        reference = self._reference(want, indicator)
        made = evaluate(indicator, self._at(frame), want.load, reference, strain, bonds, progress)
        return replace(made, row=frame.row)

    def vectors(self, want: Want) -> Vectors:
        """Arrows of the moment.

        Parameters
        ----------
        want : Want
            What the page needs.
        """
        arrows = want.arrows
        if arrows is None:
            raise GlassError("no arrows are wanted")
        with self.history.lock:
            frame = self.history.frame_at(arrows.row)
            strain = self.history.rows.strain[frame.row]
        known = want.spectrum
        modes = (known.eigenvalues, known.modes) if known is not None and known.frame.serial == frame.serial else None
        return self._vectors.make(arrows, self._at(frame), strain, modes)

    def lead_rank(
        self, want: Want, indicator: Indicator, event: EventRecord, stopped: Callable[[], bool]
    ) -> float | None:
        """Rank of an event's core in a field exactly a lead before it; None where that cannot be had.

        Parameters
        ----------
        want : Want
            What the page needs.
        indicator : Indicator
            One of those on the maps.
        event : EventRecord
            The event.
        stopped : callable
            Called between steps; True calls it off.

        Raises
        ------
        Cancelled
            It was called off.
        """
        leg, lead = self.history.legs[event.leg], want.lead or 0.0
        try:
            if self._led[0] != (event, lead):  # the maps side by side ask one after the other
                self._led = ((event, lead), self._before(event, leg, lead, stopped))
            glass = self._led[1]
        except Cancelled:
            raise
        except Exception:  # the state cannot be reached again: the event stays without this rank
            return None
        if glass is None:
            return None
        strain = event.strain - leg.direction * lead
        field = evaluate(indicator, glass, leg.load, self._reference(want, indicator), strain, progress=_until(stopped))
        return None if field.values is None else rank(field.values, event.core, indicator.soft)

    # states ----------------------------------------------------------------------------------------------------

    def _as_cast(self):
        if self._cast[0] is not self.history.glass:
            self._cast = (self.history.glass, self.history.rebuild(self.history.frames[0], anew=True))
        return self._cast[1]

    def _at(self, frame):
        """The glass of a stored state; the last one is kept, as field and arrows are often of the same."""
        if frame.row == 0:
            return self._as_cast()
        if self._now[0] is not frame:
            self._now = (frame, self.history.rebuild(frame))
        return self._now[1]

    def _reference(self, want, indicator):
        return self._at(self.history.frame_at(want.since)) if needs_reference(indicator) else None

    def _before(self, event, leg, lead, stopped):
        """The glass exactly a lead before an event, None if the leg had not begun by then."""
        target = leg.direction * (event.strain - leg.start) - lead
        if target < 0.0:
            return None
        with self.history.lock:
            strains = [leg.direction * (s - leg.start) for s in self.history.rows.strain[leg.first_row : event.row + 1]]
            row = leg.first_row + int(np.searchsorted(strains, target + 1e-12, side="right")) - 1
            frame = self.history.frame_at(row)
            begin = strains[max(0, frame.row - leg.first_row)]
        glass = self.history.rebuild(frame)
        if target - begin < 1e-9:
            return glass
        for step in shear(glass, leg.load, max_strain=target, start_strain=begin, at=[target]):
            glass = step.glass
            if stopped():
                raise Cancelled
        return glass


def frame_before(history: History, row: int, lead: float) -> tuple[Frame, float]:
    """The state a lead before a moment, in its leg, and its strain.

    Parameters
    ----------
    history : History
        The run.
    row : int
        Row of the moment.
    lead : float
        Strain between the two.
    """
    with history.lock:
        row = min(row, history.head)
        path, first_row = history.rows.path, history.legs[history.rows.leg[row]].first_row
        frame = history.frame_at(bisect_right(path, max(path[first_row], path[row] - lead) + 1e-12) - 1)
        return frame, history.rows.strain[frame.row]


def _until(stopped):
    """A progress that calls the work off as soon as it is to stop."""

    def watch(share):
        if stopped():
            raise Cancelled

    return watch
