"""What may come over the wire as one value: on or off, a number between bounds, a text of some length, lists of such.

On and off are no numbers, a number is finite, and what is listed has a length. Nothing else is a value: no dates, no
arrays, no models of Bokeh's.
"""

from __future__ import annotations

import reprlib
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin


@dataclass(frozen=True)
class Between:
    """Bounds of a number, both allowed.

    Attributes
    ----------
    low, high : float
        The bounds.
    """

    low: float
    high: float


@dataclass(frozen=True)
class AtMost:
    """How long a text, a list or a table may be.

    Attributes
    ----------
    length : int
        Characters, or entries.
    """

    length: int


Key = Annotated[str, AtMost(100)]
"""A name that stands for something."""

FileName = Annotated[str, AtMost(1000)]
"""The name of a file, from whichever system."""

Whole = Annotated[int, Between(-(2**53), 2**53)]
"""A whole number that a browser can count to."""

Real = Annotated[float, Between(-1e100, 1e100)]
"""A number that one can still calculate with."""

Plain = bool | Whole | Real | Key | None
"""What a control holds; its own declaration says what of that it may be."""


@dataclass(frozen=True)
class Kind:
    """What a value may be.

    Attributes
    ----------
    words : str
        What is expected, for a refusal: "a number from 0 to 1".
    holds : callable
        Says whether a value is of this kind.
    taken : callable
        Returns a value of this kind as the program takes it: a `float` where any number will do.
    """

    words: str
    holds: Callable[[object], bool]
    taken: Callable[[Any], object]  # Any: it is of this kind


def kind_of(annotation: Any) -> Kind:  # Any: types and what stands for them have no common type
    """The kind that a type stands for.

    Parameters
    ----------
    annotation : type
        `bool`, `None`, a `Literal` of words; with its bounds (`Annotated`) `int`, `float`, `str`, `list` and `dict`;
        or a union of these.

    Raises
    ------
    TypeError
        It is another type, or has no bounds.
    """
    if annotation is bool:
        return Kind("on or off", lambda value: isinstance(value, bool), _as_it_is)
    if annotation in (None, types.NoneType):
        return Kind("nothing", lambda value: value is None, _as_it_is)
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return _either([kind_of(each) for each in inside])
    if origin is Literal:
        words = f"one of {', '.join(inside)}"
        return Kind(words, lambda value: isinstance(value, str) and value in inside, _as_it_is)
    if origin is Annotated:
        bare, bound = inside[0], inside[1]
        if bare in (int, float) and isinstance(bound, Between):
            return _number(bound.low, bound.high, whole=bare is int)
        if isinstance(bound, AtMost):
            return _long(bare, bound.length)
    raise TypeError(f"nobody can say what may come over the wire as {annotation}: it has no bounds")


def _as_it_is(value):
    return value


def _either(kinds):
    return Kind(
        " or ".join(kind.words for kind in kinds),
        lambda value: any(kind.holds(value) for kind in kinds),
        lambda value: next(kind.taken(value) for kind in kinds if kind.holds(value)),
    )


def _number(low, high, whole):
    wanted = int if whole else (int, float)

    def holds(value):  # a comparison with NaN is false; whole numbers of any length are compared exactly
        return isinstance(value, wanted) and not isinstance(value, bool) and low <= value <= high

    return Kind(f"a {'whole ' if whole else ''}number from {low:g} to {high:g}", holds, _as_it_is if whole else float)


def _long(bare, most):
    if bare is str:
        words = f"a text of at most {most:,} characters"
        return Kind(words, lambda value: isinstance(value, str) and len(value) <= most, _as_it_is)
    kinds = [kind_of(each) for each in get_args(bare)]
    if get_origin(bare) is list:
        (each,) = kinds
        return Kind(
            f"a list of at most {most:,}, each {each.words}",
            lambda value: isinstance(value, list) and len(value) <= most and all(map(each.holds, value)),
            lambda value: [each.taken(one) for one in value],
        )
    if get_origin(bare) is dict:
        name, each = kinds
        return Kind(
            f"a table of at most {most:,}, each {each.words}",
            lambda value: isinstance(value, dict) and len(value) <= most
            and all(map(name.holds, value)) and all(map(each.holds, value.values())),
            lambda value: {key: each.taken(one) for key, one in value.items()},
        )  # fmt: skip
    raise TypeError(f"nobody can say how long {bare} is")


_brief = reprlib.Repr()
_brief.maxstring = _brief.maxother = _brief.maxlong = 60
_brief.maxlevel, _brief.maxdict, _brief.maxlist, _brief.maxtuple = 2, 3, 3, 3


def brief(value: object) -> str:
    """A value as a message shows it, however long it is.

    Parameters
    ----------
    value : object
        Whatever came.
    """
    return _brief.repr(value) if isinstance(value, bool | int | float | str | list | dict | None) else "something else"
