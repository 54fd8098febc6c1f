"""Classes of one server: who watches which run under which code, and what each has guessed."""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of codes: none that is taken for a digit."""

CODE = 5
"""Letters of a code."""

MOST_WATCHING = 200
"""So many watch one class at most."""

LONGEST_NAME, LONGEST_WORD = 24, 300
"""Characters of a name, and of what comes from somebody who watches."""

BEHIND = 4 * 2**20
"""Bytes that may wait for one that reads too slowly; it is sent no more until it has read them."""


class Socket(Protocol):
    """Somebody who watches."""

    def send(self, packet: bytes) -> None:
        """Send a packet, unless much waits for them.

        Parameters
        ----------
        packet : bytes
            It.
        """


@dataclass(frozen=True)
class Placed:
    """A guess.

    Attributes
    ----------
    name : str
        Of who guesses.
    u, v : float
        The place, as fractions of the cell.
    """

    name: str
    u: float
    v: float


class Class:
    """A run that is watched.

    Parameters
    ----------
    code : str
        By which it is found.
    changed : callable
        Called without arguments when somebody comes, goes or guesses.

    Attributes
    ----------
    guesses : dict of int to Placed
        The last one of each that watches, by number; emptied for each round.
    asks : bool
        Whether guesses are taken.
    """

    def __init__(self, code: str, changed: Callable[[], None]) -> None:
        self.code, self._changed = code, changed
        self.guesses: dict[int, Placed] = {}
        self.asks = False
        self._watching: dict[int, Socket] = {}
        self._number = 0
        self._glass = self._state = b""

    @property
    def watching(self) -> int:
        """How many watch."""
        return len(self._watching)

    def show(self, glass: bytes | None, state: bytes) -> None:
        """Send all of them a state, and before it the glass where that is another one.

        Parameters
        ----------
        glass, state : bytes or None, bytes
            Packets.
        """
        if glass is not None:
            self._glass = glass
        self._state = state
        for socket in list(self._watching.values()):
            if glass is not None:
                socket.send(glass)
            socket.send(state)

    def join(self, socket: Socket) -> int:
        """Somebody comes, and is sent what is shown.

        Parameters
        ----------
        socket : Socket
            Who.

        Returns
        -------
        int
            Their number; 0 where there is no room.
        """
        if self.watching >= MOST_WATCHING:
            return 0
        self._number += 1
        self._watching[self._number] = socket
        for packet in filter(None, (self._glass, self._state)):
            socket.send(packet)
        self._changed()
        return self._number

    def leave(self, number: int) -> None:
        """Somebody goes; what they have guessed stays.

        Parameters
        ----------
        number : int
            Whose.
        """
        if self._watching.pop(number, None) is not None:
            self._changed()

    def hear(self, number: int, message: str | bytes) -> bool:
        """Take a guess, or let it be where it is none.

        Parameters
        ----------
        number : int
            Whose.
        message : str
            JSON: "name", and "place", two fractions of the cell.

        Returns
        -------
        bool
            Whether it was taken.
        """
        placed = read_guess(message) if self.asks and number in self._watching else None
        if placed is not None:
            self.guesses[number] = placed
            self._changed()
        return placed is not None

    def end(self) -> None:
        """There is nothing to watch any more."""
        CLASSES.pop(self.code, None)
        self.show(None, b"")
        self._watching.clear()


CLASSES: dict[str, Class] = {}
"""Those that are open, by their codes."""


def open_class(changed: Callable[[], None]) -> Class:
    """Open a class under a new code.

    Parameters
    ----------
    changed : callable
        See `Class`.
    """
    code = ""
    while not code or code in CLASSES:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE))
    CLASSES[code] = Class(code, changed)
    return CLASSES[code]


def read_guess(message: str | bytes) -> Placed | None:
    """A guess as it came; None where it is none.

    Parameters
    ----------
    message : str or bytes
        What came.
    """
    if not isinstance(message, str) or len(message) > LONGEST_WORD:
        return None
    try:
        said = json.loads(message)
    except ValueError:
        return None
    place, name = (said.get("place"), said.get("name")) if isinstance(said, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(place, list) or len(place) != 2:
        return None
    if not all(isinstance(x, int | float) and not isinstance(x, bool) and math.isfinite(x) for x in place):
        return None
    shown = "".join(letter for letter in name if letter.isprintable()).strip()[:LONGEST_NAME]
    return Placed(shown or "nameless", place[0] % 1.0, place[1] % 1.0)
