"""Arrows on the map: what the last event moved, the mode that went unstable, any mode, the elastic response."""

import numpy as np

from ..fields.arrows import participation
from ..look.images import images_in_view
from ..moment.moment import Moment

ARROWS = 260
"""At most this many arrows are drawn, the longest ones."""

SHORTEST = 0.04
"""Nor any shorter than this share of the longest."""

LENGTH = 3.2
"""Length of the longest arrow, in mean spacings."""

BINS = 20
"""A field that moves more than a few particles is drawn by its longest arrow in each of so many bins a side."""


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
        Columns x0, y0, x1, y1, in units of length; empty where there is nothing to draw (yet).
    """
    vectors = _chosen(moment)
    if vectors is None:
        return {"x0": [], "y0": [], "x1": [], "y1": []}
    lengths = np.hypot(vectors[:, 0], vectors[:, 1])
    frame = moment.snapshot.frame
    drawn = _longest(lengths) if localised(vectors) else _longest_in_bins(lengths, frame)
    drawn = drawn[lengths[drawn] > SHORTEST * lengths.max()]
    spacing = np.sqrt(abs(np.linalg.det(frame.cell)) / len(lengths))
    scale = LENGTH * spacing / max(float(lengths.max()), 1e-300)
    starts, which = images_in_view(frame.positions[drawn], frame.cell, view, LENGTH * spacing)
    return _segments(starts, scale * vectors[drawn][which].astype(float))


def _chosen(moment):
    kind, event = moment.choices.arrows, moment.snapshot.event
    if kind in ("displacement", "critical mode"):
        if event is None:
            return None
        return event.displacement if kind == "displacement" else event.critical_mode
    return None if moment.vectors is None else moment.vectors.vectors


def localised(vectors: np.ndarray) -> bool:
    """Whether the longest arrows are all that there is to see.

    Parameters
    ----------
    vectors : (N, 2) array
        A vector field.
    """
    return participation(vectors) * len(vectors) < 0.5 * ARROWS


def _longest(lengths):
    return np.argpartition(lengths, -min(ARROWS, len(lengths)))[-ARROWS:]


def _longest_in_bins(lengths, frame):
    """The longest arrow of each bin of the cell: all of it is seen, and no place is crowded."""
    fractions = frame.positions @ np.linalg.inv(frame.cell)
    bins = np.floor(BINS * (fractions - np.floor(fractions))).astype(int) % BINS
    order = np.lexsort((lengths, bins[:, 0] * BINS + bins[:, 1]))
    which = (bins[:, 0] * BINS + bins[:, 1])[order]
    return order[np.append(which[1:] != which[:-1], True)]


def _segments(starts, vectors):
    """Shafts and the two strokes of each head."""
    ends = starts + vectors
    across = np.stack([-vectors[:, 1], vectors[:, 0]], axis=1)
    first, second = ends - 0.3 * vectors + 0.16 * across, ends - 0.3 * vectors - 0.16 * across
    begin, end = np.concatenate([starts, ends, ends]), np.concatenate([ends, first, second])
    return {"x0": begin[:, 0], "y0": begin[:, 1], "x1": end[:, 0], "y1": end[:, 1]}
