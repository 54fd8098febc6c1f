"""How much more the glass can bear: the plots of the view, and what the page says beside them."""

from typing import Any

import numpy as np

from ...look.words import number, percent
from ...moment.choices import BESIDE_STRENGTH
from ...moment.moment import Moment
from ...physics import direction_of
from .band_profile import BandView
from .distribution import COLOURS, DistributionsView, of_the_run
from .yield_surface import YieldView, least, place_of

NAMES = ("strengths", "yielding", "band")
"""Names of these plots on the page."""


def make(name: str) -> Any:
    """Make one of these plots.

    Parameters
    ----------
    name : str
        One of `NAMES`.
    """
    return {"strengths": DistributionsView, "yielding": YieldView, "band": BandView}[name]()


def strength(moment: Moment, band: dict | None) -> dict:
    """What the page says beside these plots.

    Parameters
    ----------
    moment : Moment
        What is shown.
    band : dict or None
        What is said of the shear band.
    """
    standing, state, snapshot = moment.strength, moment.state, moment.snapshot
    kept = [] if standing is None else [each.strain for each in standing.maps]
    return {
        "beside": state.beside_strength,
        "besides": [{"key": key, "label": label} for key, label in BESIDE_STRENGTH.items()],
        "why_not": "" if standing is None else standing.why_not[:1].upper() + standing.why_not[1:],
        "sheared": sheared(standing),
        "curves": _curves(moment),
        "dashed": _dashed(moment),
        "add": f"add γ {percent(snapshot.strain)}" if snapshot.frame.row and snapshot.strain not in kept else "",
        "several": len(kept) > 1,
        "place": _place(moment),
        "band": band,
        "no_band": "" if moment.store.events else "A band is looked for once there is an event.",
    }


def sheared(standing: Any) -> dict | None:
    """How far the sites have been sheared; None where none is missing.

    Parameters
    ----------
    standing : Standing or None
        What is known.
    """
    if standing is None or standing.why_not or not standing.waiting:
        return None
    under_way = standing.under_way or next((each for each in standing.maps if not each.complete), None)
    if under_way is None:
        return {"fraction": 0.0, "words": "preparing", "left": "", "stopped": standing.stopped}
    done = under_way.done
    left = "" if standing.left is None or standing.stopped else f"{max(1, round(standing.left))} s"
    words = f"{done.sum():,} of {len(done):,} sites, {state_of(under_way)}"
    return {"fraction": float(done.mean()), "words": words, "left": left, "stopped": standing.stopped}


def state_of(found: Any) -> str:
    """Which state a map is of, in words.

    Parameters
    ----------
    found : StrengthMap
        A map.
    """
    return f"γ {100.0 * found.strain:.2f} %".replace("-", "−") if found.frame.row else "as cast"


def _curves(moment):
    """The key of the distributions: [colour, words] a line."""
    standing = moment.strength
    if standing is None or standing.why_not or not standing.modulus:
        return []
    lines = []
    for colour, each in zip(COLOURS, standing.maps, strict=False):
        lines.append([colour, f"{state_of(each)}{'' if each.complete else ' …'}"])
    return lines


def _dashed(moment):
    """What more there is to say of what is drawn dashed."""
    standing = moment.strength
    if standing is None or standing.why_not or not standing.modulus:
        return ""
    if moment.state.beside_strength == "estimate":
        if standing.estimate is None:
            return "none here"
        without = np.isnan(standing.estimate.values).mean()
        return f"none for {100.0 * without:.0f} %" if without >= 0.005 else ""
    if not of_the_run(moment):
        return "another load than the run's"
    return "" if any(each.frame.row for each in standing.maps) else "add a strain"


def _place(moment):
    """What is said of the site whose yield surface is drawn."""
    standing, picked = moment.strength, moment.state.picked
    chosen = place_of(moment)
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
        return {"which": which, "rows": [*rows, ["Δτ_y/μ", waits]]}
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
    return {"which": which, "rows": rows}
