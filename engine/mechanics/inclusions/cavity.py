"""One cavity's stress against the strain, sheared both ways, beside the cubic of its expansion (R24 Fig. 3c)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..._jit import njit
from ...errors import GlassError, NotAMinimumError
from ...matter.glass import Glass
from ...matter.load import Load
from .continuation import UNSTABLE, WIDE
from .expansion import stress_series
from .fixed_steps import step_on
from .inclusion import Surroundings, law_of, list_pairs
from .micromechanics import RADIUS, first_maximum
from .sites import direction_of

STEP, MAX_STRAIN = 1e-3, 0.2


@dataclass(frozen=True)
class CavityCurve:
    """How a cavity bears a shear, and how its expansion says that it does.

    Attributes
    ----------
    strain : ndarray, shape (n,)
        From the last step backward to the last one forward, the ones behind the stress drops, where there are any.
    stress : ndarray, shape (n,)
        Of the cavity, relaxed at each strain, in the direction of the load; that at rest included.
    series : ndarray, shape (4,)
        Stress at rest, and its first three derivatives by the strain.
    yields : tuple of (bool, bool)
        Whether the last step backward, and the last one forward, lies behind a stress drop.
    """

    strain: np.ndarray
    stress: np.ndarray
    series: np.ndarray
    yields: tuple[bool, bool]

    def cubic(self, strain: ArrayLike) -> np.ndarray:
        """The stress of the expansion to third order, same shape as `strain`.

        Parameters
        ----------
        strain : array_like
            Where it is asked for.
        """
        zeroth, first, second, third = self.series
        strain = np.asarray(strain, dtype=float)
        return zeroth + strain * (first + strain * (second / 2 + strain * third / 6))

    @property
    def strength(self) -> tuple[float, float]:
        """Largest stress before the drop forward, and least before that backward; nan where there is none."""
        rest = int(np.flatnonzero(self.strain == 0.0)[0])
        back, ahead = self.stress[1 : rest + 1], self.stress[rest:-1]
        return ahead[-1] if self.yields[1] else np.nan, back[0] if self.yields[0] else np.nan

    @property
    def estimate(self) -> tuple[float, float]:
        """The same from the cubic: `bond_strengths` gives its first."""
        ahead = first_maximum(self.series[None])[0]
        back = -first_maximum((self.series * [-1.0, 1.0, -1.0, 1.0])[None])[0]
        return float(self.cubic(ahead)), float(self.cubic(back))


def cavity_curve(
    glass: Glass,
    place: ArrayLike,
    load: Load,
    *,
    radius: float = RADIUS,
    step: float = STEP,
    max_strain: float = MAX_STRAIN,
) -> CavityCurve:
    """Shear one cavity in small steps, both ways until its stress drops, beside its expansion (R24 Fig. 3c).

    Parameters
    ----------
    glass : Glass
        A relaxed state.
    place : array_like, shape (2,)
        The cavity's centre, in units of length.
    load : Load
        A shear; simple shear in its direction is taken.
    radius : float
        Of the cavity, in mean spacings density^(-1/2).
    step : float
        Of the strain; the paper's is 10^-3.
    max_strain : float
        Where it ends each way.

    Returns
    -------
    CavityCurve
        What was found.

    Raises
    ------
    GlassError
        If the load does not shear, a number is out of range, or the cell is too small.
    NotAMinimumError
        If the cavity is no minimum: the glass is not relaxed.

    Notes
    -----
    Cost: 3 ms a step on one core.
    """
    if not (np.isfinite(step) and 0 < step <= max_strain):
        raise GlassError(f"steps of the strain are above 0 and at most the largest strain; got {step!r}")
    rate, law = Load.simple_shear(direction_of(load)).A, law_of(glass.model)
    x, y = np.asarray(place, dtype=float)
    disc = Surroundings(glass, radius * glass.density**-0.5, max_strain).cut((x, y))
    series = stress_series(disc, law, rate)
    if np.isnan(series).any():
        raise NotAMinimumError(f"the glass is no minimum near ({x:.3g}, {y:.3g}): relax it first")
    n = int(np.ceil(max_strain / step)) + 2
    (backward, back), (forward, ahead) = (_sheared(disc, law, sign * rate, step, max_strain, n) for sign in (-1, 1))
    strain = step * np.concatenate([-np.arange(len(backward) - 1, 0, -1), np.arange(len(forward))])
    return CavityCurve(strain, np.concatenate([-backward[:0:-1], forward]), series, (back, ahead))


def _sheared(disc, law, rate, step, max_strain, n):
    """Stress at each step, the last one behind the drop, and whether there was a drop."""
    stresses = np.full(n, np.nan)
    ended, strain = _steps(disc, law, rate, step, max_strain, stresses)
    if ended == UNSTABLE:
        raise NotAMinimumError(f"the cavity does not come to rest at a strain of {strain:.3g}: relax the glass first")
    stresses = stresses[np.isfinite(stresses)]
    return stresses, bool(stresses[-1] < stresses[-2:][0])


@njit
def _steps(disc, law, rate, step, max_strain, stresses):
    """How `step_on` ends, and where."""
    wide = list_pairs(disc, law, rate, 0.0, np.zeros_like(disc.positions), WIDE)
    ended, strain, _, _, _, _ = step_on(disc, law, wide, rate, step, max_strain, stresses)
    return ended, strain
