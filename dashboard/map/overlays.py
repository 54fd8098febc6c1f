"""What lies over the particles of the map: bonds, the cell, arrows, the events' rings, the picked particle."""

import numpy as np
from bokeh.models import ColumnDataSource, LinearColorMapper, MultiLine, Plot, Scatter, Segment, Text

from ..look.figures import FONT, columns, mark
from ..look.images import images_in_view
from ..look.theme import Theme
from ..moment.moment import Moment
from .arrows import arrows
from .pair_lines import EMPTY, bonds, shown_bonds

NUMBERED = 14
"""So many of the latest events carry their number on the map."""

DIMMED = 0.5
"""Opacity of the particles under bonds."""


class Overlays:
    """Draws over the particles.

    Parameters
    ----------
    plot : Plot
        The map's figure, its particles already in it.
    with_bonds : bool
        Whether bonds are drawn where they are wanted.
    """

    def __init__(self, plot: Plot, with_bonds: bool = True) -> None:
        self.with_bonds = with_bonds
        self.bonds = ColumnDataSource(dict(EMPTY))
        self.signs = LinearColorMapper(low=-1.0, high=1.0, palette=["black", "white"])
        colour = {"field": "sign", "transform": self.signs}
        mark(plot, self.bonds, Segment(line_width="width", line_alpha="alpha", line_cap="round", line_color=colour))
        self.cell = columns("xs", "ys")
        self.cell_glyph = mark(plot, self.cell, MultiLine(line_width=1)).glyph
        self.arrows = columns("x0", "y0", "x1", "y1")
        self.arrow_halo = mark(plot, self.arrows, Segment(line_width=3.2, line_alpha=0.5)).glyph
        self.arrow_glyph = mark(plot, self.arrows, Segment(line_width=1.2)).glyph
        self._build_rings(plot)
        self.pick = columns("x", "y", "size")
        self.pick_glyph = mark(plot, self.pick, Scatter(size="size", fill_color=None, line_width=2)).glyph
        self._bonds_drawn: tuple = ()

    def _build_rings(self, plot):
        self.rings = columns("x", "y", "text", "alpha", "size")
        halo = Scatter(size="size", fill_color=None, line_width=4.5, line_alpha=0.35)
        self.halo_glyph = mark(plot, self.rings, halo).glyph
        ring = Scatter(size="size", fill_color=None, line_width=2, line_alpha="alpha")
        self.ring_glyph = mark(plot, self.rings, ring).glyph
        text = Text(
            x_offset=10,
            y_offset=-10,
            text_font_size="14px",
            text_font_style="bold",
            text_font={"value": FONT},
            text_alpha="alpha",
            background_fill_alpha=0.6,
            border_radius=3,
            padding=1,
        )
        self.text_glyph = mark(plot, self.rings, text).glyph

    def update(self, moment: Moment, view: tuple, pixels: float) -> float:
        """Draw a moment; what has not changed is not sent.

        Parameters
        ----------
        moment : Moment
            What to show.
        view : tuple of float
            x0, x1, y0, y1.
        pixels : float
            Pixels in a unit of length.

        Returns
        -------
        float
            Opacity that the particles below should have.
        """
        if self.with_bonds:
            self._update_bonds(moment, view, pixels)
        self._update_cell(moment.choices.show_cell, moment.snapshot.frame.cell)
        self._update_rings(moment, view)
        _set(self.arrows, **arrows(moment, view))
        self._update_pick(moment, view, pixels)
        return DIMMED if len(self.bonds.data["x0"]) else 1.0

    def _update_bonds(self, moment, view, pixels):
        drawn, frame = shown_bonds(moment), moment.snapshot.frame
        key = (drawn, frame.serial, view, pixels) if drawn is not None else ()
        if key != self._bonds_drawn:
            self.bonds.data = bonds(moment, view, pixels)
            self._bonds_drawn = key

    def _update_cell(self, show, cell):
        if not show:
            _set(self.cell, xs=[], ys=[])
            return
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=float) @ cell
        _set(self.cell, xs=[corners[:, 0].tolist()], ys=[corners[:, 1].tolist()])

    def _update_rings(self, moment, view):
        events = moment.ringed if moment.choices.show_events else []
        frame = moment.snapshot.frame
        places, which = images_in_view(frame.positions[[e.core for e in events]], frame.cell, view)
        newest = len(events) - NUMBERED
        _set(
            self.rings,
            x=places[:, 0].tolist(),
            y=places[:, 1].tolist(),
            text=[str(events[k].number) if k >= newest else "" for k in which],
            alpha=[1.0 if k >= newest else 0.45 for k in which],
            size=[26.0 if k == len(events) - 1 else 22.0 for k in which],
        )

    def _update_pick(self, moment, view, pixels):
        picked, frame = moment.choices.picked, moment.snapshot.frame
        if picked is None or picked >= len(frame.positions):
            _set(self.pick, x=[], y=[], size=[])
            return
        places, _ = images_in_view(frame.positions[[picked]], frame.cell, view)
        size = max(9.0, float(moment.history.glass.diameters[picked]) * pixels + 5.0)
        _set(self.pick, x=places[:, 0].tolist(), y=places[:, 1].tolist(), size=[size] * len(places))

    def restyle(self, colours: Theme) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        colours : Theme
            The theme.
        """
        self.signs.palette = [colours.negative, colours.positive]
        self.cell_glyph.line_color, self.cell_glyph.line_alpha = colours.quiet, 0.8
        self.arrow_glyph.line_color, self.arrow_halo.line_color = colours.arrow, colours.map
        self.ring_glyph.line_color = self.text_glyph.text_color = colours.event
        self.halo_glyph.line_color = self.text_glyph.background_fill_color = colours.map
        self.pick_glyph.line_color = colours.accent


def _set(source, **columns):
    """Send columns only if they differ from what the page has."""
    old = source.data
    if any(not np.array_equal(old[name], column) for name, column in columns.items()):
        source.data = columns
