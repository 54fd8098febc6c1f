"""A particle under a load that turns, in polar form, and what is around it."""

import numpy as np
from bokeh.models import Circle, DataRange1d, FixedTicker, Line, Patch

from ...look.figures import columns, mark, quiet_figure, restyle
from ...look.theme import theme
from ...physics import Load
from .finding import NEAR, Site

RINGS = (0.5, 1.0)
_FULL = np.radians(np.arange(0.0, 361.0, 3.0))


class _True:
    """A figure with the same scale along both axes, the particle in its middle, and the axis that the load stretches.

    Parameters
    ----------
    name : str
        Of the plot.
    half : float
        It shows at least so much to each side.
    """

    def __init__(self, name: str, half: float) -> None:
        ranges = {"x_range": DataRange1d(range_padding=0.04), "y_range": DataRange1d(range_padding=0.04)}
        plot = quiet_figure("", "", match_aspect=True, min_border_left=26, min_border_bottom=24, **ranges)
        plot.name = name
        self.figure, self.half = plot, half
        frame = columns("x", "y")
        frame.data = {"x": [-half, half], "y": [-half, half]}
        seen = mark(plot, frame, Line(line_alpha=0.0))
        for extent in (plot.x_range, plot.y_range):
            extent.renderers = [seen]  # nothing else moves them
        self.stretched = columns("x", "y")

    def axis(self, load: Load) -> None:
        """Draw the axis that a load stretches; a dilation has none.

        Parameters
        ----------
        load : Load
            The load that the controls say.
        """
        stretched = load.A + load.A.T
        along = np.linalg.eigh(stretched)[1][:, -1] if load.kind != "dilation" else np.zeros(2)
        ends = 1.5 * self.half * np.array([-1.0, 1.0])
        self.stretched.data = {"x": ends * along[0], "y": ends * along[1]}


class TurnedView(_True):
    """Rank and D²_min by the axis of stretch: the rim is the softest particle, and the largest D²_min."""

    def __init__(self) -> None:
        super().__init__("turned", 1.0)
        for axis in self.figure.axis:
            axis.ticker = FixedTicker(ticks=[])
        rings = columns("x", "y")
        circle = np.outer(RINGS, np.r_[np.exp(1j * _FULL), np.nan]).ravel()  # gaps between the rings
        rings.data = {"x": circle.real, "y": circle.imag}
        self.ring = mark(self.figure, rings, Line(line_width=1.0)).glyph
        self.stretch = mark(self.figure, self.stretched, Line(line_dash="dashed", line_width=1.2)).glyph
        self.ranks, self.moved = columns("x", "y"), columns("x", "y")
        self.area = mark(self.figure, self.ranks, Patch(fill_alpha=0.15, line_width=2.2)).glyph
        self.curve = mark(self.figure, self.moved, Line(line_width=1.8, line_dash="dotted")).glyph
        self._sent: Site | None = None

    def update(self, found: Site | None, load: Load) -> None:
        """Draw what there is.

        Parameters
        ----------
        found : Site or None
            What is known of the particle.
        load : Load
            The load that the controls say.
        """
        self.axis(load)
        if found is self._sent:
            return
        self._sent = found
        nothing = {"x": np.empty(0), "y": np.empty(0)}
        self.ranks.data = nothing if found is None else _closed(found.angles, found.ranks)
        self.moved.data = nothing if found is None else _closed(found.angles, _over_largest(found.d2min))

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.ring.line_color, self.stretch.line_color = colours.line, colours.quiet
        self.area.line_color = self.area.fill_color = colours.accent
        self.curve.line_color = colours.event


class AroundSiteView(_True):
    """The particles around one, at their true sizes."""

    def __init__(self) -> None:
        super().__init__("site", NEAR + 0.6)  # discs and all
        for axis in self.figure.axis:
            axis.ticker = FixedTicker(ticks=[-3, 0, 3])
        self.discs = columns("x", "y", "radius", "strength")
        self.disc = mark(self.figure, self.discs, Circle(radius="radius", fill_alpha="strength", line_width=1.0)).glyph
        self.stretch = mark(self.figure, self.stretched, Line(line_dash="dashed", line_width=1.2)).glyph
        self._sent: Site | None = None

    def update(self, found: Site | None, load: Load) -> None:
        """Draw what there is.

        Parameters
        ----------
        found : Site or None
            What is known of the particle.
        load : Load
            The load that the controls say.
        """
        self.axis(load)
        known = None if self._sent is None else self._sent.vectors
        if found is not None and found.vectors is known:
            return
        self._sent = found
        if found is None:
            self.discs.data = {name: np.empty(0) for name in ("x", "y", "radius", "strength")}
            return
        strength = np.where(np.arange(found.radii.size) == 0, 0.9, 0.25)
        self.discs.data = {
            "x": found.vectors[:, 0], "y": found.vectors[:, 1], "radius": found.radii, "strength": strength,
        }  # fmt: skip

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.disc.fill_color, self.disc.line_color = colours.accent, colours.quiet
        self.stretch.line_color = colours.text


def _closed(angles, values):
    """A closed curve in polar form of values for axes: half a turn is the same axis; gaps where there is none."""
    turned, twice = np.radians(np.r_[angles, angles + 180.0, angles[0]]), np.r_[values, values, values[0]]
    return {"x": twice * np.cos(turned), "y": twice * np.sin(turned)}


def _over_largest(values):
    largest = np.nanmax(values) if np.isfinite(values).any() else np.nan
    return values / largest if largest > 0 else values
