"""A glass on its way, in words: what is being done, how far it is, how long it still takes."""

from ..look.words import number
from ..run.background import Seen

MINUTE, HOUR = 60.0, 3600.0


def progress(label: str, seen: Seen, cancelling: bool = False) -> dict:
    """What the page shows while a glass is on its way.

    Parameters
    ----------
    label : str
        The glass's name.
    seen : Seen
        What the background has seen so far.
    cancelling : bool
        It has been told to stop and has not done so yet.
    """
    return {
        "label": label,
        "stage": seen.stage,
        "fraction": round(seen.fraction, 4),
        "left": "stopping…" if cancelling else left_in_words(seen.seconds_left),
        "energy": "" if not seen.curve else number(seen.curve[-1][1], 4),
        "curve": [[round(fraction, 4), float(f"{energy:.6g}")] for fraction, energy in seen.curve],
        "cancelling": cancelling,
    }


def left_in_words(seconds: float | None) -> str:
    """A time to wait, as one says it.

    Parameters
    ----------
    seconds : float or None
        None where it cannot be told yet.
    """
    if seconds is None:
        return ""
    if seconds < 8.0:
        return "a few seconds left"
    if seconds < 1.5 * MINUTE:
        return f"about {10 * max(1, round(seconds / 10)):d} s left"
    if seconds < 1.5 * HOUR:
        return f"about {round(seconds / MINUTE):d} min left"
    hours = seconds / HOUR
    return f"about {hours:.1f} h left" if hours < 10.0 else f"about {hours:.0f} h left"
