"""Did the indicator know? The distribution of the events' ranks, the diagonal and what chance would give."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from bokeh.models import ColumnDataSource, Line, Range1d, Scatter, Step, VArea

from ...fields.field import signature
from ...look.figures import columns, mark, quiet_figure, restyle
from ...look.theme import theme
from ...moment.choices import Choices
from ...moment.moment import Moment
from ...physics import Indicator, RankScore

CURVES = 5
"""The shown indicator and at most so many less one besides it."""

GRID = np.linspace(0.0, 1.0, 101)


@dataclass(frozen=True, eq=False)
class Scores:
    """What is drawn of the ranks.

    Attributes
    ----------
    shown : RankScore
        Of the indicator shown.
    curves : tuple of (Indicator, RankScore, str)
        Each curve with its colour, the indicator shown first.
    first : bool
        Whether the first event is marked.
    left_out : int
        Events that are not scored, because the glass as cast was at their onset.
    """

    shown: RankScore
    curves: tuple[tuple[Indicator, RankScore, str], ...]
    first: bool
    left_out: int


class RanksView:
    """Rank CDF of the shown indicator and of the best others."""

    def __init__(self) -> None:
        plot = quiet_figure("1 − rank of the event", "F", x_range=Range1d(0.0, 1.0), y_range=Range1d(0.0, 1.03))
        plot.name = "ranks"
        self.figure = plot
        self.band = columns("x", "low", "high")
        self.band_glyph = mark(plot, self.band, VArea(y1="low", y2="high", fill_alpha=0.14)).glyph
        diagonal = ColumnDataSource({"x": [0, 1], "y": [0, 1]})
        self.diagonal_glyph = mark(plot, diagonal, Line(line_dash="dotted", line_width=1.4)).glyph
        self.sources = [columns("x", "y") for _ in range(CURVES)]
        self.glyphs = [
            mark(plot, source, Step(mode="after", line_width=2.4 if k == 0 else 1.5)).glyph
            for k, source in reversed(list(enumerate(self.sources)))
        ][::-1]
        self.first = columns("x", "y")
        self.first_glyph = mark(plot, self.first, Scatter(size=9, marker="inverted_triangle")).glyph
        self._sent: tuple = ()
        self._scores: Scores | None = None
        self._colours: list[str] = []

    def update(self, moment: Moment) -> Scores:
        """Draw the scores of the events so far.

        Parameters
        ----------
        moment : Moment
            What to show.

        Returns
        -------
        Scores
            What is drawn.
        """
        key = (
            moment.history.run,
            len(moment.history.legs),
            moment.snapshot.event and moment.snapshot.event.number,
            signature(moment.indicator, None),
            moment.choices.taken,
            moment.choices.lead,
            moment.choices.dark,
            moment.fields.progress(),
        )
        if key != self._sent or self._scores is None:
            self._sent, self._scores = key, self._draw(moment)
        return self._scores

    def _draw(self, moment):
        upto = moment.snapshot.event.number if moment.snapshot.event else 0
        scores = moment.fields.scores(moment.indicator, upto)
        first, kind = scores["as cast, first event"], kind_shown(scores, moment.choices)
        shown = scores[kind]
        ranked = [(moment.indicator, shown)]
        if kind != "lead":
            others = [(each, moment.fields.scores(each, upto)[kind]) for each in moment.others]
            known = [pair for pair in others if pair[1].n]
            ranked += sorted(known, key=lambda pair: -pair[1].C)[: CURVES - 1]
        for k, source in enumerate(self.sources):
            x, y = ranked[k][1].cdf() if k < len(ranked) else (np.empty(0), np.empty(0))
            source.data = {"x": x, "y": y}
        low, high = shown.chance_band(GRID) if shown.n else (np.empty(0), np.empty(0))
        self.band.data = {"x": GRID if shown.n else np.empty(0), "low": low, "high": high}
        mark = [1.0 - first.ranks[0]] if first.n and kind == "as cast, later events" else []
        self.first.data = {"x": mark, "y": [1.0] * len(mark)}
        curves = [(*pair, colour) for pair, colour in zip(ranked, self._colours, strict=False)]
        left_out = 0 if kind == "lead" else moment.fields.left_out(upto)
        return Scores(shown, tuple(curves), bool(mark), left_out)

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self._colours = [colours.accent, colours.event, colours.third, colours.fourth, colours.quiet]
        for glyph, colour in zip(self.glyphs, self._colours, strict=True):
            glyph.line_color = colour
        self.band_glyph.fill_color = colours.quiet
        self.diagonal_glyph.line_color = colours.quiet
        self.first_glyph.fill_color = self.first_glyph.line_color = colours.accent
        self._sent = ()


def kind_shown(scores: Mapping[str, RankScore], choices: Choices) -> str:
    """Which of the scores of an indicator are shown: with a lead where one is chosen, else as cast.

    Parameters
    ----------
    scores : mapping of str to RankScore
        By kind, see `Scoring.scores`.
    choices : Choices
        What is chosen.

    Returns
    -------
    str
        Their kind: as cast of the later events, and of the first one where there is no other.
    """
    if choices.taken == "live" and choices.lead > 0.0:
        return "lead"
    return "as cast, later events" if scores["as cast, later events"].n else "as cast, first event"
