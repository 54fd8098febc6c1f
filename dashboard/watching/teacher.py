"""A session's class: what is shown is sent to all that watch, and what they guess comes together on the one page."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from ..lessons.guess import guessed
from ..moment.moment import Moment
from ..wire.door import command
from .classes import Class, open_class
from .packets import glass_packet, state_packet

BETWEEN = 0.25
"""Shortest time between two states that are sent, seconds."""

LISTED = 12
"""So many of a class stand on the list."""


class Teacher:
    """Shows a run to a class.

    Parameters
    ----------
    game : callable
        Phase of the game of guesses, and how many rounds of it are over.
    answer : callable
        Asks for a push of everything.
    remind : callable
        Asks for one in some seconds.
    """

    def __init__(
        self, game: Callable[[], tuple[str, int]], answer: Callable[[], None], remind: Callable[[float], None]
    ) -> None:
        self._game, self._answer, self._remind = game, answer, remind
        self._class: Class | None = None
        self._sent_at = 0.0
        self._sent: tuple[object, ...] = ()
        self._glass: tuple[object, ...] = ()
        self._was, self._rounds = "off", 0
        self._reminded = False
        self._scores: dict[int, list[float]] = {}
        self._names: dict[int, str] = {}

    @command("class")
    def teach(self, open: bool) -> None:
        """Open a class, or end it.

        Parameters
        ----------
        open : bool
            Which.
        """
        self.close()
        if open:
            self._class, self._scores = open_class(self._answer), {}
            self._was, self._rounds = self._game()
            self._sent = self._glass = ()

    def look(self, moment: Moment) -> None:
        """Send what is shown to those that watch; called at every push.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        watched, (phase, rounds) = self._class, self._game()
        if watched is None:
            return
        if phase == "aim" and self._was != "aim":
            watched.guesses.clear()
        watched.asks = phase == "aim"
        if rounds > self._rounds:  # it has just yielded
            self._score(moment)
        self._was, self._rounds = phase, rounds
        choices = moment.choices
        now = (moment.snapshot.version, moment.snapshot.row, moment.mode, moment.field, phase, choices.show_events)
        glass = (moment.history.run, moment.field, moment.shading)
        if (now, glass) == (self._sent, self._glass):
            return
        left = self._sent_at + BETWEEN - time.monotonic()
        if left > 0.0:
            if not self._reminded:
                self._remind(left)
            self._reminded = True
            return
        packet = None if glass == self._glass else glass_packet(moment)
        watched.show(packet, state_packet(moment, {"phase": phase, "table": self._table()}))
        self._sent, self._glass, self._sent_at, self._reminded = now, glass, time.monotonic(), False

    def _score(self, moment):
        """Rank every guess of this round."""
        assert self._class is not None
        glass, core = moment.glass, moment.history.events[0].core
        for number, placed in self._class.guesses.items():
            place = np.array([placed.u, placed.v]) @ glass.box.cell
            away = glass.box.minimum_image(glass.positions - place)
            particle = int(np.hypot(away[:, 0], away[:, 1]).argmin())
            self._scores.setdefault(number, []).append(guessed(glass, particle, core)[0])
            self._names[number] = placed.name

    def words(self) -> dict[str, object]:
        """What the teacher's page shows.

        Returns
        -------
        dict
            Empty without a class; else "code", "watching" and "guessed" (how many), "marks" (the place of each guess as
            fractions of the cell, once the glass has yielded), and "table": the best, by their mean rank.
        """
        watched = self._class
        if watched is None:
            return {}
        told = self._was in ("told", "over")
        return {
            "code": watched.code,
            "watching": watched.watching,
            "guessed": len(watched.guesses),
            "asks": watched.asks,
            "marks": [[round(each.u, 4), round(each.v, 4)] for each in watched.guesses.values()] if told else [],
            "table": self._table(),
        }

    def _table(self):
        means = sorted(((float(np.mean(ranks)), number) for number, ranks in self._scores.items()), reverse=True)
        return [
            {"place": k + 1, "name": self._names[number], "rank": f"{mean:.2f}", "n": len(self._scores[number])}
            for k, (mean, number) in enumerate(means[:LISTED])
        ]

    def close(self) -> None:
        """End the class, where there is one."""
        if self._class is not None:
            self._class.end()
            self._class = None
