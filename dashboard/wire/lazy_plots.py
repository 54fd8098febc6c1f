"""Plots that are made when they are first looked at: a page that came with all of them would take thrice as long."""

from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

from bokeh.models import Column, Plot


class View(Protocol):
    """A plot with the colours of a theme."""

    @property
    def figure(self) -> Plot:
        """What is drawn into."""

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """


Kind = TypeVar("Kind", bound="View")


class LateViews(Generic[Kind]):
    """Views by name, each in a place of the page that stays empty until the view is wanted.

    Parameters
    ----------
    makers : dict of callable
        Makes each view, without arguments.

    Attributes
    ----------
    places : dict of Column
        Where each of them will be.
    """

    def __init__(self, makers: dict[str, Callable[[], Kind]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, Kind] = {}
        self.places = {name: place_for(name) for name in makers}

    def make(self, names: Iterable[str]) -> None:
        """Make those that are not there yet, in any thread: they are shown when they are opened.

        Parameters
        ----------
        names : iterable of str
            What will be looked at.
        """
        for name in names:
            if name in self._makers:
                self._made[name] = self._makers[name]()
                del self._makers[name]

    def open(self, names: Iterable[str], dark: bool) -> dict[str, Kind]:
        """Show those that are not there yet, on the document's own thread, made where they have not been.

        Parameters
        ----------
        names : iterable of str
            What is looked at.
        dark : bool
            The theme.

        Returns
        -------
        dict
            The new views by name.
        """
        names = list(names)
        self.make(names)
        opened = {name: self._made.pop(name) for name in names if name in self._made}
        for name, view in opened.items():
            view.restyle(dark)
            self.places[name].children = [view.figure]
        return opened


def place_for(name: str) -> Column:
    """Where a plot will be that fills its place on the page.

    Parameters
    ----------
    name : str
        Its name on the page.
    """
    return Column(sizing_mode="stretch_both", margin=0, name=name)
