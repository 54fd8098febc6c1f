"""From field values to shades: ranges and thresholds that show a field well, and levels of the discs."""

import numpy as np

from .theme import LEVELS

NO_VALUE = LEVELS
"""Level of a particle whose field value is not a finite number."""

FAINT = 64
"""Added to the level of a particle that is drawn half transparent."""

SNAP = (1.0, 99.5)
"""Percentiles that snapping the range takes."""

SNAP_LOG = (50.0, 99.8)
"""The same on a logarithmic scale, where the stiff half of a broad field would otherwise take half of the colours."""

MARKED = 0.05
"""Share of the particles that a threshold marks where none was asked for."""

BROAD = 40.0
"""A positive field whose upper end is this many times its median is shown on a logarithmic scale at first."""


def snap(values: np.ndarray, signed: bool = False, log: bool = False) -> tuple[float, float]:
    """A range that shows a field well.

    Parameters
    ----------
    values : (N,) array
        The field.
    signed : bool
        Make it symmetric about zero.
    log : bool
        Positive values only.

    Returns
    -------
    tuple of float
        Lower and upper end, the upper one larger.
    """
    finite = values[np.isfinite(values)]
    if log:
        finite = finite[finite > 0.0]
    if finite.size == 0:
        return (1e-3, 1.0) if log else (0.0, 1.0)
    low, high = (float(v) for v in np.percentile(finite, SNAP_LOG if log else SNAP))
    if signed:
        high = max(abs(low), abs(high)) or 1.0
        return -high, high
    if not high > low:
        low, high = float(finite.min()), float(finite.max())
    if not high > low:
        span = abs(low) or 1.0
        low, high = (low / 2.0, low * 2.0) if log else (low - 0.5 * span, low + 0.5 * span)
    return low, high


def broad(values: np.ndarray) -> bool:
    """Whether a field spans decades, so that a logarithmic scale shows more of it.

    Parameters
    ----------
    values : (N,) array
        The field.
    """
    finite = values[np.isfinite(values)]
    if finite.size == 0 or finite.min() <= 0.0:
        return False
    median, high = np.percentile(finite, (50.0, SNAP[1]))
    return bool(high > BROAD * median)


def threshold_of(values: np.ndarray, soft: str) -> float:
    """The value that a share `MARKED` of the particles is softer than.

    Parameters
    ----------
    values : (N,) array
        The field.
    soft : {"high", "low"}
        Which end of the field is soft.
    """
    finite = values[np.isfinite(values)]
    return float(np.quantile(finite, 1.0 - MARKED if soft == "high" else MARKED)) if finite.size else 0.0


def levels(shade: np.ndarray) -> np.ndarray:
    """Levels of the discs, 0 to 62, and 63 for no value.

    Parameters
    ----------
    shade : (N,) array
        Softness between 0 and 1, nan for no value.
    """
    finite = np.isfinite(shade)
    whole = np.full(shade.shape, NO_VALUE, dtype=np.uint8)
    whole[finite] = np.minimum(shade[finite] * LEVELS, LEVELS - 1).astype(np.uint8)
    return whole
