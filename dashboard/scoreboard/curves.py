"""Curves of the scoreboard: F(1 − r), C_γ(n), C_Δγ and C(λ), with bands of one standard error."""

from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, FixedTicker, Range1d

from ..look.figures import quiet_figure, restyle
from ..look.theme import family_colour, theme
from .board import Board
from .judged import Curve
from .words import tooltip, value_in_words

LINES = ("xs", "ys", "colour", "width", "alpha", "name", "words")


class ScoreCurvesView:
    """Curves in the families' colours, the picked one strong; a click on one picks it.

    Parameters
    ----------
    name : {"ranks", "ordinals", "leads", "bins"}
        What they are of.
    on_pick : callable
        Called with the name of the indicator that was chosen.
    """

    def __init__(self, name: str, on_pick: Any) -> None:
        x_label, y_label, options = AXES[name]
        plot = quiet_figure(x_label, y_label, **options())
        plot.name = f"score_{name}"
        if name == "ordinals":
            plot.xaxis.ticker = FixedTicker()
        self.figure, self.of, self._on_pick = plot, name, on_pick
        self.bands = ColumnDataSource({"xs": [], "ys": [], "colour": [], "alpha": []})
        self.lines = ColumnDataSource({column: [] for column in LINES})
        self.dashed = ColumnDataSource({column: [] for column in LINES})
        self.points = ColumnDataSource({"x": [], "y": [], "colour": [], "size": [], "alpha": []})
        distribution = name in ("ranks", "bins")
        ends = ([0.0, 1.0], [0.0, 1.0]) if distribution else ([1e-12, 1e3], [0.0, 0.0])
        self.chance_glyph = plot.line(*ends, line_dash="dotted", line_width=1.4).glyph
        plot.patches("xs", "ys", source=self.bands, fill_color="colour", fill_alpha="alpha", line_color=None)
        style = {"line_color": "colour", "line_width": "width", "line_alpha": "alpha"}
        plot.multi_line("xs", "ys", source=self.dashed, line_dash=[5, 4], **style)
        lines = plot.multi_line("xs", "ys", source=self.lines, **style)
        lines.selection_glyph = lines.nonselection_glyph = None
        plot.scatter(
            "x", "y", source=self.points, size="size", fill_color="colour", fill_alpha="alpha", line_color=None
        )
        plot.add_tools(*tooltip(lines))
        self.lines.selected.on_change("indices", self._chosen)

    def _chosen(self, attr, old, new):
        if new:
            name = self.lines.data["name"][new[0]]
            self.lines.selected.indices = []
            if name and self.of != "bins":
                self._on_pick(name)

    def update(self, board: Board) -> list[dict]:
        """Draw a set.

        Parameters
        ----------
        board : Board
            What to show.

        Returns
        -------
        list of dict
            The key: "name", "symbol", "label", "colour" and "picked" of each curve; empty where there is none.
        """
        known = getattr(board.shown, self.of)
        entries = parts(known, board) if self.of == "bins" else indicators(known, board)
        others = getattr(board.against, self.of) if board.against else {}
        self._draw(entries, known, others)
        if self.of in ("ordinals", "leads") and entries:
            self._fit(board, [known[each["name"]] for each in entries])
        return entries

    def _draw(self, entries, known, others):
        curves = [(each, known[each["name"]]) for each in entries]
        self.lines.data = lines(curves, 0.95, self.of)
        compared = [(each, others[each["name"]]) for each in entries if each["name"] in others and each["picked"]]
        self.dashed.data = lines(compared, 0.8, self.of)
        banded = [(each, *band(curve)) for each, curve in curves]
        self.bands.data = {
            "xs": [x for _, x, _ in banded],
            "ys": [y for _, _, y in banded],
            "colour": [each["colour"] for each, _, _ in banded],
            "alpha": [0.26 if each["picked"] else 0.12 for each, _, _ in banded],
        }
        if self.of in ("ordinals", "leads"):
            sized = [(each, curve, np.isfinite(curve.y)) for each, curve in curves]
            self.points.data = {
                "x": np.concatenate([curve.x[there] for _, curve, there in sized] or [np.empty(0)]),
                "y": np.concatenate([curve.y[there] for _, curve, there in sized] or [np.empty(0)]),
                "colour": [each["colour"] for each, _, there in sized for _ in range(there.sum())],
                "size": [7 if each["picked"] else 4.5 for each, _, there in sized for _ in range(there.sum())],
                "alpha": [1.0 if each["picked"] else 0.7 for each, _, there in sized for _ in range(there.sum())],
            }

    def _fit(self, board, curves):
        low = min(float(np.nanmin(curve.y - np.nan_to_num(curve.error))) for curve in curves)
        self.figure.y_range.update(start=min(-0.06, low - 0.04), end=1.04)
        x = curves[0].x
        if self.of == "ordinals":
            self.figure.x_range.update(start=0.6, end=len(x) + 0.4)
            self.figure.xaxis[0].ticker.ticks = list(range(1, len(x) + 1, 1 if len(x) <= 12 else 5))
        else:
            self.figure.x_range.update(start=x.min() / 1.5, end=x.max() * 1.5)

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.chance_glyph.line_color = colours.quiet


def _shares():
    return {"x_range": Range1d(0.0, 1.0), "y_range": Range1d(0.0, 1.03)}


def _ordinals():
    return {"x_range": Range1d(0.5, 10.5), "y_range": Range1d(-0.1, 1.04)}


def _leads():
    return {"x_axis_type": "log", "x_range": Range1d(1e-5, 1e-2), "y_range": Range1d(-0.1, 1.04)}


AXES = {
    "ranks": ("1 − rank of the first event", "F", _shares),
    "ordinals": ("n-th event", "C_γ", _ordinals),
    "leads": ("strain before the event Δγ", "C_Δγ", _leads),
    "bins": ("share of bins above, λ", "C(λ)", _shares),
}
"""Labels and ranges of each kind of curve."""


def indicators(known: dict[str, Curve], board: Board) -> list[dict]:
    """Key of the curves of indicators.

    Parameters
    ----------
    known : dict of str to Curve
        Curves by indicator.
    board : Board
        What is shown.
    """
    return [
        {
            "name": each.name,
            "symbol": each.symbol,
            "label": each.label,
            "colour": family_colour(each.family, board.dark),
            "picked": each.name == board.picked,
        }
        for each in board.curves_of(known)
    ]


def parts(known: dict[str, Curve], board: Board) -> list[dict]:
    """Key of the curves of what was binned: positive and negative parts in the colours of their signs.

    Parameters
    ----------
    known : dict of str to Curve
        Curves by what was binned.
    board : Board
        What is shown.
    """
    colours = theme(board.dark)
    rest = iter([colours.event, colours.third, colours.fourth] * (1 + len(known)))
    by_sign = {" > 0": colours.positive, " < 0": colours.negative}
    return [
        {
            "name": name,
            "symbol": name,
            "label": name,
            "colour": next((colour for sign, colour in by_sign.items() if name.endswith(sign)), None) or next(rest),
            "picked": True,
        }
        for name in known
    ]


def lines(curves: list[tuple[dict, Curve]], alpha: float, of: str) -> dict:
    """Columns of a source of lines.

    Parameters
    ----------
    curves : list of (dict, Curve)
        Entries of the key and their curves.
    alpha : float
        Of the picked ones.
    of : str
        What they are of.
    """
    quantity = AXES[of][1]
    return {
        "xs": [curve.x for _, curve in curves],
        "ys": [curve.y for _, curve in curves],
        "colour": [each["colour"] for each, _ in curves],
        "width": [2.6 if each["picked"] else 1.3 for each, _ in curves],
        "alpha": [alpha if each["picked"] else 0.6 for each, _ in curves],
        "name": [each["name"] for each, _ in curves],
        "words": [f"{each['label']}: {in_words(curve, quantity)}" for each, curve in curves],
    }


def in_words(curve: Curve, quantity: str) -> str:
    """The first and the last value of a curve; its middle of a distribution.

    Parameters
    ----------
    curve : Curve
        What is drawn.
    quantity : str
        Its name.
    """
    there = np.flatnonzero(np.isfinite(curve.y))
    if quantity in ("F", "C(λ)"):
        tenth = int(np.argmin(np.abs(curve.x - 0.1)))
        return f"{quantity} = {value_in_words(curve.y[tenth], curve.error[tenth])} at 0.1"
    values = [value_in_words(curve.y[k], curve.error[k]) for k in there[[0, -1]]]
    return f"{quantity} from {values[0]} to {values[1]}"


def band(curve: Curve) -> tuple[np.ndarray, np.ndarray]:
    """Outline of a curve's band of one standard error.

    Parameters
    ----------
    curve : Curve
        What is drawn.
    """
    there = np.isfinite(curve.y) & np.isfinite(curve.error)
    x, y, error = curve.x[there], curve.y[there], curve.error[there]
    return np.concatenate([x, x[::-1]]), np.concatenate([y + error, (y - error)[::-1]])
