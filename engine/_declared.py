"""What the files of a folder declare: a file put there is found by itself."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, TypeVar


class _Listed(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def place(self) -> int: ...


Declared = TypeVar("Declared")
Listed = TypeVar("Listed", bound=_Listed)


def declared(package: str, folder: Iterable[str], name: str, kind: type[Declared]) -> list[Declared]:
    """What each file of a package declares under one name, in the order of the files' names.

    Parameters
    ----------
    package : str
        The package's own name.
    folder : iterable of str
        Its ``__path__``.
    name : str
        What each file declares, such as ``MODEL``.
    kind : type
        Of which type that is.

    Raises
    ------
    TypeError
        If a file declares no such thing; one whose name begins with an underscore need not.
    """
    found = []
    for file in sorted(module.name for module in iter_modules(folder)):
        if file.startswith("_"):
            continue
        thing = getattr(import_module(f"{package}.{file}"), name, None)
        if not isinstance(thing, kind):
            raise TypeError(f"{package}.{file} declares no {name}, a {kind.__name__}")
        found.append(thing)
    return found


def by_key(package: str, folder: Iterable[str], name: str, kind: type[Listed]) -> dict[str, Listed]:
    """What each file declares, by its key: those of a lower `place` first, then by key.

    Parameters
    ----------
    package, folder, name, kind
        As in `declared`.

    Raises
    ------
    TypeError
        If a file declares no such thing, or two declare the same key.
    """
    found: dict[str, Listed] = {}
    for thing in sorted(declared(package, folder, name, kind), key=lambda thing: (thing.place, thing.key)):
        if thing.key in found:
            raise TypeError(f"two files of {package} declare the key {thing.key!r}")
        found[thing.key] = thing
    return found


def docstring_of(kind: type) -> str:
    """The docstring of a class; from its source where Python runs without any (-OO), for the page shows it.

    Parameters
    ----------
    kind : type
        A class that stands in a file.
    """
    if sys.flags.optimize < 2:
        return kind.__doc__ or ""
    try:
        source = inspect.getsource(kind)
    except (OSError, TypeError):  # not from a file
        return ""
    (definition,) = ast.parse(textwrap.dedent(source)).body
    return (isinstance(definition, ast.ClassDef) and ast.get_docstring(definition)) or ""
