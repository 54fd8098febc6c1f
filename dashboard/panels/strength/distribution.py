"""How much more the sites can bear, log-log, at several strains of a run; beside it the estimate, or what μγ leaves."""


import numpy as np
from bokeh.models import FixedTicker, Line, Scatter

from ...found.strength_map import Standing
from ...look.densities import density, frame_densities
from ...look.figures import columns, mark, quiet_figure, restyle
from ...look.log_axes import logarithmic
from ...look.theme import theme
from ...moment.moment import Moment
from ...physics import direction_of

COLOURS = ("accent", "event", "third", "fourth", "text")
"""Colours of the curves, the state of the field first; names of the theme's."""


class DistributionsView:
    """P(Delta tau_y / mu)."""

    def __init__(self) -> None:
        plot = quiet_figure("Δτ_y / μ", "P", **logarithmic())
        plot.name = "strengths"
        plot.xaxis.ticker, plot.yaxis.ticker = FixedTicker(), FixedTicker()
        self.figure = plot
        self.dashed = [columns("x", "y") for _ in COLOURS]
        self.dashed_glyphs = [mark(plot, s, Line(line_width=1.6, line_dash="dashed")).glyph for s in self.dashed]
        self.curves = [columns("x", "y") for _ in COLOURS]
        self.line_glyphs = [mark(plot, s, Line(line_width=2)).glyph for s in self.curves]
        self.point_glyphs = [mark(plot, s, Scatter(size=5.5, line_color=None)).glyph for s in self.curves]
        self._sent: tuple = ()

    def update(self, moment: Moment) -> None:
        """Draw what there is.

        Parameters
        ----------
        moment : Moment
            What to show.
        """
        standing, beside = moment.found(Standing), moment.choices.beside_strength
        known = standing if standing is not None and standing.modulus else None
        key = () if known is None else (known.maps, known.estimate, known.load, known.modulus, beside)
        if key == self._sent:
            return
        self._sent = key
        solid = [] if known is None else [density(values) for values in distances(known)]
        dashed = [] if known is None else [density(values) for values in beside_them(moment, known)]
        for sources, drawn in ((self.curves, solid), (self.dashed, dashed)):
            for k, source in enumerate(sources):
                x, y = drawn[k] if k < len(drawn) else (np.empty(0), np.empty(0))
                source.data = {"x": x, "y": y}
        frame_densities(self.figure, [*solid, *dashed])

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        for k, name in enumerate(COLOURS):
            colour = getattr(colours, name)
            self.line_glyphs[k].line_color = self.point_glyphs[k].fill_color = colour
            self.dashed_glyphs[k].line_color = colour
            self.dashed_glyphs[k].line_alpha = 0.75


def distances(standing: Standing) -> list[np.ndarray]:
    """Delta tau_y / mu of the sites that have been sheared, one array a state.

    Parameters
    ----------
    standing : Standing
        With a modulus.
    """
    return [_known(each.along(standing.load)) / standing.modulus for each in standing.maps]


def beside_them(moment: Moment, standing: Standing) -> list[np.ndarray]:
    """What is drawn dashed, in the colour of the curve that it belongs to.

    Either the estimate, of the first state; or for each state what would be left of the strengths as cast if its strain
    had only loaded them elastically, Delta tau_y / mu - strain (R20 Fig. 9): that needs the load of the run.

    Parameters
    ----------
    moment : Moment
        What is shown.
    standing : Standing
        What is known, the modulus included.
    """
    if not standing.modulus:
        return []
    if moment.choices.beside_strength == "estimate":
        made = [] if standing.estimate is None else [_known(standing.estimate.values) / standing.modulus]
        return made
    cast = next((each for each in standing.maps if each.frame.row == 0), None)
    if cast is None or not of_the_run(moment):
        return []
    left = _known(cast.along(standing.load)) / standing.modulus
    return [left - each.strain if each.frame.row else np.empty(0) for each in standing.maps]


def of_the_run(moment: Moment) -> bool:
    """Whether the load that is asked for is the one that the run began with.

    Parameters
    ----------
    moment : Moment
        What is shown; its load shears.
    """
    first = moment.history.legs[0].load
    return first.kind != "dilation" and direction_of(first) == direction_of(moment.load)


def _known(values):
    return values[np.isfinite(values)]
