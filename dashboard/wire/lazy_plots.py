"""Plots that are made when they are first looked at: a page that came with all of them would take thrice as long."""

from collections.abc import Callable
from typing import Any

import panel as pn


class LateViews:
    """Views by name, each in a place of the page that stays empty until the view is wanted.

    Parameters
    ----------
    makers : dict of callable
        Makes each view, without arguments.

    Attributes
    ----------
    places : dict of panel.Column
        Where each of them will be.
    """

    def __init__(self, makers: dict[str, Callable]) -> None:
        self._makers = dict(makers)
        self.places = {name: pn.Column(sizing_mode="stretch_both", margin=0) for name in makers}

    def open(self, names: tuple, dark: bool) -> dict[str, Any]:
        """Make those that are not there yet, on the document's own thread.

        Parameters
        ----------
        names : tuple of str
            What is looked at.
        dark : bool
            The theme.

        Returns
        -------
        dict
            The new views by name.
        """
        made = {name: self._makers.pop(name)() for name in names if name in self._makers}
        for name, view in made.items():
            view.restyle(dark)
            self.places[name].append(pn.pane.Bokeh(view.figure, sizing_mode="stretch_both", theme=None, margin=0))
        return made
