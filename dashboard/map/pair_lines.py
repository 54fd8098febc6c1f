"""Bonds on the map: an indicator's values on pairs, width by size, colour by sign."""

import numpy as np

from ..fields.pair_values import FULL, LEAST, Bonds, shortest
from ..look.images import images_in_view
from ..moment.moment import Moment

WIDEST = 0.42
"""Width of the widest bond, in mean spacings."""

THINNEST = 0.8
"""No bond is thinner than this, in pixels."""

STRETCHED = 1.25
"""A bond longer than this many times the longest one when the field was taken is not drawn: its ends have parted."""

FAINT = 0.35
"""Opacity of a bond of mean size; from `PLAIN` times the mean on it is opaque."""

PLAIN = 3.0

EMPTY = {name: np.empty(0, dtype=np.float32) for name in ("x0", "y0", "x1", "y1", "width", "alpha", "sign")}


def bonds(moment: Moment, view: tuple, pixels: float) -> dict:
    """Segments of the bonds to draw, periodic images and all.

    Parameters
    ----------
    moment : Moment
        What is shown.
    view : tuple of float
        x0, x1, y0, y1.
    pixels : float
        Pixels in a unit of length.

    Returns
    -------
    dict
        Columns x0, y0, x1, y1 in units of length, width in pixels, alpha, sign.
    """
    drawn = shown_bonds(moment)
    if drawn is None or not len(drawn.ends):
        return EMPTY
    frame = moment.snapshot.frame
    along = shortest(frame.positions, drawn.ends, frame.cell)
    near = np.flatnonzero(np.einsum("pk,pk->p", along, along) <= (STRETCHED * drawn.reach) ** 2)
    along, values = along[near], drawn.values[near]
    middles = frame.positions[drawn.ends[near, 0]] + 0.5 * along
    places, which = images_in_view(middles, frame.cell, view, 0.5 * STRETCHED * drawn.reach)
    order = np.argsort(which, kind="stable")  # the largest stay on top
    places, which = places[order], which[order]
    half = 0.5 * along[which]
    begin, end = (places - half).astype(np.float32), (places + half).astype(np.float32)
    spacing = np.sqrt(abs(np.linalg.det(frame.cell)) / len(frame.positions))
    sizes = np.abs(values[which])
    width = np.maximum(THINNEST, WIDEST * spacing * pixels / FULL * sizes)
    alpha = np.clip(FAINT + (1.0 - FAINT) * (sizes - LEAST) / (PLAIN - LEAST), FAINT, 1.0)
    return {
        "x0": begin[:, 0],
        "y0": begin[:, 1],
        "x1": end[:, 0],
        "y1": end[:, 1],
        "width": width.astype(np.float32),
        "alpha": alpha.astype(np.float32),
        "sign": np.sign(values[which]),
    }


def shown_bonds(moment: Moment) -> Bonds | None:
    """The bonds of the field shown, None where there are none or they are not wanted.

    Parameters
    ----------
    moment : Moment
        What is shown.
    """
    field = moment.field
    return field.bonds if moment.choices.show_bonds and field is not None else None
