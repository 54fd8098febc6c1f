"""Arrows on the map: what the last event moved, or the mode that went unstable."""

import numpy as np

from ..moment import Moment
from ..raster import images_in_view

ARROWS = 260
"""At most this many arrows are drawn, the longest ones."""

SHORTEST = 0.04
"""Nor any shorter than this share of the longest."""

LENGTH = 3.2
"""Length of the longest arrow, in mean spacings."""


def arrows(moment: Moment, view: tuple) -> dict:
    """Segments of the arrows to draw.

    Parameters
    ----------
    moment : Moment
        What is shown; its state says which arrows.
    view : tuple of float
        x0, x1, y0, y1.

    Returns
    -------
    dict
        Columns x0, y0, x1, y1, in units of length; empty without an event or with its fields let go.
    """
    event, kind = moment.snapshot.event, moment.state.arrows
    vectors = None
    if event is not None and kind != "none":
        vectors = event.displacement if kind == "displacement" else event.critical_mode
    if vectors is None:
        return {"x0": [], "y0": [], "x1": [], "y1": []}
    lengths = np.hypot(vectors[:, 0], vectors[:, 1])
    longest = np.argpartition(lengths, -min(ARROWS, len(lengths)))[-ARROWS:]
    longest = longest[lengths[longest] > SHORTEST * lengths.max()]
    frame = moment.snapshot.frame
    spacing = np.sqrt(abs(np.linalg.det(frame.cell)) / len(lengths))
    scale = LENGTH * spacing / max(float(lengths.max()), 1e-300)
    starts, which = images_in_view(frame.positions[longest], frame.cell, view)
    return _segments(starts, scale * vectors[longest][which].astype(float))


def _segments(starts, vectors):
    """Shafts and the two strokes of each head."""
    ends = starts + vectors
    across = np.stack([-vectors[:, 1], vectors[:, 0]], axis=1)
    first, second = ends - 0.3 * vectors + 0.16 * across, ends - 0.3 * vectors - 0.16 * across
    begin, end = np.concatenate([starts, ends, ends]), np.concatenate([ends, first, second])
    return {"x0": begin[:, 0], "y0": begin[:, 1], "x1": end[:, 0], "y1": end[:, 1]}
