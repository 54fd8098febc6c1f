"""Who knew it? C_min of every indicator, by family, with its error, and beside it that of another set."""

from typing import Any

import numpy as np
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource, FixedTicker, Range1d

from ..look.figures import FONT, quiet_figure, restyle
from ..look.theme import family_colour, theme
from .board import Board
from .words import signed, tooltip, value_in_words

NAMES = 0.43
"""Share of the width that the names have."""

FEWEST = 16
"""Rows that the height is divided among at least, so that a few bars stay bars."""

LETTER = 5.8
"""Mean width of a letter of the names, pixels."""

TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)


class ScoreBarsView:
    """Bars, one row for each indicator; a click on a row picks it.

    Parameters
    ----------
    on_pick : callable
        Called with the name of the indicator that was chosen.
    """

    def __init__(self, on_pick: Any) -> None:
        plot = quiet_figure("", "", x_range=Range1d(-1.0, 1.03), y_range=Range1d(-10.0, 1.0))
        plot.name = "score_bars"
        plot.yaxis.visible = False
        plot.update(min_border_left=2, min_border_right=8, min_border_top=2, min_border_bottom=22)
        plot.xaxis.axis_label = None
        plot.xaxis.ticker = FixedTicker(ticks=list(TICKS))
        self.figure, self._on_pick, self._width, self._board = plot, on_pick, 440, None
        self.rows = ColumnDataSource({name: [] for name in ("y", "name", "words", "alpha")})
        self.bars = ColumnDataSource({name: [] for name in ("y", "right", "colour", "low", "high")})
        self.names = ColumnDataSource({name: [] for name in ("x", "y", "text", "colour", "style")})
        self.other = ColumnDataSource({name: [] for name in ("y", "x", "low", "high")})
        self.chance = ColumnDataSource({"left": [], "right": [], "top": [], "bottom": []})
        self._build(plot)
        plot.on_change("outer_width", self._resized)
        self.rows.selected.on_change("indices", self._chosen)

    def _build(self, plot):
        self.chance_glyph = plot.quad(source=self.chance, fill_alpha=0.13, line_color=None).glyph
        self.zero = plot.ray(x=0.0, y=-1000.0, length=0, angle=np.pi / 2, line_width=1.2).glyph
        hits = plot.hbar("y", left=-9.0, right=9.0, height=1.0, source=self.rows, fill_alpha="alpha", line_color=None)
        hits.selection_glyph = hits.nonselection_glyph = None
        self.row_glyph = hits.glyph
        plot.hbar("y", left=0.0, right="right", height=0.62, source=self.bars, fill_color="colour", line_color=None)
        self.error_glyph = plot.segment("low", "y", "high", "y", source=self.bars, line_width=1.6).glyph
        self.other_error = plot.segment("low", "y", "high", "y", source=self.other, line_width=1.2).glyph
        self.other_glyph = plot.scatter("x", "y", source=self.other, marker="diamond", size=10, line_width=1.6).glyph
        self.text = plot.text(
            "x", "y", "text", source=self.names, text_baseline="middle", text_font=value(FONT), text_font_size="11px",
            text_color="colour", text_font_style="style",
        ).glyph  # fmt: skip
        plot.add_tools(*tooltip(hits))

    def _chosen(self, attr, old, new):
        if new:
            name = self.rows.data["name"][new[0]]
            self.rows.selected.indices = []
            self._on_pick(name)

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
        plot, bottom = self.figure, 0.1 - max(FEWEST, len(self._rows))
        plot.y_range.update(start=bottom, end=0.6)
        plot.x_range.update(start=(low - NAMES * 1.03) / (1.0 - NAMES), end=1.03)
        plot.xaxis[0].ticker.ticks = [tick for tick in TICKS if tick >= low]
        self._draw_bars(board)
        self._write_names(board)
        n_events = max((each.n_events for each in board.shown.judged), default=0)
        half = chance(n_events) if n_events else 0.0
        self.chance.data = {"left": [-half], "right": [half], "top": [0.6], "bottom": [bottom]}

    def _draw_bars(self, board):
        entries = [(-k, each) for k, each in enumerate(self._rows) if not isinstance(each, str)]
        self.rows.data = {
            "y": [y for y, _ in entries],
            "name": [each.name for _, each in entries],
            "words": [words_of(board, each) for _, each in entries],
            "alpha": [0.16 if each.name == board.picked else 0.0 for _, each in entries],
        }
        drawn = [(y, each) for y, each in entries if each.n_events]
        errors = [each.error if np.isfinite(each.error) else 0.0 for _, each in drawn]
        self.bars.data = {
            "y": [y for y, _ in drawn],
            "right": [each.value for _, each in drawn],
            "colour": [family_colour(each.family, board.dark) for _, each in drawn],
            "low": [each.value - error for (_, each), error in zip(drawn, errors, strict=True)],
            "high": [each.value + error for (_, each), error in zip(drawn, errors, strict=True)],
        }
        pairs = [(y, board.against.of(each.name)) for y, each in entries] if board.against else []
        pairs = [(y, each) for y, each in pairs if each is not None and each.n_events]
        self.other.data = {
            "y": [y for y, _ in pairs],
            "x": [each.value for _, each in pairs],
            "low": [each.value - np.nan_to_num(each.error) for _, each in pairs],
            "high": [each.value + np.nan_to_num(each.error) for _, each in pairs],
        }

    def _write_names(self, board):
        colours, start = theme(board.dark), self.figure.x_range.start
        most = int(NAMES * self._width / LETTER) - 1
        per_pixel = (self.figure.x_range.end - start) / max(self._width, 100)
        text, colour, style, x = [], [], [], []
        for each in self._rows:
            heading = isinstance(each, str)
            words = each if heading else each.label if each.n_events else f"{each.label} (none)"
            text.append(words if len(words) <= most else f"{words[: most - 1].rstrip()}…")
            colour.append(family_colour(each, board.dark) if heading else colours.text)
            style.append("bold" if heading or each.name == board.picked else "normal")
            x.append(start + (2 if heading else 8) * per_pixel)
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


def rows_of(judged: tuple) -> list:
    """The rows from above: a family's name, then its indicators.

    Parameters
    ----------
    judged : tuple of Judged
        By family.
    """
    rows: list = []
    for k, each in enumerate(judged):
        if k == 0 or judged[k - 1].family != each.family:
            rows.append(each.family)
        rows.append(each)
    return rows


def lowest(board: Board) -> float:
    """Where the axis of C begins: a quarter that leaves room for what is below chance.

    Parameters
    ----------
    board : Board
        What is shown.
    """
    both = [*board.shown.judged, *(board.against.judged if board.against else ())]
    least = min((each.value - np.nan_to_num(each.error) for each in both if each.n_events), default=0.0)
    return min(-0.12, float(np.floor(4.0 * least) / 4.0) - 0.02) if least < -0.1 else -0.12


def chance(n_events: int) -> float:
    """Half-width of the interval that holds C in 95 % of cases by chance, for events that are independent.

    Parameters
    ----------
    n_events : int
        So many.
    """
    return 1.96 / np.sqrt(3.0 * n_events)


def words_of(board: Board, each: Any) -> str:
    """What is said of an indicator where the mouse is.

    Parameters
    ----------
    board : Board
        What is shown.
    each : Judged
        The indicator.
    """
    words = f"{each.label} ({each.symbol}): C_min = {value_in_words(each.value, each.error)}"
    words += f" from {each.n_events} first events" if each.n_events else ""
    other = board.against.of(each.name) if board.against else None
    return f"{words}; {signed(other.value)} in {board.against.title}" if other and other.n_events else words
