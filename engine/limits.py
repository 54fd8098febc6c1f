"""How much is too much: bounds on what is asked for or read, known before any memory is taken."""

from __future__ import annotations

from .errors import GlassError

MOST_PARTICLES = 4_000_000
"""Of one glass."""

MOST_PREPARED = 1_000_000
"""Of one that is prepared: the factor that its relaxation ends with takes 10 kB a particle, its time grows faster."""

MOST_SAMPLES = 10_000
"""Of one ensemble."""

MOST_LOADS = 1_000
"""Of one ensemble."""

MOST_EVENTS = 10_000
"""Of one run of an ensemble."""


def check_number(number: int, most: int, what: str) -> None:
    """Refuse more than there may be.

    Parameters
    ----------
    number : int
        How many there are to be.
    most : int
        How many there may be.
    what : str
        Of what, for the message.

    Raises
    ------
    GlassError
        It is more.
    """
    if number > most:
        raise GlassError(f"expected at most {most:,} {what}; got {number:.7g}")
