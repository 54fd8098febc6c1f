"""Following a minimum along the strain, by prediction and correction, up to the fold where it vanishes.

States are kept pulled back to the list's reference, w = F^-1 u, where a branch is a smooth curve. Near a fold it is
smooth in the arclength y along the last displacement, not in the strain: strain(y) is a parabola there, and its
summit foretells the fold, so that steps stop short of it by design.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..errors import MissingModesError, NotAMinimumError
from ..matter.glass import Glass
from ..matter.load import Load
from .descent import CONVERGED
from .landscape import Landscape
from .relax import settle
from .states import Fall, State

_LEASH = 0.05  # mean spacings: a correction that goes farther has left the branch
_PATIENCE = 25  # iterations of a correction
_STALE = 8  # iterations of a correction after which the factor is worth renewing: it costs some twenty
_EASY = 5  # iterations of a correction up to which the next step may be longer
_SAME = 1e-13  # of the energy: rounding; the smallest event loses 1e-8 of it
_FRESH, _OLD = 3, 12  # states for which a factor counts as new; after which it should not hold steps short


class Path:
    """The branch of minima that a glass follows under a load.

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    load : Load
        The homogeneous deformation.
    start_strain : float
        Strain of the glass as given.
    force_tolerance : float
        Largest force component of every state, in units of energy / length.
    watch : callable, optional
        Called as watch(energy, 0.0) while the start is factorised; what it raises stops the work.

    Attributes
    ----------
    iterations : int
        How many the last correction took.
    strained : bool
        Whether the last accepted one took many although the factor was new: the step was too long.

    Raises
    ------
    NotAMinimumError
        If the glass is no minimum.
    """

    def __init__(
        self,
        glass: Glass,
        load: Load,
        start_strain: float,
        force_tolerance: float,
        watch: Callable[[float, float], None] | None = None,
    ):
        self.load, self.force_tolerance = load, force_tolerance
        self.landscape = Landscape(glass)
        self._listed_at, self.iterations, self.strained = start_strain, 0, False
        self._deformed: tuple[float, np.ndarray] = (0.0, load.deformation(0.0))
        u = np.zeros_like(glass.positions)
        still = None if watch is None else lambda: watch(glass.energy, 0.0)
        self._factor, self._age = self.landscape.factor(u, still), 0
        start = self._correct(u, start_strain)
        if start is None:
            raise NotAMinimumError(
                f"the glass is not relaxed (largest force {glass.max_force:.3g}) and no minimum is close by; "
                "relax it first"
            )
        self._history = [start]

    @property
    def here(self) -> State:
        """The last state found."""
        return self._history[-1]

    @property
    def easy(self) -> bool:
        """Whether the last correction took few iterations."""
        return self.iterations <= _EASY

    def advance(self, strain: float) -> State | None:
        """The state where the branch reaches a farther strain, or None where it was lost; nothing is entered yet.

        Parameters
        ----------
        strain : float
            Where to go.
        """
        self._keep_list(strain)
        return self._correct(self._predict(strain) @ self._deformation(strain).T, strain)

    def accept(self, state: State) -> None:
        """Make a state that `advance` found the last of the branch, and renew the factor if it had aged.

        Parameters
        ----------
        state : State
            What `advance` returned.
        """
        self._history = [*self._history[-2:], state]
        self._age += 1
        self.strained = self.iterations > _STALE and self._age <= _FRESH
        aged = self._age > _OLD and self.iterations > _EASY
        if aged or (self.iterations > _STALE and not self.strained):
            self.renew_factor()

    def renew_factor(self) -> None:
        """Factor the Hessian at the last state."""
        deformation = self._deformation(self.here.strain)
        self.landscape.verlet.deform(deformation)
        self._factor, self._age = self.landscape.factor(self.here.w @ deformation.T), 0

    def dissipation(self, state: State) -> float:
        """Energy lost on the way to a state: the work done, less the energy gained.

        Zero on a branch up to the error of integrating dE/dstrain through the last three states.

        Parameters
        ----------
        state : State
            What `advance` returned.
        """
        here, h = self.here, state.strain - self.here.strain
        work = h * (here.work_rate + state.work_rate) / 2
        if len(self._history) > 1:
            last = self._history[-2]
            back = here.strain - last.strain
            bend = (state.work_rate - here.work_rate) / h - (here.work_rate - last.work_rate) / back
            work -= bend / (h + back) * h**3 / 6
        return work - (state.energy - here.energy)

    def fold_ahead(self) -> float | None:
        """How far ahead the summit of strain(y) lies, None where none is in sight."""
        curve = self._parabola()
        if curve is None:
            return None
        slope, bend = curve
        return -(slope**2) / (4 * bend) if bend < 0 < slope else None

    def fall(self, strain: float, watch: Callable[[float, float], None] | None = None) -> Fall:
        """Leave the branch at a strain where it is lost: relax downhill into another minimum and stand there.

        Parameters
        ----------
        strain : float
            At most a bracket beyond the last state.
        watch : callable, optional
            See `Landscape.descend`.

        Raises
        ------
        NotConvergedError
            If the relaxation did not converge.
        """
        before, landscape = self.here, self.landscape
        self.renew_factor()
        softest = self._softest_mode()
        landscape.verlet.deform(self._deformation(strain))
        u, forces, status, _, energy, virial = landscape.polish(
            self._factor, self._predict(strain) @ self._deformation(strain).T, self.force_tolerance,
            2 * _PATIENCE, _LEASH * landscape.spacing,
        )  # fmt: skip
        factor = self._factor
        if status == CONVERGED:
            glass = landscape.state(u, forces, energy, virial)
        else:  # over the lip of the fold by no more than the leash: from here downhill
            reference = landscape.reference
            glass, u, factor = settle(landscape, u, self.force_tolerance, self._factor, watch=watch)
            if landscape.reference is not reference:  # the list was made anew at this strain
                self._listed_at = strain
                landscape.verlet.deform(self._deformation(strain))
        after = self._state(u, strain, glass)
        irreversible = not self._returns(after, before, factor, watch)
        self._history, self._factor, self._age = [after], factor, 0
        return Fall(before, after, irreversible, softest)

    def _softest_mode(self):
        """Of the last state, whose factor is new; None where it takes the exact way to tell it from the next one."""
        try:
            return self.landscape.softest_mode(self._factor, self.here.w @ self._deformation(self.here.strain).T)
        except MissingModesError:
            return None

    def _deformation(self, strain):
        """Since the list was made; kept, as a step asks for one four times and a matrix exponential is dear."""
        since = strain - self._listed_at
        if since != self._deformed[0]:
            self._deformed = since, self.load.deformation(since)
        return self._deformed[1]

    def _keep_list(self, strain):
        """Make the list anew at the last state if particles may outrun it before the strain is reached."""
        verlet, here = self.landscape.verlet, self.here
        verlet.deform(self._deformation(strain))
        moved = here.w - here.w.mean(axis=0)
        if np.sqrt((moved**2).sum(axis=1).max()) < 0.8 * verlet.allowance:
            return
        deformation = self._deformation(here.strain)
        verlet.deform(deformation)
        self.landscape.relist(here.w @ deformation.T)
        self._history = [replace(state, w=(state.w - here.w) @ deformation.T) for state in self._history]
        self._listed_at = here.strain

    def _correct(self, u, strain):
        """The minimum next to `u` at a strain, None where the correction does not settle close by."""
        landscape = self.landscape
        landscape.verlet.deform(self._deformation(strain))
        leash = _LEASH * landscape.spacing
        u, forces, status, self.iterations, energy, virial = landscape.polish(
            self._factor, u, self.force_tolerance, _PATIENCE, leash
        )
        if status != CONVERGED or not landscape.verlet.holds(u):
            return None
        return self._state(u, strain, landscape.state(u, forces, energy, virial))

    def _state(self, u, strain, glass):
        w = np.linalg.solve(self._deformation(strain), u.T).T
        work_rate = glass.box.volume * float((glass.stress * self.load.A).sum())
        return State(strain, w - w.mean(axis=0), glass.energy, work_rate, glass)

    def _ordinates(self):
        """Arclengths of the last three states along the last displacement, None unless they rise."""
        if len(self._history) < 3:
            return None
        a, b, c = (state.w for state in self._history)
        along = c - b
        length = np.sqrt((along**2).sum())
        if length == 0:
            return None
        y = ((a - c) * along).sum() / length
        return (y, -length, 0.0) if y < -1.2 * length else None

    def _parabola(self):
        """(slope, half curvature) of strain(y) at the last state."""
        ordinates = self._ordinates()
        if ordinates is None:
            return None
        a, b, _ = ordinates
        strains = [state.strain - self.here.strain for state in self._history]
        bend = (strains[0] / a - strains[1] / b) / (a - b)
        return strains[1] / b - bend * b, bend

    def _predict(self, strain):
        """Pulled-back displacements that the branch should have at a strain: the summit beyond the predicted fold."""
        history, h = self._history, strain - self.here.strain
        if len(history) == 1:
            return self.here.w
        curve = self._parabola()
        if curve is None:
            last, here = history[-2:]
            return here.w + (here.w - last.w) * (h / (here.strain - last.strain))
        slope, bend = curve
        root = slope**2 + 4 * bend * h
        y = 2 * h / (slope + np.sqrt(root)) if root > 0 else -slope / (2 * bend)
        a, b, c = self._ordinates()
        weights = (y - b) * (y - c) / ((a - b) * (a - c)), (y - a) * (y - c) / ((b - a) * (b - c))
        first, second, third = (state.w for state in history)
        return third + weights[0] * (first - third) + weights[1] * (second - third)

    def _returns(self, after, before, factor, watch):
        """Whether relaxing the state after a fall at the strain before it restores the state before it."""
        deformation = self.load.deformation(before.strain - after.strain)
        guess = after.glass.moved(after.glass.positions @ deformation.T, before.glass.box)
        back, _, last = settle(
            Landscape(guess), np.zeros_like(guess.positions), self.force_tolerance, factor, watch=watch
        )
        if abs(back.energy - before.glass.energy) <= _SAME * abs(before.glass.energy):
            return True  # particles that all but rattle may stand elsewhere in their cages
        held = np.ones(len(back.positions), dtype=bool)
        for rattlers in (self._factor.rattlers, factor.rattlers, last.rattlers):
            held[rattlers] = False  # they stay where they were pushed, whatever the glass does
        difference = (back.positions - before.glass.positions)[held]
        difference -= difference.mean(axis=0)
        return bool(np.abs(difference).max() < 1e-3 * self.landscape.spacing)
