"""Across the shear band: what moved, the indicator shown, and the strength (R20 Fig. 10)."""

from dataclasses import dataclass

import numpy as np
from bokeh.models import BoxAnnotation, Line, LinearAxis, Range1d, VArea

from ...found.strength_map import Standing
from ...look.figures import columns, mark, quiet_figure, restyle
from ...look.theme import theme
from ...look.words import number
from ...moment.choices import STRENGTH
from ...moment.moment import Moment
from ...physics import profile, rank_inside
from .band import BandFound

CLEAR = 0.3
"""A band of less clarity is called none yet *(ours)*."""


@dataclass(frozen=True)
class BandWords:
    """What the page says of a band.

    Attributes
    ----------
    hint : str
        How wide it is.
    moved : str
        What the bars are.
    words : str
        What is inside.
    symbol : str
        Of the indicator whose profile is drawn.
    beside : bool
        Whether the strength has one beside it.
    """

    hint: str
    moved: str
    words: str
    symbol: str
    beside: bool


class BandView:
    """Profiles across the band."""

    def __init__(self) -> None:
        plot = quiet_figure("distance across the band", "", x_range=Range1d(-10.0, 10.0), y_range=Range1d())
        plot.name = "band"
        self.figure = plot
        plot.extra_y_ranges = {"strength": Range1d(), "moved": Range1d()}
        self.right = LinearAxis(y_range_name="strength", axis_label="Δτ_y / μ")
        plot.add_layout(self.right, "right")
        model = plot.yaxis[0]
        for name in ("minor_tick_line_color", "major_tick_in", "major_tick_out", "axis_label_standoff",
                     "major_label_text_font_size", "axis_label_text_font_size", "axis_label_text_font_style",
                     "major_label_text_font", "axis_label_text_font"):  # fmt: skip
            setattr(self.right, name, getattr(model, name))
        for axis in (plot.xaxis[0], model, self.right):
            axis.ticker.desired_num_ticks = 4 if axis is plot.xaxis[0] else 3
        self.inside = BoxAnnotation(left=0.0, right=0.0, line_color=None, fill_alpha=0.12, visible=False)
        plot.add_layout(self.inside)
        self.moved, self.strength, self.shown = columns("x", "y"), columns("x", "y"), columns("x", "y")
        bars = VArea(y1=0, y2="y", fill_alpha=0.6)
        self.moved_glyph = mark(plot, self.moved, bars, y_range_name="moved").glyph
        self.strength_glyph = mark(plot, self.strength, Line(line_width=2), y_range_name="strength").glyph
        self.shown_glyph = mark(plot, self.shown, Line(line_width=2)).glyph
        self._sent: tuple = ()
        self._said: BandWords | None = None

    def update(self, moment: Moment) -> BandWords | None:
        """Draw what there is.

        Parameters
        ----------
        moment : Moment
            What to show.

        Returns
        -------
        BandWords or None
            What is said of it; None without a band.
        """
        found, field, standing = moment.found(BandFound), moment.field, moment.found(Standing)
        strength = None if standing is None or not standing.modulus else standing.shown
        key = (found, field, strength, moment.load, moment.indicator.key, len(moment.events), moment.fields.progress())
        if key == self._sent:
            return self._said
        self._sent = key
        if found is None:
            for source in (self.moved, self.strength, self.shown):
                source.data = {"x": [], "y": []}
            self.inside.visible, self._said = False, None
            return None
        self._draw_band(found)
        ranks = [self._draw_field(moment, found), self._draw_strength(moment, found)]
        self._said = words(moment, found, [each for each in ranks if each is not None])
        return self._said

    def _draw_band(self, found):
        across = profile(found.band, found.box, found.positions, found.d2min)
        half = 0.5 * found.band.period(found.box)
        self.figure.x_range.update(start=-half, end=half)
        self.moved.data = {"x": across.distances, "y": np.nan_to_num(across.means)}
        self.figure.extra_y_ranges["moved"].update(start=0.0, end=1.15 * (float(np.nanmax(across.means)) or 1.0))
        edge = found.band.width * half
        self.inside.update(left=-edge, right=edge, visible=True)

    def _draw_field(self, moment, found):
        field, indicator = moment.field, moment.indicator
        self.figure.yaxis[0].axis_label = f"mean {indicator.symbol}"
        if field is None or field.values is None:
            self.shown.data = {"x": [], "y": []}
            return None
        values = field.values if field.pending is None else np.where(field.pending, np.nan, field.values)
        inside = self._profile(moment, found, field.row, values, self.shown, self.figure.y_range)
        return indicator.symbol, rank_inside(values, inside, indicator.soft)

    def _draw_strength(self, moment, found):
        standing = moment.found(Standing)
        beside = standing is not None and standing.modulus and moment.indicator.key != STRENGTH
        shown = standing.shown if beside else None
        values = None if shown is None else shown.field(standing.load, None).values
        self.right.visible = values is not None and bool(np.isfinite(values).any())
        if shown is None or values is None or not self.right.visible:
            self.strength.data = {"x": [], "y": []}
            return None
        axis = self.figure.extra_y_ranges["strength"]
        scaled = values / standing.modulus
        inside = self._profile(moment, found, shown.frame.row, scaled, self.strength, axis)
        return "Δτ_y", rank_inside(values, inside, "low")

    def _profile(self, moment, found, row, values, source, axis):
        """Draw a profile; who is in the band in the state that it is of."""
        frame, band = moment.history.frame_at(row), found.band
        box = type(found.box)(frame.cell)
        across = profile(band, box, frame.positions, values)
        source.data = {"x": across.distances, "y": across.means}
        known = across.means[np.isfinite(across.means)]
        if len(known):
            low, high = float(known.min()), float(known.max())
            room = 0.12 * (high - low) or 0.1 * abs(high) or 1.0
            axis.update(start=low - room, end=high + room)
        return band.contains(box, frame.positions)

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.moved_glyph.fill_color = colours.faint
        self.inside.fill_color = colours.quiet
        self.shown_glyph.line_color = colours.accent
        self.strength_glyph.line_color = colours.event


def words(moment: Moment, found: BandFound, ranks: list[tuple[str, float]]) -> BandWords:
    """What the page says of a band.

    Parameters
    ----------
    moment : Moment
        What is shown.
    found : BandFound
        The band.
    ranks : list of (str, float)
        Symbols of fields, and their mean ranks inside.
    """
    events = list(moment.history.events)
    within = found.band.contains(found.box, found.positions[[event.core for event in events]])
    cores = [event for event, inside in zip(events, within, strict=True) if inside]
    known = [rank for rank in (moment.fields.cast_rank(moment.indicator, core) for core in cores) if rank is not None]
    ranked = f" at {np.mean(known):.2f}" if known else ""
    clear = found.band.clarity >= CLEAR
    times = f"D²_min ×{number(found.contrast, 2)}; " if np.isfinite(found.contrast) else ""
    inside = ", ".join(f"{symbol} {value:.2f}" for symbol, value in ranks if np.isfinite(value))
    width = number(found.band.width * found.band.period(found.box), 2)
    return BandWords(
        hint=f"band {width} wide" if clear else "no clear band yet",
        moved=f"D²_min, γ {100.0 * found.strain:.1f} %",
        words=f"Inside: {times}{f'ranks {inside}; ' if inside else ''}"
        f"{int(within.sum())} of {len(events)} events{ranked}.",
        symbol=moment.indicator.symbol,
        beside=len(ranks) > 1,
    )
