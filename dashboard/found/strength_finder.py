"""Shears the sites of the states that the page asks for, in the background: site by site, and it can be called off.

What has been found is kept by state and parameters, in all directions, so that another load, another view of it or a
return to it costs nothing. The estimate comes before the first site; the site that the user has picked comes next.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from ..fields.field import Field, signature
from ..physics import Cancelled, direction_of, shear_modulus
from ..run.background import Background
from ..run.history import Store
from .strength_map import Asked, Standing, StrengthMap, shears
from .strength_sites import Estimate

CHUNK = 16
"""Sites that are sheared before it is asked anew which come next."""

TELL = 0.25
"""Shortest time between two words of progress, seconds."""

BESIDE = 3
"""So many states may be kept beside the one shown and the one as cast."""

KEPT = 12
"""So many states are kept that are not asked for any more."""


class StrengthFinder:
    """Finds strengths, one state after the other.

    Parameters
    ----------
    store : Store
        The run.
    on_change : callable
        Called without arguments from a thread when there is more to show.
    on_error : callable
        Called with an exception from a thread.

    Attributes
    ----------
    stopped : bool
        Whether the user has called the shearing off.
    asked : Asked or None
        What is wanted.
    kept : list of (Frame, float)
        States of this run, with their strains, that the user wants to see beside the one shown.
    """

    def __init__(self, store: Store, on_change: Callable, on_error: Callable) -> None:
        self.store, self.on_change, self.on_error = store, on_change, on_error
        self.stopped = False
        self._lock = threading.Lock()
        self.asked: Asked | None = None
        self.kept: list[tuple] = []
        self._busy = self._closed = False
        self._forget(None)
        self._of_run = 0
        self._field: tuple = ((), None)
        self._pace: tuple[float, int] = (0.0, 0)
        self._told = 0.0
        self._under_way: tuple | None = None

    # asking ----------------------------------------------------------------------------------------------------

    def want(self, asked: Asked | None) -> Standing | None:
        """Ask; what is missing is begun.

        Parameters
        ----------
        asked : Asked or None
            All of it; None ends the work after the sites under way.

        Returns
        -------
        Standing or None
            What is known now.
        """
        with self._lock:
            self.asked = asked
            if asked is None:
                return None
            if why_not := shears(asked.load):
                return Standing(asked.load, why_not=why_not)
            if self._cast is not asked.cast.positions:
                self._forget(asked.cast.positions)
            if self._of_run != asked.run:
                self._of_run, self.kept = asked.run, []
            begin = not self._busy and not self._closed and self._unit() is not None
            self._busy |= begin
            standing = self._standing(asked)
        if begin:
            Background(lambda report: self._work(), lambda work: None, self._ended)
        return standing

    def _forget(self, cast):
        """Another glass begins."""
        self._cast = cast
        self.stopped = False
        self._maps: dict[tuple, StrengthMap] = {}
        self._estimates: dict[tuple, Estimate] = {}
        self._moduli: dict[float, float] = {}

    def _standing(self, asked):
        keys = [self._key(asked, frame) for frame, _ in asked.states]
        known = [self._maps[key] for key in keys[1:] if key in self._maps]
        first, direction = self._maps.get(keys[0]), direction_of(asked.load)
        work = self._maps.get(self._under_way) if self._busy and not self.stopped else None
        seconds, sites = self._pace
        return Standing(
            asked.load,
            maps=(first, *known) if first is not None else (),
            estimate=self._estimates.get((keys[0], direction)),
            modulus=self._moduli.get(direction),
            stopped=self.stopped,
            waiting=sum(key not in self._maps or not self._maps[key].complete for key in keys),
            left=seconds / sites * (~work.done).sum() if work is not None and sites else None,
            under_way=work,
        )

    def field(self, standing: Standing) -> Field | None:
        """The field of the first state; None before there is anything to show.

        Parameters
        ----------
        standing : Standing
            What is known.
        """
        if standing.why_not:
            return Field(None, 0.0, standing.why_not)
        if standing.shown is None:
            return None
        key = (standing.shown, standing.estimate, standing.load)
        if self._field[0] != key:
            made = standing.shown.field(standing.load, standing.estimate)
            self._field = (key, made if np.isfinite(made.values).any() else None)
        return self._field[1]

    def keep(self, frame: Any, strain: float) -> None:
        """Look at the strength of one more state, and no longer at that of the first of too many.

        Parameters
        ----------
        frame : Frame
            The state.
        strain : float
            Its strain on the axis.
        """
        others = [each for each in self.kept if each[0].positions is not frame.positions]
        self.kept = [*others, (frame, strain)][-BESIDE:]
        self.stopped = False

    def stop(self) -> None:
        """Call the shearing off, at the end of the site under way; what has been found stays."""
        self.stopped = True

    def again(self) -> None:
        """Take up what was called off."""
        self.stopped = False

    def close(self) -> None:
        """Stop for good."""
        self._closed = True

    # in the background's thread ----------------------------------------------------------------------------------

    def _work(self):
        while True:
            with self._lock:
                unit = None if self._closed else self._unit()
                if unit is None:
                    self._busy, self._under_way = False, None
                    break
            with contextlib.suppress(Cancelled):
                unit()
            self._tell(0.0)
        self.on_change()

    def _ended(self, work: Any, outcome: Any, error: Exception | None) -> None:
        if error is not None:
            with self._lock:
                self._busy = False
                self.stopped = True
            self.on_error(error)
            self.on_change()

    def _unit(self):
        """A piece of work that takes about a second at most, None where nothing is missing; with the lock held."""
        asked = self.asked
        if asked is None or asked.run != self.store.run:
            return None
        direction = direction_of(asked.load)
        for at, (frame, strain) in enumerate(asked.states):
            key = self._key(asked, frame)
            if key not in self._maps:
                return partial(self._begin, key, asked, frame, strain)
            known = self._maps[key]
            if at == 0 and (key, direction) not in self._estimates:
                return partial(self._guess, key, known.sites, asked.load, direction)
            if direction not in self._moduli:
                return partial(self._weigh, asked, direction)
            if not self.stopped and not known.complete:
                return partial(self._shear, key, known, asked)
        return None

    @staticmethod
    def _key(asked, frame):
        return (id(frame.positions), *signature(asked.indicator, None)[:2])

    def _begin(self, key, asked, frame, strain):
        empty = StrengthMap.empty(frame, strain, self.store.rebuild(frame, anew=True), asked.indicator)
        with self._lock:
            wanted = {self._key(asked, each) for each, _ in asked.states}
            old = [each for each in self._maps if each not in wanted]
            for each in old[: max(0, len(old) - KEPT)]:
                del self._maps[each]
                self._estimates = {k: v for k, v in self._estimates.items() if k[0] != each}
            self._maps[key] = empty

    def _guess(self, key, sites, load, direction):
        self._estimates[key, direction] = Estimate.of(sites, load)

    def _weigh(self, asked, direction):
        glass = self.store.rebuild(asked.cast, anew=True)
        self._moduli[direction] = shear_modulus(glass, direction)

    def _shear(self, key, known, asked):
        self._under_way, began = key, time.monotonic()
        seconds, sites = (0.7 * each for each in self._pace)
        missing = np.flatnonzero(~known.done)
        if asked.picked is not None:
            first = known.sites.nearest(asked.picked)
            missing = missing[np.argsort(missing != first, kind="stable")]
        chunk = missing[:CHUNK]

        def watch(done, found):
            self._merge(key, known, chunk, found)
            self._pace = (seconds + time.monotonic() - began, sites + done)
            if not self._goes_on(key, asked):
                raise Cancelled
            self._tell(TELL)

        asked.indicator.strengths(known.sites.glass, sites=known.sites.places[chunk], progress=watch)

    def _goes_on(self, key, asked):
        """Whether the sites under way are still what is wanted first."""
        with self._lock:
            unit = None if self._closed else self._unit()
        same = unit is not None and unit.func == self._shear and unit.args[0] == key
        return same and unit.args[2].picked == asked.picked

    def _merge(self, key, known, chunk, part):
        self._maps[key] = known.grown(chunk, part)

    def _tell(self, pace):
        if time.monotonic() - self._told >= pace:
            self._told = time.monotonic()
            self.on_change()
