"""Across the shear band: what moved, the indicator shown, and the strength (R20 Fig. 10)."""

import numpy as np
from bokeh.models import BoxAnnotation, ColumnDataSource, LinearAxis, Range1d

from ...look.figures import quiet_figure, restyle
from ...look.theme import theme
from ...look.words import number
from ...moment.choices import STRENGTH
from ...moment.moment import Moment
from ...physics import profile, rank_inside

CLEAR = 0.3
"""A band of less clarity is called none yet *(ours)*."""


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
        self.moved = ColumnDataSource({"x": [], "y": []})
        options = {"source": self.moved, "y_range_name": "moved"}
        self.moved_glyph = plot.varea("x", 0, "y", fill_alpha=0.6, **options).glyph
        self.strength = ColumnDataSource({"x": [], "y": []})
        options = {"source": self.strength, "y_range_name": "strength", "line_width": 2}
        self.strength_glyph = plot.line("x", "y", **options).glyph
        self.shown = ColumnDataSource({"x": [], "y": []})
        self.shown_glyph = plot.line("x", "y", source=self.shown, line_width=2).glyph
        self._sent: tuple = ()
        self._said: dict | None = None

    def update(self, moment: Moment) -> dict | None:
        """Draw what there is.

        Parameters
        ----------
        moment : Moment
            What to show.

        Returns
        -------
        dict or None
            Words for the page; None without a band.
        """
        found, field, standing = moment.band, moment.field, moment.strength
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
        ranks = [self._draw_field(moment), self._draw_strength(moment, strength)]
        self._said = words(moment, [each for each in ranks if each is not None])
        return self._said

    def _draw_band(self, found):
        across = profile(found.band, found.box, found.positions, found.d2min)
        half = 0.5 * found.band.period(found.box)
        self.figure.x_range.update(start=-half, end=half)
        self.moved.data = {"x": across.distances, "y": np.nan_to_num(across.means)}
        self.figure.extra_y_ranges["moved"].update(start=0.0, end=1.15 * (float(np.nanmax(across.means)) or 1.0))
        edge = found.band.width * half
        self.inside.update(left=-edge, right=edge, visible=True)

    def _draw_field(self, moment):
        field, indicator = moment.field, moment.indicator
        self.figure.yaxis[0].axis_label = f"mean {indicator.symbol}"
        if field is None or field.values is None:
            self.shown.data = {"x": [], "y": []}
            return None
        values = field.values if field.pending is None else np.where(field.pending, np.nan, field.values)
        inside = self._profile(moment, field.row, values, self.shown, self.figure.y_range)
        return indicator.symbol, rank_inside(values, inside, indicator.soft)

    def _draw_strength(self, moment, strength):
        beside = strength is not None and moment.indicator.key != STRENGTH
        values = strength.field(moment.strength.load, None).values if beside else np.empty(0)
        self.right.visible = bool(np.isfinite(values).any())
        if not self.right.visible:
            self.strength.data = {"x": [], "y": []}
            return None
        axis = self.figure.extra_y_ranges["strength"]
        scaled = values / moment.strength.modulus
        inside = self._profile(moment, strength.frame.row, scaled, self.strength, axis)
        return "Δτ_y", rank_inside(values, inside, "low")

    def _profile(self, moment, row, values, source, axis):
        """Draw a profile; who is in the band in the state that it is of."""
        frame, band = moment.store.frame_at(row), moment.band.band
        box = type(moment.band.box)(frame.cell)
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


def words(moment: Moment, ranks: list[tuple[str, float]]) -> dict:
    """What the page says of a band.

    Parameters
    ----------
    moment : Moment
        What is shown, with a band.
    ranks : list of (str, float)
        Symbols of fields, and their mean ranks inside.
    """
    found = moment.band
    events = list(moment.store.events)
    within = found.band.contains(found.box, found.positions[[event.core for event in events]])
    known = [moment.fields.cast_rank(moment.indicator, e) for e, inside in zip(events, within, strict=True) if inside]
    known = [value for value in known if value is not None]
    ranked = f" at {np.mean(known):.2f}" if known else ""
    clear = found.band.clarity >= CLEAR
    times = f"D²_min ×{number(found.contrast, 2)}; " if np.isfinite(found.contrast) else ""
    inside = ", ".join(f"{symbol} {value:.2f}" for symbol, value in ranks if np.isfinite(value))
    width = number(found.band.width * found.band.period(found.box), 2)
    return {
        "hint": f"band {width} wide" if clear else "no clear band yet",
        "clear": clear,
        "moved": f"D²_min, γ {100.0 * found.strain:.1f} %",
        "words": f"Inside: {times}{f'ranks {inside}; ' if inside else ''}"
        f"{int(within.sum())} of {len(events)} events{ranked}.",
        "symbol": moment.indicator.symbol,
        "beside": len(ranks) > 1,
    }
