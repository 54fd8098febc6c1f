"""Fields and labels as scores take them: checked, and turned so that high values are soft."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ..errors import GlassError


def oriented(field: ArrayLike, soft: str) -> np.ndarray:
    """A field whose high values are soft, shape (n,).

    Parameters
    ----------
    field : array_like, shape (n,)
        Of finite values.
    soft : {"high", "low"}
        Which end of the field is soft.
    """
    values = np.asarray(field, dtype=float)
    if values.ndim != 1 or not np.isfinite(values).all():
        raise GlassError("a field has one finite value a particle")
    if soft not in ("high", "low"):
        raise GlassError(f'soft is "high" or "low", not {soft!r}')
    return values if soft == "high" else -values


def two_kinds(labels: ArrayLike) -> np.ndarray:
    """Labels as booleans, of which there are both.

    Parameters
    ----------
    labels : array_like of bool, shape (n,)
        True for particles that moved most.
    """
    labels = np.asarray(labels, dtype=bool)
    if labels.all() or not labels.any():
        raise GlassError("labels of both kinds are needed: particles that moved most, and others")
    return labels


def check_lengths(values: np.ndarray, others: np.ndarray) -> None:
    """Refuse values and labels of different numbers of particles.

    Parameters
    ----------
    values, others : ndarray, shape (n,)
        Of the same particles.
    """
    if values.shape != others.shape:
        raise GlassError(f"{values.size} values and {others.size} particles do not fit")
