"""What is around the particles of the state of the field: how far neighbours are, where, and around whom."""

from collections.abc import Mapping

import numpy as np

from ...found.finder import Bench, Finder, Wanted
from ...look.theme import ramp, signed_ramp
from ...look.words import number, percent
from ...moment.choices import AROUND, SHARES
from ...moment.moment import Moment
from ...wire.lazy_plots import View
from ..panel import Card, Choice, Panel, Words
from .finding import Surroundings, surroundings_finder, wanted_surroundings
from .plots import AroundView, DirectionsView, PairsView, chosen, curves_of, ends_of

CURVES = ("accent", "event", "third", "fourth")
"""Signs of the curves of g(r), classes of the style sheet."""


class SurroundingsPanel(Panel):
    """Pair distributions and mean maps."""

    key = "surroundings"
    label = "Surroundings"
    order = 1
    cards = (
        Card("pairs", "How far away are neighbours?", {"pairs": lambda ask: PairsView()}, "pair distribution"),
        Card("directions", "Does the direction matter?", {"directions": lambda ask: DirectionsView()}),
        Card(
            "around",
            "What is around the soft ones?",
            {"around0": lambda ask: AroundView(0), "around1": lambda ask: AroundView(1)},
            layout="pair",
        ),
    )
    choices = (
        Choice("around", "Around which particles", [{"key": key, "label": label} for key, label in AROUND.items()]),
        Choice(
            "share",
            "Share of the particles",
            [{"key": share, "label": f"{100.0 * share:g} %"} for share in SHARES],
            "So many of the particles, by the field on the map, are soft, and as many are hard",
        ),
    )

    def finds(self, bench: Bench) -> dict[type, Finder]:
        """The surroundings.

        Parameters
        ----------
        bench : Bench
            What their finder is given.
        """
        return {Surroundings: surroundings_finder(bench)}

    def wanted(self, moment: Moment) -> Wanted | None:
        """What is around in the state of the field: while the run plays, what is there already does.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        choices, field, known = moment.choices, moment.field, moment.found(Surroundings)
        if field is None or field.values is None or field.pending is not None:  # it will be another one in a moment
            return None
        if moment.mode == "idle" or field.row == 0 or known is None or known.share != choices.share:
            return wanted_surroundings(moment.history, field, moment.indicator, choices.share, moment.load)
        return None

    def head(self, moment: Moment) -> Words:
        """Which field says who is soft, in which state.

        Parameters
        ----------
        moment : Moment
            What is shown.
        """
        found, field = moment.found(Surroundings), moment.field
        if field is not None and field.error:
            return {"words": "no field", "title": field.error}
        if found is None:
            return {}
        state = f"at γ {percent(found.field.strain)}" if found.field.row else "as cast"
        return {"words": f"{moment.indicator.symbol} {state}"}

    def draw(self, moment: Moment, views: Mapping[str, View]) -> dict[str, Words]:
        """Draw what there is.

        Parameters
        ----------
        moment : Moment
            What to show.
        views : mapping of str to View
            Its plots.
        """
        for view in views.values():
            assert isinstance(view, PairsView | DirectionsView | AroundView)
            view.update(moment)
        found = moment.found(Surroundings)
        choices = moment.choices
        return {"around": {"blank": True}} if found is None else cards_of(found, choices.around, choices.dark)


def cards_of(found: Surroundings, around: str, dark: bool) -> dict[str, Words]:
    """What is said of surroundings.

    Parameters
    ----------
    found : Surroundings
        What was found.
    around : str
        Key of `AROUND`.
    dark : bool
        Theme.
    """
    colours = signed_ramp(dark, 15) if around == "difference" else ramp("magma", dark, False, 15)
    turned = bool(found.directions)
    who = f"{found.n} soft, {found.n} hard{'; dashed: the stretch' if turned else ''}"
    curves = [{"sign": sign, "words": name} for sign, (name, _) in zip(CURVES, curves_of(found), strict=False)]
    return {
        "pairs": {"key": curves},
        "directions": {
            "hint": f"g_ζ(r, θ), {AROUND[around]}",
            "key": _shades(chosen(found.directions, around), around, colours, "θ: angle to the stretch"),
            "instead": "" if turned else found.why_not,
        },
        "around": {
            "hint": AROUND[around],
            "key": _shades(chosen(found.maps, around), around, colours, who),
            "captions": ["all" if name == "all" else f"{name} ones" for name in found.names],
        },
    }


def _shades(values: np.ndarray | None, around: str, colours: list[str], words: str) -> list[dict]:
    """The shades of a picture with the values at their ends, and what else there is to know of it."""
    if values is None:
        return []
    return [{"ramp": colours, "ends": [number(end, 2) for end in ends_of(values, around)]}, {"words": words}]
