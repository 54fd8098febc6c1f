"""The ridge on fields: a logistic regression that knows what the engine knows of each place, in the load's frame."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError
from ..learning.logistic import fit_logistic
from ..learning.plane import Plane
from ..learning.sets import loaded_structure
from ..matter.models import model_of
from ..scores.susceptibility import TOP_SHARE, balanced_accuracy, top
from .labelled import check_strain, labelled_glass, loads_of, of_split

if TYPE_CHECKING:
    import xarray

STRAIN, STRENGTH, OTHERS = 0.02, 1e-3, 40
"""Where labels are taken, C of the regression, and others that are shown for each particle that moved most."""

_MAKING = ("protocol", "parent_temperature", "cooling_time", "density", "parameters")


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
    training, tests = of_split(labels, "train"), of_split(labels, "test")
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
    accuracies = []
    for n, k in enumerate(tests):
        said(f"trying {labels['sample'].values[k]}", 0.85 + 0.15 * n / len(tests))
        each = [
            balanced_accuracy(fitted.distances(numbers), soft, 0.0)
            for soft, numbers in _runs(labels, k, strain, share, structure)
        ]
        accuracies.append(float(np.mean(each)))
    about = _about(labels, training, strain, share, strength, sum(map(len, answers)), accuracies)
    return Plane(structure, fitted.mean, fitted.scale, fitted.weights, fitted.bias, labels.attrs["model"], about)


def _runs(labels, sample, strain, share, structure):
    """(who moved most, numbers of all particles) of each run of a glass that got there."""
    glass = labelled_glass(labels, sample)
    for k, load in enumerate(loads_of(labels)):
        d2min = labels["d2min"].isel(sample=sample, load=k).sel(strain=strain).values
        if np.isfinite(d2min).all():
            yield top(d2min, share), structure.compute(glass, load=load)


def _about(labels, training, strain, share, strength, n_examples, accuracies):
    made = labelled_glass(labels, training[0]).provenance
    error = float(np.std(accuracies, ddof=1) / np.sqrt(len(accuracies))) if len(accuracies) > 1 else float("nan")
    return {
        "indicator": "susceptibility_ridge",
        **{key: made[key] for key in _MAKING if key in made},
        "training": {
            "labels": labels.attrs["name"], "strain": strain, "share": share, "C": strength,
            "n_samples": len(training), "n_particles": int(labels.attrs["n_particles"]),
            "n_loads": labels.sizes["load"], "n_examples": n_examples,
            "seeds": [int(seed) for seed in labels["seed"].values[training]],
        },
        "validation": {
            "accuracy": float(np.mean(accuracies)), "error": error,
            "samples": [round(value, 6) for value in accuracies],
        },
        "versions": {"glasscope": version("glasscope"), "scikit-learn": version("scikit-learn")},
    }  # fmt: skip
