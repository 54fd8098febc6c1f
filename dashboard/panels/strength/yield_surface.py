"""How much more one place can bear in each direction: its yield surface, in polar form."""

import numpy as np
from bokeh.models import Line, MultiLine, Patch, Range1d, Scatter, Text

from ...found.strength_map import Standing, StrengthMap
from ...look.figures import FONT, columns, mark, quiet_figure, restyle
from ...look.theme import theme
from ...look.words import number
from ...moment.moment import Moment
from ...physics import direction_of, least_along

FINE = 120
"""Directions of a load in which the surface is drawn."""

SPOKES = (0.0, 45.0, 90.0, 135.0)
"""Directions of simple shear that are named, degrees; the polar angle is twice as large."""

BETWEEN = (13.0, 32.0, 58.0, 77.0, 103.0, 122.0, 148.0, 167.0)
"""Where the circles may be named: where there is most room for it."""

ROOM = 1.42
"""Radius of the picture, in units of the largest value."""


class YieldView:
    """Delta tau_c / mu of a site by direction, and the surface of Delta tau_y / mu within."""

    def __init__(self) -> None:
        ranges = {"x_range": Range1d(-1.0, 1.0), "y_range": Range1d(-1.0, 1.0)}
        plot = quiet_figure("", "", **ranges)
        plot.name = "yielding"
        plot.axis.visible = False
        for side in ("left", "right", "top", "bottom"):
            setattr(plot, f"min_border_{side}", 2)
        self.figure = plot
        self.grid, self.labels = columns("xs", "ys"), columns("x", "y", "text")
        self.surface, self.points = columns("x", "y"), columns("x", "y")
        self.load, self.here = columns("x", "y"), columns("x", "y")
        self.grid_glyph = mark(plot, self.grid, MultiLine(line_width=1)).glyph
        self.surface_glyph = mark(plot, self.surface, Patch(line_width=2, fill_alpha=0.2)).glyph
        self.point_glyph = mark(plot, self.points, Scatter(size=6, line_color=None)).glyph
        self.load_glyph = mark(plot, self.load, Line(line_width=1.6)).glyph
        self.here_glyph = mark(plot, self.here, Scatter(size=9, line_width=2)).glyph
        label = Text(
            text_align="center", text_baseline="middle", text_font_size="11px", text_font={"value": FONT},
            background_fill_alpha=0.75, border_radius=3, padding=1,
        )  # fmt: skip
        self.label_glyph = mark(plot, self.labels, label).glyph
        self._sent: tuple = ()

    def update(self, moment: Moment) -> None:
        """Draw what is known of the place.

        Parameters
        ----------
        moment : Moment
            What to show.
        """
        looked_at = _looked_at(moment)
        key = () if looked_at is None else (looked_at[0].found, *looked_at[1:])
        if len(key) == len(self._sent) and all(a is b or a == b for a, b in zip(key[1:], self._sent[1:], strict=True)):
            return
        self._sent = key
        if looked_at is None:
            for source in (self.grid, self.surface, self.points, self.load, self.here, self.labels):
                source.data = {name: [] for name in source.data}
            return
        self._draw(*looked_at)

    def _draw(self, shown, chosen, load, modulus):
        bears = shown.found.increments[chosen] / modulus
        yields = np.isfinite(bears)
        self.points.data = _polar(bears[yields], shown.found.angles[yields])
        angles = np.arange(FINE) * 180.0 / FINE
        surface = np.array([least(shown, chosen, angle) for angle in angles]) / modulus
        closed = np.isfinite(surface).all()
        self.surface.data = _polar(surface, angles) if closed else {"x": [], "y": []}
        largest = float(bears[yields].max()) if yields.any() else 1.0
        direction = direction_of(load)
        self.load.data = _polar(np.array([0.0, 1.12 * largest]), np.full(2, direction))
        here = least(shown, chosen, direction) / modulus
        self.here.data = _polar(np.array([here]), np.array([direction])) if np.isfinite(here) else {"x": [], "y": []}
        self._frame(largest, np.array([self.points.data[name] for name in ("x", "y")]))

    def _frame(self, largest, points):
        for axis in (self.figure.x_range, self.figure.y_range):
            axis.update(start=-ROOM * largest, end=ROOM * largest)
        steps = rings(largest)
        turn = np.linspace(0.0, 180.0, 121)
        circles = [_polar(np.full(len(turn), radius), turn) for radius in steps]
        spokes = [_polar(np.array([0.0, 1.08 * largest]), np.full(2, angle)) for angle in SPOKES]
        lines = [*circles, *spokes]
        self.grid.data = {"xs": [line["x"] for line in lines], "ys": [line["y"] for line in lines]}
        named = _polar(np.full(len(SPOKES), 1.2 * largest), np.array(SPOKES))
        inner = max((_polar(np.array(steps), np.full(len(steps), angle)) for angle in BETWEEN), key=_room(points))
        self.labels.data = {
            "x": [*named["x"], *inner["x"]],
            "y": [*named["y"], *inner["y"]],
            "text": [*(f"{angle:g}°" for angle in SPOKES), *(number(radius, 2) for radius in steps)],
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
        self.grid_glyph.line_color = colours.line
        self.surface_glyph.fill_color = self.surface_glyph.line_color = colours.accent
        self.point_glyph.fill_color = colours.event
        self.load_glyph.line_color = self.here_glyph.line_color = colours.text
        self.here_glyph.fill_color = colours.card
        self.label_glyph.text_color, self.label_glyph.background_fill_color = colours.quiet, colours.card


def _looked_at(moment):
    """Map, site, load and modulus of the site that one looks at; None where it has not been sheared."""
    standing = moment.found(Standing)
    if standing is None or standing.shown is None or not standing.modulus:
        return None
    chosen = standing.place(moment.choices.picked)
    if chosen is None or not standing.shown.done[chosen]:
        return None
    return standing.shown, chosen, standing.load, standing.modulus


def least(shown: StrengthMap, chosen: int, angle: float) -> float:
    """Delta tau_y of one site under simple shear at an angle: inf where it does not yield.

    Parameters
    ----------
    shown : StrengthMap
        The map.
    chosen : int
        The site.
    angle : float
        Degrees.
    """
    return float(least_along(shown.found.increments[chosen], shown.found.angles, angle))


def rings(largest: float) -> list[float]:
    """Round values for two to four circles.

    Parameters
    ----------
    largest : float
        The largest value.
    """
    power = 10.0 ** np.floor(np.log10(largest))
    step = next(m * power for m in (0.2, 0.5, 1.0, 2.0, 5.0) if largest < 4.0 * m * power)
    return [float(k * step) for k in range(1, int(largest / step) + 1)]


def _room(points):
    """How far places are from points at least."""

    def room(places):
        apart = np.array([places["x"], places["y"]])[:, :, None] - points[:, None]
        return float(np.hypot(*apart).min(initial=np.inf))

    return room


def _polar(radii: np.ndarray, angles: np.ndarray) -> dict[str, np.ndarray]:
    turned = np.radians(2.0 * np.asarray(angles))
    return {"x": radii * np.cos(turned), "y": radii * np.sin(turned)}
