"""The plots under the two maps: stress of both, width of both bands, and what one block bore."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from bokeh.models import Glyph, Line, Range1d, Scatter, Step

from ..look.figures import columns, following, mark, quiet_figure, restyle
from ..look.theme import theme

Curve = tuple[np.ndarray, np.ndarray]
"""Strains, and values at them."""


class CurvesView:
    """Some curves against strain.

    Parameters
    ----------
    name : str
        Of the figure.
    label : str
        Of its values.
    curves : mapping of str to sequence of Glyph
        How each is drawn, the last one on top; by the name of its colour in a theme.
    values : Range1d, optional
        Of the values; it follows them where left out.
    """

    def __init__(
        self, name: str, label: str, curves: Mapping[str, Sequence[Glyph]], values: Range1d | None = None
    ) -> None:
        plot = quiet_figure("strain γ (%)", label, x_range=following(0.1), y_range=values or following(0.02))
        plot.name = name
        self.figure = plot
        self._sources = {colour: columns("x", "y") for colour in curves}
        self._glyphs = {
            colour: [mark(plot, self._sources[colour], glyph).glyph for glyph in glyphs]
            for colour, glyphs in curves.items()
        }

    def update(self, **curves: Curve) -> None:
        """Draw the curves.

        Parameters
        ----------
        **curves
            Strains, and values at them, by the names of their colours.
        """
        for colour, (strains, values) in curves.items():
            self._sources[colour].data = {"x": 100.0 * np.asarray(strains, float), "y": np.asarray(values, float)}

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        for name, glyphs in self._glyphs.items():
            for glyph in glyphs:
                glyph.line_color = getattr(colours, name)
                if isinstance(glyph, Scatter):
                    glyph.fill_color = glyph.line_color


def stresses() -> CurvesView:
    """Stress of the lattice ("event") and of the glass ("accent")."""
    return CurvesView("meso_stress", "σ", {"event": [Line(line_width=2)], "accent": [Line(line_width=2)]})


def widths() -> CurvesView:
    """Width of the band of the lattice ("event") and of the glass ("accent"), as a share of the cell."""
    curves = {"event": [Line(line_width=2)], "accent": [Line(line_width=1.2), Scatter(size=6)]}
    return CurvesView("meso_width", "width / cell", curves, Range1d(start=0.0, end=1.05))


def block() -> CurvesView:
    """What one block would have borne ("third"), and what it bore ("event")."""
    curves = {"third": [Step(mode="before", line_width=1.6)], "event": [Line(line_width=1.6)]}
    return CurvesView("meso_block", "σ of the block", curves)
