"""The run: stress against strain, whether the indicator knew, and how much more the glass can bear."""

from collections.abc import Mapping

from ...found.strength_map import Standing
from ...moment.moment import Moment
from ...physics import RankScore
from ...wire.lazy_plots import View
from ..panel import Card, Panel, Words
from ..strength.words import sheared
from .curve import CurveView
from .distribution import DistributionView
from .ghosts import ghosts_in_words
from .left import LeftView
from .ranks import RanksView, Scores


class RunPanel(Panel):
    """The plots of the run."""

    key = "run"
    label = "Run"
    group = "run"
    order = 0
    cards = (
        Card("curve", "Stress–strain", {"curve": CurveView}, "choose an event to go back to it"),
        Card("ranks", "Did the indicator know?", {"ranks": lambda ask: RanksView()}, parts=("key", "words")),
        Card(
            "left",
            "P(τ_y)",
            {"left": lambda ask: LeftView(), "distribution": lambda ask: DistributionView()},
            parts=("key", "words"),
            tabs={"left": "P(τ_y)", "distribution": "Distribution"},
            events=True,
        ),
    )

    def rest(self) -> None:
        """Call the shearing of places off; what has been found stays."""
        self.ask("strength", stop=True)

    def again(self) -> None:
        """Take the shearing up again."""
        self.ask("strength", stop=False)

    def progress(self, moment: Moment) -> dict:
        """How far the places have been sheared, while the run rests.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        standing = moment.found(Standing)
        begun = standing is not None and (standing.under_way is not None or standing.stopped)
        return sheared(standing) if begun and moment.mode == "idle" else {}

    def draw(self, moment: Moment, views: Mapping[str, View]) -> dict[str, Words]:
        """Draw the run so far.

        Parameters
        ----------
        moment : Moment
            What to show.
        views : mapping of str to View
            Its plots.
        """
        curve, ranks, left = (views[name] for name in ("curve", "ranks", "left"))
        assert isinstance(curve, CurveView)
        assert isinstance(ranks, RanksView)
        assert isinstance(left, LeftView)
        curve.update(moment)
        if isinstance(distribution := views.get("distribution"), DistributionView):
            distribution.update(moment)
        ghosts = ghosts_in_words(moment.history.ghosts, moment.glass.model)
        return {"curve": {"key": ghosts}, "ranks": scores_in_words(ranks.update(moment)), "left": left.update(moment)}


def scores_in_words(scores: Scores) -> Words:
    """What is said of the ranks.

    Parameters
    ----------
    scores : Scores
        What is drawn.
    """
    shown = scores.shown
    key: list[dict] = [
        {"colour": colour, "words": each.symbol, "strong": f"{score.C:.2f}".replace("-", "−"), "title": each.label}
        for each, score, colour in scores.curves
        if score.n
    ]
    if key:
        key.insert(0, {"words": "C", "title": f"{shown.symbol} = 2⟨r⟩ − 1: 1 always knew, 0 chance"})
    if scores.first:
        key.append({"words": "▾ first event", "title": "The first event counts in a score of its own, C_min"})
    value = f"{shown.symbol} = {shown.C:.2f}".replace("-", "−") if shown.n else ""
    words = f"{value} {verdict(shown)}".strip()
    if scores.left_out:
        words += f" Left out: {scores.left_out} at its onset as cast."
    return {
        "hint": f"rank CDF, {'as cast' if shown.lead is None else f'{100.0 * shown.lead:g} % before'}",
        "key": key,
        "words": words,
        "title": shown.in_words(),
    }


def verdict(score: RankScore) -> str:
    """What a score is worth, in a few words.

    Parameters
    ----------
    score : RankScore
        What was scored.
    """
    if score.n == 0:
        return "No event has been scored yet."
    if abs(score.C) <= score.chance:
        place = "within chance"
    else:
        place = "beats chance" if score.C > 0.0 else "below chance"
    return f"(n = {score.n}), {place} ±{score.chance:.2f}"
