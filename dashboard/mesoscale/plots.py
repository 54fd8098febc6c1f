"""The plots under the two maps: stress of both, width of both bands, and what one block bore."""

from __future__ import annotations

import numpy as np
from bokeh.models import DataRange1d, Line, Range1d, Scatter, Step

from ..look.figures import columns, mark, quiet_figure, restyle
from ..look.theme import theme

Curve = tuple[np.ndarray, np.ndarray]
"""Strains, and values at them."""


class StressesView:
    """Stress of the glass and of its lattice against strain."""

    def __init__(self) -> None:
        plot = quiet_figure("strain γ (%)", "σ", x_range=_span(0.1), y_range=_span(0.02))
        plot.name = "meso_stress"
        self.figure = plot
        self.lattice, self.glass = columns("x", "y"), columns("x", "y")
        self._lattice = mark(plot, self.lattice, Line(line_width=2)).glyph
        self._glass = mark(plot, self.glass, Line(line_width=2)).glyph

    def update(self, glass: Curve, lattice: Curve) -> None:
        """Draw both.

        Parameters
        ----------
        glass, lattice : tuple of ndarray
            Strains, and stresses at them.
        """
        self.glass.data, self.lattice.data = _columns(glass), _columns(lattice)

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        restyle(self.figure, theme(dark))
        self._glass.line_color, self._lattice.line_color = theme(dark).accent, theme(dark).event


class WidthsView:
    """Width of the bands against strain, as a share of the cell."""

    def __init__(self) -> None:
        plot = quiet_figure("strain γ (%)", "width / cell", x_range=_span(0.1), y_range=Range1d(start=0.0, end=1.05))
        plot.name = "meso_width"
        self.figure = plot
        self.lattice, self.glass = columns("x", "y"), columns("x", "y")
        self._lattice = mark(plot, self.lattice, Line(line_width=2)).glyph
        self._glass = [mark(plot, self.glass, glyph).glyph for glyph in (Line(line_width=1.2), Scatter(size=6))]

    def update(self, glass: Curve, lattice: Curve) -> None:
        """Draw both.

        Parameters
        ----------
        glass, lattice : tuple of ndarray
            Strains, and widths at them.
        """
        self.glass.data, self.lattice.data = _columns(glass), _columns(lattice)

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self._lattice.line_color = colours.event
        for glyph in self._glass:
            glyph.line_color = colours.accent
        self._glass[1].fill_color = colours.accent


class BlockView:
    """What one block bore, and what it would have borne, against strain."""

    def __init__(self) -> None:
        plot = quiet_figure("strain γ (%)", "σ of the block", x_range=_span(0.1), y_range=_span(0.02))
        plot.name = "meso_block"
        self.figure = plot
        self.bears, self.bore = columns("x", "y"), columns("x", "y")
        self._bears = mark(plot, self.bears, Step(mode="before", line_width=1.6)).glyph
        self._bore = mark(plot, self.bore, Line(line_width=1.6)).glyph

    def update(self, strains: np.ndarray, bore: np.ndarray, bears: np.ndarray) -> None:
        """Draw a block's past.

        Parameters
        ----------
        strains, bore, bears : ndarray, shape (n,)
            Strains, and its stress and its yield stress at them.
        """
        self.bore.data, self.bears.data = _columns((strains, bore)), _columns((strains, bears))

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        restyle(self.figure, theme(dark))
        self._bore.line_color, self._bears.line_color = theme(dark).event, theme(dark).third


def _columns(curve):
    return {"x": 100.0 * np.asarray(curve[0], dtype=float), "y": np.asarray(curve[1], dtype=float)}


def _span(least):
    return DataRange1d(range_padding=0.08, default_span=least, min_interval=1e-3 * least)
