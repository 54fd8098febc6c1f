"""The layers of `GraphNetwork` with gradients, and the weights that its training begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..learning.networks.graph import CLIP, MESSAGES, GraphRecipe
from ..learning.networks.load_graph import LoadGraph
from .deep import torch as the_torch

if TYPE_CHECKING:
    import torch


def first_weights(recipe: GraphRecipe, told: list[LoadGraph], seed: int) -> dict[str, np.ndarray]:
    """Weights by chance, uniform within one over the root of the numbers that go in; inputs standardised.

    Parameters
    ----------
    recipe : GraphRecipe
        The shape.
    told : list of LoadGraph
        What is told, for its mean and spread.
    seed : int
        Of the random numbers.
    """
    rng, weights = np.random.default_rng(seed), {}
    particles = np.concatenate([graph.particles for graph in told])
    for name, shape in recipe.shapes().items():
        matrix = name.removesuffix("_bias")
        bound = recipe.shapes()[matrix][-2] ** -0.5 if name not in ("mean", "scale") else 0.0
        weights[name] = rng.uniform(-bound, bound, shape).astype(np.float32)
    spread = particles.std(axis=0)
    weights["mean"], weights["scale"] = particles.mean(axis=0), np.where(spread > 1e-6, spread, 1).astype(np.float32)
    return {name: array.astype(np.float32) for name, array in weights.items()}


def outputs(recipe: GraphRecipe, w: dict[str, torch.Tensor], graph: Any) -> torch.Tensor:  # Any: a LoadGraph of tensors
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
