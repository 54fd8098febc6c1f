"""The choices beside the map, described for the page: whatever an indicator declares becomes a control here."""

from typing import Any

import numpy as np
import param

from ..fields.arrows import MODE
from ..fields.field import needs_reference
from ..fields.pair_values import FULL, MOST
from ..found.strength_map import Standing
from ..look.shades import snap, threshold_of
from ..look.theme import COLOUR_MAPS, SIGNED
from ..look.words import in_words, number, percent
from ..moment.choices import ABOUT_TO_YIELD, ARROWS, LEADS, LOADS, MAPS, STRENGTH
from ..moment.moment import Moment
from ..physics import FAMILIES, INDICATORS
from ..run.player import FULL_SPEED

SPEEDS = (1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, FULL_SPEED)
"""Paces on offer, strain a second; the last one is as fast as the engine goes."""


def load_card(moment: Moment) -> dict:
    """The load: geometry, angle, direction and end; whether it differs from the one that runs.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    state = moment.state
    running = moment.snapshot.leg.load
    wanted = (state.load, 0.0 if state.load == "dilation" else state.angle, state.sign)
    differs = wanted != (running.kind, running.angle, running.sign)
    signs = ("expand", "compress") if state.load == "dilation" else ("forward", "reverse")
    return {
        "kinds": [{"key": key, "label": label} for key, label in LOADS.items()],
        "kind": state.load,
        "angle": state.angle,
        "turns": state.load != "dilation",
        "sign": state.sign,
        "signs": signs,
        "max_strain": 100.0 * state.max_strain,
        "differs": differs,
        "here": percent(moment.snapshot.strain),
        "running": in_words(running),
    }


def field_card(moment: Moment) -> dict:
    """The field: which indicator, when it was taken, its parameters, colours and range.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    state, indicator = moment.state, moment.indicator
    low, high = shown_range(moment)
    return {
        "groups": menu(),
        "maps_beside": {"n": state.maps, "choices": list(MAPS)},
        "indicator": indicator.key,
        "taken": state.taken,
        "leads": [{"key": lead, "label": f"{100.0 * lead:g} %" if lead else "none (now)"} for lead in LEADS],
        "lead": state.lead,
        "since": percent(moment.store.rows.strain[state.since]) if needs_reference(indicator) else None,
        "scale": state.scale,
        "low": low,
        "high": high,
        "threshold": shown_threshold(moment),
        "log": state.log,
        "maps": list(COLOUR_MAPS),
        "map": state.colour_map,
        "reverse": state.reverse,
        "parameters": sliders(indicator),
        "help": help_card(indicator, moment.store.glass.model),
    }


def menu() -> list[dict]:
    """Every indicator by its family, for a list to choose from."""
    groups: dict[str, list] = {family: [] for family in FAMILIES}
    for kind in INDICATORS.values():
        groups.setdefault(kind.family, []).append({"key": kind.key, "label": kind.label})
    return [{"label": label, "options": options} for label, options in groups.items() if options]


def shown_range(moment: Moment) -> tuple[float | None, float | None]:
    """The range of colours in force.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    state, field = moment.state, moment.field
    if state.low is not None and state.high is not None:
        return state.low, state.high
    if field is None or field.values is None:
        return None, None
    return snap(field.values, state.colour_map in SIGNED, state.log)


def shown_threshold(moment: Moment) -> float | None:
    """The value in force beyond which particles are marked; None where none are, or where there is no field yet.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    state, field, standing = moment.state, moment.field, moment.found(Standing)
    if state.scale != "threshold":  # asked at every frame: nothing is sorted for what nobody sees
        return None
    if state.threshold is not None:
        return state.threshold
    if field is None or field.values is None:
        return None
    if moment.indicator.key == STRENGTH and standing is not None and standing.modulus:
        return ABOUT_TO_YIELD * standing.modulus
    return threshold_of(field.values, moment.indicator.soft)


def shade_ends(moment: Moment, values: np.ndarray) -> tuple[float, float]:
    """The values that shades run between; the threshold comes first where they are of one.

    Parameters
    ----------
    moment : Moment
        What is shown; it has a field.
    values : (N,) array
        What a range is chosen from where the user has given none that can be used.
    """
    state = moment.state
    low, high = state.low, state.high
    if state.scale == "threshold":
        return shown_threshold(moment), high
    if low is None or high is None or not high > low or (state.log and low <= 0.0):
        return snap(values, state.colour_map in SIGNED, state.log)
    return low, high


def sliders(indicator: Any) -> list[dict]:
    """Controls for an indicator's own parameters, from their declarations.

    Parameters
    ----------
    indicator : Indicator
        An instance.
    """
    found = []
    for name, declared in indicator.param.objects("existing").items():
        if name in ("name", "reference") or declared.constant or declared.readonly or (declared.precedence or 0) < 0:
            continue
        control = {"name": name, "label": declared.label, "doc": declared.doc or "", "value": getattr(indicator, name)}
        if isinstance(declared, param.Boolean):
            found.append(control | {"type": "toggle"})
        elif isinstance(declared, param.Selector):
            found.append(control | {"type": "select", "options": list(declared.objects)})
        elif isinstance(declared, param.Number) and None not in (declared.bounds or (None,)):
            low, high = declared.bounds
            whole = isinstance(declared, param.Integer)
            step = declared.step or (1 if whole else float(f"{(high - low) / 100:.1g}"))
            found.append(control | {"type": "slider", "min": low, "max": high, "step": step, "whole": whole})
    return found


def help_card(indicator: Any, model: Any) -> dict:
    """What an indicator says of itself.

    Parameters
    ----------
    indicator : Indicator
        An instance.
    model : Model
        The glass's model, for the caveat that goes with it.
    """
    return {
        "title": f"{indicator.symbol}  {indicator.label}",
        "text": indicator.summary,
        "soft": f"soft where it is {indicator.soft}",
        "softer": "above" if indicator.soft == "high" else "below",
        "units": indicator.units or "dimensionless",
        "needs": ", ".join(indicator.requires),
        "cost": indicator.cost,
        "caveat": indicator.caveat(model),
        "references": list(indicator.references),
    }


def overlays(moment: Moment) -> dict:
    """Rings, cell, bonds, Voronoi cells and arrows.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    state = moment.state
    return {
        "show_events": state.show_events,
        "show_cell": state.show_cell,
        "show_bonds": state.show_bonds,
        "show_voronoi": state.show_voronoi,
        "show_modes": state.show_modes,
        "has_bonds": moment.indicator.has_pair_field() and state.room == "glass",
        "bonds_words": f"Pairs above the mean size, {MOST:,} at most: width by size, full at {FULL:g} times the mean; "
        "colour by sign",
        "no_bonds": "This field has values on particles only, none on pairs"
        if state.room == "glass"
        else "Bonds are drawn in the room of the glass",
        "arrows": state.arrows,
        "number": state.number if state.arrows == MODE else None,
        "choices": [{"key": key, "label": label} for key, label in ARROWS.items()],
        "count": len(moment.events),
    }


def transport(moment: Moment, relaxing: float | None = None) -> dict:
    """Play, step, next event, reset, turn round and pace.

    Parameters
    ----------
    moment : Moment
        What to show.
    relaxing : float, optional
        Largest force while an event relaxes.
    """
    speeds = [{"key": speed, "label": _speed(speed)} for speed in SPEEDS]
    at = min(range(len(SPEEDS)), key=lambda k: abs(SPEEDS[k] - moment.state.speed))
    return {
        "playing": moment.mode in ("play", "event"),
        "speeds": speeds,
        "speed": at,
        "live": moment.live,
        "relaxing": "" if relaxing is None else f"relaxing an event, largest force {number(relaxing, 1)}",
        "ended": moment.store.ended and moment.live,
    }


def _speed(speed):
    return "full speed" if speed == FULL_SPEED else f"{100.0 * speed:g} %/s"
