"""Training a learned indicator on the command line, with progress."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ...engine import GlassError
from ...engine.whole_files import new_file
from .printing import ProgressLine, duration_in_words


def run(options: argparse.Namespace) -> None:
    """Train a plane and write it; the states that it was shown are kept beside it.

    Parameters
    ----------
    options : argparse.Namespace
        With indicator, out, states, model, samples, glass, protocol, n, seed, set, loads, events, max_strain, labels;
        for susceptibility_ridge with labelled and strain in place of all after out.
    """
    from ...engine.learning import train

    if options.indicator == "susceptibility_ridge":
        _run_on_labels(options)
        return
    if options.labelled is not None or options.strain is not None:
        raise GlassError("--from and --strain are for susceptibility_ridge, which learns from labels")
    target = new_file(options.out)
    course = _course(options)
    folder = target.with_name(f"{target.stem}-states") if options.states is None else Path(options.states)
    print(
        f"{course.indicator}: {len(course.samples)} glasses, {course.n_loads} directions of shear; states in {folder}",
        file=sys.stderr,
    )
    with ProgressLine() as line:
        plane = train(course, folder, lambda now: line.show(now.fraction, _in_words(now)))
    plane.save(target)
    print(f"{target}: {plane.in_words()}")


def _run_on_labels(options):
    from ...engine.ensembles import open_labels
    from ...engine.training import train_ridge

    if options.labelled is None:
        raise GlassError("susceptibility_ridge learns from labels: give --from, what `glasscope labels` wrote")
    target, strain = new_file(options.out), {} if options.strain is None else {"strain": options.strain}
    labels = open_labels(options.labelled)
    with ProgressLine() as line:
        plane = train_ridge(labels, **strain, progress=lambda words, done: line.show(done, words))
    plane.save(target)
    print(f"{target}: {plane.in_words()}")


def _course(options):
    from ...engine.learning import Course

    given = {
        "n_samples": options.samples, "n_particles": options.n, "seed": options.seed, "protocol": options.protocol,
    }  # fmt: skip
    given = {name: value for name, value in given.items() if value is not None}
    if options.glass and given:
        name = min(given).replace("n_samples", "samples").replace("n_particles", "n-particles")
        raise GlassError(f"--{name} is about glasses to prepare; leave it out to train on glasses that are there")
    return Course(
        options.indicator, options.model, parameters=dict(options.set), glasses=tuple(options.glass),
        n_loads=options.loads, events=options.events, labels=options.labels, max_strain=options.max_strain, **given,
    )  # fmt: skip


def _in_words(now):
    left = "" if now.seconds_left is None else f", {duration_in_words(now.seconds_left)} left"
    return f"{now.words}{left}"
