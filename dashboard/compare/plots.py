"""The plots under both maps: what both bear on fixed axes, how much falls at each event, and who knew it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from bokeh.models import Line, Range1d, Scatter, Segment, Step, VArea

from ..look.figures import columns, mark, quiet_figure, restyle
from ..look.theme import theme
from ..moment.moment import Moment
from ..panels.run.curve import stress_unit
from ..panels.run.ghosts import GhostLines, comparable
from ..panels.run.ranks import GRID, kind_shown
from ..physics import RankScore


@dataclass(frozen=True, eq=False)
class Pair:
    """What is compared.

    Attributes
    ----------
    first : Moment
        Of the page's own glass.
    other : Moment or None
        Of the one beside it, where it is there.
    opposite : bool
        Whether that is sheared in the opposite direction: its strain and stress are drawn with the other sign.
    """

    first: Moment
    other: Moment | None
    opposite: bool

    @property
    def each(self) -> tuple[tuple[Moment | None, float], ...]:
        """Both, and the sign of each on the axes of the first."""
        return (self.first, 1.0), (self.other, -1.0 if self.opposite else 1.0)


COLOURS = ("accent", "event")
"""Colours of the two, by their names in a theme."""

MARGIN = 0.03
"""Of the strain axis, beyond where a run ends: its ring stands there."""

ROUND = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0)
"""Ends of the stress axis within a factor of ten: it moves seldom."""


def frame_of(pair: Pair) -> tuple[float, float]:
    """Ends of the strain axis, in per cent: as far as both are to be sheared.

    Parameters
    ----------
    pair : Pair
        Both.
    """
    first = pair.first
    turned = len(first.history.legs) > 1 or pair.opposite
    strains = [0.0, *first.history.rows.strain] + ([] if turned else [first.choices.max_strain])
    if pair.other is not None:
        strains += [pair.each[1][1] * strain for strain in pair.other.history.rows.strain]
    low, high = 100.0 * min(strains), 100.0 * max([*strains, 1e-3])
    margin = MARGIN * (high - low)
    return low - (margin if low else 0.0), high + margin


def rounded(value: float) -> float:
    """The next larger end of an axis.

    Parameters
    ----------
    value : float
        What is to fit in.
    """
    if value <= 0.0:
        return 0.0
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(each for each in ROUND if each * power >= value * (1.0 - 1e-9)) * power)


class BothCurves:
    """Stress against strain of both, their events as dots, where both are now as rings."""

    def __init__(self) -> None:
        plot = quiet_figure("strain γ (%)", "σ", x_range=Range1d(0.0, 12.0), y_range=Range1d(0.0, 1.0))
        plot.name = "pair_stress"
        self.figure = plot
        self._ghosts = GhostLines(plot)
        self._curves = [columns("x", "y") for _ in COLOURS]
        self._events = [columns("x", "y") for _ in COLOURS]
        self._now = [columns("x", "y") for _ in COLOURS]
        self._lines = [mark(plot, source, Line(line_width=2)).glyph for source in reversed(self._curves)][::-1]
        self._dots = [mark(plot, source, Scatter(size=6, line_color=None)).glyph for source in self._events]
        self._rings = [mark(plot, source, Scatter(size=9, line_width=2)).glyph for source in self._now]

    def update(self, pair: Pair) -> None:
        """Draw both.

        Parameters
        ----------
        pair : Pair
            Both.
        """
        ghosts = comparable(pair.first.history.ghosts, pair.first.glass.model)
        self._ghosts.update(ghosts, pair.first.glass.model)
        lowest, highest = min([0.0, *(g.stress.min() for g in ghosts)]), max([0.0, *(g.stress.max() for g in ghosts)])
        for k, (each, sign) in enumerate(pair.each):
            if each is None:
                for sources in (self._curves, self._events, self._now):
                    sources[k].data = {"x": [], "y": []}
                continue
            row, history = each.snapshot.row, each.history
            strain, stress = (sign * values for values in history.curve())
            lowest, highest = min(lowest, stress.min()), max(highest, stress.max())
            rows = [event.row for event in each.events if event.row < len(strain)]
            self._curves[k].data = {"x": 100.0 * strain[: row + 1], "y": stress[: row + 1]}
            self._events[k].data = {"x": 100.0 * strain[rows], "y": stress[rows]}
            self._now[k].data = {"x": 100.0 * strain[row : row + 1], "y": stress[row : row + 1]}
        _fix(self.figure.x_range, *frame_of(pair))
        _fix(self.figure.y_range, -rounded(-1.05 * lowest), rounded(1.05 * highest) or 1.0)
        models = {each.glass.model for each, _ in pair.each if each is not None}
        unit = stress_unit(models.pop()) if len(models) == 1 else "each in its own unit"
        self.figure.yaxis.axis_label = f"σ ({unit})"

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self._ghosts.restyle(colours)
        for k, name in enumerate(COLOURS):
            colour = getattr(colours, name)
            self._lines[k].line_color = self._dots[k].fill_color = self._rings[k].line_color = colour
            self._rings[k].fill_color = colours.card


class BothDrops:
    """By how much the stress fell at each event, as a share of the largest stress that the glass has borne."""

    def __init__(self) -> None:
        plot = quiet_figure("strain γ (%)", "drop / largest σ", x_range=Range1d(0.0, 12.0), y_range=Range1d(0.0, 1.05))
        plot.name = "pair_drops"
        self.figure = plot
        self._sources = [columns("x", "y", "base") for _ in COLOURS]
        stem = Segment(x0="x", y0="base", x1="x", y1="y", line_width=2)
        self._stems = [mark(plot, source, stem.clone()).glyph for source in self._sources]
        self._heads = [mark(plot, source, Scatter(size=6, line_color=None)).glyph for source in self._sources]

    def update(self, pair: Pair) -> None:
        """Draw the drops of both.

        Parameters
        ----------
        pair : Pair
            Both.
        """
        for source, (each, sign) in zip(self._sources, pair.each, strict=True):
            events, largest = ([], 1.0) if each is None else (each.events, largest_stress(each))
            strains = [100.0 * sign * event.strain for event in events]
            drops = [event.stress_drop / largest for event in events]
            source.data = {"x": strains, "y": drops, "base": [0.0] * len(drops)}
        _fix(self.figure.x_range, *frame_of(pair))

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        for stem, head, name in zip(self._stems, self._heads, COLOURS, strict=True):
            stem.line_color = head.fill_color = getattr(colours, name)


class BothRanks:
    """The distribution of the events' ranks in the indicator shown, of both glasses."""

    def __init__(self) -> None:
        plot = quiet_figure("1 − rank of the event", "F", x_range=Range1d(0.0, 1.0), y_range=Range1d(0.0, 1.03))
        plot.name = "pair_ranks"
        self.figure = plot
        self._band = columns("x", "low", "high")
        self._band_glyph = mark(plot, self._band, VArea(y1="low", y2="high", fill_alpha=0.14)).glyph
        self._sources = [columns("x", "y") for _ in COLOURS]
        self._steps = [mark(plot, source, Step(mode="after", line_width=2.2)).glyph for source in self._sources]

    def update(self, pair: Pair) -> list[RankScore | None]:
        """Draw the ranks of both.

        Parameters
        ----------
        pair : Pair
            Both.

        Returns
        -------
        list of RankScore or None
            Of each, None where it has no event that is ranked.
        """
        scores = [None if each is None else ranks_of(each) for each, _ in pair.each]
        for source, score in zip(self._sources, scores, strict=True):
            x, y = score.cdf() if score is not None else (np.empty(0), np.empty(0))
            source.data = {"x": x, "y": y}
        known = [score for score in scores if score is not None]
        grid = GRID if known else np.empty(0)
        low, high = min(known, key=lambda score: score.n).chance_band(grid) if known else (grid, grid)
        self._band.data = {"x": grid, "low": low, "high": high}
        return scores

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self._band_glyph.fill_color = colours.quiet
        for step, name in zip(self._steps, COLOURS, strict=True):
            step.line_color = getattr(colours, name)


def ranks_of(moment: Moment) -> RankScore | None:
    """Ranks of the events so far as the panel of ranks has them; None without any.

    Parameters
    ----------
    moment : Moment
        Of one glass.
    """
    event = moment.snapshot.event
    scores = moment.fields.scores(moment.indicator, event.number if event else 0)
    shown = scores[kind_shown(scores, moment.choices)]
    return shown if shown.n else None


def largest_stress(moment: Moment) -> float:
    """The largest stress that a glass has borne so far, in either direction.

    Parameters
    ----------
    moment : Moment
        Of it.
    """
    _, stress = moment.history.curve(0, moment.snapshot.row)
    return float(np.abs(stress).max()) or 1.0


def largest_fall(moment: Moment) -> float | None:
    """The largest drop so far as a share of the largest stress that a glass has borne; None before any event.

    Parameters
    ----------
    moment : Moment
        Of it.
    """
    drops = [event.stress_drop for event in moment.events]
    return max(drops) / largest_stress(moment) if drops else None


def _fix(axis, start, end):
    if (axis.start, axis.end) != (start, end):
        axis.update(start=start, end=end)
