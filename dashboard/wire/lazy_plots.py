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
        self.places = {name: place_for(name) for name in makers}

    def open(self, names: Iterable[str], dark: bool) -> dict[str, Kind]:
        """Make those that are not there yet, on the document's own thread.

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
        made = {name: self._makers[name]() for name in names if name in self._makers}
        for name, view in made.items():
            view.restyle(dark)
            self.places[name].children = [view.figure]
            del self._makers[name]
        return made


def place_for(name: str) -> Column:
    """Where a plot will be that fills its place on the page.

    Parameters
    ----------
    name : str
        Its name on the page.
    """
    return Column(sizing_mode="stretch_both", margin=0, name=name)
