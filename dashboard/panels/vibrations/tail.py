"""How rare the softest spots are: the distribution of an indicator's sizes, log-log, with the paper's exponent."""

import numpy as np
from bokeh.models import FixedTicker, Line, Scatter

from ...look.figures import columns, mark, quiet_figure, restyle
from ...look.log_axes import frame_axes, logarithmic, powers_of_ten
from ...look.theme import theme
from ...moment.moment import Moment
from ...physics import log_binned_density

BINS = 10
"""Bins in each factor of ten."""

SMALLEST = 10.0**-1.5
"""Values below this share of the mean, an edge of the bins, are not drawn: it is the tail that one looks at."""

TAIL = 0.02
"""The paper's slope is drawn through this share of the largest values."""


class TailView:
    """Distribution of the sizes of the field shown: of its values on pairs where it has them."""

    def __init__(self) -> None:
        plot = quiet_figure("size / mean", "P", **logarithmic())
        plot.name = "tail"
        plot.xaxis.ticker, plot.yaxis.ticker = FixedTicker(), FixedTicker()
        self.figure = plot
        self.guide, self.points = columns("x", "y"), columns("x", "y")
        self.guide_glyph = mark(plot, self.guide, Line(line_dash="dashed", line_width=1.6)).glyph
        self.point_glyph = mark(plot, self.points, Scatter(size=5.5, line_color=None)).glyph
        self._sent: tuple = ()
        self._words = ("", "")

    def update(self, moment: Moment) -> tuple[str, str]:
        """Draw the distribution.

        Parameters
        ----------
        moment : Moment
            What to show.

        Returns
        -------
        tuple of str
            How many sizes there are, and the slope that theory has; empty where there is none.
        """
        key = (moment.field, moment.indicator.key)
        if key != self._sent:
            self._sent = key
            self._words = self._draw(moment)
        return self._words

    def _draw(self, moment):
        sizes, what = sizes_of(moment)
        x, y = log_density(sizes)
        self.points.data = {"x": x, "y": y}
        exponent = moment.indicator.tail_exponent
        guide = (np.empty(0), np.empty(0))
        if len(x):
            frame_axes(self.figure, x, y)
            for axis, values in ((self.figure.xaxis[0], x), (self.figure.yaxis[0], y)):
                axis.ticker.ticks = powers_of_ten(values)
            if exponent is not None:
                guide = _guide(x, y, sizes, float(exponent))
        self.guide.data = {"x": guide[0], "y": guide[1]}
        symbol = moment.indicator.symbol
        self.figure.xaxis.axis_label = f"|{symbol}| / mean" if "|" not in symbol else f"{symbol} / mean"
        if not len(x):
            return "", ""
        slope = "" if exponent is None else f"slope {exponent}".replace("-", "−")
        return f"{len(sizes):,} {what}", slope

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.point_glyph.fill_color = colours.accent
        self.guide_glyph.line_color = colours.quiet


def sizes_of(moment: Moment) -> tuple[np.ndarray, str]:
    """Sizes of the field's values, in units of their mean, and what has them.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    field = moment.field
    if field is None or field.values is None:
        return np.empty(0), ""
    sizes, what = (field.bonds.sizes, "pairs") if field.bonds is not None else (np.abs(field.values), "particles")
    sizes = sizes[np.isfinite(sizes) & (sizes > 0.0)].astype(float)
    return (sizes / sizes.mean(), what) if len(sizes) else (sizes, what)


def log_density(sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Their density in logarithmic bins, the smallest left out.

    Parameters
    ----------
    sizes : (n,) array
        Positive numbers, in units of their mean.
    """
    if len(sizes) < 2 or not sizes.max() > sizes.min():
        return np.empty(0), np.empty(0)
    found = log_binned_density(sizes, BINS, SMALLEST)
    full = found.counts > 0
    return found.middles[full], found.density[full]


def _guide(x, y, sizes, exponent):
    """The paper's slope through the tail."""
    begin = float(np.quantile(sizes, 1.0 - TAIL))
    tail = x >= begin
    if not tail.any():
        return np.empty(0), np.empty(0)
    level = np.exp(np.mean(np.log(y[tail]) - exponent * np.log(x[tail])))
    ends = np.array([begin / 3.0, float(x[-1])])
    return ends, level * ends**exponent
