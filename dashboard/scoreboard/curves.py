"""Curves of the scoreboard: F(1 − r), C(λ), C_γ(n) and C_Δγ, with bands of one standard error."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from bokeh.models import ColumnDataSource, FixedTicker, Line, MultiLine, Patches, Range1d, Scatter

from ..look.figures import columns, mark, quiet_figure, restyle
from ..look.theme import family_colour, theme
from .board import Board
from .judged import Curve
from .picking import make_pickable
from .words import value_in_words

LINES = ("xs", "ys", "colour", "width", "alpha", "name", "words")


@dataclass(frozen=True)
class Axes:
    """What a kind of curve is drawn against.

    Attributes
    ----------
    x_label, quantity : str
        Labels of the axes.
    scale : {"share", "count", "log"}
        Of the abscissa: shares of a whole have curves of distributions; the others have curves of scores, whose ranges
        follow what is drawn.
    """

    x_label: str
    quantity: str
    scale: Literal["share", "count", "log"]


AXES = {
    "ranks": Axes("1 − rank of the first event", "F", "share"),
    "bins": Axes("share of bins above, λ", "C(λ)", "share"),
    "ordinals": Axes("n-th event", "C_γ", "count"),
    "leads": Axes("strain before the event Δγ", "C_Δγ", "log"),
}
"""Every kind of curve, in the order on the page."""

RANGES = {"share": (0.0, 1.0, 0.0, 1.03), "count": (0.5, 10.5, -0.1, 1.04), "log": (1e-5, 1e-2, -0.1, 1.04)}
"""Ends of both axes to begin with, by the scale of the abscissa."""


class ScoreCurvesView:
    """Curves in the families' colours, the picked one strong; a click on one picks it.

    Parameters
    ----------
    name : str
        What they are of, a key of `AXES`.
    on_pick : callable
        Called with the name of the indicator that was chosen.
    """

    def __init__(self, name: str, on_pick: Callable[[str], None]) -> None:
        axes = AXES[name]
        left, right, bottom, top = RANGES[axes.scale]
        self._x, self._y = Range1d(start=left, end=right), Range1d(start=bottom, end=top)
        self._ticker = FixedTicker()
        plot = quiet_figure(
            axes.x_label, axes.quantity, x_range=self._x, y_range=self._y,
            logarithmic=(axes.scale == "log", False),
        )  # fmt: skip
        plot.name = f"score_{name}"
        if axes.scale == "count":
            plot.xaxis.ticker = self._ticker
        self.figure, self.of, self._scale = plot, name, axes.scale
        self.bands = columns("xs", "ys", "colour", "alpha")
        self.lines, self.dashed = columns(*LINES), columns(*LINES)
        self.points = columns("x", "y", "colour", "size", "alpha")
        ends = ([0.0, 1.0], [0.0, 1.0]) if axes.scale == "share" else ([1e-12, 1e3], [0.0, 0.0])
        chance = ColumnDataSource(dict(zip(("x", "y"), ends, strict=True)))
        self.chance_glyph = mark(plot, chance, Line(line_dash="dotted", line_width=1.4)).glyph
        mark(plot, self.bands, Patches(fill_color="colour", fill_alpha="alpha", line_color=None))
        line = {"line_color": "colour", "line_width": "width", "line_alpha": "alpha"}
        mark(plot, self.dashed, MultiLine(line_dash=[5, 4], **line))
        lines = mark(plot, self.lines, MultiLine(**line))
        point = Scatter(size="size", fill_color="colour", fill_alpha="alpha", line_color=None)
        mark(plot, self.points, point)
        may_pick = name != "bins"  # what was binned is no indicator
        make_pickable(plot, lines, self.lines, on_pick if may_pick else lambda name: None)

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
        curves, others = board.shown.curves(self.of), board.against.curves(self.of) if board.against else {}
        key = parts(curves, board) if self.of == "bins" else indicators(curves, board)
        self._draw([(entry, curves[entry["name"]]) for entry in key], others)
        if self._scale != "share" and key:
            self._fit([curves[entry["name"]] for entry in key])
        return key

    def _draw(self, drawn, others):
        """Curves with their entries of the key, dashed those of the other set that are picked."""
        self.lines.data = lines(drawn, 0.95, self.of)
        compared = [entry for entry, _ in drawn if entry["name"] in others and entry["picked"]]
        self.dashed.data = lines([(entry, others[entry["name"]]) for entry in compared], 0.8, self.of)
        outlines = [band(curve) for _, curve in drawn]
        self.bands.data = {
            "xs": [x for x, _ in outlines],
            "ys": [y for _, y in outlines],
            "colour": [entry["colour"] for entry, _ in drawn],
            "alpha": [0.26 if entry["picked"] else 0.12 for entry, _ in drawn],
        }
        if self._scale != "share":
            dotted = [(entry, curve, np.isfinite(curve.y)) for entry, curve in drawn]
            self.points.data = {
                "x": np.concatenate([curve.x[there] for _, curve, there in dotted] or [np.empty(0)]),
                "y": np.concatenate([curve.y[there] for _, curve, there in dotted] or [np.empty(0)]),
                "colour": [entry["colour"] for entry, _, there in dotted for _ in range(there.sum())],
                "size": [7 if entry["picked"] else 4.5 for entry, _, there in dotted for _ in range(there.sum())],
                "alpha": [1.0 if entry["picked"] else 0.7 for entry, _, there in dotted for _ in range(there.sum())],
            }

    def _fit(self, curves):
        low = min(float(np.nanmin(curve.y - np.nan_to_num(curve.error))) for curve in curves)
        self._y.update(start=min(-0.06, low - 0.04), end=1.04)
        x = curves[0].x
        if self._scale == "count":
            self._x.update(start=0.6, end=len(x) + 0.4)
            self._ticker.ticks = list(range(1, len(x) + 1, 1 if len(x) <= 12 else 5))
        else:
            self._x.update(start=x.min() / 1.5, end=x.max() * 1.5)

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


def indicators(curves: dict[str, Curve], board: Board) -> list[dict]:
    """Key of the curves of indicators.

    Parameters
    ----------
    curves : dict of str to Curve
        Curves by indicator.
    board : Board
        What is shown.
    """
    return [
        {
            "name": indicator.name,
            "symbol": indicator.symbol,
            "label": indicator.label,
            "colour": family_colour(indicator.family, board.dark),
            "picked": indicator.name == board.picked,
        }
        for indicator in board.curves_of(curves)
    ]


def parts(curves: dict[str, Curve], board: Board) -> list[dict]:
    """Key of the curves of what was binned: the first positive and negative part in the colours of signs.

    Parameters
    ----------
    curves : dict of str to Curve
        Curves by what was binned.
    board : Board
        What is shown.
    """
    colours = theme(board.dark)
    rest = iter([colours.event, colours.third, colours.fourth] * (1 + len(curves)))
    by_sign = {" > 0": colours.positive, " < 0": colours.negative}
    firsts = {next((name for name in curves if sign in name), None): colour for sign, colour in by_sign.items()}
    return [
        {
            "name": name,
            "symbol": name,
            "label": name,
            "colour": firsts.get(name) or next(rest),
            "picked": True,
        }
        for name in curves
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
    quantity = AXES[of].quantity
    return {
        "xs": [curve.x for _, curve in curves],
        "ys": [curve.y for _, curve in curves],
        "colour": [entry["colour"] for entry, _ in curves],
        "width": [2.6 if entry["picked"] else 1.3 for entry, _ in curves],
        "alpha": [alpha if entry["picked"] else 0.6 for entry, _ in curves],
        "name": [entry["name"] for entry, _ in curves],
        "words": [f"{entry['label']}: {in_words(curve, quantity)}" for entry, curve in curves],
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
