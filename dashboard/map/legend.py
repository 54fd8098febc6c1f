"""The legend on the map: the field's colours and range, what bonds and arrows stand for."""

from dataclasses import dataclass

import numpy as np

from ..fields.arrows import MODE, RESPONSE
from ..found.strength_map import Standing
from ..look.theme import theme
from ..look.words import in_words, number, percent
from ..moment.choices import MODES
from ..moment.moment import Moment
from ..moment.wanting import wants_modes


@dataclass(frozen=True)
class FieldKey:
    """What explains the colours of a field, on whichever map.

    Attributes
    ----------
    taken : str
        When it was taken and for which load, or why it is not there.
    share : float or None
        How much of it is done, where it takes its time.
    failed : bool
        Whether it could not be computed.
    colours : list of str
        From stiff to soft.
    stiff, soft : str
        What the two ends stand for.
    missing : bool
        Whether some particles have no value.
    """

    taken: str
    share: float | None
    failed: bool
    colours: list[str]
    stiff: str
    soft: str
    missing: bool


def field_key(moment: Moment) -> FieldKey:
    """What explains the colours of the field shown.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    field, indicator = moment.field, moment.indicator
    share = moment.fields.share(indicator) if field is None else None
    standing = moment.found(Standing) if indicator.by_sites else None
    if standing is not None and not standing.why_not and standing.shown is not None and not standing.shown.complete:
        share = float(standing.shown.done.mean())
    stiff, soft = moment.shading.ends(field.values if field is not None else None)
    return FieldKey(
        _taken(moment, share),
        share,
        failed=bool(field and field.error),
        colours=moment.shading.strip(moment.choices.dark),
        stiff=stiff,
        soft=soft,
        missing=bool(field and field.values is not None and not np.isfinite(field.values).all()),
    )


def _taken(moment, share):
    field = moment.field
    if field is None:
        return "computing…" if share is None else f"computing… {100 * share:.0f} %"
    if field.error:
        return field.error
    when = "as cast" if moment.choices.taken == "cast" else f"at γ {percent(field.strain)}"
    other = field.load is not None and field.load != moment.snapshot.leg.load
    return f"{when}, {in_words(field.load)}" if other else when


def legend(moment: Moment) -> dict:
    """The legend on the map: colours from stiff to soft, values at the ends, and when the field was taken.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    key = field_key(moment)
    return {
        "title": moment.indicator.label,
        "note": f"{moment.indicator.symbol}, {key.taken}",
        "share": key.share,
        "failed": key.failed,
        "colours": key.colours,
        "ends": [f"stiff {key.stiff}", f"{key.soft} soft"],
        "missing": key.missing,
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
