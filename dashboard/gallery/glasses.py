"""Glasses on offer in one session: those of the library and its own, their thumbnails, and how each was made."""

from collections.abc import Callable

from ..look.words import describe
from ..moment.choices import Choices
from ..physics import Glass, GlassError
from ..run.history import History
from ..run.newest import Newest
from ..wire.door import command
from ..wire.kinds import Key, brief
from ..wire.wire import Wire
from . import entries as gallery
from .making import making
from .recipes import Recipe
from .thumbnails import SHIPPED, Thumbnails

EMPTY = "There is no glass here yet: prepare one, or open a file."


class Glasses:
    """What the gallery of one session holds.

    Parameters
    ----------
    choices : Choices
        Where the chosen glass is kept.
    history : History
        What has been seen of the run, if there is any.
    wire : Wire
        To the page.
    begin : callable
        Begins a run with a glass, by its name.
    play : callable
        Lets the run go on.

    Attributes
    ----------
    entries : list of Entry
        In the library's order, then those of the session as they came.
    problem : str
        What is wrong with the library, empty where nothing is.
    """

    def __init__(
        self,
        choices: Choices,
        history: History,
        wire: Wire,
        begin: Callable[[Glass, str], None],
        play: Callable[[], None],
    ) -> None:
        self._choices, self._history, self._wire = choices, history, wire
        self._begin, self._play = begin, play
        self.entries, self.problem = gallery.shipped()
        self._groups = gallery.groups(self.entries)
        self._own_thumbnails = Thumbnails()
        self._thumbnails_wanted = False
        self._n_own = 0
        self._faces: Newest[dict[str, str]] = Newest(wire.later)
        self._makings: Newest[dict[str, object]] = Newest(wire.later)

    def shown(self) -> dict:
        """What the page's gallery shows."""
        empty = "" if self._history.glass is not None else " ".join(filter(None, (self.problem, EMPTY)))
        return {
            "groups": self._groups,
            "chosen": self._choices.glass,
            "problem": self.problem,
            "empty": empty,
        }

    def groups(self) -> list[dict]:
        """All of them by model and class, see `entries.groups`."""
        return self._groups

    def first(self) -> tuple[gallery.Entry, Glass] | None:
        """The first glass of the library that can be read, with its entry before it; None where none can."""
        for entry in self.entries:
            try:
                return entry, entry.load()
            except GlassError as error:
                self.problem = str(error)
        return None

    @command("glass", weight=20.0)
    def choose(self, key: Key) -> None:
        """Begin a run with a glass of the gallery.

        Parameters
        ----------
        key : str
            Its key.

        Raises
        ------
        GlassError
            There is no such glass, or its file is damaged.
        """
        entry = self.entry(key)
        self._run(entry, entry.load())

    def take_in(self, glass: Glass, label: str, recipe: Recipe | None = None) -> None:
        """Add a glass of the session's own, and begin a run with it.

        Parameters
        ----------
        glass : Glass
            The glass.
        label : str
            Its name.
        recipe : Recipe, optional
            What it was prepared by.
        """
        self._n_own += 1
        entry = gallery.own(f"{gallery.OWN_KEY}{self._n_own}", label, glass, recipe)
        self.entries = [*self.entries, entry]
        self._groups = gallery.groups(self.entries)
        self._run(entry, glass)
        if self._thumbnails_wanted:
            self.show_thumbnails()

    def _run(self, entry, glass):
        self._choices.glass = entry.key
        self._begin(glass, entry.label)
        self._play()

    def entry(self, key: str) -> gallery.Entry:
        """One of the glasses.

        Parameters
        ----------
        key : str
            Its key.

        Raises
        ------
        GlassError
            There is no such glass.
        """
        entry = next((entry for entry in self.entries if entry.key == key), None)
        if entry is None:
            raise GlassError(f"there is no glass {brief(key)} in the gallery")
        return entry

    # what is made when the page asks for it ----------------------------------------------------------------------

    @command("thumbnails", weight=20.0)
    def show_thumbnails(self) -> None:
        """Send a thumbnail of every class; they are made in the background."""
        self._thumbnails_wanted = True
        faces = gallery.faces(self.entries)

        def send(thumbnails, error):
            if error is None:
                self._wire.show(thumbnails=thumbnails)

        self._faces.ask(lambda: self._thumbnails(faces), send)

    def _thumbnails(self, faces):
        thumbnails = {}
        for key, entry in faces.items():
            if self._wire.closed:
                break
            kept = self._own_thumbnails if entry.group == gallery.OWN else SHIPPED
            try:
                thumbnails[key] = kept.of(entry.mark, entry.load)
            except GlassError:  # a damaged file says so when it is chosen; its class goes without a thumbnail
                continue
        return thumbnails

    @command("making", weight=20.0)
    def show_making(self, key: Key) -> None:
        """Send how a glass was made; its file is read in the background.

        Parameters
        ----------
        key : str
            Of the glass.

        Raises
        ------
        GlassError
            There is no such glass.
        """
        entry = self.entry(key)

        def send(about, error):
            if error is not None:
                about = {"title": entry.label, "rows": [], "command": None, "words": describe(error), "stages": []}
            self._wire.show(making={"key": key, **about})

        self._makings.ask(lambda: making(entry.label, entry.load()), send)
