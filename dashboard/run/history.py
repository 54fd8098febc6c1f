"""What one session has seen of its run: the curve, the events and as many whole states as the memory bound allows.

One thread writes (the player's), any thread reads. Numbers of every step are kept for the whole run; whole states are
thinned when they outgrow the bound, every second one first, those around an event last.
"""

import threading
from bisect import bisect_right
from dataclasses import replace

import numpy as np

from ..physics import Glass, GlassError, Load, Step
from .loads import same_line, stress_along
from .records import EventRecord, Frame, Ghost, Kept, Leg, Rows, Snapshot
from .thinning import thinned

MEMORY_BOUND = 192 * 2**20
"""Bytes of whole states and event fields that one session may keep."""


class History:
    """History of one run, with a memory bound.

    Parameters
    ----------
    bound : int
        Bytes of whole states and event fields.

    Attributes
    ----------
    ghosts : tuple of Ghost
        Curves of runs that were left, see `Earlier`; the newest last.
    """

    def __init__(self, bound: int = MEMORY_BOUND) -> None:
        self.lock = threading.RLock()
        self.bound = bound
        self.version = 0
        self.run = 0
        self.glass: Glass | None = None
        self.label = self.key = ""
        self.ghosts: tuple[Ghost, ...] = ()
        self._clear([])

    def _clear(self, frames):
        self.rows = Rows()
        self.frames: list[Frame] = frames
        self.events: list[EventRecord] = []
        self.legs: list[Leg] = []
        self.previous: tuple[list, list] = ([], [])
        self.ended = False

    # writing ---------------------------------------------------------------------------------------------------

    def begin(self, glass: Glass, label: str, load: Load, key: str = "") -> None:
        """Forget the run and begin another with a glass as cast.

        Parameters
        ----------
        glass : Glass
            The glass.
        label : str
            Its name on the page.
        load : Load
            The load of the first leg; its direction is the positive one.
        key : str
            The glass's in the gallery.
        """
        with self.lock:
            cast = self.frames[0] if glass is self.glass else Frame(0, glass.positions, glass.box.cell, pinned=True)
            stress, energy = stress_along(glass, load), glass.energy / glass.n_particles  # may have to be compiled
            self._clear([cast])  # at no moment is there a run without a state
            self.run += 1
            self.glass, self.label, self.key = glass, label, key
            self.legs = [Leg(load, 0, 0.0, 1)]
            self.rows.add(0.0, 0.0, stress, energy, 0)
            self.version += 1

    def kept(self) -> Kept:
        """All of the run: what is begun or taken up then leaves it as it is."""
        with self.lock:
            return Kept(**{name: getattr(self, name) for name in Kept.__dataclass_fields__})

    def take_up(self, kept: Kept) -> None:
        """Go on with a run that was kept, in place of the present one.

        Parameters
        ----------
        kept : Kept
            The run; it is not kept any more.
        """
        with self.lock:
            for name in Kept.__dataclass_fields__:
                setattr(self, name, getattr(kept, name))
            self.run += 1
            self.version += 1

    def append(self, step: Step) -> None:
        """Take in a step of the current leg; an event adds the state before it as well.

        Parameters
        ----------
        step : Step
            The engine's step; its strain counts from the start of the leg.
        """
        with self.lock:
            leg = self.legs[-1]
            if step.event is not None:
                event = step.event
                self._row(leg, event.strain, event.stress_before, event.energy_before, event.before, pinned=True)
                self._event(step.event)
            self._row(leg, step.strain, step.stress, step.energy, step.glass, pinned=step.event is not None)
            self._thin()
            self.version += 1

    def _row(self, leg, strain, stress, energy, glass, pinned):
        axis = leg.start + leg.direction * strain
        row = len(self.rows.path)
        walked = abs(axis - self.rows.strain[-1])
        if walked == 0.0 and self.frames[-1].row == row - 1 and np.array_equal(self.frames[-1].cell, glass.box.cell):
            if pinned:  # the state before an event, which was a step of its own
                self.frames[-1] = replace(self.frames[-1], pinned=True)
            return  # or the generator's first step: the start of the leg
        n = glass.n_particles
        self.rows.add(self.rows.path[-1] + walked, axis, leg.direction * stress, energy / n, len(self.legs) - 1)
        self.frames.append(Frame(row, glass.positions, glass.box.cell, pinned))

    def _event(self, event):
        glass = event.before
        place = glass.box.wrap(glass.positions[event.core][None])[0]
        leg = self.legs[-1]
        self.events.append(
            EventRecord(
                number=len(self.events) + 1,
                row=len(self.rows.path) - 1,
                leg=len(self.legs) - 1,
                strain=leg.start + leg.direction * event.strain,
                bracket=(
                    leg.start + leg.direction * float(event.bracket[0]),
                    leg.start + leg.direction * float(event.bracket[1]),
                ),
                core=int(event.core),
                core_place=(float(place[0]), float(place[1])),
                stress_drop=float(event.stress_drop),
                energy_drop=float(event.energy_drop),
                displacement=np.asarray(event.displacement, dtype=np.float32),
                critical_mode=np.asarray(event.critical_mode, dtype=np.float32),
                d2min=np.asarray(event.d2min, dtype=np.float32),
            )
        )

    def fork(self, row: int, load: Load) -> Glass:
        """Drop what came after a row and begin a leg under another load there.

        Parameters
        ----------
        row : int
            Where; the nearest whole state at or before it is taken.
        load : Load
            The new load.

        Returns
        -------
        Glass
            The glass to shear on from.
        """
        with self.lock:
            frame = self.frame_at(row)
            tail = slice(frame.row, None)
            self.previous = (self.rows.strain[tail], self.rows.stress[tail])
            glass = self.rebuild(frame)
            old = self.legs[self.rows.leg[frame.row]]
            self.legs = self.legs[: self.rows.leg[frame.row] + 1]
            self.rows.cut(frame.row + 1)
            self.frames = [f for f in self.frames if f.row <= frame.row]
            self.events = [e for e in self.events if e.row < frame.row]
            self.ended = False
            self.version += 1
            if load == old.load:  # turned twice on the spot: the leg goes on
                return glass
            reference = next(leg.load for leg in self.legs if leg.axis == old.axis)
            if same_line(load, reference):
                start, direction, axis = self.rows.strain[-1], 1 if load == reference else -1, old.axis
            else:  # another geometry: strain counts from here
                start, direction, axis = 0.0, 1, old.axis + 1
                self.rows.add(self.rows.path[-1], 0.0, stress_along(glass, load), self.rows.energy[-1], len(self.legs))
                self.frames.append(replace(frame, row=frame.row + 1, pinned=True))
            self.legs.append(Leg(load, len(self.rows.path) - 1, start, direction, axis))
            return glass

    def _thin(self):
        while self.memory() > self.bound:
            before = self.memory()
            self.frames, self.events = thinned(self.frames, self.events)
            if self.memory() == before:
                return

    # reading ---------------------------------------------------------------------------------------------------

    @property
    def head(self) -> int:
        """The last row."""
        return len(self.rows.path) - 1

    def memory(self) -> int:
        """Bytes of whole states and event fields held now."""
        state = self.frames[0].size if self.frames else 0
        return len(self.frames) * state + sum(event.size for event in self.events)

    def frame_at(self, row: int) -> Frame:
        """The nearest whole state at or before a row.

        Parameters
        ----------
        row : int
            A row.
        """
        with self.lock:
            return self.frames[max(0, bisect_right(self.frames, row, key=lambda frame: frame.row) - 1)]

    def row_at(self, path: float) -> int:
        """The row of a whole state that is nearest to a place on the timeline.

        Parameters
        ----------
        path : float
            Strain walked.
        """
        with self.lock:
            paths = np.array([self.rows.path[f.row] for f in self.frames])
            return self.frames[int(np.abs(paths - path).argmin())].row

    def rebuild(self, frame: Frame, anew: bool = False) -> Glass:
        """The glass of a stored state.

        Parameters
        ----------
        frame : Frame
            A stored state.
        anew : bool
            Not the run's own glass even where the state is the one as cast, for a thread that works out its response.

        Raises
        ------
        GlassError
            There is no run yet.
        """
        if self.glass is None:
            raise GlassError("there is no run yet: begin one with a glass")
        if frame.row == 0 and not anew:
            return self.glass
        box = self.glass.box
        return self.glass.moved(frame.positions, box if frame.cell is box.cell else type(box)(frame.cell))

    def snapshot(self, row: int | None = None) -> Snapshot | None:
        """An immutable picture of one moment.

        Parameters
        ----------
        row : int, optional
            The moment; the last one where left out.
        """
        with self.lock:
            if not self.rows.path or self.glass is None:
                return None
            leg = self.legs[-1] if row is None else self.legs[self.rows.leg[min(row, self.head)]]
            row = self.head if row is None else min(row, self.head)
            past = [e for e in self.events if e.row <= row]
            return Snapshot(
                version=self.version,
                row=row,
                rows=len(self.rows.path),
                path=self.rows.path[row],
                strain=self.rows.strain[row],
                stress=self.rows.stress[row],
                energy=self.rows.energy[row],
                frame=self.frame_at(row),
                event=past[-1] if past else None,
                leg=leg,
                glass=self.glass,
            )

    def axis_begins(self, row: int) -> int:
        """The first row on the axis of strain of a row.

        Parameters
        ----------
        row : int
            A row.
        """
        with self.lock:
            axis = self.legs[self.rows.leg[row]].axis
            return next(leg.first_row for leg in self.legs if leg.axis == axis)

    def curve(self, first: int = 0, last: int | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Strain and stress of a stretch of rows.

        Parameters
        ----------
        first, last : int
            The first and the last row wanted; to the end where the last is left out.
        """
        rows = slice(first, None if last is None else last + 1)
        with self.lock:
            return np.array(self.rows.strain[rows]), np.array(self.rows.stress[rows])
