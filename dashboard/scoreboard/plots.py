"""The scoreboard's words: sets on offer, what is shown, whose curves these are, and one sentence on what is picked."""

from typing import Any

from ..look.theme import correlation_colours
from ..physics import INDICATORS
from .bars import ScoreBarsView
from .board import Board
from .curves import ScoreCurvesView
from .matrix import ScoreMatrixView
from .words import signed, value_in_words

CURVES = ("ranks", "bins", "ordinals", "leads")
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

    def __init__(self, on_pick: Any) -> None:
        self.views: dict[str, Any] = {"score_bars": ScoreBarsView(on_pick), "score_matrix": ScoreMatrixView(on_pick)}
        self.views |= {f"score_{name}": ScoreCurvesView(name, on_pick) for name in CURVES}

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
        self.views["score_bars"].update(board)
        if "matrix" not in lacks:
            self.views["score_matrix"].update(board)
        keys = {name: self.views[f"score_{name}"].update(board) for name in CURVES if name not in lacks}
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
    for each in board.shown.judged:
        label = f"{each.label}  {signed(each.value)}" if each.n_events else each.label
        groups.setdefault(each.family, []).append({"key": each.name, "label": label})
    return [{"label": family, "options": options} for family, options in groups.items()]


def sentence(board: Board) -> dict:
    """What is picked, and how much it knew.

    Parameters
    ----------
    board : Board
        What is shown.
    """
    each = board.judged
    if each is None:
        return {"lead": "Choose an indicator, in any plot.", "strong": "", "rest": ""}
    if not each.n_events:
        return {"lead": f"{each.label} has no values in this set.", "strong": "", "rest": ""}
    kind = INDICATORS.get(each.key)
    summary = kind.summary.rstrip(".").removeprefix(f"{kind.label}: ") if kind else each.family
    rest = f" from {each.n_events} first events in {board.shown.n_samples} glasses"
    other = board.against.of(each.name) if board.against else None
    if other is not None and other.n_events:
        rest += f"; in {board.against.title} {value_in_words(other.value, other.error)} from {other.n_events}"
    return {
        "lead": f"{each.label}, {each.symbol}: ",
        "strong": f"C_min = {value_in_words(each.value, each.error)}",
        "rest": f"{rest}. {summary[:1].upper()}{summary[1:]}.",
    }


def on_map(board: Board) -> str:
    """Why the picked indicator cannot be shown on the map; empty where it can.

    Parameters
    ----------
    board : Board
        What is shown.
    """
    each = board.judged
    if each is None:
        return "choose an indicator first"
    return "" if each.key in INDICATORS else f"this version of Glasscope does not know {each.key}"


def note(board: Board, name: str) -> str:
    """What has to be said of a plot of curves besides its key.

    Parameters
    ----------
    board : Board
        What is shown.
    name : str
        One of `CURVES`.
    """
    each = board.judged
    if name == "bins" or name in board.shown.lacks or each is None or each.name in getattr(board.shown, name):
        return ""
    return f"{each.symbol} was not taken at leads" if name == "leads" else f"{each.symbol} has no values"
