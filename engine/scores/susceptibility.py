"""How well a field finds the particles that moved most: the scores of Fan and Ma (2021).

They ask not where one event starts but which particles have the largest D²_min after some strain.
"""

from __future__ import annotations

import numpy as np

from ..errors import GlassError
from ._labelled import check_lengths, oriented, two_kinds
from .ranks import mean_ranks

TOP_SHARE = 0.005
"""Share of particles that count as having moved most: 0.5 %."""


def top(values: np.ndarray, share: float = TOP_SHARE) -> np.ndarray:
    """The particles with the largest values, as a mask.

    Parameters
    ----------
    values : array_like, shape (n_particles,)
        D²_min, say.
    share : float
        Share of particles, between 0 and 1; at least one particle is taken. Of equal values at the edge the
        particles with the lower index are *(ours)*.

    Returns
    -------
    ndarray of bool, shape (n_particles,)

    Raises
    ------
    GlassError
        Values that are not finite, or a share out of range.
    """
    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or values.size == 0 or not np.isfinite(values).all():
        raise GlassError("the largest values are found among finite ones, one a particle")
    if not 0 < share < 1:
        raise GlassError(f"a share of the particles lies between 0 and 1; got {share!r}")
    chosen = np.zeros(values.size, dtype=bool)
    chosen[np.argsort(-values, kind="stable")[: max(1, round(share * values.size))]] = True
    return chosen


def c_rank(field: np.ndarray, d2min: np.ndarray, share: float = TOP_SHARE, soft: str = "high") -> float:
    """C_rank = 2 <CDF(ρ_i)> − 1, the mean over the particles with the largest D²_min (Fan and Ma 2021, eq. 5).

    Parameters
    ----------
    field : array_like, shape (n_particles,)
        Indicator as cast; CDF is the share of particles whose value is not above, equal values taken half.
    d2min : array_like, shape (n_particles,)
        Of the strain since then.
    share : float
        Share of particles that count as having moved most.
    soft : {"high", "low"}
        Which end of the field is soft.

    Returns
    -------
    float
        1 − share at best (0.995 in the paper), 0 by chance.
    """
    values, moved = oriented(field, soft), top(d2min, share)
    check_lengths(values, moved)
    return float(2 * mean_ranks(values)[moved].mean() / values.size - 1)


def overlap_ratio(field: np.ndarray, d2min: np.ndarray, share: float = TOP_SHARE, soft: str = "high") -> float:
    """R, the share of the particles with the largest D²_min that are among the softest (Fan and Ma 2021).

    Parameters
    ----------
    field : array_like, shape (n_particles,)
        Indicator as cast.
    d2min : array_like, shape (n_particles,)
        Of the strain since then.
    share : float
        Share of particles in either group.
    soft : {"high", "low"}
        Which end of the field is soft.

    Returns
    -------
    float
        0 to 1; `share` by chance.
    """
    values, moved = oriented(field, soft), top(d2min, share)
    check_lengths(values, moved)
    return float((top(values, share) & moved).sum() / moved.sum())


def balanced_accuracy(field: np.ndarray, labels: np.ndarray, threshold: float, soft: str = "high") -> float:
    """Share of right answers on a balanced set: half of it labelled soft, half drawn at random from the rest.

    The mean over all such draws, which needs none: (right among the soft + right among the rest) / 2 (Fan and Ma 2021
    balance their sets by drawing; Fig. 3a and b).

    Parameters
    ----------
    field : array_like, shape (n,)
        Indicator, or the probability that a classifier gives.
    labels : array_like of bool, shape (n,)
        True for particles that moved most, as `top` gives them.
    threshold : float
        Values beyond it on the soft side are answered "soft"; 0.5 for probabilities, `best_threshold` of other
        samples for indicators *(ours: the paper scores classifiers only)*.
    soft : {"high", "low"}
        Which end of the field is soft.

    Returns
    -------
    float
        1 at best, 0.5 by chance.

    Raises
    ------
    GlassError
        If only one kind of label is there.
    """
    values, labels = oriented(field, soft), two_kinds(labels)
    check_lengths(values, labels)
    said = values > (threshold if soft == "high" else -threshold)
    return float((said[labels].mean() + (~said[~labels]).mean()) / 2)


def best_threshold(field: np.ndarray, labels: np.ndarray, soft: str = "high") -> float:
    """The threshold of largest balanced accuracy on samples of training.

    Parameters
    ----------
    field : array_like, shape (n,)
        Indicator.
    labels : array_like of bool, shape (n,)
        True for particles that moved most.
    soft : {"high", "low"}
        Which end of the field is soft.

    Returns
    -------
    float
        In units of the field, half way between two of its values; of equally good ones the softest *(ours)*. Cost: a
        sort.
    """
    values, labels = oriented(field, soft), two_kinds(labels)
    check_lengths(values, labels)
    order = np.argsort(-values, kind="stable")
    ranked, caught = values[order], labels[order]
    gain = np.cumsum(caught) / labels.sum() - np.cumsum(~caught) / (~labels).sum()
    ends = np.flatnonzero(np.append(ranked[1:] < ranked[:-1], True))  # a threshold falls between different values
    last = ends[np.argmax(gain[ends])]
    below = ranked[last + 1] if last + 1 < ranked.size else ranked[last] - 1.0
    cut = (ranked[last] + below) / 2
    return float(cut if soft == "high" else -cut)
