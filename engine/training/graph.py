"""Training a graph network on labels: the same layers as `GraphNetwork`, with gradients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError
from ..learning.networks.graph import CLIP, MESSAGES, GraphNetwork, GraphRecipe
from ..learning.networks.load_graph import LoadGraph, load_graph
from ..scores.susceptibility import TOP_SHARE, top
from .card import card_of
from .deep import torch as the_torch
from .fitting import Example, Plan, fit
from .labelled import check_strain, labelled_glass, loads_of, of_split

if TYPE_CHECKING:
    import torch
    import xarray

STRAIN = 0.02
"""Of what the trained network predicts, unless another one is asked for."""


def train_graph(
    labels: xarray.Dataset,
    recipe: GraphRecipe | None = None,
    plan: Plan | None = None,
    *,
    strain: float = STRAIN,
    share: float = TOP_SHARE,
    folder: str | Path | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> GraphNetwork:
    """Train a graph network on the glasses for training, and try it on those for tests.

    Parameters
    ----------
    labels : xarray.Dataset
        From `open_labels`.
    recipe : GraphRecipe, optional
        Its shape; that of positions alone where left out. Its strains are those of the labels.
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
    GraphNetwork
        With the weights of the pass that did best on glasses held back from training.

    Raises
    ------
    GlassError
        PyTorch is not installed, the strain is none of the labels', or a split is empty.

    Notes
    -----
    Cost: 0.1 s a run and pass for 2,048 particles, and 2 GB of memory for the fields of 640 runs.
    """
    the_torch()  # before hours of fields are made for it
    said = progress or (lambda words, done: None)
    strains = tuple(float(one) for one in labels["strain"].values)
    recipe = replace(recipe or GraphRecipe(), strains=strains)
    strain, training = check_strain(labels, strain), of_split(labels, "train")
    examples: list[list[Example]] = []
    for n, k in enumerate(training):
        said(f"what is told of {labels['sample'].values[k]}", 0.2 * n / len(training))
        examples.append(_examples(labels, k, recipe, share))
    if not any(examples):
        raise GlassError("no run of the glasses for training got to the last strain")
    start = first_weights(recipe, [one.graph for runs in examples for one in runs], (plan or Plan()).seed)
    weights, course = fit(
        lambda w, graph: outputs(recipe, w, graph), start, examples, plan or Plan(), folder,
        lambda words, done: said(words, 0.2 + 0.7 * done),
    )  # fmt: skip
    network = GraphNetwork(recipe, weights, strain, labels.attrs["model"])
    said("trying it", 0.9)
    key = "susceptibility_graph_fields" if recipe.fields else "susceptibility_graph"
    shown = {"n_examples": sum(one.moved.shape[0] for runs in examples for one in runs), "course": course}
    return replace(network, about=card_of(labels, key, training, network.softness, strain, share, **shown))


def _examples(labels, sample, recipe, share):
    """An example a run that got to the last strain."""
    glass, found = labelled_glass(labels, sample), []
    for a, load in enumerate(loads_of(labels)):
        d2min = labels["d2min"].values[sample, a]
        if np.isfinite(d2min).all():
            moved = np.stack([top(one, share) for one in d2min], axis=1)
            logarithm = np.log(d2min + 1e-12).T
            logarithm = (logarithm - logarithm.mean(axis=0)) / logarithm.std(axis=0)
            graph = load_graph(glass, load, recipe.reach, recipe.fields).single()
            found.append(Example(graph, moved.astype(np.float32), logarithm.astype(np.float32)))
    return found


def first_weights(recipe: GraphRecipe, graphs: list[LoadGraph], seed: int) -> dict[str, np.ndarray]:
    """Weights by chance, uniform within one over the root of the numbers that go in; inputs standardised.

    Parameters
    ----------
    recipe : GraphRecipe
        The shape.
    graphs : list of LoadGraph
        What is told, for its mean and spread.
    seed : int
        Of the random numbers.
    """
    rng, weights = np.random.default_rng(seed), {}
    told = np.concatenate([graph.particles for graph in graphs])
    for name, shape in recipe.shapes().items():
        matrix = name.removesuffix("_bias")
        bound = recipe.shapes()[matrix][-2] ** -0.5 if name not in ("mean", "scale") else 0.0
        weights[name] = rng.uniform(-bound, bound, shape).astype(np.float32)
    spread = told.std(axis=0)
    weights["mean"], weights["scale"] = told.mean(axis=0), np.where(spread > 1e-6, spread, 1).astype(np.float32)
    return {name: array.astype(np.float32) for name, array in weights.items()}


def outputs(recipe: GraphRecipe, w: dict[str, torch.Tensor], graph: LoadGraph) -> torch.Tensor:
    """What `GraphNetwork.outputs` computes, with gradients.

    Parameters
    ----------
    recipe : GraphRecipe
        Its shape.
    w : dict of str to Tensor
        Its weights.
    graph : LoadGraph
        Of tensors.
    """
    torch = the_torch()
    silu = torch.nn.functional.silu
    n = graph.particles.shape[0]
    told = ((graph.particles - w["mean"]) / w["scale"]).clamp(-CLIP, CLIP) @ w["in"] + w["in_bias"]
    nothing = torch.zeros_like(told)
    x, y = (graph.vectors[..., 0] @ w["in_x"], graph.vectors[..., 1] @ w["in_y"]) if recipe.fields else (nothing,) * 2
    carried = torch.stack([told, x, y, nothing], 1)
    product = torch.tensor([[t ^ s for s in range(4)] for t in range(4)])
    forward = graph.parities[:, product]
    back = forward * torch.tensor([1.0, -1.0, -1.0, 1.0])[product]
    for k in range(recipe.rounds):
        weights = silu(graph.pairs @ w[f"{k}.pair"] + w[f"{k}.pair_bias"]) @ w[f"{k}.message"] + w[f"{k}.message_bias"]
        weights = weights.view(-1, 4, 4, recipe.width)
        heard = torch.zeros(n, 4, recipe.width)
        for to, of, parities in ((graph.i, graph.j, forward), (graph.j, graph.i, back)):
            sent = (weights * parities[..., None] * carried[of][:, None]).sum(2)
            heard = heard.index_add(0, to, sent)
        both = torch.cat([carried, heard / MESSAGES], 2)
        new = torch.einsum("ntc,tcd->ntd", both, w[f"{k}.mix"])
        even = new[:, 0] + w[f"{k}.mix_bias"]
        gates = torch.sigmoid(even @ w[f"{k}.gate"] + w[f"{k}.gate_bias"]).view(n, 3, -1)
        carried = carried + torch.cat([silu(even)[:, None], new[:, 1:] * gates], 1)
    return silu(carried[:, 0] @ w["out"] + w["out_bias"]) @ w["last"] + w["last_bias"]
