"""What a command takes: the method that answers it says the type and the bounds of each argument, once, in its head.

>>> @command("seek")
... def seek(self, path: Annotated[float, Between(0.0, 1e6)]) -> None: ...

is the whole declaration. Whatever is asked for is held against it before the method is called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any, get_type_hints

from ..physics import GlassError
from .kinds import Kind, brief, kind_of


@dataclass(frozen=True)
class Argument:
    """One argument of a command.

    Attributes
    ----------
    annotation : type
        As it was declared.
    kind : Kind
        What it may be.
    needed : bool
        Whether it cannot be left out.
    """

    annotation: Any  # Any: types have no common type
    kind: Kind
    needed: bool


def arguments_of(method: Callable[..., None]) -> dict[str, Argument]:
    """What a method takes, by its name.

    Parameters
    ----------
    method : callable
        A method, `self` aside.

    Raises
    ------
    TypeError
        An argument does not say what may come over the wire.
    """
    hints = get_type_hints(method, include_extras=True)
    taken = {}
    for name, parameter in signature(method).parameters.items():
        if name == "self":
            continue
        if parameter.kind is not Parameter.POSITIONAL_OR_KEYWORD or name not in hints:
            raise TypeError(f"{method.__qualname__} does not say what its argument {name!r} may be")
        needed = parameter.default is Parameter.empty
        taken[name] = Argument(hints[name], kind_of(hints[name]), needed)
    return taken


def checked(
    command: str, takes: Mapping[str, Argument], given: Mapping[str, object]
) -> dict[str, Any]:  # Any: each of its own kind
    """The arguments of a command as its method takes them.

    Parameters
    ----------
    command : str
        Its name, for a refusal.
    takes : mapping of str to Argument
        What it takes.
    given : mapping of str to object
        What came.

    Raises
    ------
    GlassError
        One is missing, is too many, or is not what was declared.
    """
    for name in given:
        if name not in takes:
            raise GlassError(f"{command!r} takes {', '.join(takes) or 'nothing'}, but not {brief(name)}")
    for name, argument in takes.items():
        if name not in given:
            if argument.needed:
                raise GlassError(f"{command!r} needs {name}: {argument.kind.words}")
        elif not argument.kind.holds(given[name]):
            raise GlassError(f"{name} of {command!r} is {argument.kind.words}, not {brief(given[name])}")
    return {name: takes[name].kind.taken(value) for name, value in given.items()}
