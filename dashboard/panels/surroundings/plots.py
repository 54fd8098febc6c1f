"""What is around a particle: how far its neighbours are, in which direction, and what soft surroundings look like."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, FixedTicker, Image, Line, LinearColorMapper, Range1d

from ...look.figures import columns, mark, quiet_figure, restyle
from ...look.theme import ramp, signed_ramp, theme
from ...moment.moment import Moment
from .finding import Surroundings

CURVES = 4
"""g(r) of all particles, and of the three kinds of pairs of two groups."""

CLIP = 99.0
"""Percentile of the sizes that gets the last colour: a few bins with next to no area would take all colours else."""


class PairsView:
    """g(r) of all particles and between groups."""

    def __init__(self) -> None:
        plot = quiet_figure("distance r", "g(r)", x_range=Range1d(0.0, 5.0), y_range=Range1d(0.0, 4.0))
        plot.name = "pairs"
        self.figure = plot
        one = ColumnDataSource({"x": [0.0, 1e3], "y": [1.0, 1.0]})
        self.one_glyph = mark(plot, one, Line(line_dash="dotted", line_width=1.4)).glyph
        self.sources = [columns("x", "y") for _ in range(CURVES)]
        widths = (2.2, 1.3, 1.3, 1.3)
        glyphs = [
            mark(plot, source, Line(line_width=width)).glyph
            for source, width in reversed(list(zip(self.sources, widths, strict=True)))
        ]
        self.glyphs = glyphs[::-1]
        self._sent: Surroundings | None = None

    def update(self, moment: Moment) -> None:
        """Draw what there is.

        Parameters
        ----------
        moment : Moment
            What to show.
        """
        found = moment.found(Surroundings)
        if self._sent is found:
            return
        self._sent = found
        curves = [] if found is None else [(found.distances, y) for _, y in curves_of(found)]
        for k, source in enumerate(self.sources):
            x, y = curves[k] if k < len(curves) else (np.empty(0), np.empty(0))
            source.data = {"x": x, "y": y}
        if found is not None:
            self.figure.x_range.update(start=0.0, end=float(found.reach))
            self.figure.y_range.end = 1.05 * max(float(y.max()) for _, y in curves)

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.one_glyph.line_color = colours.quiet
        for glyph, colour in zip(
            self.glyphs, (colours.accent, colours.event, colours.third, colours.fourth), strict=True
        ):
            glyph.line_color = colour


class _Picture(ABC):
    """A figure with a picture in it, coloured by size, or by sign where it is a difference."""

    @abstractmethod
    def picture(self, found: Surroundings, around: str) -> tuple[np.ndarray, tuple[float, float, float, float]] | None:
        """The picture and where it lies: x, y, width, height; None without any.

        Parameters
        ----------
        found : Surroundings
            What was found.
        around : str
            Key of `AROUND`.
        """

    @abstractmethod
    def ends(self, found: Surroundings, around: str) -> tuple[float, float]:
        """The values of the first and of the last colour.

        Parameters
        ----------
        found : Surroundings
            What was found.
        around : str
            Key of `AROUND`.
        """

    def __init__(self, x_label: str, y_label: str, name: str, **options: Any) -> None:  # Any: as bokeh takes them
        plot = quiet_figure(x_label, y_label, **options)
        plot.name = name
        self.figure = plot
        self.mapper = LinearColorMapper(low=0.0, high=1.0, palette=["black", "white"])
        self.source = columns("image", "x", "y", "dw", "dh")
        mark(plot, self.source, Image(color_mapper=self.mapper), level="image")
        self._sent: tuple = ()
        self._palette: tuple = ()

    def update(self, moment: Moment) -> None:
        """Draw what there is.

        Parameters
        ----------
        moment : Moment
            What to show.
        """
        choices, found = moment.choices, moment.found(Surroundings)
        palette = (choices.dark, choices.around == "difference")
        if palette != self._palette:
            self._palette = palette
            self.mapper.palette = signed_ramp(choices.dark) if palette[1] else ramp("magma", choices.dark, False, 255)
        if self._sent == (found, choices.around):
            return
        self._sent = (found, choices.around)
        drawn = None if found is None else self.picture(found, choices.around)
        if found is None or drawn is None:
            self.source.data = {name: [] for name in self.source.data}
            return
        values, extent = drawn
        low, high = self.ends(found, choices.around)
        self.mapper.update(low=low, high=high)
        x, y, width, height = extent
        self.source.data = {"image": [values.astype(np.float32)], "x": [x], "y": [y], "dw": [width], "dh": [height]}
        self.figure.x_range.update(start=x, end=x + width)
        self.figure.y_range.update(start=y, end=y + height)

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        restyle(self.figure, theme(dark))


class DirectionsView(_Picture):
    """g_zeta(r, theta): distance across, angle to the direction in which the load stretches upwards."""

    def __init__(self) -> None:
        ranges = {"x_range": Range1d(0.0, 5.0), "y_range": Range1d(0.0, 90.0)}
        super().__init__("distance r", "θ (°)", "directions", **ranges)
        self.figure.yaxis.ticker = FixedTicker(ticks=[0, 30, 60, 90])

    def picture(self, found: Surroundings, around: str) -> tuple[np.ndarray, tuple[float, float, float, float]] | None:
        """The picture and where it lies: x, y, width, height.

        Parameters
        ----------
        found : Surroundings
            What was found.
        around : str
            Key of `AROUND`.
        """
        values = chosen(found.directions, around)
        return None if values is None else (values, (0.0, 0.0, found.reach, 90.0))

    def ends(self, found: Surroundings, around: str) -> tuple[float, float]:
        """The values of the first and of the last colour.

        Parameters
        ----------
        found : Surroundings
            What was found.
        around : str
            Key of `AROUND`.
        """
        return ends_of(chosen(found.directions, around), around)


class AroundView(_Picture):
    """Mean density of one group around soft or hard particles, or how much the two differ.

    Parameters
    ----------
    group : int
        Which group.
    """

    def __init__(self, group: int) -> None:
        self.group = group
        borders = {"min_border": 30, "x_range": Range1d(-5.0, 5.0), "y_range": Range1d(-5.0, 5.0)}
        super().__init__("", "", f"around{group}", **borders)
        # as much at the left and the right together as above and below: square cards give square pictures
        self.figure.min_border_left, self.figure.min_border_right = 26, 6
        self.figure.min_border_top, self.figure.min_border_bottom = 8, 24
        for axis in self.figure.axis:
            axis.ticker = FixedTicker(ticks=[-4, 0, 4])
        diagonal = ColumnDataSource({"x": [-9, 9], "y": [-9, 9]})
        self.stretch_glyph = mark(self.figure, diagonal, Line(line_dash="dashed", line_width=1.2)).glyph

    def picture(self, found: Surroundings, around: str) -> tuple[np.ndarray, tuple[float, float, float, float]] | None:
        """The picture and where it lies: x, y, width, height.

        Parameters
        ----------
        found : Surroundings
            What was found.
        around : str
            Key of `AROUND`.
        """
        maps, half = chosen(found.maps, around), found.half_width
        if maps is None or self.group >= len(found.names):
            return None
        return maps[self.group], (-half, -half, 2.0 * half, 2.0 * half)

    def ends(self, found: Surroundings, around: str) -> tuple[float, float]:
        """The values of the first and of the last colour, the same for all groups.

        Parameters
        ----------
        found : Surroundings
            What was found.
        around : str
            Key of `AROUND`.
        """
        return ends_of(chosen(found.maps, around), around)

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        super().restyle(dark)
        self.stretch_glyph.line_color = theme(dark).text


def curves_of(found: Surroundings) -> list[tuple[str, np.ndarray]]:
    """g(r) and its names: of all, and of each kind of pairs.

    Parameters
    ----------
    found : Surroundings
        What was found.
    """
    names, groups = found.names, range(len(found.names))
    kinds = [(f"{names[a]}–{names[b]}", found.partial[a, b]) for a in groups for b in groups if a <= b]
    return [("all", found.total), *(kinds if len(names) > 1 else [])]


def ends_of(values: np.ndarray | None, around: str) -> tuple[float, float]:
    """The values of the first and of the last colour of a picture.

    Parameters
    ----------
    values : array or None
        What is shown, if there is anything.
    around : str
        Key of `AROUND`; a difference has the same colours for both signs.
    """
    high = 1.0 if values is None else float(np.percentile(np.abs(values), CLIP)) or 1.0
    return (-high, high) if around == "difference" else (0.0, high)


def chosen(arrays: dict[str, np.ndarray], around: str) -> np.ndarray | None:
    """The arrays around the particles that are looked at, or how much the two differ; None where there are none.

    Parameters
    ----------
    arrays : dict
        Around "soft" and "hard" particles.
    around : str
        Key of `AROUND`.
    """
    if not arrays:
        return None
    return arrays["soft"] - arrays["hard"] if around == "difference" else arrays[around]
