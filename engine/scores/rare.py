"""Scores of a rare class at its natural rate: one particle in 200 is among those that moved most.

Accuracy on balanced sets, which Fan and Ma (2021) give, flatters: a field that calls 11 % of all particles soft can be
right for 86 % of a balanced set, and for one in twenty-five of those that it calls soft. These scores are ours *(ours:
the paper gives none)*.
"""

from __future__ import annotations

import numpy as np

from ._labelled import check_lengths, oriented, two_kinds


def average_precision(field: np.ndarray, labels: np.ndarray, soft: str = "high") -> float:
    """Mean over the labelled particles of the precision among all that look as soft as each: area under the curve.

    Parameters
    ----------
    field : array_like, shape (n,)
        Indicator, or the probability that a classifier gives.
    labels : array_like of bool, shape (n,)
        True for particles that moved most.
    soft : {"high", "low"}
        Which end of the field is soft.

    Returns
    -------
    float
        1 at best; the share of labelled particles by chance. Equal values are taken together. Cost: a sort.

    Raises
    ------
    GlassError
        If only one kind of label is there, or a value is not finite.
    """
    values, labels = oriented(field, soft), two_kinds(labels)
    check_lengths(values, labels)
    order = np.argsort(-values, kind="stable")
    ranked, caught = values[order], np.cumsum(labels[order])
    ends = np.flatnonzero(np.append(ranked[1:] < ranked[:-1], True))  # of runs of equal values
    gained = np.diff(caught[ends], prepend=0)
    return float((gained * caught[ends] / (ends + 1)).sum() / caught[-1])


def precision(field: np.ndarray, labels: np.ndarray, threshold: float, soft: str = "high") -> float:
    """Share of the particles called soft that did move most; nan where none is called soft.

    Parameters
    ----------
    field : array_like, shape (n,)
        Indicator, or the probability that a classifier gives.
    labels : array_like of bool, shape (n,)
        True for particles that moved most.
    threshold : float
        Values beyond it on the soft side are called soft.
    soft : {"high", "low"}
        Which end of the field is soft.

    Raises
    ------
    GlassError
        If only one kind of label is there, or a value is not finite.
    """
    hits, false, _, _ = _counts(field, labels, threshold, soft)
    return hits / (hits + false) if hits + false else float("nan")


def matthews_correlation(field: np.ndarray, labels: np.ndarray, threshold: float, soft: str = "high") -> float:
    """Correlation between what is called soft and what moved most, each 0 or 1.

    Parameters
    ----------
    field : array_like, shape (n,)
        Indicator, or the probability that a classifier gives.
    labels : array_like of bool, shape (n,)
        True for particles that moved most.
    threshold : float
        Values beyond it on the soft side are called soft.
    soft : {"high", "low"}
        Which end of the field is soft.

    Returns
    -------
    float
        1 at best, 0 by chance, and where all are called the same.

    Raises
    ------
    GlassError
        If only one kind of label is there, or a value is not finite.
    """
    hits, false, missed, rest = _counts(field, labels, threshold, soft)
    called = (hits + false) * (missed + rest)
    return (hits * rest - false * missed) / np.sqrt(called * (hits + missed) * (false + rest)) if called else 0.0


def _counts(field, labels, threshold, soft):
    """How many are called soft rightly and wrongly, and called stiff wrongly and rightly."""
    values, labels = oriented(field, soft), two_kinds(labels)
    check_lengths(values, labels)
    said = values > (threshold if soft == "high" else -threshold)
    kinds = (said & labels, said & ~labels, ~said & labels, ~said & ~labels)
    return tuple(float(np.count_nonzero(kind)) for kind in kinds)
