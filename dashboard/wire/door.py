"""The one door through which a page asks: commands by name, and a refusal that comes to the reader in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ..physics import GlassError

Method = TypeVar("Method", bound=Callable[..., None])


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
    """

    name: str
    with_glass: bool = False
    shown: bool = True


def command(name: str, with_glass: bool = False, shown: bool = True) -> Callable[[Method], Method]:
    """Mark a method as what is done when the page asks for a name.

    Parameters
    ----------
    name : str
        What the page asks for.
    with_glass, shown : bool
        See `Command`.
    """

    def mark(method: Method) -> Method:
        method.__dict__["command"] = Command(name, with_glass, shown)
        return method

    return mark


class Door:
    """Finds who answers a command, and tells the reader what went wrong: nothing that a page asks for fails in silence.

    Parameters
    ----------
    refuse : callable
        Called with the exception of a command that failed; the run stays as it was.
    answered : callable
        Called without arguments after a command, where there may be something new to show.
    why_not : callable
        Says why there is no glass on the page; empty where there is one.
    """

    def __init__(
        self, refuse: Callable[[Exception], None], answered: Callable[[], None], why_not: Callable[[], str]
    ) -> None:
        self._refuse, self._answered, self._why_not = refuse, answered, why_not
        self._commands: dict[str, tuple[Command, Callable[..., None]]] = {}

    def open_to(self, part: object) -> None:
        """Let a part of the session answer the commands that its methods are marked with.

        Parameters
        ----------
        part : object
            With methods marked by `command`.

        Raises
        ------
        TypeError
            Another part answers one of them already.
        """
        for cls in type(part).__mro__:
            for attribute, method in vars(cls).items():
                marked = getattr(method, "command", None)
                if not isinstance(marked, Command) or getattr(type(part), attribute) is not method:
                    continue
                if marked.name in self._commands:
                    raise TypeError(f"two parts answer the command {marked.name!r}")
                self._commands[marked.name] = (marked, getattr(part, attribute))

    @property
    def commands(self) -> tuple[str, ...]:
        """Every name that is answered."""
        return tuple(self._commands)

    def ask(self, name: str, /, **arguments: object) -> None:
        """Carry out a command on the document's own thread.

        Parameters
        ----------
        name : str
            Its name.
        **arguments
            Its arguments.
        """
        asked, answer = self._commands.get(name, (Command(name), None))
        try:
            if answer is None:
                raise GlassError(f"The page asked for something unknown: {name!r}. Reload it.")
            if asked.with_glass and (why_not := self._why_not()):
                raise GlassError(why_not)
            answer(**arguments)
        except Exception as error:  # shown on the page; the run stays as it was
            self._refuse(error)
        if asked.shown:
            self._answered()

    def receive(self, message: object) -> None:
        """Carry out what came over the wire.

        Parameters
        ----------
        message : dict
            The command's name under "do", its arguments beside it.
        """
        arguments = dict(message) if isinstance(message, dict) else {"do": f"no dictionary but {message!r}"}
        self.ask(str(arguments.pop("do", "")), **{str(name): value for name, value in arguments.items()})
