"""What a panel declares: the plots beside the map that belong together, what they need computed, and their words.

A class that declares itself here is on the page: its tab, its cards with their questions, progress and cancel of what
it finds, a failure in words. One file or folder in `panels/` is all that it takes.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar, Literal

from ..found.finder import Bench, Finder, Wanted
from ..moment.moment import Moment
from ..wire.door import Ask
from ..wire.lazy_plots import View

GROUPS = {"run": "Run", "structure": "Structure"}
"""Tabs above the plots, and their names on the page; the panels of a group stand below theirs."""

Words = dict[str, object]
"""What the page says on a card, see `Panel.draw`."""

_registry: dict[str, type["Panel"]] = {}
PANELS: Mapping[str, type["Panel"]] = MappingProxyType(_registry)
"""Every panel by its key; grows as classes are defined."""


@dataclass(frozen=True)
class Card:
    """A question, and the plots that answer it.

    Attributes
    ----------
    key : str
        Its name on the page.
    title : str
        The question.
    plots : mapping of str to callable
        Makes each plot, by its name on the page; called with what it asks the session with.
    hint : str
        Beside the title, where `Panel.draw` gives none.
    layout : {"plot", "pair", "facts"}
        One plot; two pictures with captions; a plot with a small table beside it.
    parts : tuple of str
        What it has besides: "key" above the plots, "words" below them.
    links : bool
        Whether it has links beside the title.
    tabs : mapping of str to str
        Labels of its plots by name, where only one of them is seen at a time; key and words are about the first.
    events : bool
        Whether the table of events is a tab more.
    """

    key: str
    title: str
    plots: Mapping[str, Callable[[Ask], View]]
    hint: str = ""
    layout: Literal["plot", "pair", "facts"] = "plot"
    parts: tuple[str, ...] = ("key",)
    links: bool = False
    tabs: Mapping[str, str] = field(default_factory=dict)
    events: bool = False


@dataclass(frozen=True)
class Choice:
    """A choice at the head of a panel.

    Attributes
    ----------
    name : str
        Parameter of the choices.
    label : str
        For who cannot see it.
    options : list of dict
        "key" and "label" of each.
    title : str
        What it means.
    """

    name: str
    label: str
    options: list[dict[str, object]] = field(default_factory=list)
    title: str = ""


class Panel(ABC):
    """Plots beside the map that belong together; one object for each session.

    Parameters
    ----------
    bench : Bench
        What finders are given.
    ask : callable
        Asks the session for a command.

    Attributes
    ----------
    key, label : str
        Its name in code and on its tab.
    group : str
        Key of `GROUPS`.
    order : int
        Its place among the tabs of its group.
    cards : tuple of Card
        Its plots, three for a full column.
    choices : tuple of Choice
        At its head.
    with_pairs : bool
        Whether it shows the field's values on pairs, which are then computed as well.
    finders : dict of type to Finder
        What it has found in the background, by what is found; `found` of a moment gives the newest.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    group: ClassVar[str] = "structure"
    order: ClassVar[int] = 100
    cards: ClassVar[tuple[Card, ...]]
    choices: ClassVar[tuple[Choice, ...]] = ()
    with_pairs: ClassVar[bool] = False

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__(**options)
        if cls.__name__.startswith("_"):
            return
        if cls.group not in GROUPS:
            raise TypeError(f"{cls.__module__}.{cls.__name__} is of no group: expected one of {', '.join(GROUPS)}")
        known = _registry.get(cls.key)
        if known is not None and known.__module__ != cls.__module__:
            raise TypeError(f"two panels share the key {cls.key!r}: {known.__module__} and {cls.__module__}")
        _registry[cls.key] = cls

    def __init__(self, bench: Bench, ask: Ask) -> None:
        self.bench, self.ask = bench, ask
        self.finders: dict[type, Finder] = self.finds(bench)

    # what it finds ---------------------------------------------------------------------------------------------

    def finds(self, bench: Bench) -> dict[type, Finder]:
        """Who finds what it shows, by the type of what is found; nobody where it shows what is there anyway.

        Parameters
        ----------
        bench : Bench
            What finders are given.
        """
        del bench
        return {}

    def wanted(self, moment: Moment) -> Wanted | None:
        """What its finders are to find now; None where what is there does, as while the run plays.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        del moment
        return None

    def look(self, moment: Moment) -> None:
        """Ask its finders for what a moment needs; called at every push while the panel is open.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        if (wanted := self.wanted(moment)) is not None:
            for finder in self.finders.values():
                finder.want(wanted)

    def leave(self) -> None:
        """Nobody looks at it any more."""
        for finder in self.finders.values():
            finder.want(None)

    def rest(self) -> None:
        """Call off what is under way for it; what has been found stays."""
        for finder in self.finders.values():
            finder.rest()

    def again(self) -> None:
        """Take up what was called off or has failed."""
        for finder in self.finders.values():
            finder.again()

    def progress(self, moment: Moment) -> dict:
        """How far what it waits for has come.

        Parameters
        ----------
        moment : Moment
            What is shown.

        Returns
        -------
        dict
            "fraction", "words" and whether it is "stopping", of the first finder that has something to tell;
            "resting" where it has been called off. "left" are words beside the bar.
        """
        del moment
        for finder in self.finders.values():
            if told := finder.progress():
                return told
        return {"resting": True} if any(finder.resting for finder in self.finders.values()) else {}

    def close(self) -> None:
        """Stop for good."""
        for finder in self.finders.values():
            finder.close()

    # what it shows ---------------------------------------------------------------------------------------------

    def head(self, moment: Moment) -> Words:
        """What stands at its head: "words" and their "title".

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        del moment
        return {}

    @abstractmethod
    def draw(self, moment: Moment, views: Mapping[str, View]) -> dict[str, Words]:
        """Draw a moment into its plots, and say what stands on each card.

        Parameters
        ----------
        moment : Moment
            What to show.
        views : mapping of str to View
            Its plots by name, but for those in tabs that nobody has opened yet.

        Returns
        -------
        dict of dict
            By card: "hint"; "key", a list of entries with any of "sign" (a class of the style sheet), "colour",
            "words", "strong", "title", "ramp" (colours) with "ends", "choice" (a `Choice` with its "value"), and
            "drop" (what a cross does: "do", "arguments" and "title");
            "words" and their "title"; "blank" where the plots have nothing to show, "instead", words in their place;
            "links", each with "do", "arguments", "words" and "title"; "captions" of a pair; "facts" beside a plot:
            "title", "rows" of name and value, and "notes", each a list of entries as in a key.
        """
