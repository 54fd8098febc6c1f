"""One particle under a load that turns: how soft it is said to be, and how much it moves in a disc sheared alone."""

from collections.abc import Mapping

import numpy as np

from ...found.finder import Bench, Finder, Wanted
from ...look.words import number, percent
from ...moment.moment import Moment
from ...wire.lazy_plots import View
from ..panel import Card, Panel, Words
from .finding import STRAIN, Site, site_finder, wanted_site
from .plots import AroundSiteView, TurnedView

PICK = "Pick a particle on the map: it is turned under the load here."


class SitePanel(Panel):
    """A polar plot of the picked particle, and what is around it."""

    key = "site"
    label = "Site"
    order = 2
    cards = (
        Card(
            "turned",
            "Which load does it fear?",
            {"turned": lambda ask: TurnedView()},
            "by the stretched axis",
            parts=("key", "words"),
        ),
        Card("site", "What is around it?", {"site": lambda ask: AroundSiteView()}, "dashed: the stretch", parts=()),
    )

    def finds(self, bench: Bench) -> dict[type, Finder]:
        """The site.

        Parameters
        ----------
        bench : Bench
            What its finder is given.
        """
        return {Site: site_finder(bench)}

    def wanted(self, moment: Moment) -> Wanted | None:
        """The picked particle in the state of the field: while the run plays, what is there already does.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        picked, field, known = moment.choices.picked, moment.field, moment.found(Site)
        if picked is None or field is None:
            return None
        if moment.mode == "idle" or field.row == 0 or known is None or known.particle != picked:
            return wanted_site(moment.history, field.row, picked, moment.indicator)
        return None

    def head(self, moment: Moment) -> Words:
        """Which particle of which state.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        found = shown_site(moment)
        if found is None:
            return {}
        return {"words": f"particle {found.particle}, {f'at γ {percent(found.strain)}' if found.row else 'as cast'}"}

    def draw(self, moment: Moment, views: Mapping[str, View]) -> dict[str, Words]:
        """Draw what there is.

        Parameters
        ----------
        moment : Moment
            What to show.
        views : mapping of str to View
            Its plots.
        """
        found = shown_site(moment)
        turned, around = views["turned"], views["site"]
        assert isinstance(turned, TurnedView)
        assert isinstance(around, AroundSiteView)
        turned.update(found, moment.load)
        around.update(found, moment.load)
        if found is None:
            nobody = {"blank": True, "instead": PICK if moment.choices.picked is None else ""}
            return {"turned": nobody, "site": {"blank": True}}
        return {"turned": card_of(found)}


def shown_site(moment: Moment) -> Site | None:
    """What is known of the particle that is picked; None where that is another one, or nothing is.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    found, picked = moment.found(Site), moment.choices.picked
    return found if found is not None and found.particle == picked else None


def card_of(found: Site) -> Words:
    """What is said of a site.

    Parameters
    ----------
    found : Site
        As far as it has come.
    """
    there = np.isfinite(found.d2min)
    words = found.why_not
    if there.any():
        worst = found.angles[np.nanargmax(found.d2min)]
        words = words or f"it moves most where {worst:g}° is stretched: D²_min {number(np.nanmax(found.d2min), 2)}"
    return {
        "key": [
            {"sign": "accent", "words": f"rank in {found.symbol}", "title": "1 at the rim: the softest of all"},
            {
                "sign": "event",
                "words": "D²_min, sheared alone",
                "title": f"in a disc of the glass, at a strain of {percent(STRAIN)}, over its largest",
            },
        ],
        "words": words,
        "title": "Dashed: the axis that the load on the left stretches",
    }
