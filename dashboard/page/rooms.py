"""Rooms of the page: which one is seen, and a run that rests while nobody can see it."""

from typing import Any

from ..moment.choices import ROOMS, WITHOUT_GLASS
from ..physics import GlassError


class Rooms:
    """Goes from room to room.

    Parameters
    ----------
    session : Session
        Whose rooms they are.
    """

    def __init__(self, session: Any) -> None:
        self.session = session
        self._interrupted: str | None = None

    def start(self) -> None:
        """The page has arrived: the glass begins to be sheared, or will when it is seen."""
        if self.session.state.room in WITHOUT_GLASS:
            self._interrupted = "play"
        else:
            self.session.runner.play()

    def enter(self, name: str) -> None:
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
        session, runner = self.session, self.session.runner
        before, session.state.room = session.state.room, name
        session.bridge.show(room={"name": name})
        leaves, comes = name in WITHOUT_GLASS, before in WITHOUT_GLASS
        if leaves and not comes:
            self._interrupted = runner.mode if runner.mode in ("play", "event") else None
            if self._interrupted:
                runner.pause()
        elif comes and not leaves and self._interrupted:
            runner.play(self._interrupted)
            self._interrupted = None
        if name == "scoreboard":
            session.scoreboard.enter()
        session.answer()

    def restyle(self, dark: bool) -> None:
        """Give the rooms that are drawn on demand the colours of the theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        self.session.scoreboard.restyle(dark)
