"""The one door through which a page asks: commands by name, and a refusal that comes to the reader in words."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ..physics import GlassError
from .arguments import Argument, arguments_of, checked
from .flood import Flood
from .kinds import brief

Method = TypeVar("Method", bound=Callable[..., None])

FAULT = "{!r} could not be done: a fault of the program, which its log tells. Everything else is as it was."

TOO_MUCH = "The page asked for more than can be done at once; what came on top was left out."

log = logging.getLogger(__name__)


class Ask(Protocol):
    """Asks for a command by its name; what a view is given to speak to its session."""

    def __call__(self, name: str, /, **arguments: object) -> None:
        """Ask.

        Parameters
        ----------
        name : str
            Of the command.
        **arguments
            Those of the command.
        """


@dataclass(frozen=True)
class Command:
    """What a method answers.

    Attributes
    ----------
    name : str
        What the page asks for.
    with_glass : bool
        Whether it needs a glass on the page; where there is none it is refused.
    shown : bool
        Whether there may be something new to show afterwards.
    weight : float
        How much it counts in a flood: what reads a file counts for many clicks.
    """

    name: str
    with_glass: bool = False
    shown: bool = True
    weight: float = 1.0


def command(
    name: str, with_glass: bool = False, shown: bool = True, weight: float = 1.0
) -> Callable[[Method], Method]:
    """Mark a method as what is done when the page asks for a name.

    Its arguments say in its head what may come: see `arguments`.

    Parameters
    ----------
    name : str
        What the page asks for.
    with_glass, shown : bool
        See `Command`.
    weight : float
        See `Command`.
    """

    def mark(method: Method) -> Method:
        method.__dict__["command"] = Command(name, with_glass, shown, weight)
        return method

    return mark


@dataclass(frozen=True)
class Answered:
    """A command, who answers it, and what it takes.

    Attributes
    ----------
    command : Command
        How the method was marked.
    method : callable
        It, bound.
    takes : mapping of str to Argument
        Its arguments.
    """

    command: Command
    method: Callable[..., None]
    takes: Mapping[str, Argument]


class Door:
    """Finds who answers a command, and tells the reader what went wrong: nothing that a page asks for fails in silence.

    What comes over the wire is somebody else's: it is called only with what its method declares.

    Parameters
    ----------
    refuse : callable
        Called with why a command was not carried out; the run stays as it was.
    answered : callable
        Called without arguments after a command, where there may be something new to show.
    why_not : callable
        Says why there is no glass on the page; empty where there is one.
    flood : Flood, optional
        How much may come over the wire.

    Attributes
    ----------
    table : dict of str to Answered
        Every command by its name.
    """

    def __init__(
        self,
        refuse: Callable[[Exception], None],
        answered: Callable[[], None],
        why_not: Callable[[], str],
        flood: Flood | None = None,
    ) -> None:
        self._refuse, self._answered, self._why_not = refuse, answered, why_not
        self._flood = Flood() if flood is None else flood
        self.table: dict[str, Answered] = {}

    def open_to(self, part: object) -> None:
        """Let a part of the session answer the commands that its methods are marked with.

        Parameters
        ----------
        part : object
            With methods marked by `command`.

        Raises
        ------
        TypeError
            Another part answers one of them already, or one does not say what its arguments may be.
        """
        for cls in type(part).__mro__:
            for attribute, method in vars(cls).items():
                marked = getattr(method, "command", None)
                if not isinstance(marked, Command) or getattr(type(part), attribute) is not method:
                    continue
                if marked.name in self.table:
                    raise TypeError(f"two parts answer the command {marked.name!r}")
                self.table[marked.name] = Answered(marked, getattr(part, attribute), arguments_of(method))

    def ask(self, name: str, /, **arguments: object) -> None:
        """Carry out a command on the document's own thread.

        Parameters
        ----------
        name : str
            Its name.
        **arguments
            Its arguments.
        """
        self._carry_out(name, arguments)

    def receive(self, message: object) -> None:
        """Carry out what came over the wire.

        Parameters
        ----------
        message : dict
            The command's name under "do", its arguments beside it.
        """
        arguments = dict(message) if isinstance(message, dict) else {}
        name = arguments.pop("do", "")
        known = self.table.get(name) if isinstance(name, str) else None
        if self._flood.takes(known.command.weight if known is not None else 1.0):
            self._carry_out(name, arguments)
        elif not self._flood.told:
            self._flood.told = True
            self._refuse(GlassError(TOO_MUCH))

    def _carry_out(self, name: object, arguments: Mapping[str, object]) -> None:
        asked = self.table.get(name) if isinstance(name, str) else None
        try:
            if asked is None:
                raise GlassError(f"The page asked for something unknown: {brief(name)}. Reload it.")
            takes = checked(asked.command.name, asked.takes, arguments)
            if asked.command.with_glass and (why_not := self._why_not()):
                raise GlassError(why_not)
            asked.method(**takes)
        except GlassError as error:  # shown on the page; the run stays as it was
            self._refuse(error)
        except Exception:
            log.exception("the command %r failed", name)
            self._refuse(GlassError(FAULT.format(name)))
        if asked is not None and asked.command.shown:
            self._answered()
