"""The card of what lies over the particles."""

from __future__ import annotations

from ..fields.arrows import MODE
from ..fields.pair_values import FULL, MOST
from ..moment.moment import Moment
from .cards import card

BONDS = f"Pairs above the mean size, {MOST:,} at most: width by size, full at {FULL:g} times the mean; colour by sign"
"""What bonds are."""


def overlays_card(moment: Moment) -> dict[str, object]:
    """Rings, cell, bonds, Voronoi cells, modes and arrows.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    choices = moment.choices
    bonds = {"title": BONDS, "disabled": False}
    if choices.room != "glass":
        bonds = {"title": "Bonds are drawn in the room of the glass", "disabled": True}
    elif not moment.indicator.has_pair_field():
        bonds = {"title": "This field has values on particles only, none on pairs", "disabled": True}
    if bonds["disabled"]:
        bonds["value"] = False
    return {
        "controls": card(
            "overlays",
            choices,
            show_events={"note": str(len(moment.events))},
            show_bonds=bonds,
            number={"hidden": choices.arrows != MODE},
        )
    }
