"""What stands on a branch of minima, and what leaving it led to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..matter.glass import Glass


@dataclass(frozen=True)
class State:
    """A minimum on the branch: strain, pulled-back displacements w, energy, dE/dstrain = V sigma : A, and the glass."""

    strain: float
    w: np.ndarray
    energy: float
    work_rate: float
    glass: Glass


class Fall(NamedTuple):
    """What leaving a branch led to.

    Attributes
    ----------
    before, after : State
        The two minima; equal to each other's continuation if nothing was lost.
    irreversible : bool
        Whether going back to the old strain does not restore the old state.
    softest : ndarray, shape (n_particles, d), or None
        The lowest mode before, where it was found.
    """

    before: State
    after: State
    irreversible: bool
    softest: np.ndarray | None
