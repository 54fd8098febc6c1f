"""Files that a session hands out: the run and its events as CSV, a state or a field as npz."""

import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ..fields.field import own_parameters
from ..found.vibrations import Spectrum
from ..physics import GlassError
from .moment import Moment

COLUMNS = (
    "event",
    "leg",
    "strain",
    "bracket_below",
    "bracket_above",
    "core",
    "core_x",
    "core_y",
    "stress_drop",
    "energy_drop",
)


def made(what: str, moment: Moment) -> tuple[str, bytes, str]:
    """A file for what is shown.

    Parameters
    ----------
    what : {"events", "curve", "modes", "state", "field"}
        Which.
    moment : Moment
        What is shown.

    Returns
    -------
    tuple
        File name, content, media type.

    Raises
    ------
    GlassError
        There is no such file, or no field yet.
    """
    makers: dict[str, Callable[[Moment], str | bytes]] = {
        "events": events_csv, "curve": curve_csv, "modes": modes_csv, "state": state_npz, "field": field_npz,
    }  # fmt: skip
    if what not in makers:
        raise GlassError(f"{what!r} is nothing to export; known: {', '.join(makers)}")
    content = makers[what](moment)
    words = "".join(letter if letter.isalnum() else " " for letter in moment.history.label).split()
    name = "-".join(["glasscope", *words, what]).lower()
    if isinstance(content, str):
        return f"{name}.csv", content.encode(), "text/csv"
    return f"{name}.npz", content, "application/zip"


def events_csv(moment: Moment) -> str:
    """All events of the run as CSV, with the ranks in every indicator as cast.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    indicators = [moment.indicator, *moment.others]
    out = io.StringIO()
    writer = csv.writer(out)
    lead = moment.choices.lead if moment.choices.taken == "live" and moment.choices.lead else None
    leads = [f"rank_{moment.indicator.key}_lead_{lead:g}"] if lead else []
    writer.writerow([*COLUMNS, *(f"rank_{each.key}_as_cast" for each in indicators), *leads])
    for event in moment.history.events:
        place, bracket = event.core_place, event.bracket
        drops = (event.stress_drop, event.energy_drop)
        ranks = [moment.fields.cast_rank(each, event) for each in indicators]
        if lead:
            ranks.append(moment.fields.lead_rank(moment.indicator, event))
        row = (event.number, event.leg, event.strain, *bracket, event.core, *place, *drops)
        writer.writerow([*row, *("" if rank is None else rank for rank in ranks)])
    return out.getvalue()


def curve_csv(moment: Moment) -> str:
    """Every step of the run as CSV.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    rows = moment.history.rows
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["strain_walked", "strain", "stress", "energy_per_particle", "leg"])
    with moment.history.lock:
        writer.writerows(zip(rows.path, rows.strain, rows.stress, rows.energy, rows.leg, strict=True))
    return out.getvalue()


def modes_csv(moment: Moment) -> str:
    """The modes that have been found as CSV.

    Parameters
    ----------
    moment : Moment
        What is shown.

    Raises
    ------
    GlassError
        None have been.
    """
    spectrum = moment.found(Spectrum)
    if spectrum is None:
        raise GlassError("no modes have been found yet: open Structure beside the map")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["mode", "strain", "frequency", "participation_ratio"])
    for k, (frequency, share) in enumerate(zip(spectrum.frequencies, spectrum.participation, strict=True)):
        writer.writerow([k + 1, spectrum.strain, frequency, share])
    return out.getvalue()


def state_npz(moment: Moment) -> bytes:
    """The glass shown, as `Glass.load` reads it.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "state.npz"
        moment.history.rebuild(moment.snapshot.frame).save(path)
        return path.read_bytes()


def field_npz(moment: Moment) -> bytes:
    """The field shown, with the positions, cell and diameters that the map shows.

    Parameters
    ----------
    moment : Moment
        What is shown.

    Raises
    ------
    GlassError
        There is no field yet, or not all of it.
    """
    if moment.field is None or moment.field.values is None:
        raise GlassError("there is no field to export yet; wait until it has been computed")
    if moment.field.pending is not None:
        raise GlassError("the field is still filling in; wait until it is whole, or let it be resumed")
    frame = moment.snapshot.frame
    about = {
        "indicator": moment.indicator.key,
        "parameters": {name: repr(value) for name, value in own_parameters(moment.indicator).items()},
        "soft": moment.indicator.soft,
        "field_strain": moment.field.strain,
        "state_strain": moment.history.rows.strain[frame.row],
    }
    out = io.BytesIO()
    np.savez_compressed(
        out,
        values=moment.field.values,
        positions=frame.positions,
        cell=frame.cell,
        diameters=moment.glass.diameters,
        about=json.dumps(about),
    )
    return out.getvalue()
