"""The vibrations of the state shown: how many there are at each frequency, and how many particles each one moves."""

import numpy as np
from bokeh.models import ColumnDataSource, Line, Range1d, Scatter, TapTool

from ...fields.arrows import MODE
from ...found.vibrations import Spectrum
from ...look.figures import columns, let_go, mark, quiet_figure, restyle
from ...look.log_axes import frame_axes, logarithmic
from ...look.theme import theme
from ...moment.moment import Moment
from ...physics import density_of_states
from ...wire.door import Ask

BINS = 12
"""Bins in each factor of ten of the frequency."""

PLANE_WAVE = 2.0 / 3.0
"""Participation ratio of a standing plane wave."""


class DensityView:
    """Density of states against frequency, log-log, with the slopes of waves and of quasilocalised modes."""

    def __init__(self) -> None:
        plot = quiet_figure("frequency ω", "D(ω)", **logarithmic())
        plot.name = "density"
        self.figure = plot
        self.guides = [columns("x", "y", "text") for _ in range(2)]
        self.guide_glyphs = [mark(plot, s, Line(line_dash="dotted", line_width=1.4)).glyph for s in self.guides]
        self.points = columns("x", "y")
        self.line_glyph = mark(plot, self.points, Line(line_width=1.6)).glyph
        self.point_glyph = mark(plot, self.points, Scatter(size=6, line_color=None)).glyph
        self._sent: Spectrum | None = None

    def update(self, moment: Moment) -> None:
        """Draw the spectrum that there is.

        Parameters
        ----------
        moment : Moment
            What to show.
        """
        spectrum = moment.found(Spectrum)
        if self._sent is spectrum and self._sent is not None:
            return
        self._sent = spectrum
        x, y = (np.empty(0), np.empty(0)) if spectrum is None else density(spectrum)
        self.points.data = {"x": x, "y": y}
        for source in self.guides:
            source.data = {"x": [], "y": [], "text": []}
        if len(x):
            frame_axes(self.figure, x, y)
        if len(x) > 2:
            power, anchor = moment.glass.dimension - 1, len(x) - 1
            for source, slope, k in ((self.guides[0], power, anchor), (self.guides[1], 4.0, 0)):
                source.data = {"x": x, "y": y[k] * (x / x[k]) ** slope, "text": [""] * len(x)}

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.line_glyph.line_color = self.point_glyph.fill_color = colours.accent
        for glyph, colour in zip(self.guide_glyphs, (colours.quiet, colours.event), strict=True):
            glyph.line_color = colour


class ParticipationView:
    """Participation ratio of each mode against its frequency; a click on one shows it on the map.

    Parameters
    ----------
    ask : callable
        Asks the session to show a mode that was chosen.
    """

    def __init__(self, ask: Ask) -> None:
        axes = logarithmic() | {"logarithmic": (True, False), "y_range": Range1d(0.0, 0.9)}
        plot = quiet_figure("frequency ω", "e", **axes)
        plot.name = "participation"
        self.figure = plot
        self.points, self.now = columns("x", "y"), columns("x", "y")
        wave = ColumnDataSource({"x": [1e-9, 1e9], "y": [PLANE_WAVE] * 2})
        self.wave_glyph = mark(plot, wave, Line(line_dash="dotted", line_width=1.4)).glyph
        marks = mark(plot, self.points, Scatter(size=6, line_color=None, fill_alpha=0.8))
        self.point_glyph = marks.glyph
        self.now_glyph = mark(plot, self.now, Scatter(size=11, line_width=2, fill_color=None)).glyph
        plot.add_tools(TapTool(renderers=[marks]))
        self._ask = ask
        self.points.selected.on_change("indices", self._chosen)
        self._sent: Spectrum | None = None

    def _chosen(self, attr, old, new):
        at = let_go(self.points, new)
        if at is not None:
            self._ask("mode", number=at + 1)

    def update(self, moment: Moment) -> None:
        """Draw the spectrum that there is.

        Parameters
        ----------
        moment : Moment
            What to show.
        """
        spectrum, choices = moment.found(Spectrum), moment.choices
        if self._sent is not spectrum or spectrum is None:
            self._sent = spectrum
            x, y = (np.empty(0), np.empty(0)) if spectrum is None else (spectrum.frequencies, spectrum.participation)
            self.points.data = {"x": x, "y": y}
            if len(x):
                frame_axes(self.figure, x)
        k = choices.number - 1
        shown = spectrum if choices.arrows == MODE and spectrum is not None and k < len(spectrum.frequencies) else None
        self.now.data = {
            "x": [] if shown is None else [shown.frequencies[k]],
            "y": [] if shown is None else [shown.participation[k]],
        }

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.point_glyph.fill_color = colours.event
        self.now_glyph.line_color = colours.accent
        self.wave_glyph.line_color = colours.quiet


def density(spectrum: Spectrum) -> tuple[np.ndarray, np.ndarray]:
    """Density of states from the lowest modes; the last bin is left out where there are more modes beyond.

    Parameters
    ----------
    spectrum : Spectrum
        The modes.

    Returns
    -------
    (n,) array, (n,) array
        Middles of the bins that hold modes, and the share of all modes per unit of frequency.
    """
    found = density_of_states(spectrum.eigenvalues, spectrum.total, BINS)
    whole = len(found.counts) if len(spectrum.eigenvalues) == spectrum.total else max(1, len(found.counts) - 1)
    full = np.flatnonzero(found.counts[:whole])
    return found.frequencies[full], found.density[full]
