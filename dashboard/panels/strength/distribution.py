"""How much more the sites can bear, log-log, at several strains of a run; beside it the estimate, or what μγ leaves."""


import numpy as np
from bokeh.models import ColumnDataSource, FixedTicker

from ...found.strength_map import Standing
from ...look.figures import quiet_figure, restyle
from ...look.log_axes import frame_axes, logarithmic, powers_of_ten
from ...look.theme import theme
from ...moment.moment import Moment
from ...physics import direction_of, log_binned_density

COLOURS = ("accent", "event", "third", "fourth", "text")
"""Colours of the curves, the state of the field first; names of the theme's."""

BINS = (5, 8)
"""Bins in each factor of ten, for few sites and for `MANY`."""

MANY = 800

FARTHEST = 1.0
"""What can bear more than this is not drawn: the estimate says so of some sites, wildly."""

FEWEST = 8
"""A distribution is drawn from so many sites on."""

LEGIBLE = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Ticks of the strain axis, where less than two powers of ten are in sight."""


class DistributionsView:
    """P(Delta tau_y / mu)."""

    def __init__(self) -> None:
        plot = quiet_figure("Δτ_y / μ", "P", **logarithmic())
        plot.name = "strengths"
        plot.xaxis.ticker, plot.yaxis.ticker = FixedTicker(), FixedTicker()
        self.figure = plot
        self.dashed = [ColumnDataSource({"x": [], "y": []}) for _ in COLOURS]
        self.dashed_glyphs = [
            plot.line("x", "y", source=source, line_width=1.6, line_dash="dashed").glyph for source in self.dashed
        ]
        self.curves = [ColumnDataSource({"x": [], "y": []}) for _ in COLOURS]
        pairs = [(plot.line("x", "y", source=s, line_width=2), plot.scatter("x", "y", source=s)) for s in self.curves]
        self.line_glyphs = [line.glyph for line, _ in pairs]
        self.point_glyphs = [points.glyph for _, points in pairs]
        for glyph in self.point_glyphs:
            glyph.size, glyph.line_color = 5.5, None
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
                source.data = {"x": x[x <= FARTHEST], "y": y[x <= FARTHEST]}
        every = [each for each in [*solid, *dashed] if len(each[0])]
        if any((each[0] <= FARTHEST).any() for each in every):
            x, y = (np.concatenate(column) for column in zip(*every, strict=True))
            x, y = x[x <= FARTHEST], y[x <= FARTHEST]
            frame_axes(self.figure, x, y)
            few = x.max() < 100.0 * x.min()
            ticks = [tick for tick in LEGIBLE if x.min() <= 1.1 * tick and tick <= 1.1 * x.max()]
            self.figure.xaxis[0].ticker.ticks = thinned(ticks) if few else powers_of_ten(x)
            self.figure.yaxis[0].ticker.ticks = powers_of_ten(y)

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


def density(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Their density in logarithmic bins; nothing for a few.

    Parameters
    ----------
    values : (n,) array
        Those that are not positive are counted, but in no bin.
    """
    if np.count_nonzero(values > 0.0) < FEWEST:
        return np.empty(0), np.empty(0)
    found = log_binned_density(values, BINS[int(len(values) >= MANY)])
    full = found.counts > 0
    return found.middles[full], found.density[full]


def thinned(ticks: list[float]) -> list[float]:
    """At most four of them.

    Parameters
    ----------
    ticks : list of float
        Rising.
    """
    return ticks[:: -(-len(ticks) // 4)] if ticks else []


def _known(values):
    return values[np.isfinite(values)]
