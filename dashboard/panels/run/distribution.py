"""The indicator's distribution over all particles, in the map's colours, with the events' cores marked."""

import numpy as np
from bokeh.models import Quad, Range1d, Scatter, Segment

from ...look.figures import columns, mark, quiet_figure, restyle
from ...look.shades import snap
from ...look.theme import LEVELS, SIGNED, theme
from ...moment.moment import Moment

BINS = 56


class DistributionView:
    """Histogram of the field shown."""

    def __init__(self) -> None:
        self._x, self._y, self._span = Range1d(start=0.0, end=1.0), Range1d(start=0.0, end=1.0), (0.0, 1.0)
        plot = quiet_figure("value", "particles (%)", x_range=self._x, y_range=self._y)
        plot.name = "distribution"
        self.figure = plot
        self.bars = columns("left", "right", "top", "colour")
        mark(plot, self.bars, Quad(bottom=0, fill_color="colour", line_color=None))
        self.cores = columns("x", "y", "top")
        stems = Segment(x0="x", y0=0, x1="x", y1="top", line_width=1.2, line_alpha=0.4)
        self.core_glyph = mark(plot, self.cores, stems).glyph
        heads = Scatter(y="top", marker="inverted_triangle", size=8, line_color=None)
        self.head_glyph = mark(plot, self.cores, heads).glyph
        self._sent: tuple | None = None
        self._top = 1.0

    def update(self, moment: Moment) -> None:
        """Draw the field's distribution and the cores of the events so far.

        Parameters
        ----------
        moment : Moment
            What to show.
        """
        shading, field = moment.shading, moment.field
        if field is None or field.values is None:
            self.bars.data = {"left": [], "right": [], "top": [], "colour": []}
            self.cores.data = {"x": [], "y": [], "top": []}
            self._sent = None
            return
        key = (field, shading, moment.choices.dark)
        if key != self._sent:
            self._draw(moment)
            self._sent = key
        cores = np.array([field.values[e.core] for e in moment.events], dtype=float)
        if shading.log:
            cores = np.log10(np.where(cores > 0.0, cores, np.nan))
        x = np.clip(cores[np.isfinite(cores)], *self._span)
        if not np.array_equal(x, self.cores.data["x"]):
            self.cores.data = {"x": x, "y": np.zeros(len(x)), "top": np.full(len(x), 0.94 * self._top)}

    def _draw(self, moment):
        shading, values = moment.shading, moment.field.values
        signed = shading.colour_map in SIGNED
        finite = values[np.isfinite(values)]
        if shading.log:
            finite = finite[finite > 0.0] if (finite > 0.0).any() else np.ones(1)
            low, high = float(np.percentile(finite, 0.2)), float(finite.max())
        else:
            low, high = snap(values, signed)
            spare = 0.35 * (high - low)
            low, high = max(float(finite.min()), low - spare), min(float(finite.max()), high + spare)
        if not high > low:
            low, high = low - 0.5 * abs(low or 1.0), low + 0.5 * abs(low or 1.0)
        edges = np.geomspace(low, high, BINS + 1) if shading.log else np.linspace(low, high, BINS + 1)
        counts = np.histogram(np.clip(finite, low, high), edges)[0]
        middles = 0.5 * (edges[1:] + edges[:-1])
        shades = shading.softness_of_bins(middles, finite)
        colours = shading.colours(moment.choices.dark)
        top = 100.0 * counts / max(1, finite.size)
        if shading.log:
            edges, low, high = np.log10(edges), np.log10(low), np.log10(high)
        self.bars.data = {
            "left": edges[:-1],
            "right": edges[1:],
            "top": top,
            "colour": [colours[min(int(s * LEVELS), LEVELS - 1)] for s in shades],
        }
        self._top = 1.15 * float(top.max())
        self._span = float(low), float(high)
        self._x.update(start=self._span[0], end=self._span[1])
        self._y.update(start=0.0, end=self._top)
        unit = f" ({moment.indicator.units})" if moment.indicator.units else ""
        name = f"{moment.indicator.symbol}{unit}"
        self.figure.xaxis.axis_label = f"log₁₀ of {name}" if shading.log else name
        self.cores.data = {"x": [], "y": [], "top": []}

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.core_glyph.line_color = self.head_glyph.fill_color = colours.event
