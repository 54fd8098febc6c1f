"""The ridge on fields: a logistic regression that knows what the engine knows of each place, in the load's frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError
from ..learning.logistic import fit_logistic
from ..learning.plane import Plane
from ..learning.sets import loaded_structure
from ..matter.models import model_of
from ..scores.susceptibility import TOP_SHARE, top
from .card import card_of
from .labelled import check_strain, of_split, runs_of
from .trial import tried

if TYPE_CHECKING:
    import xarray

STRAIN, STRENGTH, OTHERS = 0.02, 1e-3, 40
"""Where labels are taken, C of the regression, and others that are shown for each particle that moved most."""


def train_ridge(
    labels: xarray.Dataset,
    strain: float = STRAIN,
    *,
    share: float = TOP_SHARE,
    strength: float = STRENGTH,
    others: int = OTHERS,
    seed: int = 0,
    progress: Callable[[str, float], None] | None = None,
) -> Plane:
    """Train the ridge on the glasses for training, and try it on those for tests.

    Of each run it is shown the particles that moved most and, for each of these, some of the others, drawn by chance;
    runs that had no event up to the strain are shown too.

    Parameters
    ----------
    labels : xarray.Dataset
        From `open_labels`.
    strain : float
        One of theirs.
    share : float
        Of the particles that count as having moved most: f_thres of FM21.
    strength : float
        C, the inverse of the penalty.
    others : int
        For each of them.
    seed : int
        Of the choice of others.
    progress : callable, optional
        Called with words and the share of the work that is done.

    Returns
    -------
    Plane
        Its distances are in standard deviations; `about` has accuracy on balanced sets, with its error over the
        glasses for tests.

    Raises
    ------
    GlassError
        The strain is none of theirs, or a split is empty.
    NotConvergedError
        If the regression is not fitted.

    Notes
    -----
    Cost: 0.1 to 0.3 s a run for the fields of 2,048 LJ particles, and seconds for the fit.
    """
    strain, rng = check_strain(labels, strain), np.random.default_rng(seed)
    training = of_split(labels, "train")
    structure, said = loaded_structure(model_of(labels.attrs["model"])), progress or (lambda words, done: None)
    if others < 1:
        raise GlassError(f"at least one other is shown for each particle that moved most; got {others!r}")
    functions, answers = [], []
    for n, k in enumerate(training):
        said(f"fields of {labels['sample'].values[k]}", 0.8 * n / len(training))
        for soft, numbers in _runs(labels, k, strain, share, structure):
            stiff = np.flatnonzero(~soft)
            drawn = rng.choice(stiff, min(stiff.size, others * int(soft.sum())), replace=False)
            who = np.concatenate([np.flatnonzero(soft), np.sort(drawn)])
            functions.append(numbers[who])
            answers.append(soft[who])
    said("fitting", 0.8)
    fitted = fit_logistic(np.concatenate(functions), np.concatenate(answers).astype(int), strength)
    plane = Plane(structure, fitted.mean, fitted.scale, fitted.weights, fitted.bias, labels.attrs["model"])
    said("trying it", 0.85)
    shown = {"C": strength, "n_examples": sum(map(len, answers))}
    trial = tried(labels, {"susceptibility_ridge": plane.softness}, [strain], share=share)
    about = card_of(labels, training, trial, **shown)
    about["versions"] |= {"scikit-learn": version("scikit-learn")}
    return replace(plane, about=about)


def _runs(labels, sample, strain, share, structure):
    """(who moved most, numbers of all particles) of each run of a glass that got there."""
    for run in runs_of(labels, sample):
        if strain in run.d2min:
            yield top(run.d2min[strain], share), structure.compute(run.glass, load=run.load)
