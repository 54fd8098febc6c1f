"""The run in words: the line at the bottom, the header's labels and what is known of a picked particle."""

import numpy as np

from ..fields.field import Field
from ..look.words import in_words, number, percent
from ..moment.moment import Moment
from ..moment.ranks import shown_rank
from ..physics import Indicator


def status(moment: Moment, rates: dict) -> dict:
    """Numbers of the bottom line.

    Parameters
    ----------
    moment : Moment
        What to show.
    rates : dict
        "steps", "fields" and "frames" a second, "lag" in milliseconds, "total" steps, and the engine's "cpu" seconds.
    """
    return {
        "steps": rates["total"],
        "cpu": round(rates["cpu"], 3),
        "rates": " · ".join(
            [
                f"{rates['steps']:.0f} steps/s",
                *([f"{rates['fields']:.1f} fields/s"] if moment.choices.taken == "live" else []),
                f"{rates['frames']:.0f} frames/s",
                f"frame {rates['lag']:.0f} ms",
            ]
        ),
    }


def sentence(moment: Moment) -> dict:
    """What just happened, and who knew; spoken by screen readers.

    Parameters
    ----------
    moment : Moment
        What to show.

    Returns
    -------
    dict
        "lead" (plain), "strong" (the shown indicator's verdict) and "rest".
    """
    snapshot, event = moment.snapshot, moment.snapshot.event
    what = f"{moment.history.label} under {in_words(snapshot.leg.load)}"
    if event is None:
        words = {"play": "Shearing", "event": "Shearing", "step": "Shearing"}.get(moment.mode, "Resting:")
        where = "" if moment.live else f", back at γ = {percent(snapshot.strain)}"
        return {"lead": f"{words} {what}{where}; no event yet.", "strong": "", "rest": ""}
    lead = f"Event {event.number} at γ = {percent(event.strain)}, core at ({_place(event)}), "
    lead += f"stress drop {number(event.stress_drop, 2)}"
    if not moment.live:
        lead = f"Back at γ = {percent(snapshot.strain)}. {lead}"
    if moment.history.ended and moment.live:
        lead = f"The run has reached its end. {lead}"
    own_rank = shown_rank(moment, moment.indicator, event)
    if own_rank is None:
        reason = "is not scored after a turn" if event.leg else "has not been scored yet"
        if moment.choices.taken == "live":
            behind = f"has no field {100.0 * moment.choices.lead:g} % before it (yet)"
            reason = behind if moment.choices.lead else "scores nothing at the moment itself"
        return {"lead": f"{lead}; {moment.indicator.symbol} {reason}.", "strong": "", "rest": ""}
    taken = "as cast" if moment.choices.taken == "cast" else f"{100.0 * moment.choices.lead:g} % before"
    others = []
    if moment.choices.taken == "cast":
        ranks = [(each, shown_rank(moment, each, event)) for each in moment.others]
        known = sorted(((each, rank) for each, rank in ranks if rank is not None), key=lambda pair: -pair[1])
        others = [f"{each.symbol} {rank:.2f}" for each, rank in known[:3]]
    rest = f", {', '.join(others)}" if others else ""
    return {
        "lead": f"{lead}: ",
        "strong": f"{moment.indicator.symbol} {taken} ranked it {own_rank:.2f}",
        "rest": f"{rest}.",
    }


def _place(event):
    return f"{event.core_place[0]:.1f}, {event.core_place[1]:.1f}"


def header(moment: Moment) -> dict:
    """Labels of the glass and of the load.

    Parameters
    ----------
    moment : Moment
        What to show.
    """
    glass = moment.glass
    seed = glass.provenance.get("seed")
    parts = [moment.history.label, f"N {glass.n_particles:,}", *([] if seed is None else [f"seed {seed}"])]
    return {"glass": " · ".join(parts), "load": in_words(moment.snapshot.leg.load)}


def pick(moment: Moment) -> dict | None:
    """What is known of the picked particle.

    Parameters
    ----------
    moment : Moment
        What is shown.

    Returns
    -------
    dict or None
        "title", "facts" (each with its name) and "rows": of each field that is known, the one shown first, the
        indicator, its symbol, the value, and the share of the particles that are stiffer. None where none is picked.
    """
    particle, glass = moment.choices.picked, moment.glass
    if particle is None or particle >= glass.n_particles:
        return None
    frame = moment.snapshot.frame
    fractions = frame.positions[particle] @ np.linalg.inv(frame.cell)
    place = (fractions - np.floor(fractions)) @ frame.cell
    facts = [["place", f"({place[0]:.2f}, {place[1]:.2f})"], ["diameter", f"{glass.diameters[particle]:.3f}"]]
    if glass.species is not None:
        facts.append(["species", ["small", "large"][int(glass.species[particle])]])
    event = moment.snapshot.event
    if event is not None and event.d2min is not None:
        facts.append([f"D²_min of event {event.number}", number(float(event.d2min[particle]), 3)])
    rows = [[each.label, *value_of(each, particle, field)] for each, field in _known_fields(moment)]
    return {"title": f"Particle {particle}", "facts": facts, "rows": rows}


def _known_fields(moment: Moment) -> list[tuple[Indicator, Field]]:
    fields = [(moment.indicator, moment.field)]
    fields += [(each, moment.fields.cast(each)) for each in moment.others]
    return [(each, field) for each, field in fields if field is not None and field.values is not None]


def value_of(indicator: Indicator, particle: int, field: Field) -> list[str]:
    """A particle in a field: the indicator's symbol, the value, and the share of the particles that are stiffer.

    Parameters
    ----------
    indicator : Indicator
        An instance.
    particle : int
        Which.
    field : Field
        Its field.
    """
    values = field.values
    if values is None:
        return [indicator.symbol, "none", ""]
    soft = values < values[particle] if indicator.soft == "high" else values > values[particle]
    if not np.isfinite(values[particle]):
        return [indicator.symbol, "none yet" if field.pending is not None else "none", ""]
    guessed = field.pending is not None and field.pending[particle]
    sign = "≈ " if guessed else ""
    return [indicator.symbol, f"{sign}{number(float(values[particle]), 3)}", f"{100.0 * soft.mean():.0f} %"]
