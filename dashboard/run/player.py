"""The engine's thread of one session: it alone advances the run and writes the history."""

import threading
import time
from collections.abc import Callable, Generator

from ..look.words import describe
from ..physics import Cancelled, Glass, Load, Step, shear
from .history import History
from .pace import FULL_SPEED, pause_after, stand_back
from .turns import RUNS, Turns

FIELD_PATIENCE = 0.3
"""Seconds that a step waits at most for a field that follows the run."""

NICENESS = 5
"""How far the engine's thread stands back behind the server and a browser on the same machine."""


class Player:
    """Plays, steps, goes back and turns round, one thread for one session.

    Commands return at once; the thread does the work and calls `on_change` after each change.

    Parameters
    ----------
    history : History
        Where steps go.
    on_change : callable
        Called without arguments from the thread, after every step and every change of mode.
    on_error : callable
        Called with a message when the engine raised; the run is paused, what was stored stays.
    turns : Turns
        Where it waits for a core before each step.

    Attributes
    ----------
    mode : str
        "idle", "play", "step" or "event".
    cursor : int or None
        The row shown, None for the newest.
    relaxing : float or None
        Largest force while an event relaxes.
    stepping : bool
        Whether the engine is at a step, which is finished also where the run was told to rest.
    queue : int
        How many runs wait for a core while this one does; 0 where it need not.
    outruns : callable
        Says whether the run is ahead of a field that is to follow it; it then waits a little.
    hurries : bool
        Whether it neither holds a pace nor waits for a field.
    steps, cpu_seconds : int, float
        Steps that the engine made for this session, and the thread's CPU time in it.
    """

    def __init__(
        self,
        history: History,
        on_change: Callable[[], None],
        on_error: Callable[[str], None],
        turns: Turns = RUNS,
    ) -> None:
        self.history = history
        self.turns = turns
        self.on_change, self.on_error = on_change, on_error
        self.mode = "idle"
        self.cursor: int | None = None
        self.speed = FULL_SPEED
        self.max_strain = 0.12
        self.outruns: Callable[[], bool] = lambda: False
        self.queue = 0
        self.stepping = self.hurries = False
        self.steps = 0
        self.cpu_seconds = 0.0
        self._condition = threading.Condition()
        self._holds: set[str] = set()
        self._takes_up = False
        self._closed = False
        self.relaxing: float | None = None
        self._steps_made: Generator[Step, None, None] | None = None
        self._end = 0.0
        # glass, load, and the strains of the leg to start from and to end at
        self._restart: tuple[Glass, Load, float, float] | None = None
        self._thread = threading.Thread(target=self._work, name="glasscope-engine", daemon=True)
        self._thread.start()

    # commands --------------------------------------------------------------------------------------------------

    def load(self, glass: Glass, label: str, load: Load, max_strain: float, key: str = "") -> None:
        """Begin a run with another glass or from the start.

        Parameters
        ----------
        glass : Glass
            As cast.
        label : str
            Its name on the page.
        load : Load
            The load.
        max_strain : float
            Where the run ends.
        key : str
            The glass's in the gallery.
        """
        with self._condition:
            self.mode, self.cursor, self.max_strain = "idle", None, max_strain
            self.history.begin(glass, label, load, key)
            self._restart = (glass, load, 0.0, max_strain)
            self._condition.notify()
        self.on_change()

    def take_back(self, take_up: Callable[[], bool]) -> bool:
        """Go back to a run that was left, to where it was.

        Parameters
        ----------
        take_up : callable
            Puts it into the history; returns whether there was one.

        Returns
        -------
        bool
            Whether there was one.
        """
        with self._condition:
            if not take_up():
                return False
            self.mode, self.cursor = "idle", None
            leg = self.history.legs[-1]
            self._restart = self._from_last_state(self.max_strain - leg.direction * leg.start)
            self._condition.notify()
        self.on_change()
        return True

    def _from_last_state(self, end):
        with self.history.lock:
            frame, leg = self.history.frames[-1], self.history.legs[-1]
            begin = leg.direction * (self.history.rows.strain[frame.row] - leg.start)
            return self.history.rebuild(frame), leg.load, begin, max(end, begin + 1e-6)

    def fork(self, load: Load) -> None:
        """Go on under another load from the moment shown.

        Parameters
        ----------
        load : Load
            The new load.
        """
        with self._condition:
            row = self.history.head if self.cursor is None else self.cursor
            glass = self.history.fork(row, load)
            self.mode, self.cursor = "idle", None
            leg = self.history.legs[-1]
            end = self.max_strain - leg.direction * leg.start
            begin = leg.direction * (self.history.rows.strain[-1] - leg.start)
            self._restart = (glass, load, begin, max(end, begin + 1e-6))
            self._condition.notify()
        self.on_change()

    def play(self, mode: str = "play") -> None:
        """Run on: "play" until paused, "step" for one step, "event" to the next event.

        Parameters
        ----------
        mode : str
            One of the three.
        """
        with self._condition:
            self.mode = mode
            self._condition.notify()
        self.on_change()

    def pause(self) -> None:
        """Stop after the step under way."""
        with self._condition:
            self.mode = "idle"
            self._condition.notify()
        self.on_change()

    def take_up(self) -> None:
        """Have the engine take up the glass while the run still rests: its first step then comes sooner."""
        with self._condition:
            self._takes_up = True
            self._condition.notify()

    def hold(self, why: str) -> None:
        """Rest after the step under way, in whatever mode, until `let_go` with the same reason.

        Parameters
        ----------
        why : str
            The reason; there may be several at once.
        """
        with self._condition:
            self._holds.add(why)
            self._condition.notify()

    def let_go(self, why: str) -> None:
        """Take back a reason to rest.

        Parameters
        ----------
        why : str
            As it was given.
        """
        with self._condition:
            self._holds.discard(why)
            self._condition.notify()

    def seek(self, row: int) -> None:
        """Show an earlier moment and rest there.

        Parameters
        ----------
        row : int
            Row of the history; at or past the last one means the newest.
        """
        with self._condition:
            self.mode = "idle"
            self.cursor = None if row >= self.history.head else max(0, row)
            self._condition.notify()
        self.on_change()

    def set_speed(self, speed: float) -> None:
        """Change the pace.

        Parameters
        ----------
        speed : float
            Strain a second; 0 for as fast as the engine goes.
        """
        with self._condition:
            self.speed = speed
            self._condition.notify()

    def close(self) -> None:
        """End the thread; the relaxation of an event is called off."""
        with self._condition:
            self._closed, self.mode = True, "idle"
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

    def _work(self):
        stand_back(NICENESS)
        while not self._closed:
            try:
                self._turn_of_work()
            except Cancelled:  # the run was left; what came instead waits
                self.relaxing = None
                self.on_change()
        self._drop_generator()

    def _turn_of_work(self):
        with self._condition:
            while (self.mode == "idle" or self._holds) and not (self._closed or self._takes_up):
                self._condition.wait()
            if self._closed:
                return
            takes_up, self._takes_up = self._takes_up, False
        if takes_up:
            self._look_at_start()
            return
        began = time.monotonic()
        try:
            strain, event = self._replay() if self._in_the_past() else self._advance()
        except StopIteration:
            self._finish()
            return
        except Cancelled:
            raise
        except Exception as error:
            self._fail(error)
            return
        with self._condition:
            moved = event or strain > 0.0  # the engine's first step is where it starts
            if (self.mode == "step" and moved) or (self.mode == "event" and event):
                self.mode = "idle"
        self.on_change()
        self._rest(began, strain, event)

    def _in_the_past(self):
        with self._condition:
            return self.cursor is not None

    def _replay(self):
        """Show the next stored state."""
        with self._condition, self.history.lock:
            old = self.cursor
            rows = [frame.row for frame in self.history.frames if old is not None and frame.row > old]
            if old is None or not rows:
                self.cursor = None
                return 0.0, False
            self.cursor = rows[0]
            strain = self.history.rows.path[rows[0]] - self.history.rows.path[old]
            event = any(old <= e.row < rows[0] for e in self.history.events)
            if rows[0] >= self.history.head:
                self.cursor = None
            return strain, event

    def _advance(self):
        """Let the engine make one step."""
        steps = self._begin_anew()
        before = self.history.rows.path[-1]
        try:
            with self.turns.turn(self._wait):
                self.queue = 0
                if self.mode == "idle" or self._holds or self._closed:
                    raise Cancelled  # it was told to rest while it waited
                self.stepping = True
                step = self._next_step(steps)
            with self._condition:
                if self._restart is None and not self._closed:  # else the run was left while the step was made
                    self.history.append(step)
                    self.steps += 1
        finally:
            self.stepping = False
        return self.history.rows.path[-1] - before, step.event is not None

    def _look_at_start(self):
        """Make the engine's first step, which is where a run starts; what fails is told when the run is played."""
        with self._condition:
            restart = self._restart
        if restart is None:
            return
        try:
            with self.turns.turn(self._wait):
                self.queue = 0
                next(self._begin_anew())
        except Cancelled:
            raise
        except Exception:
            with self._condition:
                self._restart = self._restart or restart

    def _begin_anew(self):
        """The engine's steps; those of another run where one was asked for."""
        with self._condition:
            restart, self._restart = self._restart, None
        if restart is not None:
            self._drop_generator()
            glass, load, begin, end = restart
            self._steps_made = shear(glass, load, max_strain=end, start_strain=begin, watch=self._watch)
            self._end = end
        if self._steps_made is None:
            raise StopIteration
        return self._steps_made

    def _wait(self, waiting):
        self.queue = waiting
        self.on_change()

    def _next_step(self, steps):
        clock = time.thread_time()
        step = next(steps)
        if step.event is not None:  # worked out here, on this thread, not when a view asks
            for name in ("core", "displacement", "critical_mode", "d2min"):
                self._watch(0.0, 0.0)
                getattr(step.event, name)
        self.relaxing = None
        self.cpu_seconds += time.thread_time() - clock
        return step

    def _watch(self, energy, max_force):
        """Called by the engine while an event relaxes, which can take seconds: call it off if the run was left."""
        del energy
        if self._restart is not None or self._closed:
            raise Cancelled
        if max_force > 0.0:
            self.relaxing = max_force
            self.on_change()

    def _finish(self):
        with self._condition:
            self.mode = "idle"
            if self._restart is None:
                self.history.ended = True
        self.on_change()

    def _fail(self, error):
        with self._condition:
            self.mode, self._steps_made, self.relaxing = "idle", None, None
            if self._restart is None:  # a further try starts at the last state that was stored
                self._restart = self._from_last_state(self._end)
        self.on_error(describe(error))
        self.on_change()

    def _rest(self, began, strain, event):
        """Hold the pace that was asked for, without missing a command."""
        with self._condition:
            if self.mode == "idle" or self.hurries:
                return
            left = began + pause_after(strain, event, self.speed, self.cursor is not None) - time.monotonic()
            if left > 0.0:
                self._condition.wait(left)
            self._wait_for_field()

    def _wait_for_field(self):
        end = time.monotonic() + FIELD_PATIENCE
        while self.mode != "idle" and not self._restart and self.outruns() and time.monotonic() < end:
            self._condition.wait(0.01)

    def _drop_generator(self):
        steps, self._steps_made = self._steps_made, None
        if steps is not None:
            steps.close()
