"""FM21's test: how well predictors know who will have moved most, on glasses that none of them has seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError
from ..matter.glass import Glass
from ..matter.load import Load
from ..scores.rare import average_precision, matthews_correlation, precision
from ..scores.susceptibility import TOP_SHARE, balanced_accuracy, best_threshold, c_rank, overlap_ratio, top
from ..statistics.bootstrap import N_RESAMPLES, bootstrap, mean
from .labelled import check_strain, of_split, runs_of

if TYPE_CHECKING:
    import xarray

Predicts = Callable[[Glass, Load], np.ndarray]
"""One value a particle, high where it will move; an indicator, or `Plane.softness`."""

SCORES = {
    "c_rank": "mean rank of those that moved most, 1 at best",
    "overlap": "share of them that are among as many softest",
    "average_precision": "area under the curve of precision, chance is the share of those that moved most",
    "accuracy": "share of right answers on a balanced set, threshold from the glasses for training",
    "precision": "share of those called soft that moved most, with that threshold",
    "matthews": "correlation of what is called with what moved, with that threshold",
}
"""Scores of each run, and what they say."""


def tried(
    labels: xarray.Dataset,
    predictors: Mapping[str, Predicts],
    strains: Sequence[float] | None = None,
    *,
    share: float = TOP_SHARE,
    split: str = "test",
    n_training: int = 10,
    threshold: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> xarray.Dataset:
    """Scores of every predictor on every run of the glasses for tests.

    Parameters
    ----------
    labels : xarray.Dataset
        From `open_labels`.
    predictors : mapping of str to callable
        Each gives one value a particle of a glass under a load, high where it is soft.
    strains : sequence of float, optional
        Some of the labels'; all of them where left out.
    share : float
        Of the particles that count as having moved most.
    split : {"test", "train"}
        Which glasses.
    n_training : int
        Thresholds are the best ones on so many of the glasses for training.
    threshold : float, optional
        One for all instead, and no glass for training is needed: 0 is a class probability of one half for a predictor
        that was trained on balanced sets, which FM21 take on glasses of other kinds.
    progress : callable, optional
        Called with the share of the work that is done.

    Returns
    -------
    xarray.Dataset
        `SCORES` on (predictor, sample, load, strain), nan where a run did not get there, and `happened`, whether there
        had been an event. `compared` makes means and errors of it.

    Raises
    ------
    GlassError
        There are no predictors, a strain is none of the labels', or a split is empty.
    """
    import xarray as xr

    if not predictors:
        raise GlassError("nothing is to be tried: give a predictor")
    strains = [check_strain(labels, one) for one in (labels["strain"].values if strains is None else strains)]
    samples = of_split(labels, split)
    training = of_split(labels, "train")[:n_training] if threshold is None else []
    done = _Counted(progress, len(samples) + len(training))
    if threshold is None:
        thresholds = _thresholds(labels, predictors, strains, share, training, done)
    else:
        thresholds = dict.fromkeys(product(predictors, range(len(strains))), threshold)
    shape = len(predictors), len(samples), labels.sizes["load"], len(strains)
    found = {name: np.full(shape, np.nan) for name in SCORES}
    for s, sample in enumerate(samples):
        for a, e, fields, d2min in _runs(labels, predictors, sample, strains):
            for p, (name, field) in enumerate(fields.items()):
                for score, value in _scores(field, d2min, share, thresholds[name, e]).items():
                    found[score][p, s, a, e] = value
        done()
    dims = ("predictor", "sample", "load", "strain")
    happened = labels["events"].isel(sample=samples).sel(strain=strains) > 0
    return xr.Dataset(
        {name: (dims, values, {"long_name": SCORES[name]}) for name, values in found.items()},
        {"predictor": list(predictors), "sample": labels["sample"].values[samples], "load": labels["load"].values,
         "strain": strains},
        {"share": share, "name": labels.attrs["name"]},
    ).assign(happened=(dims[1:], happened.values))  # fmt: skip


def compared(
    trial: xarray.Dataset, against: str | None = None, *, with_event: bool = False, n_resamples: int = N_RESAMPLES
) -> xarray.Dataset:
    """Means over glasses of each score, with errors; or of differences from one predictor, glass by glass.

    Parameters
    ----------
    trial : xarray.Dataset
        From `tried`.
    against : str, optional
        The predictor that is taken off.
    with_event : bool
        Whether only runs count in which there has been an event: in others the labels are linear response.
    n_resamples : int
        Sets of glasses that are drawn.

    Returns
    -------
    xarray.Dataset
        Each score and its error, `..._error`, on (predictor, strain); `n_runs` that count.

    Raises
    ------
    GlassError
        No such predictor.
    """
    import xarray as xr

    if against is not None and against not in trial["predictor"]:
        raise GlassError(f"{against!r} was not tried; {', '.join(map(str, trial['predictor'].values))} were")
    found: dict[str, tuple] = {}
    dims = ("predictor", "strain")
    for name in SCORES:
        values = trial[name].transpose("sample", "load", "predictor", "strain")
        if with_event:
            values = values.where(trial["happened"])
        if against is not None:
            values = values - values.sel(predictor=against)
        estimate = bootstrap(lambda each: mean(each, axis=(0, 1)), values.values, n_resamples=n_resamples)
        found |= {name: (dims, estimate.value), f"{name}_error": (dims, estimate.error)}
    counted = trial["happened"].values if with_event else np.isfinite(trial["c_rank"].values[0])
    found["n_runs"] = ("strain", counted.sum(axis=(0, 1)))
    coordinates = {name: trial[name].values for name in ("predictor", "strain")}
    return xr.Dataset(found, coordinates, {"n_samples": trial.sizes["sample"]})


def _runs(labels, predictors, sample, strains):
    """(place of the load, of the strain, what each predictor says, D²_min) of all runs of a glass that got there."""
    for run in runs_of(labels, sample):
        fields = {name: np.asarray(predict(run.glass, run.load)) for name, predict in predictors.items()}
        for e, strain in enumerate(strains):
            if strain in run.d2min:
                yield run.place, e, fields, run.d2min[strain]


def _scores(field, d2min, share, threshold):
    moved = top(d2min, share)
    return {
        "c_rank": c_rank(field, d2min, share),
        "overlap": overlap_ratio(field, d2min, share),
        "average_precision": average_precision(field, moved),
        "accuracy": balanced_accuracy(field, moved, threshold),
        "precision": precision(field, moved, threshold),
        "matthews": matthews_correlation(field, moved, threshold),
    }


def _thresholds(labels, predictors, strains, share, samples, done):
    """The best threshold of each (predictor, place of the strain), on glasses for training."""
    shown: dict[tuple, list] = {(name, e): [] for name in predictors for e in range(len(strains))}
    for sample in samples:
        for _, e, fields, d2min in _runs(labels, predictors, sample, strains):
            for name, field in fields.items():
                shown[name, e].append((field, top(d2min, share)))
        done()
    if not all(shown.values()):
        raise GlassError("no run of the glasses for training got to one of the strains")
    together = {which: [np.concatenate(column) for column in zip(*runs, strict=True)] for which, runs in shown.items()}
    return {which: best_threshold(fields, moved) for which, (fields, moved) in together.items()}


class _Counted:
    """Tells how many of the glasses are done."""

    def __init__(self, progress, total):
        self.progress, self.total, self.n_done = progress, total, 0

    def __call__(self):
        self.n_done += 1
        if self.progress is not None:
            self.progress(self.n_done / self.total)
