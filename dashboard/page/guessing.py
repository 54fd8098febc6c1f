"""A game: point at where the glass yields next, and be ranked as the indicators are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from ..gallery.entries import Entry
from ..lessons.guess import ROUNDS, Round, drawn, in_words, round_of, standing
from ..moment.moment import Moment
from ..physics import GlassError, Load
from ..run.player import Player
from ..run.replay import Stretch
from ..wire.door import command
from .address import Spot


class Guess:
    """The game of one session.

    Parameters
    ----------
    player : Player
        The run.
    moment : callable
        What is shown; None before the first glass.
    spot, visit : callable
        Where the page is, and goes somewhere.
    entries : callable
        Glasses on offer.
    """

    def __init__(
        self,
        player: Player,
        moment: Callable[[], Moment | None],
        spot: Callable[[], Spot],
        visit: Callable[[Spot, list[str], bool], None],
        entries: Callable[[], list[Entry]],
    ) -> None:
        self._player, self._moment, self._spot, self._visit, self._entries = player, moment, spot, visit, entries
        self.phase: Literal["off", "aim", "running", "told", "over"] = "off"
        self.rounds: list[Round] = []
        self._glasses: list[str] = []
        self._guess = self._run = 0

    @command("guess", with_glass=True, weight=20.0)
    def go(self, what: Literal["begin", "next", "stop"]) -> None:
        """Begin a game, go to its next glass, or leave it.

        Parameters
        ----------
        what : {"begin", "next", "stop"}
            Which.

        Raises
        ------
        GlassError
            There is no next glass, or none to play with.
        """
        if what == "stop":
            self.phase = "off"
            return
        if what == "begin":
            self.rounds, self._glasses = [], drawn(self._entries())
        elif self.phase != "told":
            raise GlassError("guess first: then there is another glass")
        if len(self.rounds) == len(self._glasses):
            self.phase = "over"
            return
        load = Load.simple_shear()
        path = (Stretch(load, 0.0),)
        choices = {"load": load.kind, "angle": load.angle, "sign": load.sign, "taken": "cast", "arrows": "none"}
        spot = self._spot()
        there = replace(
            spot,
            glass=self._glasses[len(self.rounds)],
            recipe="",
            file="",
            path=path,
            choices={**spot.choices, **choices},
            view=None,
            picked=None,
            room="",
        )
        self._visit(there, [], True)
        self.phase = "aim"

    @command("guess_here", with_glass=True)
    def here(self) -> None:
        """Guess that the picked particle is where it yields, and run to the event.

        Raises
        ------
        GlassError
            There is no game, or no particle is picked.
        """
        moment = self._moment()
        if self.phase != "aim" or moment is None:
            raise GlassError("nothing is to be guessed now: begin a game, or go to its next glass")
        if moment.choices.picked is None:
            raise GlassError("point at a place first: click it, or go there with the arrow keys of the map")
        self._guess, self._run, self.phase = moment.choices.picked, moment.history.run, "running"
        self._player.play("event")

    def look(self, moment: Moment) -> None:
        """See whether the event has come; called at every push.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        if self.phase == "running" and moment.history.run != self._run:
            self.phase = "told" if self.rounds else "off"  # another glass was chosen: this round is not counted
        if self.phase == "running" and moment.history.events and moment.mode == "idle":
            self.rounds.append(round_of(moment, self._guess))
            self.phase = "told"
        elif self.phase == "running" and moment.history.ended:
            self.phase = "told"  # it has not yielded at all
        elif self.phase == "told" and self.rounds and moment.history.run == self._run:
            self.rounds[-1] = round_of(moment, self._guess)  # more indicators have come

    def standing(self) -> tuple[str, int]:
        """The phase, and how many rounds are over."""
        return self.phase, len(self.rounds)

    def words(self) -> dict[str, object]:
        """What the page shows.

        Returns
        -------
        dict
            Empty where nobody plays; else "phase", "round" and "rounds", "last" (how the last guess went, in words),
            and "table": the mean ranks of all, the best first, see `standing`.
        """
        if self.phase == "off":
            return {}
        number = min(len(self.rounds) + (self.phase in ("aim", "running")), ROUNDS)
        return {
            "phase": self.phase,
            "round": number,
            "rounds": len(self._glasses),
            "last": in_words(self.rounds[-1]) if self.rounds and self.phase != "aim" else "",
            "table": standing(self.rounds),
        }
