"""Kernels compiled, or loaded from where they are kept: first what the first page needs, then all that can be asked."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice

import numpy as np

from .fields.field import all_indicators, evaluate
from .look import lines
from .look.discs import draw
from .look.lines import draw_edges, edges_of
from .look.shades import levels
from .moment.choices import Choices
from .physics import Cancelled, Glass, Indicator, Load, bond_strengths, is_to_be_compiled, library, shear
from .run.history import History

STEPS = 12
"""Steps of shear that reach every kernel of the elastic branch."""

LONG = 3.0
"""Seconds after which an indicator is not only loaded, but compiled."""

NICENESS = 5
"""How far processes that compile for others stand back behind the page."""


def warm_first() -> bool:
    """Do once, on the smallest shipped glass, what a page does that has just been opened, and more where it is quick.

    What was not compiled before, and is not seen at first, other processes compile on the other cores: they begin at
    once, and end by themselves or with this process.

    Returns
    -------
    bool
        Whether others are at work; where all was compiled before it takes a second or two, and everything is there.

    Raises
    ------
    GlassFileError
        The library is damaged.
    """
    glass, load, ahead = _smallest(), Load.simple_shear(), is_to_be_compiled(lines._line)
    if ahead:
        _start("last")
    state = _open(glass)
    for indicator in () if ahead else all_indicators().values():
        began = time.perf_counter()
        ask([indicator], state, load, glass)
        if time.perf_counter() - began > LONG:  # a start before this one ended early
            _start("last")
            ahead = True
            break
    if ahead:
        _start("first")
    return ahead


def warm() -> float:
    """Do once, on the smallest shipped glass, all that a page does.

    Returns
    -------
    float
        Seconds that it took: one or two where the kernels are kept, minutes where they are compiled.

    Raises
    ------
    GlassFileError
        The library is damaged.
    """
    began = time.perf_counter()
    glass = _smallest()
    ask(all_indicators().values(), _open(glass), Load.simple_shear(), glass)
    return time.perf_counter() - began


def _smallest():
    return min(library(), key=lambda entry: entry.n_particles).load()


def _open(glass):
    """What the page does as it opens; a state a little further on."""
    load, history = Load.simple_shear(), History()
    history.begin(glass, "", load)
    state = glass
    for step in islice(shear(glass, load), STEPS):
        history.append(step)
        state = step.glass
    frame = history.frames[-1]
    extent = float(frame.cell.max())
    shades = levels(glass.diameters / glass.diameters.max())
    view, shape = (0.0, extent, 0.0, extent), (64, 64)
    draw(frame.positions, glass.diameters, shades, frame.cell, view, shape)
    indicators = all_indicators()
    ask([indicators[Choices().indicator]], state, load, glass)
    bond_strengths(state, load, centres=np.zeros(1, dtype=np.int64))
    draw_edges(edges_of(state.tessellation), frame.cell, view, shape, 1.0)  # last: `warm_first` looks for it
    return state


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


# in processes beside the server ----------------------------------------------------------------------------------


def _start(first):
    """Have a process ask every indicator, beginning with the first or the last: what it compiles is kept for all."""
    command = [sys.executable, "-P", "-m", __name__, first, str(os.getpid())]
    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def work(first: str, server: int) -> None:
    """Ask every indicator about the smallest glass, until the server has ended.

    Parameters
    ----------
    first : {"first", "last"}
        Which one to begin with.
    server : int
        The process that this one was started by.
    """
    os.nice(NICENESS)
    glass, load = _smallest(), Load.simple_shear()
    indicators = list(all_indicators().values())
    for indicator in indicators if first == "first" else reversed(indicators):
        if os.getppid() != server:
            return
        ask([indicator], glass, load, glass)


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]))
