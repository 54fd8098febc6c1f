"""Kernels compiled, or loaded from where they are kept: first what the first page needs, then all that can be asked."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import islice

import numpy as np
from numba.core import event

from .fields.field import all_indicators, evaluate
from .look import lines
from .look.lines import draw_edges, edges_of
from .moment.choices import Choices
from .physics import (
    Cancelled,
    Glass,
    GlassError,
    Indicator,
    Load,
    bond_strengths,
    is_to_be_compiled,
    library,
    polish,
    shear,
    shear_disc,
)
from .run.history import History

STEPS = 12
"""Steps of shear that reach every kernel of the elastic branch."""

LONG = 3.0
"""Seconds after which an indicator is not only loaded, but compiled."""

NICENESS = 5
"""How far processes stand back behind the page that compile what it does not need at once."""

PAGE_KERNELS = 250
"""So many forms of kernels a page needs, or a little less, for the last ones are dear: progress is told by them."""

COMPILED_LATE = lines._line, polish
"""The last of them in either process that compiles them."""

MOST_SAID = 0.97
"""Progress is told up to this share: what is left then nobody knows."""

OTHERS = "last", "first"
"""Processes that compile, by the indicator that each begins with."""

DONE = "done"
"""What the process says that has all that a page needs; before, each says a word for each kernel that it compiled."""


class Warming:
    """Kernels on their way: first those of a page that has just been opened, then all others.

    What was never compiled on this machine other processes compile, on two cores, while this one answers; it loads what
    they have kept. They end by themselves or with this process.

    Parameters
    ----------
    before_pages : callable, optional
        Called once, without arguments, when a page could be opened and none has been.

    Attributes
    ----------
    ready : bool
        Whether a page can be opened without compiling.
    """

    def __init__(self, before_pages: Callable[[], None] = lambda: None) -> None:
        self.ready, self._before_pages = False, before_pages
        self._began, self._compiled = time.monotonic(), 0

    def begin(self) -> None:
        """Go to work in a thread."""
        threading.Thread(target=self.work, name="glasscope-warming", daemon=True).start()

    def progress(self) -> tuple[float, float]:
        """How much of what a page needs is there: a share, and the seconds that are left."""
        share = min(MOST_SAID, self._compiled / PAGE_KERNELS)
        passed = time.monotonic() - self._began
        return share, passed * (1.0 - share) / max(share, 1.0 - MOST_SAID)

    def work(self) -> None:
        """Do it; a library that is damaged is told, the page says so too, and works without."""
        try:
            self._work(_smallest())
        except GlassError as error:
            print(f"Nothing was warmed up, the first glass will come slowly: {error}", flush=True)
        finally:
            self.be_ready()

    def be_ready(self) -> None:
        """Pages may be opened."""
        if not self.ready:
            self._before_pages()
            self.ready = True

    def _work(self, glass):
        ahead = any(is_to_be_compiled(kernel) for kernel in COMPILED_LATE)
        if ahead:
            print("Compiling for this machine, once; the page shows a recorded run for half a minute…", flush=True)
            self._have_compiled()
        state = _open(glass)
        self.be_ready()
        print("The page is ready.", flush=True)
        for indicator in () if ahead else all_indicators().values():
            began = time.perf_counter()
            ask([indicator], state, Load.simple_shear(), glass)
            if time.perf_counter() - began > LONG:  # a start before this one ended early
                for first in OTHERS:
                    _start(first, subprocess.DEVNULL)
                return
        if not ahead:
            look_closer(state)

    def _have_compiled(self):
        """Wait until others have compiled what a page needs; they go on with the rest."""
        told, tell = os.pipe()
        for first in OTHERS:
            _start(first, tell)
        os.close(tell)
        with open(told) as words:
            for word in words:
                if word.strip() == DONE:
                    return
                self._compiled += 1


def warm() -> None:
    """Do once, on the smallest shipped glass, all that a page does.

    Raises
    ------
    GlassFileError
        The library is damaged.
    """
    glass = _smallest()
    state = _open(glass)
    ask(all_indicators().values(), state, Load.simple_shear(), glass)
    look_closer(state)


def look_closer(state: Glass) -> None:
    """What panels ask of a state that no indicator does.

    Parameters
    ----------
    state : Glass
        The state.
    """
    shear_disc(state, state.positions[0], Load.pure_shear(), 1e-3, radius=4.0)


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
    _look(state, glass)
    return state


def _look(state, cast):
    """What a page shows of a state as it opens, what takes the linear response last."""
    load, cell = Load.simple_shear(), state.box.cell
    extent = float(cell.max())
    view, shape = (0.0, extent, 0.0, extent), (64, 64)
    bond_strengths(state, load, centres=np.zeros(1, dtype=np.int64))
    draw_edges(edges_of(state.tessellation), cell, view, shape, 1.0)
    ask([all_indicators()[Choices().indicator]], state, load, cast)


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


def _start(first, tell):
    """Have a process do what a page does, then ask every indicator: what it compiles is kept for all."""
    command = [sys.executable, "-P", "-m", __name__, first, str(os.getpid())]
    subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=tell, stderr=subprocess.DEVNULL)


class _Told(event.Listener):
    """Says a word for each kernel that has been compiled."""

    def on_start(self, event: event.Event) -> None:
        pass

    def on_end(self, event: event.Event) -> None:
        _say(event.data["dispatcher"].py_func.__name__)


def _say(word):
    with suppress(BrokenPipeError):  # nobody listens any more
        print(word, flush=True)


def work(first: str, server: int) -> None:
    """Do what a page does, and ask every indicator about the smallest glass, until the server has ended.

    Parameters
    ----------
    first : {"first", "last"}
        Which one to begin with; who begins with the last begins also what a page does at its end.
    server : int
        The process that this one was started by.
    """
    glass, load = _smallest(), Load.simple_shear()
    indicators = list(all_indicators().values())
    with event.install_listener("numba:compile", _Told()):
        if first == "first":
            _open(glass)
            _say(DONE)
        else:
            _look(glass, glass)
            indicators.reverse()
    os.nice(NICENESS)
    for indicator in indicators:
        if os.getppid() != server:
            return
        ask([indicator], glass, load, glass)
    look_closer(glass)


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]))
