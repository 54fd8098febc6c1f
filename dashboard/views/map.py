"""The map: every particle at its true size in the sheared cell, the field as its colour, the events as rings."""

from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, LinearColorMapper, PanTool, Range1d, WheelZoomTool
from bokeh.plotting import figure

from ..moment import Moment
from ..raster import draw, images_in_view
from ..shades import levels, snap, softness
from ..theme import SIGNED, raster_palette, theme
from .arrows import arrows
from .plots import FONT

HOME = 1.02
"""Side of the whole view, in units of the cell's longest extent."""

NUMBERED = 14
"""So many of the latest events carry their number on the map."""

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
        plot.image("image", "x", "y", "dw", "dh", source=self.image, color_mapper=self.mapper)
        self.cell = ColumnDataSource({"xs": [], "ys": []})
        self.cell_glyph = plot.multi_line("xs", "ys", source=self.cell, line_width=1).glyph
        self.arrows = ColumnDataSource({"x0": [], "y0": [], "x1": [], "y1": []})
        self.arrow_glyph = plot.segment("x0", "y0", "x1", "y1", source=self.arrows, line_width=1.2).glyph
        self.rings = ColumnDataSource({"x": [], "y": [], "text": [], "alpha": [], "size": []})
        self.halo_glyph = plot.scatter(
            "x", "y", source=self.rings, size="size", fill_color=None, line_width=4.5, line_alpha=0.35
        ).glyph
        self.ring_glyph = plot.scatter(
            "x", "y", source=self.rings, size="size", fill_color=None, line_width=2, line_alpha="alpha"
        ).glyph
        self.text_glyph = plot.text(
            "x",
            "y",
            "text",
            source=self.rings,
            x_offset=10,
            y_offset=-10,
            text_font_size="14px",
            text_font_style="bold",
            text_font={"value": FONT},
            text_alpha="alpha",
            background_fill_alpha=0.6,
            border_radius=3,
            padding=1,
        ).glyph
        self.pick = ColumnDataSource({"x": [], "y": [], "size": []})
        self.pick_glyph = plot.scatter("x", "y", source=self.pick, size="size", fill_color=None, line_width=2).glyph
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
        self._update_cell(moment.state.show_cell, frame.cell)
        self._update_rings(moment)
        self._update_arrows(moment)
        self._update_pick(moment)

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

    def _update_cell(self, show, cell):
        if not show:
            _set(self.cell, xs=[], ys=[])
            return
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=float) @ cell
        _set(self.cell, xs=[corners[:, 0].tolist()], ys=[corners[:, 1].tolist()])

    def _update_rings(self, moment):
        events = moment.events if moment.state.show_events else []
        frame = moment.snapshot.frame
        places, which = images_in_view(frame.positions[[e.core for e in events]], frame.cell, self.view)
        newest = len(events) - NUMBERED
        _set(
            self.rings,
            x=places[:, 0].tolist(),
            y=places[:, 1].tolist(),
            text=[str(events[k].number) if k >= newest else "" for k in which],
            alpha=[1.0 if k >= newest else 0.45 for k in which],
            size=[26.0 if k == len(events) - 1 else 22.0 for k in which],
        )

    def _update_arrows(self, moment):
        _set(self.arrows, **arrows(moment, self.view))

    def _update_pick(self, moment):
        picked, frame = moment.state.picked, moment.snapshot.frame
        if picked is None or picked >= len(frame.positions):
            _set(self.pick, x=[], y=[], size=[])
            return
        places, _ = images_in_view(frame.positions[[picked]], frame.cell, self.view)
        pixels = self.size["inner_width"] / (self.view[1] - self.view[0])
        size = max(9.0, float(moment.store.glass.diameters[picked]) * pixels + 5.0)
        _set(self.pick, x=places[:, 0].tolist(), y=places[:, 1].tolist(), size=[size] * len(places))

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
        colours = theme(dark)
        self.cell_glyph.line_color, self.cell_glyph.line_alpha = colours.quiet, 0.8
        self.arrow_glyph.line_color = colours.arrow
        self.ring_glyph.line_color = self.text_glyph.text_color = colours.event
        self.halo_glyph.line_color = self.text_glyph.background_fill_color = colours.map
        self.pick_glyph.line_color = colours.accent


def _set(source, **columns):
    """Send columns only if they differ from what the page has."""
    old = source.data
    if any(not np.array_equal(old[name], column) for name, column in columns.items()):
        source.data = columns
