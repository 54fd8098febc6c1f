"""How much more the glass can bear, in words: what stands on the cards of the panel."""

import numpy as np

from ...found.strength_map import Standing, StrengthMap
from ...look.words import number, percent
from ...moment.choices import BESIDE_STRENGTH
from ...moment.moment import Moment
from ...physics import direction_of
from ..panel import Words
from .band_profile import BandWords
from .distribution import COLOURS, of_the_run
from .yield_surface import least

COMPUTING = "Finding out what its places bear…"

MEANING = (
    "D²_min as a multiple of that outside; mean ranks of the particles inside: 1 is the softest of all, 0.5 is chance; "
    "events whose core is inside, and their mean rank in the field as cast"
)
"""What the words below the band's profile mean."""

NOTES = (
    ({"sign": "event", "words": "Δτ_c"}, {"sign": "accent", "words": "Δτ_y"}, {"sign": "ray", "words": "load"}),
    ({"words": "rim: angle of the shear; it is drawn doubled"},),
)
"""What is drawn of a yield surface."""


def cards_of(moment: Moment, band: BandWords | None) -> dict[str, Words]:
    """What stands on the three cards.

    Parameters
    ----------
    moment : Moment
        What is shown.
    band : BandWords or None
        What is said of the shear band.
    """
    standing = moment.found(Standing)
    why_not = "" if standing is None else standing.sentence
    curves, facts = _curves(moment), _facts(moment)
    no_direction = "Without shear there is no direction." if why_not else "Choose a particle on the map."
    no_band = "" if moment.history.events else "A band is looked for once there is an event."
    return {
        "strengths": {
            "key": [*curves, _dashed(moment)] if curves else [],
            "blank": not curves,
            "instead": why_not or ("" if curves else COMPUTING),
            "links": _links(moment, standing),
        },
        "yielding": {"facts": facts, "blank": facts is None, "instead": "" if facts else no_direction},
        "band": {"blank": True, "instead": no_band} if band is None else _band(band),
    }


def _links(moment, standing):
    """To look at the state of the map as well, and to look at no other than those of the field and as cast."""
    snapshot = moment.snapshot
    strains = [] if standing is None else [each.strain for each in standing.maps]
    links = []
    if snapshot.frame.row and snapshot.strain not in strains:
        words, title = f"add γ {percent(snapshot.strain)}", "Look at the strength of the state on the map as well"
        links.append({"do": "keep", "arguments": {"what": "this"}, "words": words, "title": title})
    if len(strains) > 1:
        title = "No other states than those of the field and as cast"
        links.append({"do": "keep", "arguments": {"what": "none"}, "words": "clear", "title": title})
    return links


def _band(band):
    beside = [{"sign": "event", "words": "Δτ_y / μ"}] if band.beside else []
    return {
        "hint": band.hint,
        "key": [{"sign": "accent", "words": band.symbol}, *beside, {"sign": "moved", "words": band.moved}],
        "words": band.words,
        "title": MEANING,
    }


def sheared(standing: Standing | None) -> dict:
    """How far the sites have been sheared; empty where none is missing.

    Parameters
    ----------
    standing : Standing or None
        What is known.
    """
    if standing is None or standing.why_not or not standing.waiting:
        return {}
    under_way = standing.under_way or next((each for each in standing.maps if not each.complete), None)
    if under_way is None:
        return {"fraction": 0.0, "words": "preparing", "left": "", "resting": standing.stopped}
    done = under_way.done
    left = "" if standing.left is None else f"{max(1, round(standing.left))} s"
    words = f"{done.sum():,} of {len(done):,} sites, {state_of(under_way)}"
    if standing.stopped:
        return {"fraction": float(done.mean()), "words": f"{words}; stopped", "left": "partial", "resting": True}
    return {"fraction": float(done.mean()), "words": words, "left": left, "resting": False}


def state_of(found: StrengthMap) -> str:
    """Which state a map is of, in words.

    Parameters
    ----------
    found : StrengthMap
        A map.
    """
    return f"γ {100.0 * found.strain:.2f} %".replace("-", "−") if found.frame.row else "as cast"


def _curves(moment):
    """The key of the distributions, an entry a state."""
    standing = moment.found(Standing)
    if standing is None or standing.why_not or not standing.modulus:
        return []
    states = [f"{state_of(each)}{'' if each.complete else ' …'}" for each in standing.maps]
    return [{"sign": colour, "words": words} for colour, words in zip(COLOURS, states, strict=False)]


def _dashed(moment):
    """The entry of the dashed curves in the key is what chooses them."""
    beside = moment.choices.beside_strength
    sign = "line dashed first" if beside == "estimate" else "line dashed"
    options = [{"key": key, "label": label} for key, label in BESIDE_STRENGTH.items()]
    choice = {"name": "beside_strength", "label": "Beside the distributions", "options": options, "value": beside}
    return {"sign": sign, "choice": choice, "words": _dashed_words(moment)}


def _dashed_words(moment):
    """What more there is to say of what is drawn dashed."""
    standing = moment.found(Standing)
    if moment.choices.beside_strength == "estimate":
        if standing.estimate is None:
            return "none here"
        without = np.isnan(standing.estimate.values).mean()
        return f"none for {100.0 * without:.0f} %" if without >= 0.005 else ""
    if not of_the_run(moment):
        return "another load than the run's"
    return "" if any(each.frame.row for each in standing.maps) else "add a strain"


def _facts(moment):
    """What is said of the site whose yield surface is drawn; None without any."""
    standing, picked = moment.found(Standing), moment.choices.picked
    chosen = None if standing is None else standing.place(picked)
    if chosen is None or not standing.modulus:
        return None
    shown = standing.shown
    x, y = shown.sites.places[chosen]
    which = f"around particle {picked}" if picked is not None else "weakest so far"
    if picked is None and shown.complete:
        which = "weakest place"
    rows = [["at", f"{x:.1f}, {y:.1f}"]]
    if not shown.done[chosen]:
        waits = "not sheared" if standing.stopped else "sheared soon"
        return {"title": which, "rows": [*rows, ["Δτ_y/μ", waits]], "notes": NOTES}
    bears = shown.found.increments[chosen]
    here = least(shown, chosen, direction_of(standing.load))
    yields = np.isfinite(bears)
    rows.append(["Δτ_y/μ", number(here / standing.modulus, 3) if np.isfinite(here) else "no yield"])
    if yields.any():
        weakest = int(np.nanargmin(bears))
        rows.append(["weakest", f"{shown.found.angles[weakest]:g}°"])
        rows.append(["at Δγ", f"{100.0 * float(shown.found.critical_strain[chosen][weakest]):.2f} %"])
    if not yields.all():
        rows.append(["no yield", f"{int((~yields).sum())} of {len(yields)}"])
    return {"title": which, "rows": rows, "notes": NOTES}
