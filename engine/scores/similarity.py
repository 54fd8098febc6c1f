"""How alike two indicators are: Spearman's correlation between their fields on one glass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..errors import GlassError
from .ranks import mean_ranks


def spearman(first: np.ndarray, second: np.ndarray) -> float:
    """Spearman's correlation C_s of two fields: the linear correlation of their ranks.

    Without equal values it is 1 − 6 Σ (a_i − b_i)² / [N (N² − 1)] (Richard et al. 2020, eq. 1); equal values share the
    mean of their ranks, for which that formula does not hold.

    Parameters
    ----------
    first, second : array_like, shape (n_particles,)
        Two fields.

    Returns
    -------
    float
        −1 to 1; nan if a field is constant.
    """
    return float(spearman_matrix([first, second])[0, 1])


def spearman_matrix(fields: Sequence[np.ndarray], soft: Sequence[str] | None = None) -> np.ndarray:
    """Spearman's correlation of each field with each (Richard et al. 2020, Fig. 4a).

    Parameters
    ----------
    fields : sequence of n_fields arrays, each of shape (n_particles,)
        Indicator values, raw. A field of nan, an indicator that was not computed, gives nan.
    soft : sequence of {"high", "low"}, optional
        Which end of each is soft: as in the paper, ranks then rise with softness, and what agrees correlates
        positively. Values are taken as they are where left out.

    Returns
    -------
    ndarray, shape (n_fields, n_fields)
        Symmetric, 1 on the diagonal; nan for constant fields. Cost: a sort of each field, O(n_fields N log N).

    Raises
    ------
    GlassError
        Fields of different lengths, or `soft` not one of each.
    """
    values = [np.asarray(field, dtype=float) for field in fields]
    if len({field.shape for field in values}) != 1 or values[0].ndim != 1 or values[0].size < 2:
        raise GlassError("fields to compare have one value a particle, for the same particles")
    signs = ["high"] * len(values) if soft is None else list(soft)
    if len(signs) != len(values) or not set(signs) <= {"high", "low"}:
        raise GlassError('say "high" or "low" of each field, which of its ends is soft')
    ranks = np.array([mean_ranks(v if end == "high" else -v) for v, end in zip(values, signs, strict=True)])
    ranks[[np.isnan(v).any() for v in values]] = np.nan
    ranks -= ranks.mean(axis=1, keepdims=True)
    norms = np.sqrt((ranks**2).sum(axis=1))
    with np.errstate(invalid="ignore", divide="ignore"):
        matrix = ranks @ ranks.T / norms[:, None] / norms
    known = np.flatnonzero(norms > 0)
    matrix[known, known] = 1.0
    return matrix
