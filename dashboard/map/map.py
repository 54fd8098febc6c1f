"""The map: every particle at its true size in the sheared cell, the field as its colour, the events as rings."""

from collections.abc import Callable

import numpy as np
from bokeh.models import ColumnDataSource, Image, LinearColorMapper, PanTool, Toolbar, WheelZoomTool

from ..look.discs import FAINT, NO_VALUE, draw
from ..look.figures import bare_figure, mark
from ..look.shades import levels
from ..look.theme import raster_palette, theme
from ..moment.moment import Moment
from ..run.records import Frame
from .camera import Camera
from .marks import MarksView
from .overlays import Overlays
from .voronoi_lines import CellsView

LARGEST_IMAGE = 1400
"""Pixels along a side of the raster, at most."""

SIDES = 16, 20_000
"""Pixels along a side of a map, whatever the browser says."""


class MapView:
    """Draws the glass.

    Parameters
    ----------
    camera : Camera
        What part of the glass is seen; other maps may share it.
    on_view : callable
        Called without arguments when the map has another size.
    on_tap : callable
        Called with the place (x, y) that was tapped.
    name : str
        Name of the figure.
    with_bonds : bool
        Whether bonds are drawn where they are wanted.
    """

    def __init__(
        self,
        camera: Camera,
        on_view: Callable[[], None],
        on_tap: Callable[[float, float], None],
        name: str = "map",
        with_bonds: bool = True,
    ) -> None:
        self.camera = camera
        self._shades: tuple = (None, None)
        self._drawn: tuple = ()
        self._shade: np.ndarray | None = None
        self._palette: tuple | None = None
        self.size = {"inner_width": 640, "inner_height": 640}
        self._on_view = on_view
        self._build(name, with_bonds)
        for each in self.size:
            self.figure.on_change(each, self._resized)
        self.figure.on_event("tap", lambda event: on_tap(event.x, event.y))

    def _build(self, name, with_bonds):
        wheel = WheelZoomTool(zoom_on_axis=False, speed=1 / 500)
        plot = bare_figure(
            min_border=0,
            x_range=self.camera.x_range,
            y_range=self.camera.y_range,
            toolbar=Toolbar(tools=[PanTool(), wheel], active_scroll=wheel),
            name=name,
            stylesheets=[":host { --highlight-color: transparent }"],
        )
        self.mapper = LinearColorMapper(low=-0.5, high=255.5, palette=list(raster_palette("magma", True, False)))
        blank = np.zeros((2, 2), dtype=np.uint8)
        self.image = ColumnDataSource({"image": [blank], "x": [0.0], "y": [0.0], "dw": [1.0], "dh": [1.0]})
        self.discs = mark(plot, self.image, Image(color_mapper=self.mapper), level="image").glyph
        self.cells = CellsView(plot)
        self.marks = MarksView(plot)
        self.overlays = Overlays(plot, with_bonds)
        self.figure = plot

    def _resized(self, attr, old, new):
        self.size[attr] = min(max(SIDES[0], int(new or 640)), SIDES[1])
        self._on_view()

    def _shape(self):
        width, height = self.size["inner_width"], self.size["inner_height"]
        ratio = min(self.camera.pixel_ratio, LARGEST_IMAGE / max(width, height))
        return max(16, round(height * ratio)), max(16, round(width * ratio))

    # update ----------------------------------------------------------------------------------------------------

    def update(self, moment: Moment) -> None:
        """Draw a moment; what has not changed is not sent.

        Parameters
        ----------
        moment : Moment
            What to show.
        """
        frame = moment.snapshot.frame
        view = self.camera.place(frame.cell, len(frame.positions))
        self._update_palette(moment)
        shade = self._levels(moment)
        shape = self._shape()
        drawn = (frame.serial, view, shape)
        if drawn != self._drawn or shade is not self._shade:
            x0, x1, y0, y1 = view
            image = draw(frame.positions, 0.5 * moment.glass.diameters, shade, frame.cell, view, shape)
            self.image.data = {"image": [image], "x": [x0], "y": [y0], "dw": [x1 - x0], "dh": [y1 - y0]}
            self._drawn, self._shade = drawn, shade
        self.cells.update(moment, view, shape, shape[1] / self.size["inner_width"])
        self.marks.update(moment, view)
        pixels = self.size["inner_width"] / (view[1] - view[0])
        opacity = self.overlays.update(moment, view, pixels)
        if self.discs.global_alpha != opacity:
            self.discs.global_alpha = opacity

    def _update_palette(self, moment):
        wanted = (moment.shading.colour_map, moment.choices.dark, moment.shading.reverse)
        if wanted != self._palette:
            self.mapper.palette = list(raster_palette(*wanted))
            self._palette = wanted

    def _levels(self, moment):
        key = (moment.field, moment.shading.without_colours, moment.history.run)
        if key != self._shades[0]:
            self._shades = (key, self._compute_levels(moment))
        return self._shades[1]

    def _compute_levels(self, moment):
        field = moment.field
        if field is None or field.values is None:
            return levels(np.full(moment.glass.n_particles, np.nan))
        shade = levels(moment.shading.softness(field.values))
        if field.pending is not None:
            shade[field.pending & (shade != NO_VALUE)] += FAINT
        return shade

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        self.cells.restyle(theme(dark))
        self.marks.restyle(theme(dark))
        self.overlays.restyle(theme(dark))


def nearest(frame: Frame, radii: np.ndarray, x: float, y: float) -> int:
    """The particle under a place of the view.

    Parameters
    ----------
    frame : Frame
        The state shown.
    radii : (N,) array
        Of the particles, in units of length.
    x, y : float
        The place, in units of length.

    Returns
    -------
    int
        Its index.
    """
    away = (frame.positions - np.array([x, y])) @ np.linalg.inv(frame.cell)
    away = (away - np.round(away)) @ frame.cell
    return int((np.hypot(away[:, 0], away[:, 1]) - radii).argmin())
