"""What can go wrong, by name: bad input, a file that is no glass, a state that is no minimum, a search that gave up."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .matter.glass import Glass


class GlassError(ValueError):
    """Input that describes no possible glass; the message says what was expected."""


class GlassFileError(GlassError):
    """A file that holds no glass, or only part of one."""


class MissingInformation(GlassFileError):  # noqa: N818 - a question, not a fault of the file
    """A file from elsewhere that leaves something open; an answer lets it be read.

    Attributes
    ----------
    question : str
        What has to be known, in plain words.
    missing : str
        Which it is: "model", "cell" or "sizes".
    choices : tuple of str
        What there is to choose from: keys of models for "model", names of the file's particle types for "sizes".
    """

    def __init__(self, question: str, missing: str, choices: Iterable[str] = ()):
        super().__init__(question)
        self.question = question
        self.missing = missing
        self.choices = tuple(choices)


class NotAMinimumError(GlassError):
    """A state whose Hessian is not positive definite, where a mechanically stable one is needed.

    Attributes
    ----------
    lowest_eigenvalue : float or None
        The lowest eigenvalue found, None where none was computed.
    """

    def __init__(self, message: str, lowest_eigenvalue: float | None = None):
        super().__init__(message)
        self.lowest_eigenvalue = lowest_eigenvalue


class NotConvergedError(RuntimeError):
    """A relaxation that stopped before its force tolerance was met.

    Attributes
    ----------
    max_force : float
        The largest force component that was left.
    glass : Glass or None
        The state where the relaxation stopped.
    """

    def __init__(self, message: str, max_force: float, glass: Glass | None = None):
        super().__init__(message)
        self.max_force = max_force
        self.glass = glass


class MissingModesError(RuntimeError):
    """Vibrational modes were found whose number is not the one that the inertia of the Hessian gives."""


class Cancelled(Exception):  # noqa: N818 - a wish of the caller, not an error
    """Raised by a progress callback to stop the work; nothing is left half-written."""


def shown(value: object) -> str:
    """A value as a message shows it: cut short, however large or deep it is.

    Parameters
    ----------
    value : object
        What was given, or read.
    """
    words = _BRIEF.repr(value)
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}..."


_LONGEST = 160  # characters
_BRIEF = reprlib.Repr()
_BRIEF.maxlevel = 3
_BRIEF.maxstring = _BRIEF.maxother = 150
