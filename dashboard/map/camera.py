"""What part of the glass is seen: every map of a page looks through one camera, so that all of them move at once."""

import math
from collections.abc import Callable

import numpy as np
from bokeh.models import Range1d

HOME = 1.02
"""Side of the whole view, in units of the cell's longest extent."""

WIDEST = 4.0
"""Side of the widest view, in the same units: a glass is periodic, and further out there is only more of the same."""

MOST_DISCS = 400_000
"""A view is no wider than shows so many particles, but for `HOME` and a little more: a picture takes 0.1 s at most."""

NEAREST = 2.0
"""Side of the nearest view, in mean spacings."""

FARTHEST = 3.0
"""So far from the middle of the cell one may look, in units of its longest extent."""

SLACK = 0.02
"""A view that is beyond a limit by this share is left as it is: the cell, and so the limit, moves with the strain."""


class Camera:
    """The view of a page's maps, in units of length; moved in the browser, or brought home.

    The browser keeps to the limits that it is told. Whatever it says is held against them here once more, for what is
    drawn costs as much as there is to be seen.

    Parameters
    ----------
    on_view : callable
        Called without arguments when the user has moved or zoomed a map.

    Attributes
    ----------
    x_range, y_range : Range1d
        The ranges of every map's figure.
    view : tuple of float
        x0, x1, y0, y1 at the last `place`.
    at_home : bool
        Whether the whole glass is shown.
    pixel_ratio : float
        Pixels of the screen in one of the page.
    around : ((2, 2) array, int) or None
        Cell and number of particles that the whole view is to show where several glasses are seen at one scale; None
        for those of the glass that is placed.
    """

    def __init__(self, on_view: Callable) -> None:
        self.x_range, self.y_range = Range1d(0.0, 1.0), Range1d(0.0, 1.0)
        self.view = (0.0, 1.0, 0.0, 1.0)
        self.at_home = True
        self.pixel_ratio = 1.0
        self.around: tuple[np.ndarray, int] | None = None
        self._setting = False
        self._on_view = on_view
        for each in (self.x_range, self.y_range):
            for name in ("start", "end"):
                each.on_change(name, self._moved)

    def _moved(self, attr, old, new):
        if not self._setting:
            self.at_home = False
            self._on_view()

    def home(self) -> None:
        """Show the whole glass again at the next update."""
        self.at_home = True

    def look_at(self, view: tuple[float, ...] | None) -> None:
        """Show a part of the glass at the next update.

        Parameters
        ----------
        view : tuple of float or None
            x0, x1, y0, y1; the whole glass where there is none.
        """
        self.at_home = view is None
        if view is not None:
            self._setting = True
            self.x_range.update(start=view[0], end=view[1])
            self.y_range.update(start=view[2], end=view[3])
            self._setting = False

    def move(self, zoom: float, x: float, y: float) -> None:
        """Look closer, or elsewhere, at the next update.

        Parameters
        ----------
        zoom : float
            So many times as close.
        x, y : float
            By so many widths and heights of the view.
        """
        ends: list[float] = []
        for k, (axis, by) in enumerate(((self.x_range, x), (self.y_range, y))):
            start, end = self.view[2 * k : 2 * k + 2] if self.at_home else (axis.start, axis.end)
            middle, half = 0.5 * (start + end) + by * (end - start), 0.5 * (end - start) / zoom
            ends += [middle - half, middle + half]
        self.look_at(tuple(ends))

    def place(self, cell: np.ndarray, n_particles: int) -> tuple[float, float, float, float]:
        """Follow the cell while at home; elsewhere keep to the limits.

        Parameters
        ----------
        cell : (2, 2) array
            Rows are the lattice vectors.
        n_particles : int
            How many there are in it.

        Returns
        -------
        tuple of float
            The view.
        """
        cell, n_particles = self.around or (cell, n_particles)
        centre, extent = 0.5 * (cell[0] + cell[1]), float(max(abs(cell[0, 0]), abs(cell[1, 1])))
        widest = extent * min(WIDEST, max(1.2 * HOME, math.sqrt(MOST_DISCS / n_particles)))
        nearest = min(HOME * extent, NEAREST * math.sqrt(abs(np.linalg.det(cell)) / n_particles))
        ranges = (self.x_range, self.y_range)
        seen = all(_is_view(each.start, each.end) for each in ranges)
        self.at_home = self.at_home or not seen
        self._setting = True
        try:
            for each, middle in zip(ranges, map(float, centre), strict=True):
                low, high = middle - FARTHEST * extent, middle + FARTHEST * extent
                _tell_limits(each, low, high, nearest, widest)
                if self.at_home:
                    start, end = middle - 0.5 * HOME * extent, middle + 0.5 * HOME * extent
                else:
                    start, end = _within(each.start, each.end, low, high, nearest, widest)
                if not seen or abs(each.start - start) + abs(each.end - end) > 0.5e-9 * HOME * extent:
                    each.update(start=start, end=end)
        finally:
            self._setting = False
        self.view = (self.x_range.start, self.x_range.end, self.y_range.start, self.y_range.end)
        return self.view

    def home_of(self, cell: np.ndarray) -> bool:
        """Whether the whole view is that of one glass, which the page may then have follow its cell by itself.

        Parameters
        ----------
        cell : (2, 2) array
            Of the glass.
        """
        return self.at_home and (self.around is None or np.array_equal(self.around[0], cell))

    def scale_bar(self) -> dict:
        """Length of a round number of units of length: as a share of the view's width, and in words."""
        width = self.view[1] - self.view[0]
        power = 10.0 ** np.floor(np.log10(0.15 * width))
        length = max(m * power for m in (1.0, 2.0, 5.0) if m * power <= 0.15 * width)
        return {"share": float(length / width), "words": f"{length:g} units" if length != 1.0 else "1 unit"}


def _is_view(start, end):
    """Whether two ends have a view between them; the page may have said anything."""
    numbers = all(isinstance(value, int | float) and math.isfinite(value) for value in (start, end))
    return numbers and start < end and math.isfinite(end - start)


def _within(start, end, low, high, nearest, widest):
    """The view that is nearest to what was asked for."""
    width, middle = end - start, 0.5 * (start + end)
    if not nearest * (1.0 - SLACK) <= width <= widest * (1.0 + SLACK):
        width = min(max(width, nearest), widest)
        start, end = middle - 0.5 * width, middle + 0.5 * width
    if start < low - SLACK * width or end > high + SLACK * width:
        middle = min(max(middle, low + 0.5 * width), high - 0.5 * width)
        start, end = middle - 0.5 * width, middle + 0.5 * width
    return start, end


def _tell_limits(axis, low, high, nearest, widest):
    """Let the browser keep to the limits; it is told anew where they have moved by something."""
    limits = (low, high, nearest, widest)
    known = (*axis.bounds, axis.min_interval, axis.max_interval) if axis.bounds is not None else (np.inf,) * 4
    if any(abs(a - b) > 0.1 * SLACK * widest for a, b in zip(known, limits, strict=True)):
        axis.update(bounds=(low, high), min_interval=nearest, max_interval=widest)
