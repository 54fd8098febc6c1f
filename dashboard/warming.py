"""Kernels compiled (or loaded from their cache) before the first visitor comes."""

import time
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice

from .fields.field import all_indicators, evaluate
from .look.discs import draw
from .look.lines import draw_edges, edges_of
from .look.shades import levels
from .physics import Cancelled, Glass, Indicator, Load, library, shear
from .run.history import History

STEPS = 12
"""Steps of shear that reach every kernel of the elastic branch."""


def warm() -> float:
    """Do once, on the smallest shipped glass, what a page does.

    Returns
    -------
    float
        Seconds that it took: one or two from the cache, about a minute where everything is compiled for the first time.

    Raises
    ------
    GlassFileError
        The library is damaged.
    """
    began = time.perf_counter()
    glass = min(library(), key=lambda entry: entry.n_particles).load()
    load = Load.simple_shear()
    history = History()
    history.begin(glass, "", load)
    last = glass
    for step in islice(shear(glass, load), STEPS):
        history.append(step)
        last = step.glass
    ask(all_indicators().values(), last, load, glass)
    frame = history.frames[-1]
    extent = float(frame.cell.max())
    shades = levels(glass.diameters / glass.diameters.max())
    view, shape = (0.0, extent, 0.0, extent), (64, 64)
    draw(frame.positions, glass.diameters, shades, frame.cell, view, shape)
    draw_edges(edges_of(last.tessellation), frame.cell, view, shape, 1.0)
    return time.perf_counter() - began


def ask(indicators: Iterable[Indicator], state: Glass, load: Load, cast: Glass) -> None:
    """Ask indicators about a state, a slow one until it has a word to say.

    Parameters
    ----------
    indicators : iterable of Indicator
        Instances.
    state : Glass
        The state.
    load : Load
        The load.
    cast : Glass
        What indicators that compare compare it with.
    """
    for indicator in indicators:
        with suppress(Cancelled):
            evaluate(indicator, state, load, cast, 0.0, progress=_enough)


def _enough(_):
    """A slow indicator has used its kernels once it has a word to say of its progress."""
    raise Cancelled
