"""Training a network on labels: what each run is told, how it is fitted, how well it does on glasses not seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError
from ..learning.networks import GraphNetwork, GraphRecipe, MapNetwork, MapRecipe, Network, NetworkRecipe
from ..scores.susceptibility import TOP_SHARE, top
from . import graph as graphs
from . import map as maps
from .card import card_of
from .deep import torch as the_torch
from .fitting import Example, Plan, fit
from .labelled import check_strain, of_split, runs_of
from .trial import tried

if TYPE_CHECKING:
    import xarray

STRAIN = 0.02
"""Of what the trained network predicts, unless another one is asked for."""

_KINDS = {GraphRecipe: (GraphNetwork, graphs), MapRecipe: (MapNetwork, maps)}


def train_network(
    labels: xarray.Dataset,
    recipe: NetworkRecipe | None = None,
    plan: Plan | None = None,
    *,
    strain: float = STRAIN,
    share: float = TOP_SHARE,
    folder: str | Path | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Network:
    """Train a network on the glasses for training, and try it on those for tests.

    Parameters
    ----------
    labels : xarray.Dataset
        From `open_labels`.
    recipe : GraphRecipe or MapRecipe, optional
        Its shape; a graph of positions alone where left out. Its strains are those of the labels.
    plan : Plan, optional
        How it is fitted.
    strain : float
        Of what `softness` predicts, one of the labels'; the network knows all of them.
    share : float
        Of the particles that count as having moved most: f_thres of FM21.
    folder : str or path, optional
        Where its state is kept after every pass, so that a killed training goes on and ends the same.
    progress : callable, optional
        Called with words and the share of the work that is done.

    Returns
    -------
    Network
        With the weights of the pass that did best on glasses held back from training.

    Raises
    ------
    GlassError
        PyTorch is not installed, the strain is none of the labels', or a split is empty.

    Notes
    -----
    Cost: for each run of 2,048 particles a graph takes 0.1 s a pass, a map 0.3 s; fields of 640 runs have 2 GB.
    """
    the_torch()  # before hours of fields are made for it
    said, plan = progress or (lambda words, done: None), plan or Plan()
    recipe = replace(recipe or GraphRecipe(), strains=tuple(float(one) for one in labels["strain"].values))
    kind, layers = _KINDS[type(recipe)]
    strain, training = check_strain(labels, strain), of_split(labels, "train")
    examples: list[list[Example]] = []
    for n, k in enumerate(training):
        said(f"what is told of {labels['sample'].values[k]}", 0.2 * n / len(training))
        examples.append(_examples(labels, k, recipe, share))
    runs = [one for each in examples for one in each]
    if not runs:
        raise GlassError("no run of the glasses for training got to the last strain")
    weights, course = fit(
        lambda w, told: layers.outputs(recipe, w, told),
        layers.first_weights(recipe, [one.told for one in runs], plan.seed),
        examples, plan, folder, lambda words, done: said(words, 0.2 + 0.7 * done),
    )  # fmt: skip
    network = kind(recipe, weights, strain, labels.attrs["model"])
    said("trying it", 0.9)
    shown = {"n_examples": sum(one.moved.shape[0] for one in runs), "course": course}
    trial = tried(labels, {recipe.indicator: network.softness}, [strain], share=share)
    return replace(network, about=card_of(labels, training, trial, **shown))


def _examples(labels, sample, recipe, share):
    """An example a run that got to the last strain."""
    found = []
    for run in runs_of(labels, sample):
        if len(run.d2min) == labels.sizes["strain"]:
            d2min = np.stack(list(run.d2min.values()))
            moved = np.stack([top(one, share) for one in d2min], axis=1)
            logarithm = np.log(d2min + 1e-12).T
            logarithm = (logarithm - logarithm.mean(axis=0)) / logarithm.std(axis=0)
            told = recipe.told_of(run.glass, run.load).single()
            found.append(Example(told, moved.astype(np.float32), logarithm.astype(np.float32)))
    return found
