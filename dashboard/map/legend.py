"""The legend on the map: the field's colours and range, what bonds and arrows stand for."""

import numpy as np

from ..fields.arrows import MODE, RESPONSE
from ..found.strength_map import Standing
from ..look.theme import theme
from ..look.words import in_words, number, percent
from ..moment.choices import MODES
from ..moment.moment import Moment
from ..moment.wanting import wants_modes


def legend(moment: Moment) -> dict:
    """The legend on the map: colours from stiff to soft, values at the ends, and when the field was taken.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    choices, field, indicator = moment.choices, moment.field, moment.indicator
    note, share = "computing…", moment.fields.share(indicator) if field is None else None
    standing = moment.found(Standing) if indicator.by_sites else None
    if standing is not None and not standing.why_not and standing.shown is not None and not standing.shown.complete:
        share = float(standing.shown.done.mean())
    if share is not None and field is None:
        note = f"computing… {100 * share:.0f} %"
    if field is not None:
        note = "as cast" if choices.taken == "cast" else f"at γ {percent(field.strain)}"
        if field.load is not None and field.load != moment.snapshot.leg.load:
            note += f", {in_words(field.load)}"
        note = field.error or note
    stiff, soft = moment.shading.ends(field.values if field is not None else None)
    return {
        "title": indicator.label,
        "note": f"{indicator.symbol}, {note}",
        "share": share,
        "failed": bool(field and field.error),
        "colours": moment.shading.strip(choices.dark),
        "ends": [f"stiff {stiff}", f"{soft} soft"],
        "missing": bool(field and field.values is not None and not np.isfinite(field.values).all()),
        "bonds": _bonds_in_words(moment),
        "arrows": _arrows_in_words(moment),
        "crosses": _crosses_in_words(moment),
        "partial": _partial(moment),
        "zoomed": None,
    }


def _partial(moment):
    """How a field that fills in stands; None where it is whole."""
    field, standing = moment.field, moment.found(Standing)
    if field is None or field.pending is None or standing is None or standing.shown is None:
        return None
    done = standing.shown.done
    words = f"{done.sum():,} of {len(done):,}"
    guess = "faint: estimate only" if standing.estimate is not None else ""
    return {
        "words": f"partial: {words}" if standing.stopped else f"{words} sites",
        "faint": guess,
        "stopped": standing.stopped,
    }


def _bonds_in_words(moment):
    """From which size on pairs are drawn, with the colours of the two signs; None without bonds."""
    bonds, choices = moment.field and moment.field.bonds, moment.choices
    if not choices.show_bonds or bonds is None:
        return None
    colours = theme(choices.dark)
    symbol = moment.indicator.symbol
    words = f"{symbol if '|' in symbol else f'|{symbol}|'} > {number(bonds.mean, 2)}"
    return {"words": words, "positive": colours.positive, "negative": colours.negative}


def _crosses_in_words(moment):
    """What the crosses are; empty without any."""
    if moment.modes is not None:
        return f"× {len(moment.modes.stiffness):,} modes, the softest strongest"
    if not wants_modes(moment.choices):
        return ""
    if moment.marked is not None:
        return f"× {moment.marked.error}"
    share = next((moment.fields.share(each) for each in moment.others if each.key == MODES), None)
    return "× modes, computing…" + ("" if share is None else f" {100 * share:.0f} %")


def _arrows_in_words(moment):
    """What the arrows are; empty without any of the moment shown."""
    choices, made = moment.choices, moment.vectors
    if choices.arrows not in (MODE, RESPONSE):
        return ""
    if made is None or (choices.arrows == MODE and made.arrows.number != choices.number):
        return f"mode {choices.number}, computing…" if choices.arrows == MODE else "elastic response, computing…"
    if made.error:
        return made.error
    if choices.arrows == RESPONSE:
        return f"elastic response, e {number(made.participation, 2)}"
    return f"mode {choices.number}: ω {number(made.frequency, 3)}, e {number(made.participation, 2)}"
