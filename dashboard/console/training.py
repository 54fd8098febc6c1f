"""Training a learned indicator on the command line, with progress."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from ...engine import GlassError
from ...engine.whole_files import new_file
from .printing import ProgressLine, duration_in_words


def run(options: argparse.Namespace) -> None:
    """Train a predictor and write it; the states that it was shown, or those of its training, are kept beside it.

    Parameters
    ----------
    options : argparse.Namespace
        With indicator, out, states, model, samples, glass, protocol, n, seed, set, loads, events, max_strain, labels;
        for those that learn from labels with labelled, strain, recipe, passes, seed and states.
    """
    from ...engine.learning import train

    if options.indicator in ON_LABELS:
        _run_on_labels(options)
        return
    for name in ("labelled", "strain", "passes", "recipe"):
        if getattr(options, name) is not None:
            flag = {"labelled": "from"}.get(name, name)
            raise GlassError(f"--{flag} is for {', '.join(ON_LABELS)}, which learn from labels")
    target = new_file(options.out)
    course = _course(options)
    folder = _states(options, target)
    print(
        f"{course.indicator}: {len(course.samples)} glasses, {course.n_loads} directions of shear; states in {folder}",
        file=sys.stderr,
    )
    with ProgressLine() as line:
        plane = train(course, folder, lambda now: line.show(now.fraction, _in_words(now)))
    plane.save(target)
    print(f"{target}: {plane.in_words()}")


def _run_on_labels(options):
    from ...engine.ensembles import open_labels, shipped_labels

    if options.labelled is None:
        shipped = ", ".join(shipped_labels())
        raise GlassError(
            f"{options.indicator} learns from labels: give --from, what `glasscope labels` wrote or one of {shipped}"
        )
    if options.recipe is not None and options.indicator != "susceptibility_image":
        raise GlassError("--recipe is for susceptibility_image, which comes in three shapes")
    target, labels = new_file(options.out), open_labels(options.labelled)
    given = {} if options.strain is None else {"strain": options.strain}
    with ProgressLine() as line:
        predictor = ON_LABELS[options.indicator](
            options, labels, target, given | {"progress": lambda words, done: line.show(done, words)}
        )
    predictor.save(target)
    print(f"{target}: {predictor.in_words()}")


def _ridge(options, labels, target, given):
    from ...engine.training import train_ridge

    if options.passes is not None:
        raise GlassError("--passes is for networks: a ridge is fitted at once")
    _check_suffix(target, ".json")
    return train_ridge(labels, **given)


def _network(recipe_of):
    def trained(options, labels, target, given):
        from ...engine.learning import networks
        from ...engine.training import Plan, train_network

        _check_suffix(target, ".npz")
        plan, folder = _plan(Plan, options), _states(options, target)
        return train_network(labels, recipe_of(networks), plan, folder=folder, **given)

    return trained


def _image(options, labels, target, given):
    from ...engine.learning.networks.image import FULL, SMALL, ImageRecipe
    from ...engine.training import ImagePlan, train_images

    if options.recipe in (None, "map"):
        return _network(lambda networks: networks.MapRecipe())(options, labels, target, given)
    _check_suffix(target, ".npz")
    recipe = ImageRecipe(blocks=FULL if options.recipe == "images-25" else SMALL)
    return train_images(labels, recipe, _plan(ImagePlan, options), folder=_states(options, target), **given)


def _plan(kind, options):
    given = {"passes": options.passes, "seed": options.seed}
    return kind(**{name: value for name, value in given.items() if value is not None})


def _states(options, target):
    return target.with_name(f"{target.stem}-states") if options.states is None else Path(options.states)


def _check_suffix(target, suffix):
    if target.suffix != suffix:
        raise GlassError(f"what is trained here is kept in a file that ends in {suffix}; got {target.name}")


ON_LABELS = {
    "susceptibility_ridge": _ridge,
    "susceptibility_graph": _network(lambda networks: networks.GraphRecipe()),
    "susceptibility_graph_fields": _network(lambda networks: networks.GraphRecipe(fields=True)),
    "susceptibility_image": _image,
}
"""What learns from labels of many glasses, and how each is trained."""


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
