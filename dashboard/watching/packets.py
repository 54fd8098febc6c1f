"""What a class is sent: a glass with its colours, and a state of its run, each packed once for all that watch.

A packet begins with the length of a header as four bytes, little-endian; the header as JSON follows, then its arrays.
"""

from __future__ import annotations

import json
import struct
import time

import numpy as np

from ..controls.status import sentence
from ..look.shades import levels
from ..look.theme import theme
from ..map.discs import places_of
from ..moment.moment import Moment

POINTS = 300
"""A curve is sent in so many points at most."""

THEMES = {"dark": True, "light": False}


def packed(head: dict[str, object], *arrays: np.ndarray) -> bytes:
    """One packet.

    Parameters
    ----------
    head : dict
        What is said.
    *arrays : array
        What follows, in this order.
    """
    words = json.dumps(head, separators=(",", ":")).encode()
    words += b" " * (-len(words) % 4)  # arrays of two bytes begin where they may
    return struct.pack("<I", len(words)) + words + b"".join(array.tobytes() for array in arrays)


def glass_packet(moment: Moment) -> bytes:
    """The glass: radii, and the level of each particle in the field shown.

    Parameters
    ----------
    moment : Moment
        What is shown.

    Returns
    -------
    bytes
        Header: "kind", "n", "radius" (the largest), "colours" of both themes, "label", "indicator". Arrays: (N,) uint8
        radii in 255ths of the largest; (N,) uint8 levels.
    """
    radii, field, shading = 0.5 * moment.glass.diameters, moment.field, moment.shading
    values = None if field is None else field.values
    softness = np.full(len(radii), np.nan) if values is None else shading.softness(values)
    head = {
        "kind": "glass",
        "n": len(radii),
        "radius": float(radii.max()),
        "colours": {name: [*shading.colours(dark), theme(dark).missing] for name, dark in THEMES.items()},
        "label": f"{moment.history.label}, N {len(radii):,}",
        "indicator": moment.indicator.label,
    }
    return packed(head, np.rint(255.0 * radii / radii.max()).astype(np.uint8), levels(softness))


def state_packet(moment: Moment, more: dict[str, object]) -> bytes:
    """A state of the run, with the curve so far and the events.

    Parameters
    ----------
    moment : Moment
        What is shown.
    more : dict
        What else is said: "phase" of the game, and the "table" of the class.

    Returns
    -------
    bytes
        Header: "kind", "sent" (seconds since 1970), "branch", "path", "strain", "stress", "cell", "plays", "curve"
        (strains and stresses), "events" (number, core and strain of each that has a ring), "sentence". Array: (2 N,)
        uint16 places, fractions of the cell.
    """
    snapshot, history = moment.snapshot, moment.history
    strain, stress = history.curve(history.axis_begins(snapshot.row), snapshot.row)
    kept = np.unique(np.linspace(0, len(strain) - 1, POINTS).astype(int)) if len(strain) > POINTS else slice(None)
    said, marked = sentence(moment), moment.ringed if moment.choices.show_events else []
    past = sum(event.row < snapshot.frame.row for event in moment.events)
    head = {
        "kind": "state",
        "sent": time.time(),
        "branch": f"{history.run} {snapshot.leg.first_row} {past}",
        "path": snapshot.path,
        "strain": snapshot.strain,
        "stress": snapshot.stress,
        "cell": snapshot.frame.cell.ravel().tolist(),
        "plays": moment.mode != "idle",
        "curve": [np.round(strain[kept], 7).tolist(), np.round(stress[kept], 6).tolist()],
        "events": [[event.number, event.core, event.strain] for event in marked],
        "sentence": said["lead"] + said["strong"] + said["rest"],
    }
    return packed(head | more, places_of(snapshot.frame.positions, snapshot.frame.cell))
