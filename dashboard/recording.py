"""A run that the page plays until its session is there: recorded once from the first glass of the gallery.

``python -m glasscope.dashboard.recording`` makes it anew. Two files under `FOLDER`: the state as cast, shaded as the
page shades it at first, and the run. Each begins with the length of a header as four bytes, little-endian, the header
as JSON follows, and then its arrays. Places are fractions of the cell, in units of 1 / `UNITS`.
"""

import json
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from bokeh.document import Document

from .look.shades import levels
from .look.theme import theme
from .moment.moment import Moment
from .physics import Glass, Load, shear
from .session import Session

FOLDER = Path(__file__).parent.parent / "assets" / "recorded"

THEMES = {"dark": True, "light": False}

UNITS = 2**14
"""Places are told in this share of the cell: a 250th of a diameter at N = 4,096."""

STRAIN = 0.05
"""How far the glass is sheared."""

SPACING = 1e-3
"""Strain between two states of the recorded run; those before and after an event are there beside them."""


def first_state(moment: Moment) -> bytes:
    """The state as cast with its shades.

    Parameters
    ----------
    moment : Moment
        At the beginning of a run, with the field that is shown.

    Returns
    -------
    bytes
        Header: glass, load, n_particles, cell, largest radius, colours of both themes from stiff to soft, the last one
        without a value. Arrays: (2, N) uint16 places; (N,) uint8 radii in 255ths of the largest; (N,) uint8 levels.
    """
    glass, field, shading = moment.glass, moment.field, moment.shading
    assert field is not None
    assert field.values is not None
    radii = 0.5 * glass.diameters
    head = {
        "glass": f"{moment.history.label}, N {glass.n_particles:,}",
        "load": moment.load.label,
        "n": glass.n_particles,
        "cell": glass.box.cell.tolist(),
        "radius": float(radii.max()),
        "colours": {name: [*shading.colours(dark), theme(dark).missing] for name, dark in THEMES.items()},
    }
    shades = levels(shading.softness(field.values))
    places = _in_units(glass) % UNITS
    return _packed(head, places.T.astype("<u2"), np.rint(255.0 * radii / radii.max()).astype(np.uint8), shades)


def run_of(glass: Glass, load: Load, max_strain: float = STRAIN, spacing: float = SPACING) -> bytes:
    """A run in few states.

    Parameters
    ----------
    glass : Glass
        As cast.
    load : Load
        The load.
    max_strain, spacing : float
        How far, and strain between two states.

    Returns
    -------
    bytes
        Header: curve (strains, stresses), strains and cells of the states, events (strain, index of the core). Arrays:
        (states, 2, N) int16, by how much each place moves from the state before; its low bytes, then its high bytes.
    """
    curve, events, states = [], [], []
    for strain, stress, state, core in _states(glass, load, max_strain, spacing):
        curve.append((round(strain, 7), round(stress, 6)))
        if state is not None:
            states.append((strain, state.box.cell, _in_units(state)))
        if core is not None:
            events.append((round(strain, 7), core))
    strains, cells, places = zip(*states, strict=True)
    moved = np.diff(np.array(places), axis=0, prepend=places[0][None])
    moved -= UNITS * np.rint(moved / UNITS).astype(moved.dtype)  # nobody crosses half of the cell from state to state
    head = {
        "curve": [list(column) for column in zip(*curve, strict=True)],
        "strains": [round(strain, 7) for strain in strains],
        "cells": [np.round(cell, 6).tolist() for cell in cells],
        "events": events,
    }
    code = np.ascontiguousarray(moved.transpose(0, 2, 1)).astype("<i2").view(np.uint8).reshape(-1, 2)
    return _packed(head, code[:, 0], code[:, 1])


def _states(glass, load, max_strain, spacing) -> Iterator[tuple[float, float, Glass | None, int | None]]:
    """Strain and stress of every step, with its state where it is kept and the core of an event that has begun."""
    due = 0.0
    for step in shear(glass, load, max_strain):
        if step.event is not None:
            event = step.event
            yield event.strain, event.stress_before, event.before, int(event.core)
        kept = step.event is not None or step.strain >= due
        if kept:
            due = spacing * (np.floor(step.strain / spacing) + 1.0)
        yield step.strain, step.stress, step.glass if kept else None, None


def _in_units(glass):
    """(N, 2) places in units of the cell's share, which a strain along with the cell does not change."""
    return np.rint(UNITS * glass.positions @ np.linalg.inv(glass.box.cell)).astype(np.int64)


def _packed(head, *arrays):
    words = json.dumps(head, separators=(",", ":")).encode()
    words += b" " * (-len(words) % 4)  # arrays of two bytes begin where they may
    return struct.pack("<I", len(words)) + words + b"".join(array.tobytes() for array in arrays)


def as_opened() -> Moment:
    """What the page shows first, once its field is there."""
    session = Session(Document(), dark=True)
    session.open()
    try:
        while True:
            moment = session.taking.moment()
            assert moment is not None, "there is no glass to begin with"
            if moment.field is not None:
                return moment
            time.sleep(0.05)
    finally:
        session.close()


def main() -> None:
    """Write both files."""
    moment = as_opened()
    for name, content in (("first", first_state(moment)), ("run", run_of(moment.glass, moment.load))):
        (FOLDER / f"{name}.bin").write_bytes(content)
        print(f"{name}.bin: {len(content) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
