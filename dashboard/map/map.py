"""The map: every particle at its true size in the sheared cell, the field as its colour, the events as rings."""

from collections.abc import Callable

import numpy as np
from bokeh.models import PanTool, Toolbar, WheelZoomTool

from ..look.figures import bare_figure
from ..look.theme import theme
from ..moment.moment import Moment
from ..run.records import Frame
from .camera import Camera
from .discs import Discs
from .marks import MarksView
from .overlays import Overlays
from .voronoi_lines import CellsView

LARGEST_IMAGE = 1400
"""Pixels along a side of the picture of cells, at most."""

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
        self.discs = Discs(name, self.camera)
        plot.tags = [self.discs.model]  # so that it belongs to the document
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
        shape = self._shape()
        self.cells.update(moment, view, shape, shape[1] / self.size["inner_width"])
        self.marks.update(moment, view)
        pixels = self.size["inner_width"] / (view[1] - view[0])
        self.discs.update(moment, self.overlays.update(moment, view, pixels))

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


def towards(frame: Frame, particle: int, x: float, y: float) -> int:
    """The nearest particle in a direction, within 45° of it; the same one where there is none.

    Parameters
    ----------
    frame : Frame
        The state shown.
    particle : int
        From where.
    x, y : float
        The direction.

    Returns
    -------
    int
        Its index.
    """
    away = _away(frame, frame.positions[particle])
    along, across = away @ (x, y), np.abs(away @ (-y, x))
    there = np.flatnonzero((along > 0.0) & (across <= along))
    return int(there[np.hypot(*away[there].T).argmin()]) if len(there) else particle


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
    away = _away(frame, np.array([x, y]))
    return int((np.hypot(away[:, 0], away[:, 1]) - radii).argmin())


def _away(frame, place):
    """From a place to the nearest image of each particle."""
    away = (frame.positions - place) @ np.linalg.inv(frame.cell)
    return (away - np.round(away)) @ frame.cell
