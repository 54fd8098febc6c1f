"""Texts: decoded, and mappings counted out before anything is made of them."""

from __future__ import annotations

import json
from typing import Any

from ...errors import GlassFileError, shown

MOST_VALUES = 2_000_000
"""Values in a JSON header: the energies of a long preparation are some thousands."""

_DEEPEST = 100


def decoded(content: bytes, name: str, kind: str) -> str:
    """Text with plain line ends.

    Parameters
    ----------
    content : bytes
        In UTF-8.
    name, kind : str
        The file's name and format, for messages.

    Raises
    ------
    GlassFileError
        It is no text.
    """
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise GlassFileError(f"{name} cannot be read as {kind}: it is no text") from None


def plain(value: object, name: str, most: int) -> Any:  # Any: whatever JSON can hold
    """A value that was read, counted out and found to be such as JSON can hold.

    An alias in YAML stands for all that it names, and a few of them in each other for more than any memory: here each
    is counted as often as it is met.

    Parameters
    ----------
    value : object
        What a library made of a text.
    name : str
        Of the file, for messages.
    most : int
        Values that there may be.

    Raises
    ------
    GlassFileError
        There are more, they lie too deep, or one is neither text, number, list nor mapping of names.
    """
    left: list[tuple[Any, int]] = [(value, 0)]
    count = 1
    while left:
        part, depth = left.pop()
        if isinstance(part, (dict, list)):
            count += len(part)
            if count > most or depth > _DEEPEST:
                raise GlassFileError(f"{name} holds more than {most:,} values, or nests them too deeply")
            if isinstance(part, dict) and (strange := [key for key in part if not isinstance(key, str)]):
                raise GlassFileError(f"{name} has names that are no text: {shown(strange[0])}")
            left.extend((one, depth + 1) for one in (part.values() if isinstance(part, dict) else part))
        elif part is not None and not isinstance(part, (str, bool, int, float)):
            raise GlassFileError(f"{name} holds {shown(part)}; expected text, numbers, lists and mappings only")
    return value


def header(text: str, name: str) -> Any:  # Any: whatever JSON can hold
    """What stands in the JSON of a file's header.

    Parameters
    ----------
    text : str
        The JSON.
    name : str
        Of the file, for messages.

    Raises
    ------
    GlassFileError
        It is no JSON, or holds too much.
    """
    try:
        return plain(json.loads(text), name, MOST_VALUES)
    except (ValueError, RecursionError) as error:
        if isinstance(error, GlassFileError):
            raise
        raise GlassFileError(f"the header of {name} is damaged; expected JSON, as Glass.save writes it") from None
