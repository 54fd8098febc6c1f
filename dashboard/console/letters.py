"""Words for a terminal that has no Greek letters, dashes or bars."""

from __future__ import annotations

import codecs
import io
import unicodedata
from typing import TextIO

NAME = "glasscope-in-letters"
"""Of what takes the place of a letter that a stream cannot show, as Python's codecs know it."""

_OTHERS = {
    "−": "-", "–": "-", "—": "-", "─": "-", "━": "=", "·": "*", "×": "x", "±": "+-", "≤": "<=", "≥": ">=", "→": "->",
    "≈": "~", "°": " deg", "√": "sqrt", "∂": "d", "∞": "inf", "⁄": "/",
    "′": "'", "‘": "'", "’": "'", "“": '"', "”": '"',
}  # fmt: skip
_GREEK = ("GREEK SMALL LETTER ", "GREEK CAPITAL LETTER ")


def show_in(*streams: TextIO) -> None:
    """Let what is printed there come out on any terminal: whatever it cannot show is spelled out.

    Parameters
    ----------
    *streams : text file
        Standard output and error.
    """
    codecs.register_error(NAME, _spelled)
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=NAME)


def in_letters(text: str) -> str:
    """Text in ASCII, as near as can be to what it was.

    Parameters
    ----------
    text : str
        Any.
    """
    return "".join(map(_letter, text))


def _letter(sign):
    if sign.isascii():
        return sign
    if sign in _OTHERS:
        return _OTHERS[sign]
    for beginning in _GREEK:
        if (name := unicodedata.name(sign, "")).startswith(beginning):
            word = name.removeprefix(beginning).partition(" WITH ")[0].split()[-1].lower()
            return word.title() if "CAPITAL" in beginning else word
    if unicodedata.combining(sign):
        return ""
    parts = unicodedata.normalize("NFKD", sign)
    return in_letters(parts) if parts != sign else sign.encode("ascii", "backslashreplace").decode()


def _spelled(error):
    """What stands for the signs that could not be written."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return in_letters(error.object[error.start : error.end]), error.end
