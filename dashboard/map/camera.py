"""What part of the glass is seen: every map of a page looks through one camera, so that all of them move at once."""

from collections.abc import Callable

import numpy as np
from bokeh.models import Range1d

HOME = 1.02
"""Side of the whole view, in units of the cell's longest extent."""


class Camera:
    """The view of a page's maps, in units of length; moved in the browser, or brought home.

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
    """

    def __init__(self, on_view: Callable) -> None:
        self.x_range, self.y_range = Range1d(0.0, 1.0), Range1d(0.0, 1.0)
        self.view = (0.0, 1.0, 0.0, 1.0)
        self.at_home = True
        self.pixel_ratio = 1.0
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

    def place(self, cell: np.ndarray) -> tuple[float, float, float, float]:
        """Follow the cell while at home.

        Parameters
        ----------
        cell : (2, 2) array
            Rows are the lattice vectors.

        Returns
        -------
        tuple of float
            The view.
        """
        if self.at_home:
            centre = 0.5 * (cell[0] + cell[1])
            half = 0.5 * HOME * max(abs(cell[0, 0]), abs(cell[1, 1]))
            self._setting = True
            try:
                for each, middle in ((self.x_range, centre[0]), (self.y_range, centre[1])):
                    start, end = float(middle - half), float(middle + half)
                    if abs(each.start - start) + abs(each.end - end) > 1e-9 * half:
                        each.update(start=start, end=end)
            finally:
                self._setting = False
        self.view = (self.x_range.start, self.x_range.end, self.y_range.start, self.y_range.end)
        return self.view

    def scale_bar(self) -> dict:
        """Length of a round number of units of length: as a share of the view's width, and in words."""
        width = self.view[1] - self.view[0]
        power = 10.0 ** np.floor(np.log10(0.15 * width))
        length = max(m * power for m in (1.0, 2.0, 5.0) if m * power <= 0.15 * width)
        return {"share": float(length / width), "words": f"{length:g} units" if length != 1.0 else "1 unit"}
