"""A plastic event, in full: where, when, how much, and the mode that went unstable."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ..matter.glass import Glass
from .linear.response import Response
from .nonaffine import nonaffine_d2min


@dataclass(frozen=True, eq=False)
class Event:
    """A saddle-node bifurcation met under strain, and the drop that followed.

    Parameters
    ----------
    bracket : tuple of float
        (below, above): the last strain where the branch was found, the first where it was not.
    before, after : Glass
        The minimum at the lower strain; the minimum that the drop ended in, at the upper one.
    stress_before, stress_after : float
        sigma : A of the two, in units of energy / length^d.
    work : float
        Work done on the glass between the two strains, in units of energy.
    softest : ndarray, shape (n_particles, d), optional
        The lowest mode of `before`, of either sign; found when it is asked for where left out.
    """

    bracket: tuple[float, float]
    before: Glass = field(repr=False)
    after: Glass = field(repr=False)
    stress_before: float
    stress_after: float
    work: float = 0.0
    softest: np.ndarray | None = field(default=None, repr=False)

    @property
    def strain(self) -> float:
        """Onset strain: the lower end of the bracket."""
        return self.bracket[0]

    @property
    def stress_drop(self) -> float:
        """sigma : A that was released, positive for a drop."""
        return self.stress_before - self.stress_after

    @property
    def energy_before(self) -> float:
        """Total energy at the onset."""
        return self.before.energy

    @property
    def energy_drop(self) -> float:
        """Energy that was dissipated, positive: the fall in energy plus the work done inside the bracket."""
        return self.before.energy - self.after.energy + self.work

    @cached_property
    def displacement(self) -> np.ndarray:
        """Nonaffine displacement in the drop, shape (n_particles, d), in units of length; its mean is zero."""
        deformation = (self.before.box.inverse @ self.after.box.cell).T
        moved = self.after.positions - self.before.positions @ deformation.T
        return _frozen(moved - moved.mean(axis=0))

    @cached_property
    def critical_mode(self) -> np.ndarray:
        """Psi_c, the lowest mode at the onset, shape (n_particles, d), normalised, signed along the displacement."""
        mode = self.softest
        if mode is None:
            aside = self.before.moved(self.before.positions, self.before.box)  # its factor is large: not kept on it
            _, mode = Response(aside).softest_mode
        return _frozen(mode if (mode * self.displacement).sum() >= 0 else -mode)

    @cached_property
    def d2min(self) -> np.ndarray:
        """D2min of the drop, shape (n_particles,), mean per neighbour, in units of length^2."""
        return _frozen(nonaffine_d2min(self.before, self.after))

    @property
    def core(self) -> int:
        """The event's place: the particle with the largest |Psi_c| (R20)."""
        return _largest(self.critical_mode)

    @property
    def core_displacement(self) -> int:
        """The particle that moved farthest (SN19, Z17)."""
        return _largest(self.displacement)

    @property
    def core_d2min(self) -> int:
        """The particle with the largest D2min."""
        return int(self.d2min.argmax())


def _largest(vectors):
    return int((vectors**2).sum(axis=1).argmax())


def _frozen(array):
    array.setflags(write=False)
    return array
