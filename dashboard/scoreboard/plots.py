"""The scoreboard's words: sets on offer, what is shown, whose curves these are, and one sentence on what is picked."""

from collections.abc import Callable

from ..look.theme import correlation_colours
from ..physics import INDICATORS
from ..wire.lazy_plots import View
from .bars import ScoreBarsView
from .board import Board
from .curves import AXES, ScoreCurvesView
from .judged import Judged
from .matrix import ScoreMatrixView
from .words import signed, value_in_words

CURVES = tuple(AXES)
"""Plots of curves, in the order on the page."""

PLOTS = ("score_bars", "score_matrix", *(f"score_{name}" for name in CURVES))
"""Names of all plots on the page."""

NOTHING = (
    "There are no results here yet: open an ensemble.nc, or make one with glasscope ensemble SPEC "
    "(assets/examples has specs to begin with)."
)
"""What is said where no set is shipped."""


class ScoreboardView:
    """All plots of the scoreboard.

    Parameters
    ----------
    on_pick : callable
        Called with the name of the indicator that was chosen in a plot.

    Attributes
    ----------
    views : dict
        Every plot by its name on the page.
    """

    def __init__(self, on_pick: Callable[[str], None]) -> None:
        self._bars, self._matrix = ScoreBarsView(on_pick), ScoreMatrixView(on_pick)
        self._curves = {name: ScoreCurvesView(name, on_pick) for name in CURVES}
        self.views: dict[str, View] = {"score_bars": self._bars, "score_matrix": self._matrix}
        self.views |= {f"score_{name}": view for name, view in self._curves.items()}

    def update(self, board: Board) -> dict:
        """Draw a set.

        Parameters
        ----------
        board : Board
            What to show.

        Returns
        -------
        dict
            What the page says of it.
        """
        lacks = board.shown.lacks
        self._bars.update(board)
        if "matrix" not in lacks:
            self._matrix.update(board)
        keys = {name: view.update(board) for name, view in self._curves.items() if name not in lacks}
        return {
            "about": board.shown.about,
            "against_about": board.against.about if board.against else "",
            "against_title": board.against.title if board.against else "",
            "indicators": menu(board),
            "picked": board.picked,
            "sentence": sentence(board),
            "map": on_map(board),
            "keys": keys,
            "lacks": lacks,
            "notes": {name: note(board, name) for name in CURVES},
            "ramp": correlation_colours(board.dark, 15),
        }


def menu(board: Board) -> list[dict]:
    """Indicators by family, for a menu.

    Parameters
    ----------
    board : Board
        What is shown.
    """
    groups: dict[str, list] = {}
    for indicator in board.shown.judged:
        label = f"{indicator.label}  {signed(indicator.value)}" if indicator.n_events else indicator.label
        groups.setdefault(indicator.family, []).append({"key": indicator.name, "label": label})
    return [{"label": family, "options": options} for family, options in groups.items()]


def sentence(board: Board) -> dict:
    """What is picked, and how much it knew.

    Parameters
    ----------
    board : Board
        What is shown.
    """
    picked = board.judged
    if picked is None:
        return {"lead": "Choose an indicator, in any plot.", "strong": "", "rest": ""}
    if not picked.n_events:
        return {"lead": f"{picked.label} has no values in this set.", "strong": "", "rest": ""}
    kind = INDICATORS.get(picked.key)
    summary = kind.summary.rstrip(".").removeprefix(f"{kind.label}: ") if kind else picked.family
    rest = f" from {picked.n_events} first events in {board.shown.n_samples} glasses{_elsewhere(board, picked)}"
    return {
        "lead": f"{picked.label}, {picked.symbol}: ",
        "strong": f"C_min = {value_in_words(picked.value, picked.error)}",
        "rest": f"{rest}. {summary[:1].upper()}{summary[1:]}.",
    }


def _elsewhere(board: Board, picked: Judged) -> str:
    """How much the picked indicator knew in the set that is compared with; empty where that is not known."""
    other = board.against.of(picked.name) if board.against else None
    if board.against is None or other is None or not other.n_events:
        return ""
    return f"; in {board.against.title} {value_in_words(other.value, other.error)} from {other.n_events}"


def on_map(board: Board) -> str:
    """Why the picked indicator cannot be shown on the map; empty where it can.

    Parameters
    ----------
    board : Board
        What is shown.
    """
    picked = board.judged
    if picked is None:
        return "choose an indicator first"
    return "" if picked.key in INDICATORS else f"this version of Glasscope does not know {picked.key}"


def note(board: Board, name: str) -> str:
    """What has to be said of a plot of curves besides its key.

    Parameters
    ----------
    board : Board
        What is shown.
    name : str
        One of `CURVES`.
    """
    picked = board.judged
    if name == "bins" or name in board.shown.lacks or picked is None or picked.name in board.shown.curves(name):
        return ""
    return f"{picked.symbol} was not taken at leads" if name == "leads" else f"{picked.symbol} has no values"
