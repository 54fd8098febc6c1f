"""Who knew it? C_min of every indicator, by family, with its error, and beside it that of another set."""

from collections.abc import Callable, Iterable

import numpy as np
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource, FixedTicker, HBar, Quad, Range1d, Ray, Scatter, Segment, Text

from ..look.figures import FONT, columns, mark, quiet_figure, restyle
from ..look.theme import family_colour, theme
from .board import Board
from .judged import Judged
from .picking import make_pickable
from .words import signed, value_in_words

NAMES = 0.43
"""Share of the width that the names have."""

FEWEST = 16
"""Rows that the height is divided among at least, so that a few bars stay bars."""

LETTER = 5.8
"""Mean width of a letter of the names, pixels."""

RIGHT = 1.03
"""Where the axis of C ends."""

TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)


class ScoreBarsView:
    """Bars, one row for each indicator; a click on a row picks it.

    Parameters
    ----------
    on_pick : callable
        Called with the name of the indicator that was chosen.
    """

    def __init__(self, on_pick: Callable[[str], None]) -> None:
        self._left = -1.0
        self._x, self._y = Range1d(start=self._left, end=RIGHT), Range1d(start=-10.0, end=1.0)
        plot = quiet_figure("", "", x_range=self._x, y_range=self._y)
        plot.name = "score_bars"
        plot.yaxis.visible = False
        plot.update(min_border_left=2, min_border_right=8, min_border_top=2, min_border_bottom=22)
        plot.xaxis.axis_label = None
        self._ticker = FixedTicker(ticks=list(TICKS))
        plot.xaxis.ticker = self._ticker
        self.figure, self._width = plot, 440
        self._board: Board | None = None
        self._rows: list[str | Judged] = []
        self.rows = columns("y", "name", "words", "alpha")
        self.bars = columns("y", "right", "colour", "low", "high")
        self.names = columns("x", "y", "text", "colour", "style")
        self.other = columns("y", "x", "low", "high")
        self.chance = columns("left", "right", "top", "bottom")
        self._build(plot, on_pick)
        plot.on_change("outer_width", self._resized)

    def _build(self, plot, on_pick):
        self.chance_glyph = mark(plot, self.chance, Quad(fill_alpha=0.13, line_color=None)).glyph
        one = ColumnDataSource({"x": [0.0], "y": [-1000.0]})
        self.zero = mark(plot, one, Ray(length=0, angle=np.pi / 2, line_width=1.2)).glyph
        row = HBar(left=-9.0, right=9.0, height=1.0, fill_alpha="alpha", line_color=None)
        rows = mark(plot, self.rows, row)
        self.row_glyph = row
        mark(plot, self.bars, HBar(left=0.0, height=0.62, fill_color="colour", line_color=None))
        ends = {"x0": "low", "y0": "y", "x1": "high", "y1": "y"}
        self.error_glyph = mark(plot, self.bars, Segment(line_width=1.6, **ends)).glyph
        self.other_error = mark(plot, self.other, Segment(line_width=1.2, **ends)).glyph
        self.other_glyph = mark(plot, self.other, Scatter(marker="diamond", size=10, line_width=1.6)).glyph
        text = Text(
            text_baseline="middle", text_font=value(FONT), text_font_size="11px", text_color="colour",
            text_font_style="style",
        )  # fmt: skip
        mark(plot, self.names, text)
        make_pickable(plot, rows, self.rows, on_pick)

    def _resized(self, attr, old, new):
        if new:
            self._width = new
            if self._board is not None:
                self._write_names(self._board)

    def update(self, board: Board) -> None:
        """Draw a set.

        Parameters
        ----------
        board : Board
            What to show.
        """
        self._board, self._rows = board, rows_of(board.shown.judged)
        low = lowest(board)
        bottom = 0.1 - max(FEWEST, len(self._rows))
        self._y.update(start=bottom, end=0.6)
        self._left = (low - NAMES * RIGHT) / (1.0 - NAMES)
        self._x.start = self._left
        self._ticker.ticks = [tick for tick in TICKS if tick >= low]
        self._draw_bars(board)
        self._write_names(board)
        n_events = max((indicator.n_events for indicator in board.shown.judged), default=0)
        half = chance(n_events) if n_events else 0.0
        self.chance.data = {"left": [-half], "right": [half], "top": [0.6], "bottom": [bottom]}

    def _draw_bars(self, board):
        entries = [(-k, row) for k, row in enumerate(self._rows) if isinstance(row, Judged)]
        self.rows.data = {
            "y": [y for y, _ in entries],
            "name": [indicator.name for _, indicator in entries],
            "words": [words_of(board, indicator) for _, indicator in entries],
            "alpha": [0.16 if indicator.name == board.picked else 0.0 for _, indicator in entries],
        }
        drawn = [(y, indicator) for y, indicator in entries if indicator.n_events]
        self.bars.data = {
            "y": [y for y, _ in drawn],
            "right": [indicator.value for _, indicator in drawn],
            "colour": [family_colour(indicator.family, board.dark) for _, indicator in drawn],
            **_ends(indicator for _, indicator in drawn),
        }
        others = [(y, board.against.of(indicator.name)) for y, indicator in entries] if board.against else []
        compared = [(y, other) for y, other in others if other is not None and other.n_events]
        self.other.data = {
            "y": [y for y, _ in compared],
            "x": [other.value for _, other in compared],
            **_ends(other for _, other in compared),
        }

    def _write_names(self, board):
        colours = theme(board.dark)
        most = int(NAMES * self._width / LETTER) - 1
        per_pixel = (RIGHT - self._left) / max(self._width, 100)
        text, colour, style, x = [], [], [], []
        for row in self._rows:
            if isinstance(row, str):
                words, shade, bold, indent = row, family_colour(row, board.dark), True, 2
            else:
                words = row.label if row.n_events else f"{row.label} (none)"
                shade, bold, indent = colours.text, row.name == board.picked, 8
            text.append(words if len(words) <= most else f"{words[: most - 1].rstrip()}…")
            colour.append(shade)
            style.append("bold" if bold else "normal")
            x.append(self._left + indent * per_pixel)
        y = [-k for k in range(len(self._rows))]
        self.names.data = {"x": x, "y": y, "text": text, "colour": colour, "style": style}

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.chance_glyph.fill_color = self.zero.line_color = colours.quiet
        self.row_glyph.fill_color = colours.accent
        self.error_glyph.line_color = self.other_error.line_color = self.other_glyph.line_color = colours.text
        self.other_glyph.fill_color = colours.card


def _ends(indicators: Iterable[Judged]) -> dict[str, list[float]]:
    """Columns of the lines that say how far off each score may be; no line where that is not known."""
    scores = [(one.value, one.error if np.isfinite(one.error) else 0.0) for one in indicators]
    return {"low": [score - error for score, error in scores], "high": [score + error for score, error in scores]}


def rows_of(judged: tuple[Judged, ...]) -> list[str | Judged]:
    """The rows from above: a family's name, then its indicators.

    Parameters
    ----------
    judged : tuple of Judged
        By family.
    """
    rows: list[str | Judged] = []
    for k, indicator in enumerate(judged):
        if k == 0 or judged[k - 1].family != indicator.family:
            rows.append(indicator.family)
        rows.append(indicator)
    return rows


def lowest(board: Board) -> float:
    """Where the axis of C begins: a quarter that leaves room for what is below chance.

    Parameters
    ----------
    board : Board
        What is shown.
    """
    both = [*board.shown.judged, *(board.against.judged if board.against else ())]
    least = min(_ends(indicator for indicator in both if indicator.n_events)["low"], default=0.0)
    return min(-0.12, float(np.floor(4.0 * least) / 4.0) - 0.02) if least < -0.1 else -0.12


def chance(n_events: int) -> float:
    """Half-width of the interval that holds C in 95 % of cases by chance, for events that are independent.

    Parameters
    ----------
    n_events : int
        So many.
    """
    return 1.96 / np.sqrt(3.0 * n_events)


def words_of(board: Board, indicator: Judged) -> str:
    """What is said of an indicator where the mouse is.

    Parameters
    ----------
    board : Board
        What is shown.
    indicator : Judged
        The indicator.
    """
    score = value_in_words(indicator.value, indicator.error)
    words = f"{indicator.label} ({indicator.symbol}): C_min = {score}"
    words += f" from {indicator.n_events} first events" if indicator.n_events else ""
    other = board.against.of(indicator.name) if board.against else None
    if board.against is None or other is None or not other.n_events:
        return words
    return f"{words}; {signed(other.value)} in {board.against.title}"
