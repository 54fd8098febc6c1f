"""How early the lowest mode is the critical one: R20 Fig. 11."""

from __future__ import annotations

from contextlib import closing
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError
from ..matter.load import Load
from ..mechanics.events import Event
from ..mechanics.linear.response import Response
from ..mechanics.shear import shear
from .ranks import rank

_ROUNDS = 12  # of a search that narrows twentyfold each: below the rounding of the misfit


class Convergence(NamedTuple):
    """The lowest mode at some strains below an event.

    Attributes
    ----------
    distances : ndarray, shape (n,)
        Strain between the state and the event's onset, rising.
    mismatches : ndarray, shape (n,)
        1 − |Psi_c . Psi_gamma|: 0 where the lowest mode is the critical one.
    core_ranks : ndarray, shape (n,)
        Rank of the event's core in |Psi_gamma|: 1 where it has the largest component there too.
    eigenvalues : ndarray, shape (n,)
        Of the lowest mode, in units of energy / length^2: near the onset it falls as the root of the distance.
    """

    distances: np.ndarray
    mismatches: np.ndarray
    core_ranks: np.ndarray
    eigenvalues: np.ndarray


def mode_convergence(event: Event, load: Load, distances: ArrayLike) -> Convergence:
    """Overlap of the lowest mode with the critical one, and the rank of the core in it, below an event (R20 Fig. 11).

    States are found by straining the last one before the event back along its branch; Psi_c is the mode there, at the
    lower end of the event's bracket (1e-6 wide where nothing else was asked for).

    Parameters
    ----------
    event : Event
        From `shear`.
    load : Load
        The load that it happened under.
    distances : array_like, shape (n,)
        Strains below the onset, positive. One behind which the branch does not reach back, because there was another
        event, gives nan.

    Raises
    ------
    GlassError
        Distances that are not positive.
    """
    distances = np.unique(np.asarray(distances, dtype=float))
    if distances.size == 0 or not (distances > 0).all():
        raise GlassError("give distances in strain below the event, positive ones")
    found = np.full((3, distances.size), np.nan)
    for k, glass in _states_below(event, load, distances):
        eigenvalue, mode = Response(glass).softest_mode
        overlap = abs(float((mode * event.critical_mode).sum()))
        found[:, k] = 1 - min(overlap, 1.0), rank((mode**2).sum(axis=1), event.core), eigenvalue
    return Convergence(distances, *found)


def _states_below(event, load, distances):
    onset = event.bracket[0]
    targets = {
        float(distance - onset): k for k, distance in enumerate(distances)
    }  # strains along the load turned round
    steps = shear(event.before, load.reversed(), max_strain=max(targets), start_strain=-onset, at=targets)
    with closing(steps):
        for step in steps:
            if step.event is not None:
                return
            yield targets[step.strain], step.glass


def critical_strain(strains: ArrayLike, stresses: ArrayLike) -> float:
    """The strain of a saddle-node bifurcation, from the singularity of the stress before it (R20 App. A3).

    Near it sigma = sigma_c + b sqrt(gamma_c − gamma) + c (gamma_c − gamma), whose last term is *(ours)*; the gamma_c of
    least squares is found, by search, with a linear fit at each trial.

    Parameters
    ----------
    strains, stresses : array_like, shape (n,)
        States of one branch, near its end: 5 or more, strains rising.

    Raises
    ------
    GlassError
        Too few states, or strains that do not rise.
    """
    strains, stresses = np.asarray(strains, dtype=float), np.asarray(stresses, dtype=float)
    if strains.size < 5 or strains.shape != stresses.shape or not (np.diff(strains) > 0).all():
        raise GlassError("a critical strain is fitted to 5 states or more of rising strain")
    width = strains[-1] - strains[0]

    def misfit(log_gap):
        left = strains[-1] + width * np.exp(log_gap) - strains
        terms = np.column_stack([np.ones_like(left), np.sqrt(left), left])
        _, residual, rank_of, _ = np.linalg.lstsq(terms / np.abs(terms).max(axis=0), stresses, rcond=None)
        return float(residual[0]) if rank_of == 3 and residual.size else np.inf

    low, high = np.log(1e-8), np.log(10.0)
    for _ in range(_ROUNDS):
        trials = np.linspace(low, high, 41)
        best = int(np.argmin([misfit(trial) for trial in trials]))
        low, high = trials[max(best - 1, 0)], trials[min(best + 1, trials.size - 1)]
    return float(strains[-1] + width * np.exp((low + high) / 2))
