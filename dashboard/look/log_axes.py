"""Logarithmic axes: their options, their ends and their ticks."""

import numpy as np
from bokeh.models import Plot, Range1d

ROOM = 0.06
"""Free room at the ends of a logarithmic axis, as a share of its length."""


def logarithmic() -> dict:
    """Options of a figure with two logarithmic axes."""
    return {
        "logarithmic": (True, True),
        "x_range": Range1d(start=0.1, end=10.0),
        "y_range": Range1d(start=0.1, end=10.0),
    }


def frame_axes(plot: Plot, x: np.ndarray, y: np.ndarray | None = None) -> None:
    """Fit logarithmic axes to positive data.

    Parameters
    ----------
    plot : Plot
        The figure.
    x, y : (n,) arrays
        The data, positive; the y axis stays as it is where y is left out.
    """
    for axis, values in ((plot.x_range, x), (plot.y_range, y)):
        if values is None:
            continue
        low, high = float(values.min()), float(values.max())
        room = max((high / low) ** ROOM, 1.1)
        axis.update(start=low / room, end=high * room)


def powers_of_ten(values: np.ndarray) -> list[float]:
    """At most five powers of ten, evenly spaced, for the ticks of an axis.

    Parameters
    ----------
    values : (n,) array
        What is drawn; positive.
    """
    first, last = int(np.floor(np.log10(values.min()))), int(np.ceil(np.log10(values.max())))
    step = max(1, -(-(last - first) // 4))
    return [10.0**power for power in range(first - first % step, last + 1, step)]
