"""The quartic law of soft modes, D(ω) = A_g ω⁴ below an onset: its prefactor, the onset, and the errors of both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..errors import GlassError
from .tails import fit_tail

_EXPONENT = 4
"""Of the quartic law: 1/ω has the tail x^-(4 + 2)."""


class QuarticLaw(NamedTuple):
    """D(ω) = prefactor ω⁴ for ω < onset, D the density of all modes: its integral over all of them is 1.

    Attributes
    ----------
    prefactor : float
        A_g, in units of time⁵.
    relative_error : float
        Standard deviation of ln A_g over resampled glasses.
    onset : float
        The frequency up to which the law holds, by the rule of `fit_tail`.
    exponent, error : float
        What a free fit gives in place of 4, with its standard deviation over resampled glasses.
    n_below : int
        Modes below the onset.
    distance : float
        Kolmogorov-Smirnov distance between these and the law.
    """

    prefactor: float
    relative_error: float
    onset: float
    exponent: float
    error: float
    n_below: int
    distance: float


def quartic_law(
    eigenvalues: Sequence[np.ndarray], n_modes: int, *, n_least: int = 50, n_resamples: int = 200, seed: int = 0
) -> QuarticLaw:
    """Fit D(ω) = A_g ω⁴ to the lowest modes of many glasses (R20 Fig. S8, R24 Fig. 1c).

    Phonons are not told from quasilocalised modes: take glasses so small that the first phonons lie above the onset, or
    leave them out by their participation ratio.

    Parameters
    ----------
    eigenvalues : sequence of ndarray
        The lowest ones of each glass, all above zero, as many of each.
    n_modes : int
        All modes of all these glasses.
    n_least : int
        The fewest modes that the law is fitted to.
    n_resamples : int
        Sets of glasses that are drawn for the errors.
    seed : int
        Of the draws.

    Raises
    ------
    GlassError
        An eigenvalue that is not above zero, more of them than modes, or fewer than `n_least`.
    """
    values = [np.asarray(some, dtype=float).ravel() for some in eigenvalues]
    if any(not (np.isfinite(some).all() and (some > 0).all()) for some in values):
        raise GlassError("a spectrum is made of finite eigenvalues above zero: leave the translations out")
    given = sum(some.size for some in values)
    if given > n_modes:
        raise GlassError(f"{given} eigenvalues are more than the {n_modes} modes there are")
    slow = [1 / np.sqrt(some) for some in values]
    kept = {"n_least": n_least, "n_resamples": n_resamples, "seed": seed}
    law, free = fit_tail(slow, exponent=_EXPONENT + 2, **kept), fit_tail(slow, **kept)
    return QuarticLaw(
        law.prefactor * given / n_modes, law.prefactor_error, 1 / law.cut, free.exponent - 2, free.error, law.n_tail,
        law.distance,
    )  # fmt: skip
