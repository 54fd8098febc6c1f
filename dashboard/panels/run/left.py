"""P(τ_y), live: how much more the places of a glass can bear, now and as cast, and what the last to yield could."""

from dataclasses import dataclass, replace

import numpy as np
from bokeh.models import FixedTicker, Line, Scatter, Segment

from ...found.strength_map import Standing
from ...look.densities import density, frame_densities
from ...look.figures import columns, mark, quiet_figure, restyle
from ...look.log_axes import logarithmic
from ...look.theme import theme
from ...look.words import number, percent
from ...moment.moment import Moment
from ..panel import Words

COMPUTING = "Estimating what its places can bear…"

HEIGHT = 0.9
"""Where the mark of the last core stands, of the height."""

MEANING = (
    "Distribution of Δτ_y / μ: how much more stress each place can bear along the load before it yields, as a share of "
    "the shear modulus. At once by bond micromechanics, place by place exactly while the run rests"
)


@dataclass(frozen=True, eq=False)
class Left:
    """What is left, in units of the modulus as cast.

    Attributes
    ----------
    now, cast : (n,) array or None
        Of the places of the newest state that is known, and as cast.
    strain : float
        Of that state, on the axis.
    yielded : float or None
        Of the place where the last event had its core, in the state before it.
    exact, places : int
        Places of that state that have been sheared, of how many.
    """

    now: np.ndarray | None
    cast: np.ndarray | None
    strain: float
    yielded: float | None
    exact: int
    places: int

    @property
    def core_known(self) -> bool:
        """Whether there is something to say of the last core, on a logarithmic axis."""
        return self.yielded is not None and 0.0 < self.yielded < np.inf


def left_of(standing: Standing, moment: Moment) -> Left | None:
    """What is known; None before there is anything.

    Parameters
    ----------
    standing : Standing
        Of the state shown, as cast and before the last event.
    moment : Moment
        What is shown.
    """
    shown, modulus = standing.shown, standing.modulus
    if shown is None or not modulus:
        return None

    now, cast = (_known(standing, frame) for frame in (shown.frame, moment.history.frames[0]))
    event, yielded = moment.snapshot.event, None
    if event is not None:
        frame = moment.history.frame_at(event.row)
        found, before = standing.of(frame), _known(standing, frame)
        if found is not None and before is not None:
            yielded = float(before[found[0].sites.nearest(event.core)])
    return Left(now, cast, shown.strain, yielded, int(shown.done.sum()), len(shown.done))


def _known(standing, frame):
    """What each place of a state can bear, in units of the modulus; None before all are sheared or estimated."""
    found = standing.of(frame)
    if found is None or (found[1] is None and not found[0].complete):
        return None
    return found[0].known(standing.load, found[1]) / standing.modulus


class LeftView:
    """P(Delta tau_y / mu) of the state shown, the one as cast behind it."""

    def __init__(self) -> None:
        plot = quiet_figure("Δτ_y / μ", "P", **logarithmic())
        plot.name = "left"
        plot.xaxis.ticker, plot.yaxis.ticker = FixedTicker(), FixedTicker()
        self.figure = plot
        self.cast, self.now, self.core = columns("x", "y"), columns("x", "y"), columns("x", "low", "high")
        self.cast_glyph = mark(plot, self.cast, Line(line_width=2)).glyph
        self.now_glyph = mark(plot, self.now, Line(line_width=2.4)).glyph
        self.point_glyph = mark(plot, self.now, Scatter(size=5.5, line_color=None)).glyph
        stem = Segment(x0="x", y0="low", x1="x", y1="high", line_width=1.4)
        self.stem_glyph = mark(plot, self.core, stem).glyph
        head = Scatter(y="high", marker="inverted_triangle", size=9, line_color=None)
        self.head_glyph = mark(plot, self.core, head).glyph
        self._sent: tuple = ()
        self._about: tuple = ()
        self._left: Left | None = None

    def update(self, moment: Moment) -> Words:
        """Draw what is left, and say what stands on the card.

        Parameters
        ----------
        moment : Moment
            What to show.
        """
        standing, event = moment.found(Standing), moment.snapshot.event
        if standing is None:
            return {"blank": True, "instead": COMPUTING}
        if standing.why_not:
            return {"blank": True, "instead": standing.sentence}
        about = (moment.history.run, standing.load)
        key = (about, standing.maps, standing.estimates, standing.modulus, event and event.number)
        if key != self._sent:
            before, left = self._left if self._about == about else None, left_of(standing, moment)
            if left is not None and left.now is None and before is not None:  # until the new state is known
                parts = {name: getattr(before, name) for name in ("now", "strain", "exact", "places")}
                left = replace(left, **parts)
            self._sent, self._about, self._left = key, about, left
            self._draw(left)
        return words_of(self._left)

    def _draw(self, left):
        states = (None, None) if left is None else (left.cast, left.now)
        drawn = [density(np.empty(0) if values is None else values[np.isfinite(values)]) for values in states]
        for source, (x, y) in zip((self.cast, self.now), drawn, strict=True):
            source.data = {"x": x, "y": y}
        cores = [left.yielded] if left is not None and left.core_known else []
        least = [y.min() for _, y in drawn if len(y)]
        frame_densities(self.figure, [*drawn, *((np.array(cores), np.array([min(least)])) for _ in cores if least)])
        axis = self.figure.y_range
        top = float(axis.start * (axis.end / axis.start) ** HEIGHT)
        self.core.data = {"x": cores, "low": [axis.start] * len(cores), "high": [top] * len(cores)}

    def restyle(self, dark: bool) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        dark : bool
            Which theme.
        """
        colours = theme(dark)
        restyle(self.figure, colours)
        self.cast_glyph.line_color = colours.faint
        self.now_glyph.line_color = self.point_glyph.fill_color = colours.accent
        self.stem_glyph.line_color = self.head_glyph.fill_color = colours.event


def words_of(left: Left | None) -> Words:
    """What is said of it.

    Parameters
    ----------
    left : Left or None
        What is drawn.
    """
    if left is None or (left.now is None and left.cast is None):
        return {"blank": True, "instead": COMPUTING}
    key: list[dict] = [{"sign": "cast", "words": "as cast"}]
    if left.strain and left.now is not None:
        key.append({"sign": "accent", "words": f"γ {percent(left.strain)}"})
    if left.core_known:
        title = "What the place of the last core could bear before it yielded"
        key.append({"words": f"▾ last core {number(left.yielded or 0.0, 2)}", "title": title})
    if left.exact == left.places:
        how = f"exact at {left.places:,} places"
    elif left.exact:
        how = f"exact at {left.exact:,} of {left.places:,} places, the others estimated"
    else:
        how = f"estimated at {left.places:,} places; exact while the run rests"
    return {"key": key, "words": how, "title": MEANING}
