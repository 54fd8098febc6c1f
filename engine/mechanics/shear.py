"""Athermal quasistatic loading: a generator of states and events, whatever the load."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field

import numpy as np

from ..errors import GlassError, NotConvergedError
from ..matter.glass import Glass
from ..matter.load import Load
from .events import Event
from .path import Path
from .relax import FORCE_TOLERANCE
from .states import State

_FIRST_STEP = 1e-5
_LONGEST_STEP = 1e-4
_DISSIPATION = 2e-6  # energy: an elastic step integrates to less, an event loses 1e-4 or more
_TRIES, _CRAWL = 300, 5e-6  # so many tries that gain less than this strain each are no progress
_LOOSE = 0.02  # of the mean force between particles at the start: where a glass is about to come apart
_TOWARDS_FOLD = 0.7  # share of the way to a predicted fold that is gone in one step


@dataclass(frozen=True, eq=False)
class Step:
    """A state on the way: relaxed, and after the event on an event's step.

    Parameters
    ----------
    strain : float
        Strain along the load, dimensionless.
    stress : float
        sigma : A, in units of energy / length^d.
    energy : float
        Total energy.
    glass : Glass
        The state.
    event : Event or None
        What happened since the step before.
    """

    strain: float
    stress: float
    energy: float
    glass: Glass = field(repr=False)
    event: Event | None = None


def shear(
    glass: Glass,
    load: Load,
    max_strain: float = 0.12,
    start_strain: float = 0.0,
    at: Iterable[float] | None = None,
    step: float | None = None,
    bracket: float = 1e-6,
    watch: Callable[[float, float], None] | None = None,
) -> Generator[Step, None, None]:
    """Strain a glass athermally and quasistatically, and yield its states and plastic events as they come.

    The branch of minima is followed by prediction and correction with strain steps as long as it allows, each state
    relaxed to a largest force below 1e-10; an event is bracketed to `bracket`, then relaxed by `relax`'s descent.
    The first state yielded is the start itself. Closing the generator stops the work; turning a load round is
    shearing the last state with `load.reversed()`.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        The homogeneous deformation; strain is measured along it.
    max_strain : float
        Where to stop, above `start_strain`.
    start_strain : float
        Strain of the glass as given, which its cell has already.
    at : iterable of float, optional
        Strains to visit; then only these states and the events are yielded. Every state otherwise.
    step : float, optional
        Fixed strain step, as in the papers: events are then bracketed by one step.
    bracket : float
        Width to which the onset of an event is known.
    watch : callable, optional
        Called as watch(energy, max_force) every now and then while an event relaxes, which can take seconds, and with
        no force while the start is looked at; what it raises, `Cancelled` for one, ends the work there.

    Yields
    ------
    Step
        States in order of strain. Cost at ten thousand particles: about 40 ms a state, half a second an event.

    Raises
    ------
    GlassError
        If the strains or steps make no sense.
    NotAMinimumError
        If the glass is no minimum.
    NotConvergedError
        If a relaxation failed, or the glass came apart; what was yielded before remains valid.
    """
    stops = _stops(max_strain, start_strain, at, step, bracket)
    path = Path(glass, load, start_strain, FORCE_TOLERANCE, watch)
    wanted = None if at is None else set(stops)
    if wanted is None or start_strain in wanted:
        yield _step_of(path.here)
    pace = _Pace(bracket if step is None else step, step)
    cohesion = _Cohesion(glass) if step is None else None
    for stop in stops:
        while path.here.strain < stop:
            if cohesion is not None:
                cohesion.check(path.here)
            reached = _next(path, stop, pace, watch)
            if reached is not None and (wanted is None or reached.event is not None or reached.strain in wanted):
                yield reached


class _Cohesion:
    """Notes when a glass has come apart: hardly a force is left in it, and its minima lie closer than can be followed.

    Particles that only repel are dilated until they no longer touch; just before that it is hardly rigid.
    """

    def __init__(self, glass):
        self.start, self.before, self.tries = glass, -np.inf, 0

    def check(self, here: State) -> None:
        self.tries += 1
        if self.tries < _TRIES:
            return
        slow = here.strain - self.before < _CRAWL * _TRIES
        self.before, self.tries = here.strain, 0
        if not slow or (left := _mean_force(here.glass) / _mean_force(self.start)) > _LOOSE:
            return
        raise NotConvergedError(
            f"the glass has come apart at strain {here.strain:.5g}: the forces between its particles have fallen to "
            f"{100 * left:.2g} % of those at the start, and it can be followed in tiny steps only; "
            "what came before remains valid",
            here.glass.max_force,
            here.glass,
        )


def _mean_force(glass):
    return float(np.abs(glass.pairs.phi(1)).mean()) if len(glass.pairs) else 0.0


class _Pace:
    """How far to go next: longer where corrections are easy, shorter before a fold, never beyond a known loss."""

    def __init__(self, bracket, fixed):
        self.bracket, self.fixed = bracket, fixed
        self.begin_branch()

    def begin_branch(self):
        self.length = self.fixed or _FIRST_STEP
        self.lost_at = np.inf

    def target(self, path, stop):
        target = path.here.strain + (self.fixed or self._length_before_fold(path))
        return stop if target >= stop - 1e-3 * self.bracket else target

    def _length_before_fold(self, path):
        here, length, fold = path.here.strain, self.length, path.fold_ahead()
        if fold is not None and length > _TOWARDS_FOLD * fold:
            length = max(_TOWARDS_FOLD * fold, 0.9 * self.bracket)
        if here + length >= self.lost_at:
            length = max((self.lost_at - here) / 2, 0.9 * self.bracket)
        return length

    def gained(self, path):
        if path.here.strain >= self.lost_at:  # the branch goes on after all: a correction from too far had failed
            self.lost_at = np.inf
        if self.fixed is None:
            self.length *= 0.6 if path.strained else 1.5 if path.easy else 1.0
            self.length = min(self.length, _LONGEST_STEP)

    def refused(self, target, here, found):
        """A try was lost; a state that was found but seemed to dissipate bars no way: the step may be too long."""
        self.lost_at = self.lost_at if found else target
        self.length = (target - here) / 2


def _next(path: Path, stop: float, pace: _Pace, watch) -> Step | None:
    """Go one step, or through an event; None where a try was lost and a shorter one comes next."""
    target = pace.target(path, stop)
    state = path.advance(target)
    if state is not None and abs(path.dissipation(state)) < _DISSIPATION:
        path.accept(state)
        pace.gained(path)
        return _step_of(path.here)
    here = path.here.strain
    if target - here > pace.bracket * (1 + 1e-6):
        pace.refused(target, here, found=state is not None)
        return None
    before, after, irreversible, softest = path.fall(target, watch)
    pace.begin_branch()
    if not irreversible:
        return _step_of(after)
    work = (target - here) * (before.work_rate + after.work_rate) / 2
    bracket = float(here), float(target)
    event = Event(bracket, before.glass, after.glass, _stress(before), _stress(after), work, softest)
    return _step_of(after, event)


def _step_of(state: State, event=None) -> Step:
    return Step(float(state.strain), _stress(state), state.energy, state.glass, event)


def _stress(state: State) -> float:
    return state.work_rate / state.glass.box.volume


def _stops(max_strain, start_strain, at, step, bracket):
    """The strains that must be met exactly, rising."""
    for name, value in (("max_strain", max_strain), ("start_strain", start_strain)):
        if not np.isfinite(value):
            raise GlassError(f"{name} is a finite number; got {value!r}")
    if max_strain <= start_strain:
        raise GlassError(f"max_strain lies above start_strain = {start_strain:g}; got {max_strain:g}")
    if step is not None and not step > 0:
        raise GlassError(f"a fixed step is a positive strain; got {step!r}")
    if not 1e-9 <= bracket <= 1e-2:
        raise GlassError(f"a bracket lies between 1e-9 and 1e-2; got {bracket!r}")
    if at is None:
        return [max_strain]
    stops = sorted({float(strain) for strain in at})
    if not stops or stops[0] < start_strain or stops[-1] > max_strain or not np.isfinite(stops).all():
        raise GlassError(f"the strains to visit lie between {start_strain:g} and {max_strain:g}; got {stops[:5]}")
    return stops
