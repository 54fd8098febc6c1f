"""Who says the same? Spearman's correlation of each indicator with each, in the order of the bars."""

from collections.abc import Callable

import numpy as np
from bokeh.models import FixedTicker, Range1d, Rect

from ..look.figures import columns, mark, quiet_figure, restyle
from ..look.theme import correlation_colours, family_colour, theme
from .board import Board
from .picking import make_pickable
from .words import value_in_words

STRIPE, GAP = 0.022, 0.01
"""Width of the stripes in the families' colours, and how far off they are, as shares of the matrix."""


class ScoreMatrixView:
    """A heat map; a click on a cell picks the indicator of its row.

    Parameters
    ----------
    on_pick : callable
        Called with the name of the indicator that was chosen.
    """

    def __init__(self, on_pick: Callable[[str], None]) -> None:
        self._x, self._y = Range1d(start=-1.5, end=1.0), Range1d(start=-1.0, end=1.5)
        plot = quiet_figure("", "", x_range=self._x, y_range=self._y)
        plot.name = "score_matrix"
        plot.update(min_border_left=54, min_border_right=4, min_border_top=2, min_border_bottom=50)
        for axis in plot.axis:
            axis.update(ticker=FixedTicker(ticks=[]), axis_line_color=None, major_tick_out=0, axis_label=None)
            axis.major_label_standoff = 2
        plot.xaxis.major_label_orientation = np.pi / 2
        self.figure = plot
        self._size = {"outer_width": 430, "outer_height": 430}
        self.cells = columns("x", "y", "colour", "name", "words")
        self.stripes = columns("x", "y", "width", "height", "colour")
        self.frame = columns("x", "y", "width", "height")
        cells = mark(plot, self.cells, Rect(width=0.94, height=0.94, fill_color="colour", line_color=None))
        mark(plot, self.stripes, Rect(fill_color="colour", line_color=None))
        self.frame_glyph = mark(plot, self.frame, Rect(fill_color=None, line_width=1.8)).glyph
        make_pickable(plot, cells, self.cells, on_pick)
        for name in self._size:
            plot.on_change(name, self._resized)
        self._count = 1

    def _resized(self, attr, old, new):
        if new:
            self._size[attr] = new
            self._fit_letters()

    def _fit_letters(self):
        """Letters as large as a row allows, 11 pixels at most."""
        for axis, length in zip((self.figure.xaxis, self.figure.yaxis), self._size.values(), strict=True):
            room = (length - 60) / (self._count + 1.5)
            axis.major_label_text_font_size = f"{min(11.0, max(7.0, 0.86 * room)):.1f}px"

    def update(self, board: Board) -> None:
        """Draw a set.

        Parameters
        ----------
        board : Board
            What to show.
        """
        judged, plot = board.shown.judged, self.figure
        n = self._count = len(judged)
        stripe, gap = STRIPE * n, GAP * n
        self._x.update(start=-0.6 - stripe - gap, end=n - 0.4)
        self._y.update(start=0.4 - n, end=0.6 + stripe + gap)
        symbols = [short(indicator.symbol) for indicator in judged]
        plot.xaxis[0].update(ticker=FixedTicker(ticks=list(range(n))), major_label_overrides=dict(enumerate(symbols)))
        rows = {-k: symbol for k, symbol in enumerate(symbols)}
        plot.yaxis[0].update(ticker=FixedTicker(ticks=list(rows)), major_label_overrides=rows)
        self._fit_letters()
        self._draw_cells(board, judged)
        colours = [family_colour(indicator.family, board.dark) for indicator in judged]
        at = -0.5 - gap - stripe / 2
        self.stripes.data = {
            "x": [at] * n + list(range(n)),
            "y": [-k for k in range(n)] + [-at] * n,
            "width": [stripe] * n + [1.0] * n,
            "height": [1.0] * n + [stripe] * n,
            "colour": colours * 2,
        }
        k = next((k for k, indicator in enumerate(judged) if indicator.name == board.picked), None)
        middle = (n - 1) / 2
        self.frame.data = {
            "x": [] if k is None else [middle, k],
            "y": [] if k is None else [-k, -middle],
            "width": [] if k is None else [n, 1],
            "height": [] if k is None else [1, n],
        }

    def _draw_cells(self, board, judged):
        values, errors = board.shown.similarity, board.shown.similarity_error
        palette, missing = correlation_colours(board.dark), theme(board.dark).line
        n = len(judged)
        pairs = [(row, column) for row in range(n) for column in range(n)]
        self.cells.data = {
            "x": [column for _, column in pairs],
            "y": [-row for row, _ in pairs],
            "colour": [colour_of(values[pair], palette, missing) for pair in pairs],
            "name": [judged[row].name for row, _ in pairs],
            "words": [
                f"{judged[row].label} and {judged[column].label}: {value_in_words(values[row, column], error)}"
                for (row, column), error in zip(pairs, errors.ravel(), strict=True)
            ],
        }

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        for axis in self.figure.axis:
            axis.update(axis_line_color=None, major_label_text_color=colours.text)
        self.frame_glyph.line_color = colours.accent


def short(symbol: str) -> str:
    """A symbol that fits the margin.

    Parameters
    ----------
    symbol : str
        Of an indicator.
    """
    return symbol if len(symbol) <= 10 else f"{symbol[:9]}…"


def colour_of(value: float, palette: list[str], missing: str) -> str:
    """Colour of a correlation.

    Parameters
    ----------
    value : float
        Between −1 and 1, or nan.
    palette : list of str
        From −1 to 1.
    missing : str
        For nan.
    """
    if not np.isfinite(value):
        return missing
    return palette[round((np.clip(value, -1.0, 1.0) + 1.0) / 2.0 * (len(palette) - 1))]
