"""The field's card: whatever an indicator declares becomes a control here."""

from __future__ import annotations

from ..fields.field import needs_reference
from ..look.words import percent
from ..moment.moment import Moment
from ..physics import FAMILIES, INDICATORS, Glass, Indicator
from .cards import card, sliders


def field_card(moment: Moment) -> dict[str, object]:
    """The field: which indicator, when it was taken, its parameters, colours and range.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    choices, indicator, shading = moment.choices, moment.indicator, moment.shading
    compares = needs_reference(indicator)
    controls = card(
        "field",
        choices,
        taken={"off": ["cast"] if compares else []},
        lead={"hidden": choices.taken != "live"},
        low=_of(shading, "low") | {"empty": False},
        high=_of(shading, "high") | {"empty": False},
        threshold=_of(shading, "threshold"),
        log={"value": shading.log},
    )
    return {
        "controls": controls,
        "groups": menu(),
        "indicator": indicator.key,
        "since": percent(moment.history.rows.strain[choices.since]) if compares else None,
        "low": shading.low,
        "high": shading.high,
        "threshold": shading.threshold,
        "parameters": sliders(indicator),
        "help": help_card(indicator, moment.glass),
    }


def _of(shading, name):
    """What is in force of the range, or of the threshold."""
    return {"value": getattr(shading, name), "hidden": name not in shading.controls}


def menu() -> list[dict[str, object]]:
    """Every indicator by its family, for a list to choose from."""
    groups: dict[str, list[dict[str, str]]] = {family: [] for family in FAMILIES}
    for kind in INDICATORS.values():
        groups.setdefault(kind.family, []).append({"key": kind.key, "label": kind.label})
    return [{"label": label, "options": options} for label, options in groups.items() if options]


def help_card(indicator: Indicator, glass: Glass) -> dict[str, object]:
    """What an indicator says of itself.

    Parameters
    ----------
    indicator : Indicator
        An instance.
    glass : Glass
        For the caveat that goes with its model, and what was learned of such glasses.
    """
    return {
        "title": f"{indicator.symbol}  {indicator.label}",
        "text": indicator.summary,
        "soft": f"soft where it is {indicator.soft}",
        "softer": "above" if indicator.soft == "high" else "below",
        "units": indicator.units or "dimensionless",
        "needs": ", ".join(indicator.requires),
        "cost": indicator.cost,
        "caveat": indicator.caveat(glass.model),
        "origin": indicator.origin(glass),
        "references": list(indicator.references),
    }
