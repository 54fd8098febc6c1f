"""The lattice as a picture, a square a block, with the block that is picked and where the glass has given way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from bokeh.models import Image, LinearColorMapper, Range1d, Rect, Scatter, Text

from ..look.figures import FONT, bare_figure, columns, mark
from ..look.shades import levels
from ..look.shadings import Shading
from ..look.theme import theme

NUMBERED = 9
"""So many of the latest events of the glass carry their number."""


class LatticeView:
    """Draws a lattice.

    Parameters
    ----------
    on_tap : callable
        Called with the place (x, y) that was tapped, in blocks.
    """

    def __init__(self, on_tap: Callable[[float, float], None]) -> None:
        self._x, self._y = Range1d(0.0, 1.0), Range1d(0.0, 1.0)
        plot = bare_figure(min_border=0, x_range=self._x, y_range=self._y, name="lattice")
        self.figure = plot
        self.blocks = columns("image", "side")
        self.colours = LinearColorMapper(low=0, high=62, palette=["black", "white"])
        picture = Image(image="image", x=0, y=0, dw="side", dh="side", color_mapper=self.colours)
        mark(plot, self.blocks, picture)
        self.cores = columns("x", "y", "text")
        self.ring = mark(plot, self.cores, Scatter(size=15, fill_color=None, line_width=2)).glyph
        words = Text(
            text_font_size="12px", text_font_style="bold", text_font={"value": FONT}, x_offset=8, y_offset=-6,
            background_fill_alpha=0.6, border_radius=3, padding=1,
        )  # fmt: skip
        self.numbers = mark(plot, self.cores, words).glyph
        self.picked = columns("x", "y")
        self.frame = mark(plot, self.picked, Rect(width=1, height=1, fill_color=None, line_width=2.5)).glyph
        plot.on_event("tap", lambda event: on_tap(event.x, event.y))
        self._size = 0
        self._coloured: tuple[object, ...] = ()

    def update(
        self,
        values: np.ndarray,
        shading: Shading,
        events: Sequence[tuple[int, float, float]],
        picked: int | None,
        dark: bool,
    ) -> None:
        """Draw a state; what has not changed is not sent.

        Parameters
        ----------
        values : ndarray, shape (L, L)
            Of the blocks.
        shading : Shading
            How they are shaded.
        events : sequence of (int, float, float)
            Number of each event of the glass, and where its core is, in blocks.
        picked : int or None
            The block that is picked.
        dark : bool
            The theme.
        """
        size = len(values)
        if size != self._size:
            for each in (self._x, self._y):
                each.update(start=0.0, end=float(size))
            self._size = size
        shades = levels(shading.softness(values))
        self.blocks.data = {"image": [shades], "side": [float(size)]}
        if (coloured := (shading.colour_map, shading.reverse, dark)) != self._coloured:
            self.colours.palette, self._coloured = shading.colours(dark), coloured
        text = [str(number) if k >= len(events) - NUMBERED else "" for k, (number, *_) in enumerate(events)]
        _set(self.cores, x=[x for _, x, _ in events], y=[y for *_, y in events], text=text)
        place = [] if picked is None or picked >= size**2 else [divmod(picked, size)]
        _set(self.picked, x=[x + 0.5 for _, x in place], y=[y + 0.5 for y, _ in place])

    def clear(self) -> None:
        """There is no lattice."""
        _set(self.blocks, image=[], side=[])
        _set(self.cores, x=[], y=[], text=[])
        _set(self.picked, x=[], y=[])

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        self.ring.line_color = self.numbers.text_color = colours.event
        self.numbers.background_fill_color = colours.map
        self.frame.line_color = colours.third


def _set(source, **columns):
    if any(list(source.data[name]) != column for name, column in columns.items()):
        source.data = columns
