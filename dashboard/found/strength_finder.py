"""Finds the strength of the states that the page asks for, site by site, and it can be called off.

What has been found is kept by state and parameters, in all directions, so that another load, another view of it or a
return to it costs nothing. The estimate comes before the first site; the site that the user has picked comes next.
"""

import math
import threading
import time

import numpy as np

from ..fields.field import Field, signature
from ..physics import direction_of, shear_modulus
from ..run.records import Frame
from ..run.turns import OTHERS, SLOW, Turns
from .finder import Bench, Finder, Wanted, Watch
from .strength_map import Asked, Standing, StrengthMap, fits, shears
from .strength_sites import Estimate

CHUNK = 16
"""Sites that are sheared before it is asked anew which come next."""

BESIDE = 3
"""So many states may be kept beside the one shown and the one as cast."""

KEPT = 12
"""So many states are kept that are not asked for any more."""

UNSEEN = 20.0
"""Seconds after which nobody looks any more: who looks asks after every few sites."""

FAILURE = "The strength of this state cannot be found"


class StrengthFinder:
    """Finds strengths, one state after the other: what is guessed of all their sites first, then what they bear.

    Parameters
    ----------
    bench : Bench
        What it is given of its session.

    Attributes
    ----------
    stopped : bool
        Whether the user has called the shearing off.
    asked : Asked or None
        What is wanted.
    kept : list of (Frame, float)
        States of this run, with their strains, that the user wants to see beside the one shown.
    """

    def __init__(self, bench: Bench) -> None:
        self._history = bench.history
        self._guessing: Finder[tuple, bool] = Finder(bench, self._guess_all, FAILURE, patience=math.inf, at_once=True)
        self._shearing: Finder[tuple, bool | None] = Finder(
            bench, self._shear_all, FAILURE, patience=math.inf, at_once=True
        )
        self._lock = threading.Lock()
        self._asked_at = 0.0
        self.asked: Asked | None = None
        self.kept: list[tuple[Frame, float]] = []
        self._forget(None)
        self._of_run = 0
        self._field: tuple = ((), None)
        self._pace: tuple[float, int] = (0.0, 0)
        self._under_way: tuple = ()

    # asking ----------------------------------------------------------------------------------------------------

    def want(self, asked: Asked | None) -> Standing | None:
        """Ask; what is missing is begun.

        Parameters
        ----------
        asked : Asked or None
            All of it; None ends the work after the site under way.

        Returns
        -------
        Standing or None
            What is known now.
        """
        self.asked, self._asked_at = asked, time.monotonic()
        if asked is None:
            for finder in (self._guessing, self._shearing):
                finder.cancel()
                finder.want(None)
            return None
        glass = self._history.glass
        if why_not := shears(asked.load) or ("" if glass is None else fits(glass, asked.indicator)):
            return Standing(asked.load, why_not=why_not)
        if self._cast != asked.cast.serial:
            self._forget(asked.cast.serial)
        if self._of_run != asked.run:
            self._of_run, self.kept = asked.run, []
        if not asked.shearing:
            self._shearing.cancel()
        self._begin_what_is_missing(asked)
        return self._standing(asked)

    @property
    def guessed(self) -> bool:
        """Whether all that was asked for last has been guessed."""
        return self.asked is not None and not self._lacks_guesses(self.asked)

    def _begin_what_is_missing(self, asked):
        states, about = tuple(frame.serial for frame, _ in asked.states), signature(asked.indicator, None)[:2]
        if self._lacks_guesses(asked):
            self._guessing.want(Wanted(asked.run, (states, direction_of(asked.load)), about))
        elif asked.shearing and not self.stopped and self._waiting(asked):
            self._shearing.want(Wanted(asked.run, (states, asked.picked), about))

    def _forget(self, cast):
        """Another glass begins."""
        self._cast = cast
        self.stopped = False
        self._maps: dict[tuple, StrengthMap] = {}
        self._estimates: dict[tuple, Estimate] = {}
        self._moduli: dict[float, float] = {}

    def _standing(self, asked):
        with self._lock:
            keys = [self._key(asked, frame) for frame, _ in asked.states]
            there = [key for key in keys if key in self._maps] if keys[0] in self._maps else []
            direction = direction_of(asked.load)
            stopped = self.stopped or self._shearing.resting
            work = self._maps.get(self._under_way) if self._shearing.busy and not stopped else None
            seconds, sites = self._pace
            return Standing(
                asked.load,
                maps=tuple(self._maps[key] for key in there),
                estimates=tuple(self._estimates.get((key, direction)) for key in there),
                modulus=self._moduli.get(direction),
                stopped=stopped,
                waiting=self._waiting(asked),
                left=seconds / sites * (~work.done).sum() if work is not None and sites else None,
                under_way=work,
            )

    def _waiting(self, asked):
        """How many of the states asked for have sites that are missing."""
        maps = [self._maps.get(self._key(asked, frame)) for frame, _ in asked.states]
        return sum(each is None or not each.complete for each in maps)

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
            self._field = (key, made if made.values is not None and np.isfinite(made.values).any() else None)
        return self._field[1]

    def keep(self, frame: Frame, strain: float) -> None:
        """Look at the strength of one more state, and no longer at that of the first of too many.

        Parameters
        ----------
        frame : Frame
            The state.
        strain : float
            Its strain on the axis.
        """
        others = [each for each in self.kept if each[0].serial != frame.serial]
        self.kept = [*others, (frame, strain)][-BESIDE:]
        self.again()

    def rest(self) -> None:
        """Call the shearing off, at the end of the site under way; what has been found stays."""
        self.stopped = True
        self._shearing.cancel()

    def again(self) -> None:
        """Take up what was called off."""
        self.stopped = False
        self._shearing.again()

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._guessing.busy or self._shearing.busy

    def close(self) -> None:
        """Stop for good."""
        self._guessing.close()
        self._shearing.close()

    # in the threads of the finders -------------------------------------------------------------------------------

    @staticmethod
    def _key(asked, frame):
        return (frame.serial, *signature(asked.indicator, None)[:2])

    def _lacks_guesses(self, asked):
        """Whether sites of a state, their estimate or the modulus are not there yet."""
        keys, direction = [self._key(asked, frame) for frame, _ in asked.states], direction_of(asked.load)
        complete = all(key in self._maps and (key, direction) in self._estimates for key in keys)
        return not (complete and direction in self._moduli)

    def _guess_all(self, wanted: Wanted, watch: Watch[bool]) -> bool:
        asked = self.asked
        if asked is None:
            return False
        direction = direction_of(asked.load)
        if direction not in self._moduli:
            self._moduli[direction] = shear_modulus(self._history.rebuild(asked.cast, anew=True), direction)
        for frame, strain in asked.states:
            watch("preparing")
            key = self._key(asked, frame)
            if key not in self._maps:
                self._begin(key, asked, frame, strain)
            if (key, direction) not in self._estimates:
                with _turns(asked).turn():
                    watch("preparing")  # it may have waited
                    self._estimates[key, direction] = Estimate.of(self._maps[key].sites, asked.load)
                watch.show(True)
        return True

    def _begin(self, key, asked, frame, strain):
        empty = StrengthMap.empty(frame, strain, self._history.rebuild(frame, anew=True), asked.indicator)
        with self._lock:
            wanted = {self._key(asked, each) for each, _ in asked.states}
            old = [each for each in self._maps if each not in wanted]
            for each in old[: max(0, len(old) - KEPT)]:
                del self._maps[each]
                self._estimates = {k: v for k, v in self._estimates.items() if k[0] != each}
            self._maps[key] = empty

    def _shear_all(self, wanted: Wanted, watch: Watch[bool | None]) -> bool | None:
        """Shear what is missing; None where nobody has looked for a while, as at a page in the background."""
        asked = self.asked
        for frame, _ in asked.states if asked is not None else ():
            key = self._key(asked, frame)
            while (known := self._maps.get(key)) is not None and not known.complete:
                if time.monotonic() - self._asked_at > UNSEEN:
                    return None
                self._shear(key, known, asked, watch)
        return True

    def _shear(self, key, known, asked, watch):
        self._under_way, began = key, time.monotonic()
        seconds, sites = (0.7 * each for each in self._pace)
        missing = np.flatnonzero(~known.done)
        if asked.picked is not None:
            first = known.sites.nearest(asked.picked)
            missing = missing[np.argsort(missing != first, kind="stable")]
        chunk = missing[:CHUNK]

        def merged(done, found):
            self._merge(key, known, chunk, found)
            self._pace = (seconds + time.monotonic() - began, sites + done)
            watch("shearing the sites", float(self._maps[key].done.mean()))

        with _turns(asked).turn():
            watch("shearing the sites", float(known.done.mean()))
            asked.indicator.strengths(known.sites.glass, sites=known.sites.places[chunk], progress=merged)

    def _merge(self, key, known, chunk, part):
        self._maps[key] = known.grown(chunk, part)


def _turns(asked: Asked) -> Turns:
    """What was asked for is found as soon as a core is free; what stands beside a run, one after the other for all."""
    return OTHERS if asked.beside else SLOW
