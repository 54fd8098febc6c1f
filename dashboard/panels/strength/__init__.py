"""How much more the glass can bear: distributions of strength, the yield surface of a place, and the shear band."""

from collections.abc import Mapping

from ...found.finder import Bench, Finder, Wanted
from ...found.strength_map import Standing
from ...moment.moment import Moment
from ...wire.lazy_plots import View
from ..panel import Card, Panel, Words
from .band import BandFound, band_finder, wanted_band
from .band_profile import BandView
from .distribution import DistributionsView
from .words import cards_of, sheared
from .yield_surface import YieldView


class StrengthPanel(Panel):
    """The strength of the state of the field, as far as its sites have been sheared, and the band of the run."""

    key = "strength"
    label = "Strength"
    order = 2
    cards = (
        Card("strengths", "How much more?", {"strengths": lambda ask: DistributionsView()}, links=True),
        Card(
            "yielding",
            "In which direction?",
            {"yielding": lambda ask: YieldView()},
            "yield surface, Δτ / μ",
            layout="facts",
            parts=(),
        ),
        Card("band", "Soft where it shears?", {"band": lambda ask: BandView()}, parts=("key", "words")),
    )

    def finds(self, bench: Bench) -> dict[type, Finder]:
        """The shear band; strength has a finder of the session, for the map shows it too.

        Parameters
        ----------
        bench : Bench
            What its finder is given.
        """
        return {BandFound: band_finder(bench)}

    def wanted(self, moment: Moment) -> Wanted | None:
        """The shear band of the run: while it plays, the one that is there does.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        history = moment.history
        if history.events and (moment.mode == "idle" or moment.found(BandFound) is None):
            return wanted_band(history, history.frame_at(history.head))
        return None

    def rest(self) -> None:
        """Call the shearing of sites off; what has been found stays."""
        self.ask("strength", stop=True)

    def again(self) -> None:
        """Take the shearing up again."""
        super().again()
        self.ask("strength", stop=False)

    def progress(self, moment: Moment) -> dict:
        """How far the sites have been sheared.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        return sheared(moment.found(Standing))

    def draw(self, moment: Moment, views: Mapping[str, View]) -> dict[str, Words]:
        """Draw what is known.

        Parameters
        ----------
        moment : Moment
            What to show.
        views : mapping of str to View
            Its plots.
        """
        strengths, yielding, band = (views[name] for name in ("strengths", "yielding", "band"))
        assert isinstance(strengths, DistributionsView)
        assert isinstance(yielding, YieldView)
        assert isinstance(band, BandView)
        strengths.update(moment)
        yielding.update(moment)
        return cards_of(moment, band.update(moment))
