"""How many particles there are, found slowly: a view as somebody would write it."""

import time
from dataclasses import dataclass

from bokeh.models import Scatter

from ..found.finder import Finder, Wanted
from ..look.figures import columns, mark, quiet_figure, restyle
from ..look.theme import theme
from ..physics import GlassError
from .panel import Card, Panel


@dataclass(frozen=True)
class Counted:
    """The number of particles."""

    n: int


class CountView:
    """Draws the number."""

    def __init__(self):
        self.figure = quiet_figure("count", "particles")
        self.source = columns("x", "y")
        mark(self.figure, self.source, Scatter(size=9))

    def restyle(self, dark):
        """Take the colours of a theme."""
        restyle(self.figure, theme(dark))


class CountPanel(Panel):
    """How many particles there are."""

    key = "count"
    label = "Count"
    cards = (Card("count", "How many are there?", {"count": lambda ask: CountView()}, parts=("key", "words")),)

    def finds(self, bench):
        """The count, within ten seconds; of a dilated glass it refuses to tell."""

        def find(wanted, watch):
            if wanted.about[0] == "dilation":
                raise GlassError("expected a shear")
            for step in range(100):
                watch(f"counting to {step}", step / 100)
                time.sleep(0.1)
            return Counted(bench.history.glass.n_particles)

        return {Counted: Finder(bench, find, "They cannot be counted", patience=0.0)}

    def wanted(self, moment):
        """The count of this run."""
        return Wanted(moment.history.run, None, (moment.load.kind,))

    def draw(self, moment, views):
        """Draw the count."""
        found = moment.found(Counted)
        views["count"].source.data = {"x": [1.0], "y": [found.n]} if found else {"x": [], "y": []}
        return {"count": {"key": [{"sign": "accent", "words": "all"}], "words": f"{found.n} of them" if found else ""}}
