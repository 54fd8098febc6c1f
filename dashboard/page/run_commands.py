"""What the page may ask of its run: play, step, go back, turn round, save."""

from collections.abc import Callable
from typing import Annotated, Literal

from ..controls.player_card import SPEEDS
from ..moment import exports
from ..moment.choices import Choices
from ..moment.moment import Moment
from ..physics import GlassError, Load
from ..run.earlier import Earlier
from ..run.history import History
from ..run.player import Player
from ..wire.door import command
from ..wire.kinds import Between, Whole
from ..wire.wire import Wire


class RunCommands:
    """Commands of the run.

    Parameters
    ----------
    history, player, earlier : History, Player, Earlier
        The run, and those that were left.
    choices : Choices
        Load, end and pace of the next one.
    chosen_load : callable
        The load that the controls say.
    moment : callable
        The moment shown; None before the first glass.
    wire : Wire
        Files go out here.
    """

    def __init__(
        self,
        history: History,
        player: Player,
        earlier: Earlier,
        choices: Choices,
        chosen_load: Callable[[], Load],
        moment: Callable[[], Moment | None],
        wire: Wire,
    ) -> None:
        self._history, self._player, self._earlier, self._choices = history, player, earlier, choices
        self._chosen_load, self._moment, self._wire = chosen_load, moment, wire

    @command("toggle", with_glass=True)
    def toggle(self) -> None:
        """Play, or pause."""
        self._player.pause() if self._player.mode != "idle" else self._player.play()

    @command("play", with_glass=True)
    def play(self) -> None:
        """Shear on until paused."""
        self._player.play()

    @command("pause", with_glass=True)
    def pause(self) -> None:
        """Rest after the step under way."""
        self._player.pause()

    @command("step", with_glass=True)
    def step(self) -> None:
        """Make one step."""
        self._player.play("step")

    @command("next", with_glass=True)
    def next_event(self) -> None:
        """Shear on to the next event."""
        self._player.play("event")

    @command("reset", with_glass=True, weight=5.0)
    def reset(self) -> None:
        """Begin anew with the glass as cast, under the chosen load."""
        glass, history = self._shown().glass, self._history
        self._earlier.leave()
        self._player.load(glass, history.label, self._chosen_load(), self._choices.max_strain, history.key)

    @command("turn", with_glass=True)
    def turn(self) -> None:
        """Go on in the opposite direction."""
        load = self._shown().snapshot.leg.load.reversed()
        self._choices.sign = load.sign
        self._go_on(load)

    @command("load_here", with_glass=True)
    def load_here(self) -> None:
        """Go on under the chosen load."""
        self._go_on(self._chosen_load())

    def _go_on(self, load):
        playing = self._player.mode == "play"
        self._player.fork(load)
        if playing:
            self._player.play()

    @command("seek", with_glass=True)
    def seek(self, path: Annotated[float, Between(-1e6, 1e6)]) -> None:
        """Go to a place on the timeline.

        Parameters
        ----------
        path : float
            Strain walked.
        """
        self._player.seek(self._history.row_at(path))

    @command("skim", with_glass=True)
    def skim(self, by: Annotated[int, Between(-10_000, 10_000)]) -> None:
        """Move along the stored states, for the arrow keys.

        Parameters
        ----------
        by : int
            So many states.
        """
        history, player = self._history, self._player
        with history.lock:
            rows = [frame.row for frame in history.frames]
            now = history.frame_at(history.head if player.cursor is None else player.cursor).row
        player.seek(rows[min(max(rows.index(now) + by, 0), len(rows) - 1)])

    @command("event", with_glass=True)
    def go_to_event(self, number: Whole) -> None:
        """Go back to the state at an event's onset.

        Parameters
        ----------
        number : int
            Of the event; one that is no longer there, after a turn, is passed over.
        """
        event = next((each for each in self._history.events if each.number == number), None)
        if event is not None:
            self._player.seek(event.row)

    @command("speed")
    def set_speed(self, at: Annotated[int, Between(0, len(SPEEDS) - 1)]) -> None:
        """Choose the pace.

        Parameters
        ----------
        at : int
            Its place in `SPEEDS`.
        """
        self._choices.speed = SPEEDS[at]
        self._player.set_speed(self._choices.speed)

    @command("export", with_glass=True, weight=20.0)
    def export(self, what: Literal["events", "curve", "modes", "state", "field"]) -> None:
        """Hand a file to the browser.

        Parameters
        ----------
        what : {"events", "curve", "modes", "state", "field"}
            See `exports.made`.
        """
        self._wire.download(*exports.made(what, self._shown()))

    def _shown(self) -> Moment:
        moment = self._moment()
        if moment is None:
            raise GlassError("there is no glass on the page yet")
        return moment
