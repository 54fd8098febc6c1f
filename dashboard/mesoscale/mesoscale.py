"""The room of one session: it has the lattice follow the glass, and draws both with their curves."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from ..found.finder import Bench
from ..map.camera import Camera
from ..moment.choices import Choices
from ..moment.moment import Moment
from ..physics import GlassError
from ..wire.door import Ask, command
from ..wire.kinds import Real
from .activity import activity_finder, wanted_activity
from .lattice_run import LatticeMoment, LatticeRun
from .room_view import RoomState, RoomView
from .seeding import Rules, Seeding, lattice_of, seeding_finder, wanted_seeding
from .words import in_words_of_room


class Mesoscale:
    """An elastoplastic lattice beside the glass.

    Parameters
    ----------
    bench : Bench
        What finders are given.
    choices : Choices
        What is chosen.
    camera : Camera
        What the map of the glass looks through.
    refresh : callable
        Asks for a push.
    ask : callable
        Asks the session for a command.
    notify : callable
        Tells the reader.

    Attributes
    ----------
    view : RoomView
        Its maps and plots.
    run : LatticeRun
        The lattice's thread.
    """

    def __init__(
        self,
        bench: Bench,
        choices: Choices,
        camera: Camera,
        refresh: Callable[[], None],
        ask: Ask,
        notify: Callable[[str], None],
    ) -> None:
        self._choices, self._notify = choices, notify
        self.run = LatticeRun(refresh, self._failed)
        self.view = RoomView(camera, refresh, ask)
        self._seedings, self._activities = seeding_finder(bench), activity_finder(bench)
        self._made_of: tuple[object, ...] = ()
        self._seeding: Seeding | None = None
        self._lattice: LatticeMoment | None = None
        self._picked: int | None = None

    def _failed(self, message):
        self._notify(f"The lattice rests: {message}. Take a smaller slip, or reset it; its last state is still shown.")

    # what the user does ----------------------------------------------------------------------------------------

    @command("lattice", with_glass=True)
    def toggle(self) -> None:
        """Let the lattice go on by itself, or rest."""
        self.run.pause() if self.run.playing else self.run.play()

    @command("lattice_reset", with_glass=True)
    def reset(self) -> None:
        """Begin anew with the lattice at rest."""
        self.run.reset()

    @command("block", with_glass=True)
    def pick(self, x: Real, y: Real) -> None:
        """Pick the block at a place; the one that is picked is let go.

        Parameters
        ----------
        x, y : float
            The place, in blocks.

        Raises
        ------
        GlassError
            There is no block.
        """
        size = 0 if self._lattice is None else len(self._lattice.stresses)
        if not (0 <= x < size and 0 <= y < size):
            raise GlassError("there is no block here")
        block = math.floor(y) * size + math.floor(x)
        self._picked = None if block == self._picked else block

    @command("measuring", with_glass=True)
    def measuring(self, stop: bool) -> None:
        """Call the measuring of strengths off, or take it up again.

        Parameters
        ----------
        stop : bool
            Whether to call it off.
        """
        self._seedings.rest() if stop else self._seedings.again()

    # what the session does -------------------------------------------------------------------------------------

    def look(self, moment: Moment) -> None:
        """Have made what a moment needs; called at every push while the room is open.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        choices, history = self._choices, moment.history
        load = history.legs[0].load
        wanted = wanted_seeding(history, load, choices.lattice_source, choices.lattice_renewal)
        self._seedings.want(wanted)
        self._activities.want(wanted_activity(history))
        newest = self._seedings.newest()
        self._seeding = newest if newest is not None and newest.about == wanted.about else None
        self._found(self._seeding, wanted)
        if choices.lattice_drive == "glass":
            self.run.follow(min(moment.snapshot.strain, self._end(moment)))
        else:
            self.run.alone(choices.lattice_pace)
        self._lattice = self.run.take()

    def _found(self, seeding, wanted):
        """Begin with another lattice where it is made of something else."""
        size = self._choices.lattice_size if self._choices.lattice_of == "drawn" else 0
        rules = Rules(size, self._choices.plastic_strain)
        made_of = (seeding, wanted.run, rules)
        if made_of == self._made_of:
            return
        self._made_of = made_of
        if seeding is None or seeding.error:
            self.run.drop()
            return
        if self._lattice is not None and (size or seeding.size) != len(self._lattice.stresses):
            self._picked = None
        self.run.begin(partial(lattice_of, seeding, rules))

    @staticmethod
    def _end(moment):
        """Strain up to which a lattice can follow: it is not turned round."""
        legs, rows = moment.history.legs, moment.history.rows
        return rows.strain[legs[1].first_row] if len(legs) > 1 else math.inf

    @property
    def playing(self) -> bool:
        """Whether the lattice goes on by itself."""
        return self.run.playing

    def draw(self, moment: Moment, everything: bool) -> None:
        """Draw both maps; the plots now and then.

        Parameters
        ----------
        moment : Moment
            What to show.
        everything : bool
            Also the plots.
        """
        self.view.draw(moment, self._now(), everything)

    def words(self, moment: Moment) -> dict[str, object]:
        """What the page says of both.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        seedings = self._seedings
        return in_words_of_room(moment, self._now(), self.view.shown, seedings.progress(), seedings.resting)

    def _now(self):
        return RoomState(
            self._seeding, self._activities.newest(), self._lattice, self._picked, self.run.playing, self.run.stuck
        )

    def close(self) -> None:
        """End what is under way."""
        self.run.close()
        self._seedings.close()
        self._activities.close()
