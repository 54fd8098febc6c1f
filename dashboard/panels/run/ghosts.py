"""Curves of earlier runs, behind those of the present one, each with a dash of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from bokeh.models import Line, Plot

from ...look.figures import columns, mark
from ...look.theme import Theme
from ...look.words import in_words
from ...physics import Model
from ...run.earlier import MOST
from ...run.records import Ghost
from ..panel import Words

DASHES = ([6, 3], [2, 3], [9, 3, 2, 3], [12, 4])
"""Of the lines, by the number of the ghost."""


class GhostLines:
    """Draws ghosts into a plot of stress against strain.

    Parameters
    ----------
    plot : Plot
        The plot; what is drawn into it later lies over them.
    """

    def __init__(self, plot: Plot) -> None:
        self._sources = [columns("x", "y") for _ in range(MOST)]
        self._glyphs = [
            mark(plot, source, Line(line_width=1.4, line_dash=dash)).glyph
            for source, dash in zip(self._sources, DASHES, strict=True)
        ]
        self._sent: tuple[object, ...] = ()

    def update(self, ghosts: Sequence[Ghost], model: Model) -> None:
        """Draw those that have stresses in the units of a model.

        Parameters
        ----------
        ghosts : sequence of Ghost
            What is kept.
        model : Model
            Of the glass that is shown.
        """
        shown = comparable(ghosts, model)
        if self._sent == tuple(shown):
            return
        self._sent = tuple(shown)
        drawn = {dash_of(each): each for each in shown}
        for k, source in enumerate(self._sources):
            ghost = drawn.get(k)
            x, y = (np.empty(0), np.empty(0)) if ghost is None else (100.0 * ghost.strain, ghost.stress)
            source.data = {"x": x, "y": y}

    def restyle(self, colours: Theme) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        colours : Theme
            The theme.
        """
        for glyph in self._glyphs:
            glyph.line_color = colours.quiet


def dash_of(ghost: Ghost) -> int:
    """Which dash a ghost has: none of those kept at once have the same.

    Parameters
    ----------
    ghost : Ghost
        The ghost.
    """
    return ghost.number % MOST


def comparable(ghosts: Sequence[Ghost], model: Model) -> list[Ghost]:
    """The ghosts whose stresses have the units of a model.

    Parameters
    ----------
    ghosts : sequence of Ghost
        What is kept.
    model : Model
        Of the glass that is shown.
    """
    return [each for each in ghosts if each.model == model]


def ghosts_in_words(ghosts: Sequence[Ghost], model: Model) -> list[Words]:
    """Entries of a key: what each ghost is, and a way to let it go.

    Parameters
    ----------
    ghosts : sequence of Ghost
        What is kept.
    model : Model
        Of the glass that is shown.
    """
    return [
        {
            "sign": f"ghost ghost-{dash_of(each)}",
            "words": f"{each.label}, N {each.n_particles:,}, {in_words(each.load)}",
            "title": "An earlier run",
            "drop": {"do": "dismiss", "arguments": {"number": each.number}, "title": "Let this curve go"},
        }
        for each in comparable(ghosts, model)
    ]
