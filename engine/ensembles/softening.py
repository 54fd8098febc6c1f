"""How a glass softens under the load: its residual strength averaged over states in windows of strain (R20 Fig. 9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError
from ..matter.glass import Glass
from ..matter.load import Load
from ..mechanics.elasticity import shear_modulus
from ..mechanics.inclusions.local_strength import RADIUS, local_strengths
from ..mechanics.inclusions.sites import direction_of
from ..mechanics.shear import shear

__all__ = ["WINDOWS", "strength_in_windows", "under_elastic_load"]

WINDOWS = ((0.0, 0.0), (0.04, 0.05), (0.06, 0.07), (0.1, 0.12))
"""Ranges of strain: as cast, and R20's γ₂, γ₃ and γ₄, of which the last has no end in the paper."""


def strength_in_windows(
    glass: Glass,
    load: Load,
    windows: Sequence[tuple[float, float]] = WINDOWS,
    n_states: int = 3,
    *,
    radius: float = RADIUS,
    angles: ArrayLike | None = None,
    threads: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> list[np.ndarray]:
    """Δτ_y/μ of all sites of states in windows of strain: P(Δτ_y/μ, γ) is their density (R20 Fig. 9).

    Glasses are put together by joining their arrays, window by window; `log_binned_density` makes the densities.

    Parameters
    ----------
    glass : Glass
        As cast.
    load : Load
        A simple shear.
    windows : sequence of (float, float)
        Ranges of strain, not below 0; where both ends are the same there is one state.
    n_states : int
        States in a window, evenly spread over it, its ends left out *(ours; the paper does not say how many)*.
    radius, angles, threads : optional
        As `local_strengths` takes them.
    progress : callable, optional
        Called with the share of the states that are done; what it raises ends the work.

    Returns
    -------
    list of ndarray
        For each window the increments of stress that sites bear in units of μ, the shear modulus of the glass as cast;
        inf where a site never yields. Cost: `local_strengths` of each state.

    Raises
    ------
    GlassError
        No windows, or one that ends before it begins.
    """
    if not windows or n_states < 1 or any(not 0 <= low <= high for low, high in windows):
        raise GlassError(f"windows are ranges of strain from 0 on, with a state in each; got {windows!r}, {n_states!r}")
    wanted = [_strains(low, high, n_states) for low, high in windows]
    at = sorted({strain for strains in wanted for strain in strains})
    modulus = shear_modulus(glass, direction_of(load))
    states = {0.0: glass}
    if at[-1] > 0:
        steps = shear(glass, load, max_strain=at[-1], at=at)
        states |= {step.strain: step.glass for step in steps if step.event is None and step.strain > 0}
    found = {}
    for k, strain in enumerate(at):
        strengths = local_strengths(states.pop(strain), angles=angles, radius=radius, threads=threads)
        found[strain] = strengths.along(load) / modulus
        if progress is not None:
            progress((k + 1) / len(at))
    return [np.concatenate([found[strain] for strain in strains]) for strains in wanted]


def under_elastic_load(strengths: ArrayLike, strain: float) -> np.ndarray:
    """What sites would still bear if the load had only used it up: Δτ_y/μ − γ, without those that would have yielded.

    The assumption of elastoplastic models, which holds in brittle glasses and not in ductile ones (R20 Fig. 9, dashed).

    Parameters
    ----------
    strengths : array_like
        Δτ_y/μ as cast.
    strain : float
        How far the glass is loaded since.
    """
    left = np.asarray(strengths, dtype=float) - strain
    return left[left > 0]


def _strains(low, high, n_states):
    return [low] if low == high else [float(x) for x in low + (high - low) * (np.arange(n_states) + 0.5) / n_states]
