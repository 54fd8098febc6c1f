"""The Voronoi cells on a map: thin lines between the particles, fainter where the cells are small on the screen."""

import numpy as np
from bokeh.models import Image, LinearColorMapper, Plot

from ..found.voronoi import Cells
from ..look.figures import columns, mark
from ..look.theme import Theme
from ..moment.moment import Moment

WIDTH = 1.0
"""Width of a line, in pixels of the page."""

CROWDED = 3.0
"""Where particles are no further apart than so many pixels there would be nothing but lines: none are drawn."""

PLAIN = 24.0
"""From this many pixels between particles on the lines are as plain as they get..."""

PLAINEST, FAINTEST = 0.8, 0.4
"""...which is this opaque; and this where cells are small, for it is the field that one looks at."""


class CellsView:
    """Draws the cells' edges.

    Parameters
    ----------
    plot : Plot
        The map's figure, its particles already in it.
    """

    def __init__(self, plot: Plot) -> None:
        self.mapper = LinearColorMapper(low=-0.5, high=255.5, palette=["#00000000"] * 256)
        self.source = columns("image", "x", "y", "dw", "dh")
        self.glyph = mark(plot, self.source, Image(color_mapper=self.mapper)).glyph
        self._drawn: np.ndarray | None = None

    def update(self, moment: Moment, view: tuple, shape: tuple, ratio: float) -> None:
        """Draw a moment; what has not changed is not sent.

        Parameters
        ----------
        moment : Moment
            What to show.
        view : tuple of float
            x0, x1, y0, y1.
        shape : tuple of int
            Rows and columns of the picture.
        ratio : float
            Pixels of the picture in one of the page.
        """
        cells, cell = moment.found(Cells), moment.snapshot.frame.cell
        x0, x1, y0, y1 = view
        spacing = np.sqrt(abs(np.linalg.det(cell)) / moment.glass.n_particles) * shape[1] / (x1 - x0) / ratio
        if cells is None or spacing < CROWDED:
            if self._drawn is not None:
                self.source.data = {name: [] for name in self.source.data}
                self._drawn = None
            return
        picture = cells.picture(cell, view, shape, WIDTH * ratio)
        if picture is self._drawn:
            return
        self._drawn = picture
        self.source.data = {"image": [picture], "x": [x0], "y": [y0], "dw": [x1 - x0], "dh": [y1 - y0]}
        alpha = round(float(np.clip(PLAINEST * spacing / PLAIN, FAINTEST, PLAINEST)), 2)
        if self.glyph.global_alpha != alpha:
            self.glyph.global_alpha = alpha

    def restyle(self, colours: Theme) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        colours : Theme
            The theme.
        """
        self.mapper.palette = [f"{colours.quiet}{alpha:02x}" for alpha in range(256)]
