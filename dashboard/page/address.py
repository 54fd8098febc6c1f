"""What an address says of a page: which glass, sheared along which path, and every choice that is not as at first.

>>> written(Spot(glass="lj-htl-1024-1", choices={"indicator": "steric_order"}))
'v=1&glass=lj-htl-1024-1&indicator=steric_order'

Names are those of the choices; a number is written so that it is read as the very same one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qsl, quote

import param

from ..gallery.entries import FINGERPRINT
from ..moment.choices import LOADS, ROOMS, Choices
from ..moment.declared import settable
from ..physics import GlassError, Load
from ..run.replay import Stretch
from ..wire.kinds import brief

VERSION = "1"
"""Of these words: another one is read as far as it is understood."""

ELSEWHERE = frozenset({"low", "high", "dark", "large", "picked"})
"""Choices that are no words of their own: ends of a range go together, theme and size of the text are the reader's."""

OF_SCORES = ("result", "against", "judged")
"""Choices of the scoreboard: they are in an address of that room alone."""

BESIDES = ("v", "glass", "recipe", "file", "path", "view", "range", "picked", "beside", "plots", "room")
"""Words that are no choices that the page sets by their names."""

OF_THE_BROWSER = frozenset({"embed", "draw"})
"""Words that the page itself reads: how it is shown."""

OF_INDICATOR = "p."
"""Parameters of the indicator shown begin with this."""

LONGEST, MOST_WORDS, LEGS = 4000, 200, 50
"""Characters of an address, its words, and legs of a path, at most."""

Read = TypeVar("Read")

_UNREAD = object()
_SWITCHED = {"1": True, "0": False, "None": None}

_KINDS = {kind[0]: kind for kind in LOADS}


@dataclass(frozen=True)
class Spot:
    """What a link carries.

    Attributes
    ----------
    glass : str
        Key of a shipped glass; empty for the first one.
    recipe : str
        By which another one is prepared, see `Recipe.word`; empty for none.
    file : str
        Checksum and name of one that was opened here, "CHECKSUM,NAME"; empty for none.
    path : tuple of Stretch
        How it was sheared; empty as cast.
    choices : mapping of str to object
        Those that are not as at first, by name.
    parameters : mapping of str to str
        Those of the indicator shown that are not as at first, in words.
    beside : tuple of str
        Indicators of the other maps; empty as at first.
    plots, room : str
        The open panel, and the room; empty as at first.
    view : tuple of float or None
        x0, x1, y0, y1 of what is seen; None for the whole glass.
    span : tuple of float or None
        Ends of the colours that were said.
    picked : int or None
        The particle that is picked.
    """

    glass: str = ""
    recipe: str = ""
    file: str = ""
    path: tuple[Stretch, ...] = ()
    choices: Mapping[str, object] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    plots: str = ""
    room: str = ""
    view: tuple[float, ...] | None = None
    span: tuple[float, ...] | None = None
    picked: int | None = None


def named(choices: Choices) -> list[str]:
    """The choices that an address may name.

    Parameters
    ----------
    choices : Choices
        Of a session.
    """
    return [name for name in choices.param if settable(choices, name) and name not in ELSEWHERE] + list(OF_SCORES)


def written(spot: Spot) -> str:
    """The query of an address; empty for a page as it begins.

    Parameters
    ----------
    spot : Spot
        What it is to carry.
    """
    words = {
        "glass": spot.glass,
        "recipe": spot.recipe,
        "file": spot.file,
        "path": "_".join(_stretch(each) for each in spot.path),
        **{name: word_of(value) for name, value in spot.choices.items()},
        **{f"{OF_INDICATOR}{name}": value for name, value in spot.parameters.items()},
        "range": _numbers(spot.span),
        "view": _numbers(spot.view),
        "picked": "" if spot.picked is None else str(spot.picked),
        "beside": ",".join(spot.beside),
        "plots": spot.plots,
    }
    said = {name: word for name, word in words.items() if word}
    if said:
        said = {"v": VERSION, **said}
    if spot.room:
        said["room"] = spot.room
    return "&".join(f"{name}={quote(word, safe=':,.')}" for name, word in said.items())


def _stretch(stretch):
    load = stretch.load
    return f"{load.kind[0]}:{float(load.angle)!r}:{load.sign}:{float(stretch.strain)!r}"


def word_of(value: object) -> str:
    """A value in a word that is read as the very same.

    Parameters
    ----------
    value : object
        On or off, a number or a text.
    """
    return str(int(value)) if isinstance(value, bool) else repr(value) if isinstance(value, float) else str(value)


def _numbers(values):
    return "" if values is None else ",".join(repr(float(each)) for each in values)


def read(query: str, choices: Choices) -> tuple[Spot, list[str]]:
    """What an address asks for, and what of it is not understood, in words.

    Parameters
    ----------
    query : str
        Without its question mark, from whoever.
    choices : Choices
        Of a session, whose declarations say what may be asked for.
    """
    if len(query) > LONGEST:
        return Spot(), [f"this link is longer than {LONGEST:,} characters"]
    if query.count("&") >= MOST_WORDS:
        return Spot(), [f"this link has more than {MOST_WORDS} words"]
    words, problems = dict(parse_qsl(query.lstrip("?"))), list[str]()
    if words.get("v", VERSION) != VERSION:
        problems.append(f"it is of version {brief(words['v'])}, this page reads {VERSION}")

    def reading(name: str, reader: Callable[[str], Read], otherwise: Read) -> Read:
        if not words.get(name):
            return otherwise
        try:
            return reader(words[name])
        except (ValueError, GlassError):
            problems.append(f"{name} cannot be {brief(words[name])}")
            return otherwise

    known = {name: choices.param[name] for name in named(choices) if name in words}
    read_choices = {name: reading(name, partial(value_of, known[name], name), _UNREAD) for name in known}
    if "v" in words:
        strange = words.keys() - set(BESIDES) - set(named(choices)) - OF_THE_BROWSER
        problems += [f"there is no {brief(name)}" for name in sorted(strange) if not name.startswith(OF_INDICATOR)]
    if words.get("room", "") not in ("", *ROOMS):
        problems.append(f"there is no room {brief(words['room'])}")
    spot = Spot(
        glass=words.get("glass", ""),
        recipe=words.get("recipe", ""),
        file=reading("file", file_in, ""),
        path=reading("path", path_in, ()),
        choices={name: value for name, value in read_choices.items() if value is not _UNREAD},
        parameters={
            name.removeprefix(OF_INDICATOR): word for name, word in words.items() if name.startswith(OF_INDICATOR)
        },
        beside=tuple(filter(None, words.get("beside", "").split(","))),
        plots=words.get("plots", ""),
        room=words.get("room", "") if words.get("room") in ROOMS else "",
        view=reading("view", partial(_read_numbers, n=4), None),
        span=reading("range", partial(_read_numbers, n=2), None),
        picked=reading("picked", int, None),
    )
    return spot, problems


def value_of(declared: param.Parameter, name: str, word: str) -> object:
    """The value that a word stands for; whether it is in its bounds is seen when it is set.

    Parameters
    ----------
    declared : Parameter
        What it is to be a value of.
    name : str
        Its name.
    word : str
        As `word_of` writes it.

    Raises
    ------
    ValueError
        It stands for none.
    """
    if isinstance(declared, param.Selector):
        alike = [each for each in declared.objects if word_of(each) == word]
        if not alike:
            raise ValueError(name)
        return alike[0]
    if isinstance(declared, param.Boolean):
        if word not in _SWITCHED:
            raise ValueError(name)
        return _SWITCHED[word]
    if isinstance(declared, param.String):
        return word
    if isinstance(declared, param.Integer):
        return int(word)
    return None if word == "None" else _finite(word)


def _finite(word: str) -> float:
    value = float(word)
    if not math.isfinite(value):
        raise ValueError(word)
    return value


def file_in(word: str) -> str:
    """Checksum and name of a glass that was opened, as `Spot` has them.

    Parameters
    ----------
    word : str
        As in an address.

    Raises
    ------
    ValueError
        It is none.
    """
    digest, _, name = word.partition(",")
    if len(digest) != FINGERPRINT or not set(digest) <= set("0123456789abcdef") or not name:
        raise ValueError(word)
    return word


def path_in(word: str) -> tuple[Stretch, ...]:
    """The path that a word stands for; empty for none.

    Parameters
    ----------
    word : str
        Geometry, angle, sign and end of each stretch, as "s:0.0:1:0.06_s:0.0:-1:-0.06".

    Raises
    ------
    ValueError, GlassError
        It stands for none.
    """
    return tuple(map(_read_stretch, word.split("_", LEGS))) if word else ()


def _read_stretch(word: str) -> Stretch:
    kind, angle, sign, strain = word.split(":")
    if abs(_finite(strain)) > 10.0 or abs(_finite(angle)) > 360.0:
        raise ValueError(word)
    return Stretch(Load(_KINDS.get(kind, kind), float(angle), int(sign)), float(strain))


def _read_numbers(word: str, n: int) -> tuple[float, ...]:
    values = tuple(map(_finite, word.split(",")))
    if len(values) != n or any(b <= a for a, b in zip(values[::2], values[1::2], strict=True)):
        raise ValueError(word)
    return values
