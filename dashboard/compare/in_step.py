"""Two runs in step: the second one is led along the path of the first, turn by turn, and neither leaves the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from ..physics import Glass, GlassError, Load
from ..run.player import Player

SLACK = 3e-4
"""Strain walked by which one may be ahead of the other while both go on: a few steps, lest one waits at each."""

SAME = 1e-12
"""Strains walked that differ by less are the same."""

IN_STEP, UNSEEN = "in step", "not compared"
"""Why a run rests: it waits for the other one, or nobody compares."""


@dataclass(frozen=True, eq=False)
class Second:
    """What is sheared beside the first glass.

    Attributes
    ----------
    glass : Glass
        As cast.
    label : str
        Its name on the page.
    turned : float
        Degrees by which its load is turned from that of the first, anticlockwise.
    opposite : bool
        Whether it is sheared in the opposite direction.
    """

    glass: Glass
    label: str
    turned: float = 0.0
    opposite: bool = False

    def load(self, load: Load) -> Load:
        """The load that belongs to one of the first glass.

        Parameters
        ----------
        load : Load
            Of the first glass.

        Raises
        ------
        GlassError
            A dilation cannot be turned.
        """
        if load.kind == "dilation" and self.turned:
            raise GlassError("a dilation has no direction that could be turned: set the angle between them to 0°")
        angle = (load.angle + self.turned + 180.0) % 360.0 - 180.0 if self.turned else load.angle
        return Load(load.kind, angle, -load.sign if self.opposite else load.sign)


class InStep:
    """Leads a second run along the path of a first one.

    It turns where the first was turned, rests where that rests, and shows the same strain where that goes back. All of
    it follows from where the first one is, so that a link, a reload or a click on the timeline leads both.

    Parameters
    ----------
    first, second : Player
        The runs.
    told : callable
        Called with words when the second cannot go on; the first one rests then.

    Attributes
    ----------
    open : bool
        Whether anybody compares; else the second run rests, and the first goes on alone.
    stuck : str
        Why the second cannot go on; empty where it can.
    """

    def __init__(self, first: Player, second: Player, told: Callable[[str], None]) -> None:
        self._first, self._second, self._told = first, second, told
        self.open = False
        self.stuck = ""
        self._asked: Second | None = None
        self._begun: tuple[Second, int] | None = None
        self._followed: list[tuple[float, Load]] = []  # the first one's legs: strain walked, load
        self._rested = True
        self._looking = threading.Lock()
        self._again = False

    def take(self, second: Second | None) -> None:
        """Compare with something else.

        Parameters
        ----------
        second : Second or None
            With what; None for nothing.
        """
        self._asked, self.stuck = second, ""
        self.look()

    @property
    def compares(self) -> bool:
        """Whether the second run is that of what was asked for, and of the first one's present run."""
        return self._begun is not None and self._begun == (self._asked, self._first.history.run)

    def failed(self, message: str) -> None:
        """The second run could not go on.

        Parameters
        ----------
        message : str
            Why.
        """
        self.stuck = message
        self._first.pause()
        self._told(message)

    def look(self) -> None:
        """See where both are; called after each change of either run, by whoever made it."""
        self._again = True
        while self._again and self._looking.acquire(blocking=False):
            try:
                self._again = False
                self._look()
            finally:
                self._looking.release()

    def _look(self):
        first, second, asked = self._first, self._second, self._asked
        if not self.open or asked is None or first.history.glass is None:
            first.let_go(IN_STEP)
            second.hold(UNSEEN)
            return
        second.let_go(UNSEEN)
        rests = first.mode == "idle"
        if self._rested and not rests:
            self.stuck = ""  # it is tried once more
        self._rested = rests
        try:
            self._begin(asked)
            self._lead(asked)
        except GlassError as error:
            first.let_go(IN_STEP)
            if not self.stuck:
                self.failed(str(error))

    def _begin(self, asked):
        """Begin anew with the second glass where the first has, or where it is another one."""
        first, run = self._first, self._first.history.run
        if self._begun == (asked, run):
            return
        load = first.history.legs[0].load
        self._second.load(asked.glass, asked.label, asked.load(load), first.max_strain)
        self._begun, self._followed = (asked, run), [(0.0, load)]

    def _lead(self, asked):
        first, second = self._first, self._second
        with first.history.lock:
            paths = first.history.rows.path
            wanted = [(paths[leg.first_row], leg.load) for leg in first.history.legs]
            head, shown = paths[-1], None if first.cursor is None else paths[first.cursor]
        second.max_strain = first.max_strain
        common = sum(1 for _ in _alike(self._followed, wanted))
        if common < max(len(self._followed), len(wanted)):
            at = wanted[common][0] if common < len(wanted) else head
            if common < len(self._followed) or self._path >= at - SAME:
                self._turn(asked, wanted[: common + 1], at)
                self._again = True
                return
            goal = at
        else:
            goal = head + (SLACK if first.mode != "idle" and shown is None else 0.0)
        self._go(goal, head if shown is None else shown, head)

    @property
    def _path(self):
        return self._second.history.rows.path[-1]

    def _turn(self, asked, legs, at):
        """Go on under another load from the first state at or beyond a strain walked."""
        self._second.seek(self._row_at(at))
        self._second.fork(asked.load(legs[-1][1]))
        self._followed = legs

    def _go(self, goal, shown, head):
        """Shear the second run up to a strain walked, or show an earlier state; hold the first where it is ahead."""
        first, second = self._first, self._second
        behind = self._path < goal - SAME
        can = not (second.history.ended or self.stuck)
        if behind and can:
            if second.cursor is not None:
                second.seek(second.history.head)
            second.let_go(IN_STEP)
            if second.mode == "idle":
                second.play()
        else:
            second.hold(IN_STEP)
            if first.mode == "idle" and second.mode != "idle":
                second.pause()
            if first.mode == "idle" or first.cursor is not None:
                self._show(shown)
            elif second.cursor is not None:
                second.seek(second.history.head)
        first.hold(IN_STEP) if can and head > self._path + SLACK else first.let_go(IN_STEP)

    def _show(self, path):
        """Show the first state at or beyond a strain walked."""
        second, row = self._second, self._row_at(path)
        if row != (second.history.head if second.cursor is None else second.cursor):
            second.seek(row)

    def _row_at(self, path):
        """Row of the second run's first state at or beyond a strain walked; its last one where none is."""
        history = self._second.history
        with history.lock:
            paths = history.rows.path
            return next((each.row for each in history.frames if paths[each.row] >= path - SAME), len(paths) - 1)


def _alike(one, other):
    """The pairs that two paths begin with alike."""
    for a, b in zip(one, other, strict=False):
        if a[1] != b[1] or abs(a[0] - b[0]) > SAME:
            return
        yield a
