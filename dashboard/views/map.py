"""The map: every particle at its true size in the sheared cell, the field as its colour, the events as rings."""

from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, LinearColorMapper, PanTool, Range1d, WheelZoomTool
from bokeh.plotting import figure

from ..moment import Moment
from ..raster import draw
from ..shades import levels, snap, softness
from ..theme import SIGNED, raster_palette, theme
from .overlays import Overlays

HOME = 1.02
"""Side of the whole view, in units of the cell's longest extent."""

LARGEST_IMAGE = 1400
"""Pixels along a side of the raster, at most."""


class MapView:
    """Draws the glass.

    Parameters
    ----------
    on_view : callable
        Called without arguments when the user has moved or zoomed the map.
    on_tap : callable
        Called with the place (x, y) that was tapped.
    """

    def __init__(self, on_view: Any, on_tap: Any) -> None:
        self.pixel_ratio = 1.0
        self.at_home = True
        self._setting = False
        self._shades: tuple = (None, None)
        self._drawn: tuple = ()
        self._palette = None
        self.view = (0.0, 1.0, 0.0, 1.0)
        self.size = {"inner_width": 640, "inner_height": 640}
        self._on_view = on_view
        self._build()
        for each in (self.figure.x_range, self.figure.y_range):
            for name in ("start", "end"):
                each.on_change(name, self._moved)
        for name in self.size:
            self.figure.on_change(name, self._resized)
        self.figure.on_event("tap", lambda event: on_tap(event.x, event.y))

    def _build(self):
        wheel = WheelZoomTool(zoom_on_axis=False, speed=1 / 500)
        plot = figure(
            sizing_mode="stretch_both",
            toolbar_location=None,
            tools=[PanTool(), wheel],
            active_scroll=wheel,
            min_border=0,
            min_width=60,
            min_height=60,
            x_range=Range1d(0.0, 1.0),
            y_range=Range1d(0.0, 1.0),
            background_fill_color=None,
            border_fill_color=None,
            outline_line_color=None,
            output_backend="canvas",
            lod_threshold=None,
            name="map",
            stylesheets=[":host { --highlight-color: transparent }"],
        )
        plot.axis.visible = plot.grid.visible = False
        self.mapper = LinearColorMapper(low=-0.5, high=255.5, palette=list(raster_palette("magma", True, False)))
        blank = np.zeros((2, 2), dtype=np.uint8)
        self.image = ColumnDataSource({"image": [blank], "x": [0.0], "y": [0.0], "dw": [1.0], "dh": [1.0]})
        self.discs = plot.image("image", "x", "y", "dw", "dh", source=self.image, color_mapper=self.mapper).glyph
        self.overlays = Overlays(plot)
        self.figure = plot

    # view ------------------------------------------------------------------------------------------------------

    def _moved(self, attr, old, new):
        if not self._setting:
            self.at_home = False
            self._on_view()

    def _resized(self, attr, old, new):
        self.size[attr] = max(16, int(new or 640))
        self._on_view()

    def home(self) -> None:
        """Show the whole glass again at the next update."""
        self.at_home = True

    def _place(self, cell):
        x_range, y_range = self.figure.x_range, self.figure.y_range
        if self.at_home:
            centre = 0.5 * (cell[0] + cell[1])
            half = 0.5 * HOME * max(abs(cell[0, 0]), abs(cell[1, 1]))
            self._setting = True
            try:
                for each, middle in ((x_range, centre[0]), (y_range, centre[1])):
                    start, end = float(middle - half), float(middle + half)
                    if abs(each.start - start) + abs(each.end - end) > 1e-9 * half:
                        each.update(start=start, end=end)
            finally:
                self._setting = False
        self.view = (x_range.start, x_range.end, y_range.start, y_range.end)

    def _shape(self):
        width, height = self.size["inner_width"], self.size["inner_height"]
        ratio = min(self.pixel_ratio, LARGEST_IMAGE / max(width, height))
        return max(16, round(height * ratio)), max(16, round(width * ratio))

    def scale_bar(self) -> dict:
        """Length of a round number of units of length: as a share of the view's width, and in words."""
        width = self.view[1] - self.view[0]
        power = 10.0 ** np.floor(np.log10(0.15 * width))
        length = max(m * power for m in (1.0, 2.0, 5.0) if m * power <= 0.15 * width)
        return {"share": float(length / width), "words": f"{length:g} units" if length != 1.0 else "1 unit"}

    # update ----------------------------------------------------------------------------------------------------

    def update(self, moment: Moment) -> None:
        """Draw a moment; what has not changed is not sent.

        Parameters
        ----------
        moment : Moment
            What to show.
        """
        frame = moment.snapshot.frame
        self._place(frame.cell)
        self._update_palette(moment.state)
        shade = self._levels(moment)
        shape = self._shape()
        drawn = (id(frame), id(shade), self.view, shape)
        if drawn != self._drawn:
            x0, x1, y0, y1 = self.view
            image = draw(frame.positions, 0.5 * moment.store.glass.diameters, shade, frame.cell, self.view, shape)
            self.image.data = {"image": [image], "x": [x0], "y": [y0], "dw": [x1 - x0], "dh": [y1 - y0]}
            self._drawn = drawn
            self._kept = (frame, shade)  # ids stay unique while these live
        pixels = self.size["inner_width"] / (self.view[1] - self.view[0])
        opacity = self.overlays.update(moment, self.view, pixels)
        if self.discs.global_alpha != opacity:
            self.discs.global_alpha = opacity

    def _update_palette(self, state):
        wanted = (state.colour_map, state.dark, state.reverse)
        if wanted != self._palette:
            self.mapper.palette = list(raster_palette(*wanted))
            self._palette = wanted

    def _levels(self, moment):
        state, field = moment.state, moment.field
        key = (id(field), state.scale, state.low, state.high, state.log, moment.store.run, state.colour_map in SIGNED)
        if key != self._shades[0]:
            self._shades = (key, self._compute_levels(moment), field)
        return self._shades[1]

    def _compute_levels(self, moment):
        state, field = moment.state, moment.field
        if field is None or field.values is None:
            return levels(np.full(moment.store.glass.n_particles, np.nan))
        low, high = state.low, state.high
        if low is None or high is None or not high > low or (state.log and low <= 0.0):
            low, high = snap(field.values, state.colour_map in SIGNED, state.log)
        return levels(softness(field.values, moment.indicator.soft, state.scale, low, high, state.log))

    def nearest(self, moment: Moment, x: float, y: float) -> int:
        """The particle under a place of the view.

        Parameters
        ----------
        moment : Moment
            What is shown.
        x, y : float
            The place, in units of length.

        Returns
        -------
        int
            Its index.
        """
        frame = moment.snapshot.frame
        away = (frame.positions - np.array([x, y])) @ np.linalg.inv(frame.cell)
        away = (away - np.round(away)) @ frame.cell
        return int((np.hypot(away[:, 0], away[:, 1]) - 0.5 * moment.store.glass.diameters).argmin())

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        self.overlays.restyle(theme(dark))
