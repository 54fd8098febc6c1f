"""Rooms of the page: which one is seen, and a run that rests while nobody can see it."""

from collections.abc import Callable

from ..moment.choices import ROOMS, WITHOUT_GLASS, Choices
from ..physics import GlassError
from ..run.player import Player
from ..wire.door import command
from ..wire.kinds import Key
from ..wire.wire import Wire


class Rooms:
    """Goes from room to room.

    Parameters
    ----------
    choices : Choices
        Which room is seen.
    player : Player
        The run.
    wire : Wire
        Tells the page.
    entered : dict of callable
        Called without arguments when a room is entered, by its name.
    """

    def __init__(self, choices: Choices, player: Player, wire: Wire, entered: dict[str, Callable[[], None]]) -> None:
        self._choices, self._player, self._wire, self._entered = choices, player, wire, entered
        self._interrupted: str | None = None

    def start(self) -> None:
        """The page has arrived: the glass begins to be sheared, or will when it is seen."""
        if self._choices.room in WITHOUT_GLASS:
            self._interrupted = "play"
        else:
            self._player.play()

    @command("room")
    def enter(self, name: Key) -> None:
        """Go to a room; a run that is playing rests while no glass is seen, and goes on afterwards.

        Parameters
        ----------
        name : str
            One of `ROOMS`.

        Raises
        ------
        GlassError
            There is no such room.
        """
        if name not in ROOMS:
            raise GlassError(f"the rooms are {', '.join(ROOMS)}; there is no {name!r}")
        player = self._player
        before, self._choices.room = self._choices.room, name
        self._wire.show(room={"name": name})
        leaves, comes = name in WITHOUT_GLASS, before in WITHOUT_GLASS
        if leaves and not comes:
            self._interrupted = player.mode if player.mode in ("play", "event") else None
            if self._interrupted:
                player.pause()
        elif comes and not leaves and self._interrupted:
            player.play(self._interrupted)
            self._interrupted = None
        if name in self._entered:
            self._entered[name]()
