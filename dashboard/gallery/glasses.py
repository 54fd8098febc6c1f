"""Glasses on offer in one session: those of the library and its own, their thumbnails, and how each was made."""

from typing import Any

from ..look.words import describe
from ..physics import GlassError
from ..run.background import Background
from . import entries as gallery
from .making import making
from .thumbnails import SHIPPED, Thumbnails

EMPTY = "There is no glass here yet: prepare one, or open a file."


class Glasses:
    """What the gallery of one session holds.

    Parameters
    ----------
    session : Session
        Whose gallery it is.

    Attributes
    ----------
    entries : list of Entry
        In the library's order, then those of the session as they came.
    problem : str
        What is wrong with the library, empty where nothing is.
    """

    def __init__(self, session: Any) -> None:
        self.session = session
        self.entries, self.problem = gallery.shipped()
        self._groups = gallery.groups(self.entries)
        self._own_thumbnails = Thumbnails()
        self._thumbnails_wanted = False
        self._made = 0

    def shown(self) -> dict:
        """What the page's gallery shows."""
        empty = "" if self.session.store.glass is not None else " ".join(filter(None, (self.problem, EMPTY)))
        return {
            "groups": self._groups,
            "chosen": self.session.state.glass,
            "problem": self.problem,
            "empty": empty,
        }

    def first(self) -> tuple[Any, Any]:
        """The first glass of the library that can be read, with its entry; None, None where none can."""
        for entry in self.entries:
            try:
                return entry, entry.load()
            except GlassError as error:
                self.problem = str(error)
        return None, None

    def choose(self, key: str) -> None:
        """Begin a run with a glass of the gallery.

        Parameters
        ----------
        key : str
            Its key.
        """
        entry = self._entry(key)
        self._begin(entry, entry.load())

    def take_in(self, glass: Any, label: str) -> None:
        """Add a glass of the session's own, and begin a run with it.

        Parameters
        ----------
        glass : Glass
            The glass.
        label : str
            Its name.
        """
        self._made += 1
        entry = gallery.own(f"own-{self._made}", label, glass)
        self.entries = [*self.entries, entry]
        self._groups = gallery.groups(self.entries)
        self._begin(entry, glass)
        if self._thumbnails_wanted:
            self.show_thumbnails()

    def _begin(self, entry, glass):
        self.session.state.glass = entry.key
        self.session.begin(glass, entry.label)
        self.session.runner.play()

    def _entry(self, key):
        entry = next((each for each in self.entries if each.key == key), None)
        if entry is None:
            raise GlassError(f"there is no glass {key!r} in the gallery")
        return entry

    # what is made when the page asks for it ----------------------------------------------------------------------

    def show_thumbnails(self) -> None:
        """Send a thumbnail of every class; they are made in the background."""
        self._thumbnails_wanted = True
        faces = gallery.faces(self.entries)

        def made(_, thumbnails, error):
            if error is None:
                self.session.later(lambda: self.session.bridge.show(thumbnails=thumbnails))

        Background(lambda _: self._thumbnails(faces), lambda _: None, made)

    def _thumbnails(self, faces):
        made = {}
        for key, entry in faces.items():
            if self.session.closed:
                break
            kept = self._own_thumbnails if entry.group == gallery.OWN else SHIPPED
            try:
                made[key] = kept.of(entry.mark, entry.load)
            except GlassError:  # a damaged file says so when it is chosen; its class goes without a thumbnail
                continue
        return made

    def show_making(self, key: str) -> None:
        """Send how a glass was made; its file is read in the background.

        Parameters
        ----------
        key : str
            Of the glass.
        """
        entry = self._entry(key)

        def read(_, about, error):
            if error is not None:
                about = {"title": entry.label, "rows": [], "command": None, "words": describe(error), "stages": []}
            self.session.later(lambda: self.session.bridge.show(making={"key": key, **about}))

        Background(lambda _: making(entry.label, entry.load()), lambda _: None, read)
