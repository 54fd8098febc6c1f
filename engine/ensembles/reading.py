"""Reading a mapping with care: every key is taken once, checked, and what is left over is refused."""

from __future__ import annotations

import difflib
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, overload

from ..errors import GlassError, shown
from ..quarantine import content_of_file, read_apart

REQUIRED = object()
"""As a default: the key must be there."""

_LONGEST = 80  # characters of a name in a message

Read = TypeVar("Read")
Missing = TypeVar("Missing")


def spec_in(path: str | Path, make: Callable[[Any, Path, str], Read]) -> Read:  # Any: what YAML can hold
    """What a YAML file describes.

    Parameters
    ----------
    path : str or path
        The file.
    make : callable
        ``make(content, folder, name)`` gives it, from what the file holds, the folder that it lies in, and its name.

    Raises
    ------
    GlassError
        No such file, no YAML, or what `make` refuses, with the file's name.
    """
    path = Path(path)
    try:
        content = content_of_file(path)
    except GlassError as error:
        raise GlassError(f"the spec {path} cannot be read: {error}") from None
    said = read_apart("YAML", content, str(path)).words["value"]
    try:
        return make(said, path.parent, path.stem)
    except GlassError as error:
        raise GlassError(f"{path.name}: {error}") from error


class Reader:
    """One mapping of a spec, and where it stands, for messages.

    Parameters
    ----------
    mapping : mapping
        What was read; None passes for an empty one.
    where : str
        Its place, such as "leads"; empty at the top.
    """

    def __init__(self, mapping: object, where: str = "") -> None:
        mapping = {} if mapping is None else mapping
        if not isinstance(mapping, Mapping):
            raise GlassError(f"{where or 'a spec'} is a mapping of names to values; got {shown(mapping)}")
        if strange := [key for key in mapping if not isinstance(key, str)]:
            raise GlassError(f"{where or 'a spec'} has names that are no text: {shown(strange[0])}")
        self._left, self._where = dict(mapping), where
        self._taken: list[str] = []

    def place(self, name: str) -> str:
        """Where a name stands, from the top.

        Parameters
        ----------
        name : str
            A key of this mapping.
        """
        return f"{self._where}.{name}" if self._where else name

    @overload
    def take(self, name: str, convert: Callable[[object, str], Read]) -> Read: ...
    @overload
    def take(self, name: str, convert: Callable[[object, str], Read], default: Missing) -> Read | Missing: ...
    def take(self, name, convert, default=REQUIRED):
        """The value of a key, converted.

        Parameters
        ----------
        name : str
            The key.
        convert : callable
            ``convert(value, place)`` gives the value, or raises `GlassError`.
        default : optional
            Where the key, or its value, is missing.

        Raises
        ------
        GlassError
            A key that is required and missing, or a value that `convert` refuses.
        """
        self._taken.append(name)
        value = self._left.pop(name, None)
        if value is not None:
            return convert(value, self.place(name))
        if default is REQUIRED:
            raise GlassError(f"{self.place(name)} is missing")
        return default

    def names(self) -> list[str]:
        """Keys that have not been taken yet."""
        return list(self._left)

    def close(self) -> None:
        """Refuse keys that nobody took.

        Raises
        ------
        GlassError
            There are such keys; it names the known one that is nearest.
        """
        for name in self._left:
            near = difflib.get_close_matches(name[:_LONGEST], self._taken, n=1)
            meant = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(self._taken))}"
            raise GlassError(f"unknown name {self.place(name[:_LONGEST])}; {meant}")


def text(value: object, place: str) -> str:
    """Words, not empty.

    Parameters
    ----------
    value : object
        What was read.
    place : str
        Where, for the message.
    """
    if not isinstance(value, str) or not value.strip():
        raise GlassError(f"{place} is a text; got {shown(value)}")
    return value.strip()


def as_it_is(value: object, place: str) -> Any:  # Any: what a file holds, not looked at yet
    """Whatever stands there; checked elsewhere.

    Parameters
    ----------
    value : object
        What was read.
    place : str
        Where; not needed.
    """
    return value


def number(
    value: Any,  # Any: what a file holds, which `float` may refuse
    place: str,
    low: float = -math.inf,
    high: float = math.inf,
    above: float = -math.inf,
) -> float:
    """A finite number in a range; 1e-4 is read as one, which YAML takes for a text.

    Parameters
    ----------
    value : object
        What was read.
    place : str
        Where, for the message.
    low, high : float
        Bounds, both allowed.
    above : float
        A bound that is not allowed itself.
    """
    try:
        result = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        result = math.nan
    if not (math.isfinite(result) and low <= result <= high and result > above):
        bounds = [f"at least {low:g}"] * (low > -math.inf) + [f"above {above:g}"] * (above > -math.inf)
        bounds += [f"at most {high:g}"] * (high < math.inf)
        raise GlassError(f"{place} is a number{', ' if bounds else ''}{' and '.join(bounds)}; got {shown(value)}")
    return result


def whole(value: object, place: str, least: int = 1, most: int = 2**63 - 1) -> int:
    """A whole number.

    Parameters
    ----------
    value : object
        What was read.
    place : str
        Where, for the message.
    least, most : int
        The smallest and the largest one allowed.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        bounds = f"at least {least}" if not isinstance(value, int) or value < least else f"at most {most:,}"
        raise GlassError(f"{place} is a whole number, {bounds}; got {shown(value)}")
    return value


def one_of(choices: Iterable[Read]) -> Callable[[object, str], Read]:
    """A converter that takes one of some words.

    Parameters
    ----------
    choices : iterable of str or int
        The words.
    """
    known = list(choices)

    def convert(value, place):
        if value not in known or isinstance(value, bool):
            words = list(map(str, known))
            near = difflib.get_close_matches(value[:_LONGEST], words, n=1) if isinstance(value, str) else []
            meant = f"did you mean {near[0]}?" if near else f"known: {', '.join(words)}"
            raise GlassError(f"{place}: unknown {shown(value)}; {meant}")
        return value

    return convert


def list_of(
    convert: Callable[[object, str], Read], distinct: bool = True, most: int = 100_000
) -> Callable[[object, str], tuple[Read, ...]]:
    """A converter that takes a list, not empty, or a single value as a list of one.

    Parameters
    ----------
    convert : callable
        Of each element.
    distinct : bool
        Whether no two may be equal.
    most : int
        So many there may be.
    """

    def convert_all(value, place):
        values = value if isinstance(value, (list, tuple)) else [value]
        if len(values) > most:
            raise GlassError(f"{place} has {len(values):,} values; expected at most {most:,}")
        found = tuple(convert(element, f"{place}[{k}]") for k, element in enumerate(values))
        if not found:
            raise GlassError(f"{place} is empty; leave it out, or give a value")
        if distinct and (twice := [element for element, n in Counter(found).items() if n > 1]):
            raise GlassError(f"{place} has {shown(twice[0])} twice")
        return found

    return convert_all
