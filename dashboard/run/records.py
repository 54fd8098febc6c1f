"""What the history keeps and hands out: whole states, events, legs of a run, pictures of a moment; all immutable."""

from dataclasses import dataclass, field
from itertools import count

import numpy as np

from ..physics import Glass, Load, Model

_serial = count()


@dataclass(frozen=True, eq=False)
class Frame:
    """One whole state, enough to draw it and to shear on from it.

    Attributes
    ----------
    row : int
        Row of the history that it belongs to.
    positions, cell : (N, 2) and (2, 2) read-only arrays of float64
        As the engine left them.
    pinned : bool
        True for the states around an event, which are thinned last.
    serial : int
        What is kept for a state is known by it: frames of one state share it, no other frame of this process has it.
    """

    row: int
    positions: np.ndarray
    cell: np.ndarray
    pinned: bool = False
    serial: int = field(default_factory=_serial.__next__)

    @property
    def size(self) -> int:
        """Bytes held."""
        return self.positions.nbytes + self.cell.nbytes


@dataclass(frozen=True, eq=False)
class EventRecord:
    """One event as the page shows it.

    Attributes
    ----------
    number : int
        1 for the first event of the run.
    row : int
        Row of the last state before it; the state after it is the next row.
    leg : int
        Leg of the run, see `Leg`.
    strain : float
        Of its onset, on the axis.
    bracket : tuple of float
        The strains between which it came, on the axis.
    core : int
        The particle at its core.
    core_place : tuple of float
        Where that was, in the cell.
    stress_drop, energy_drop : float
        As the engine's event has them.
    displacement, critical_mode : (N, 2) arrays of float32 or None
        None once thinned.
    d2min : (N,) array of float32 or None
        Falk and Langer's measure; None once thinned.
    """

    number: int
    row: int
    leg: int
    strain: float
    bracket: tuple[float, float]
    core: int
    core_place: tuple[float, float]
    stress_drop: float
    energy_drop: float
    displacement: np.ndarray | None
    critical_mode: np.ndarray | None
    d2min: np.ndarray | None

    @property
    def size(self) -> int:
        """Bytes held."""
        arrays = (self.displacement, self.critical_mode, self.d2min)
        return sum(array.nbytes for array in arrays if array is not None)


@dataclass(frozen=True, eq=False)
class Leg:
    """A stretch of the run under one load.

    Attributes
    ----------
    load : Load
        The load.
    first_row : int
        Row where it starts.
    start : float
        Strain on the axis at its start.
    direction : int
        1 where the axis runs with the load, -1 where the load was turned round.
    axis : int
        Legs of one geometry share an axis of strain; another geometry begins another one.
    """

    load: Load
    first_row: int
    start: float
    direction: int
    axis: int = 0


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An immutable picture of one moment, for the views.

    Attributes
    ----------
    version : int
        Grows with every change of the history.
    row, rows : int
        The moment's row, and how many rows there are.
    path, strain, stress, energy : float
        Strain walked, strain on the axis, stress conjugate to the load, energy per particle.
    frame : Frame
        The nearest whole state at or before the moment.
    event : EventRecord or None
        The last event at or before the moment.
    leg : Leg
        The leg that the row belongs to.
    glass : Glass
        As cast: its particles are those of every state.
    """

    version: int
    row: int
    rows: int
    path: float
    strain: float
    stress: float
    energy: float
    frame: Frame
    event: EventRecord | None
    leg: Leg
    glass: Glass


@dataclass
class Rows:
    """Numbers of every step of a run, a row a step.

    Attributes
    ----------
    path, strain, stress, energy : list of float
        Strain walked, strain on the axis, stress conjugate to the load, energy per particle.
    leg : list of int
        To which leg of the run each belongs.
    """

    path: list = field(default_factory=list)
    strain: list = field(default_factory=list)
    stress: list = field(default_factory=list)
    energy: list = field(default_factory=list)
    leg: list = field(default_factory=list)

    def add(self, *values: float) -> None:
        """Add a row.

        Parameters
        ----------
        *values : float
            One for each column.
        """
        for column, value in zip(vars(self).values(), values, strict=True):
            column.append(value)

    def cut(self, n: int) -> None:
        """Keep some rows.

        Parameters
        ----------
        n : int
            So many.
        """
        for column in vars(self).values():
            del column[n:]


@dataclass(frozen=True, eq=False)
class Kept:
    """A run that was left, as the history had it.

    Attributes
    ----------
    glass, label, key : Glass, str, str
        As cast, its name and its key in the gallery.
    rows, frames, events, legs : Rows, list of Frame, list of EventRecord, list of Leg
        What was seen.
    previous : tuple of list
        The branch that was left at its last turn.
    ended : bool
        Whether it had reached its end.
    """

    glass: Glass
    label: str
    key: str
    rows: Rows
    frames: list[Frame]
    events: list[EventRecord]
    legs: list[Leg]
    previous: tuple[list, list]
    ended: bool

    def memory(self) -> int:
        """Bytes of its whole states and of the fields of its events."""
        return len(self.frames) * self.frames[0].size + sum(event.size for event in self.events)


@dataclass(frozen=True, eq=False)
class Ghost:
    """The curve of a run that was left.

    Attributes
    ----------
    number : int
        Counts all of them.
    label : str
        Name of the glass.
    n_particles : int
        Its size.
    load : Load
        Of the first leg.
    model : Model
        Of the glass: stresses of another one are in other units.
    strain, stress : (n,) array
        Of its first axis.
    """

    number: int
    label: str
    n_particles: int
    load: Load
    model: Model
    strain: np.ndarray
    stress: np.ndarray
