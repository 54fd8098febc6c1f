"""Train a plane on an ensemble of glasses, one after the other, so that a stopped training goes on where it was."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from ..errors import GlassError
from ..formats.files import load_from_outside
from ..formats.npz import write_npz
from ..matter.glass import Glass
from ..prepare.library import library
from ..prepare.making import prepare
from ..quarantine import content_of_file
from .course import Course
from .examples import Examples, gather
from .plane import Plane
from .support_vectors import fit, held_out

_FITTING = 0.98  # share of the progress bar before the plane is fitted


@dataclass(frozen=True)
class TrainingProgress:
    """How far a training has come.

    Attributes
    ----------
    words : str
        What is being done.
    fraction : float
        Of the whole, 0 to 1.
    seconds_left : float or None
        At the pace of this run; None while that cannot be told.
    """

    words: str
    fraction: float
    seconds_left: float | None = None


def train(course: Course, folder: str | Path, progress: Callable[[TrainingProgress], None] | None = None) -> Plane:
    """Train a plane: prepare glasses, shear and label them, fit, and try it on glasses left out.

    Parameters
    ----------
    course : Course
        What on.
    folder : str or path
        Where labelled states are kept, a file a glass, written when it is done: started again, the training goes on;
        with more samples, it prepares only those that are missing. Another indicator can be trained on the same ones.
    progress : callable, optional
        Called with a `TrainingProgress`.

    Returns
    -------
    Plane
        With all of that, its accuracy on samples that were held out and the standard error over them in its `about`.

    Raises
    ------
    GlassError
        If the glasses are not of one model and one making, the folder holds others, or nothing could be labelled.
    """
    folder, report = Path(folder), _Reporter(progress, len(course.samples))
    found = []
    for index, sample in enumerate(course.samples):
        found.append(_examples(course, sample, folder, lambda words, share, at=index: report(words, at + share)))
        report.done(index)
    report("fitting the plane", len(found))
    return fitted(course, found)


def fitted(course: Course, found: list[Examples]) -> Plane:
    """The plane of labelled states that are there.

    Parameters
    ----------
    course : Course
        For the recipe, and for the record.
    found : list of Examples
        One a glass.
    """
    making = _making(found)
    structure = course.recipe.structure(found[0].glass.model)
    functions = np.concatenate([examples.functions(structure) for examples in found])
    labels = np.concatenate([examples.labels for examples in found])
    samples = np.repeat(np.arange(len(found)), [len(examples.labels) for examples in found])
    accuracies = held_out(functions, labels, samples, course.recipe.strength, course.recipe.tolerance)
    plane = fit(functions, labels, course.recipe.strength, course.recipe.tolerance)
    known = accuracies[~np.isnan(accuracies)]
    about = {
        "indicator": course.indicator, **making,
        "training": {
            **course.gathering, "n_loads": course.n_loads, "n_samples": len(found), "samples": course.samples,
            "n_particles": found[0].glass.n_particles, "n_events": sum(len(examples.states) for examples in found),
            "n_examples": len(labels), "n_soft": int(labels.sum()), "C": course.recipe.strength,
            "functions_left_out": int((plane.weights == 0).sum()),
            "runs_that_ended_early": sum(len(examples.about.get("errors", ())) for examples in found),
        },
        "validation": {
            "accuracy": float(known.mean()), "error": float(known.std(ddof=1) / len(known) ** 0.5),
            "samples": [round(float(value), 6) for value in known],
        },
        "versions": {"glasscope": version("glasscope"), "scikit-learn": version("scikit-learn")},
    }  # fmt: skip
    return Plane(structure, plane.mean, plane.scale, plane.weights, plane.bias, found[0].glass.model.key, about)


def _making(found):
    """How the glasses were made, which must be one way for all."""
    ways = []
    for examples in found:
        glass, made = examples.glass, examples.glass.provenance
        keys = ("protocol", "parent_temperature", "cooling_time", "density", "parameters")
        ways.append((glass.model.key, glass.n_particles, {key: made[key] for key in keys if key in made}))
    for key, n_particles, made in ways[1:]:
        if (key, n_particles, made) != ways[0]:
            raise GlassError(f"the glasses were made differently: {ways[0]} and {(key, n_particles, made)}")
    return ways[0][2]


def _examples(course, sample, folder, report) -> Examples:
    """Labelled states of one glass: from the folder, or made now."""
    given = None if isinstance(sample, int) else _given(sample)
    if given is None:
        label, what = f"seed-{sample}", course.arguments(sample)
    else:  # two files of one name in two folders are two glasses
        what = {"sha256": hashlib.sha256(write_npz(given)).hexdigest()}
        label = f"{Path(sample).name}-{what['sha256'][:8]}"
    file = folder / "samples" / f"{label}.npz"
    identity = {"glass": what, "n_loads": course.n_loads, **course.gathering}
    if file.exists():
        held = Examples.load(file)
        differing = sorted(key for key in identity if held.about.get(key) != identity[key])
        if differing:
            raise GlassError(
                f"{file} holds states that were labelled otherwise: it differs in {', '.join(differing)}; "
                "take another folder, or move this one away"
            )
        return held
    glass = _prepared(course, sample, folder / "glasses", report) if given is None else given
    found = gather(
        glass, course.loads, **course.gathering,
        progress=lambda share: report(f"shearing {label}", share if given is not None else 0.5 + 0.5 * share),
    )  # fmt: skip
    found = Examples(glass, found.states, identity | found.about)
    found.save(file)
    return found


def _given(name) -> Glass:
    entry = next((entry for entry in library() if entry.key == name), None)
    return load_from_outside(content_of_file(name), name) if entry is None else entry.load()


def _prepared(course, seed, folder, report) -> Glass:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"seed-{seed}.npz"
    if file.exists():
        return Glass.load(file)
    glass = prepare(
        **course.arguments(seed), checkpoint=folder / f"seed-{seed}.part",
        progress=lambda now: report(f"preparing seed {seed}, {now.stage}", 0.5 * now.fraction),
    )  # fmt: skip
    glass.save(file)
    return glass


class _Reporter:
    """Turns what is done into progress; the time left is told from what this run did itself."""

    def __init__(self, progress, n_samples):
        self.progress, self.n_samples = progress, n_samples
        self.started, self.first = time.monotonic(), None

    def __call__(self, words, done):
        if self.progress is None:
            return
        self.first = int(done) if self.first is None else self.first
        gone, made = time.monotonic() - self.started, done - self.first
        left = gone * (self.n_samples - done) / made if made > 0.05 else None
        self.progress(TrainingProgress(words, _FITTING * done / self.n_samples, left))

    def done(self, index):
        self(f"{index + 1} of {self.n_samples} glasses", index + 1)
