"""Marks on the map: nonlinear modes as crosses where they are largest, and the disc of the site that is looked at."""

import numpy as np
from bokeh.models import Circle, HoverTool, Plot, Scatter

from ..found.strength_map import Standing
from ..look.figures import columns, mark
from ..look.images import images_in_view
from ..look.theme import Theme
from ..look.words import number
from ..moment.moment import Moment

FAINTEST = 0.25
"""Opacity of the cross of the stiffest mode; the softest one's is 1."""

TOOLTIP = """<div style="font: 12px Inter, 'Segoe UI', 'DejaVu Sans', Verdana, sans-serif; color: var(--text)">
<b>mode @number</b><br>stiffness κ @stiffness<br>coupling |π·Ξ| @coupling</div>"""


class MarksView:
    """Draws the marks.

    Parameters
    ----------
    plot : Plot
        The map's figure, its particles already in it.
    """

    def __init__(self, plot: Plot) -> None:
        self.disc = columns("x", "y", "radius")
        disc = Circle(radius="radius", fill_color=None, line_width=2, line_dash="dashed")
        self.disc_glyph = mark(plot, self.disc, disc).glyph
        self.crosses = columns("x", "y", "alpha", "size", "number", "stiffness", "coupling")
        halo = Scatter(marker="x", size="size", line_width=5.5, line_alpha=0.55)
        self.halo_glyph = mark(plot, self.crosses, halo).glyph
        marks = mark(plot, self.crosses, Scatter(marker="x", size="size", line_width=2.6, line_alpha="alpha"))
        self.cross_glyph = marks.glyph
        plot.add_tools(HoverTool(renderers=[marks], tooltips=TOOLTIP, point_policy="follow_mouse"))
        self._drawn: tuple = ()

    def update(self, moment: Moment, view: tuple) -> None:
        """Draw a moment; what has not changed is not sent.

        Parameters
        ----------
        moment : Moment
            What to show.
        view : tuple of float
            x0, x1, y0, y1.
        """
        modes = moment.modes
        standing = moment.found(Standing) if moment.choices.plots == "strength" else None
        chosen = None if standing is None else standing.place(moment.choices.picked)
        shown = None if standing is None or chosen is None else standing.shown
        key = (modes, moment.snapshot.frame, view, shown and shown.sites, chosen)
        if key == self._drawn:
            return
        self._drawn = key
        self.crosses.data = _crosses(modes, moment.snapshot.frame, view)
        self.disc.data = _disc(shown, chosen, moment.snapshot.frame, view)

    def restyle(self, colours: Theme) -> None:
        """Take the colours of a theme.

        Parameters
        ----------
        colours : Theme
            The theme.
        """
        self.disc_glyph.line_color = colours.text
        self.cross_glyph.line_color, self.halo_glyph.line_color = colours.negative, colours.map


def _crosses(modes, frame, view):
    """Every image of every mode in the view, the softest ones strongest and last, so that they lie on top."""
    if modes is None:
        return {name: [] for name in ("x", "y", "alpha", "size", "number", "stiffness", "coupling")}
    places, which = images_in_view(frame.positions[modes.particles], frame.cell, view)
    order = np.argsort(-modes.stiffness[which], kind="stable")
    places, which = places[order], which[order]
    softness = strengths_of(modes.stiffness)[which]
    return {
        "x": places[:, 0],
        "y": places[:, 1],
        "alpha": softness,
        "size": 8.0 + 5.0 * softness,
        "number": [f"{k + 1} of {len(modes.stiffness)}" for k in which],
        "stiffness": [number(value, 3) for value in modes.stiffness[which]],
        "coupling": [number(value, 3) for value in modes.coupling[which]],
    }


def strengths_of(stiffness: np.ndarray) -> np.ndarray:
    """How strongly each mode is marked, from `FAINTEST` to 1 for the softest: by its order.

    Parameters
    ----------
    stiffness : (n,) array
        Of the modes.
    """
    ranks = np.argsort(np.argsort(stiffness)) / max(1, len(stiffness) - 1)
    return 1.0 - (1.0 - FAINTEST) * ranks


def _disc(shown, chosen, frame, view):
    if shown is None:
        return {"x": [], "y": [], "radius": []}
    place = shown.sites.glass.box.fractional(shown.sites.places[chosen]) @ frame.cell
    places, _ = images_in_view(place[None], frame.cell, view, shown.sites.radius)
    return {"x": places[:, 0], "y": places[:, 1], "radius": np.full(len(places), shown.sites.radius)}
