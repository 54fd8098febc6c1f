"""The layers of `MapNetwork` with gradients, and the weights that its training begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..learning.networks.load_map import LoadMap
from ..learning.networks.map import MapRecipe
from .deep import torch as the_torch

if TYPE_CHECKING:
    import torch


def first_weights(recipe: MapRecipe, told: list[LoadMap], seed: int) -> dict[str, np.ndarray]:
    """Weights by chance, of a variance that keeps that of what passes through (He et al. 2015); no biases.

    Parameters
    ----------
    recipe : MapRecipe
        The shape.
    told : list of LoadMap
        What is told; not needed.
    seed : int
        Of the random numbers.
    """
    rng = np.random.default_rng(seed)
    return {
        name: np.zeros(shape, np.float32)
        if name.endswith("_bias")
        else (rng.standard_normal(shape) * (2 / np.prod(shape[:-1])) ** 0.5).astype(np.float32)
        for name, shape in recipe.shapes().items()
    }


def outputs(recipe: MapRecipe, w: dict[str, torch.Tensor], told: Any) -> torch.Tensor:  # Any: a LoadMap of tensors
    """What `MapNetwork.outputs` computes, with gradients.

    Parameters
    ----------
    recipe : MapRecipe
        Its shape.
    w : dict of str to Tensor
        Its weights.
    told : LoadMap
        Of tensors.
    """
    torch = the_torch()
    f = torch.nn.functional
    maps = told.maps.permute(2, 0, 1)[None]
    for k, block in enumerate(recipe.blocks):
        maps = f.avg_pool2d(maps, 2) if k else maps
        for m in range(len(block)):
            maps = torch.relu(f.conv2d(maps, _mirrored(torch, w[f"{k}.{m}"]), w[f"{k}.{m}_bias"].repeat(4), padding=1))
    places = (told.places + 0.5) / recipe.shrinks - 0.5
    low = places.floor().long()
    (a, b), (r, c) = low.T, (places - low).T
    grid = maps[0]
    upper = (1 - c) * grid[:, a, b] + c * grid[:, a, b + 1]
    read = (1 - r) * upper + r * ((1 - c) * grid[:, a + 1, b] + c * grid[:, a + 1, b + 1])
    read = read.T.reshape(len(places), 4, -1).mean(1)
    return torch.relu(read @ w["out"] + w["out_bias"]) @ w["last"] + w["last_bias"]


def _mirrored(torch, kernel):
    """`mirrored` of the network, as PyTorch has kernels: to, from, row, column."""
    _, _, n_in, copies, n_out = kernel.shape
    rows = []
    for g in range(4):
        turned = kernel.flip([axis for axis in (0, 1) if g >> axis & 1])
        rows.append(torch.stack([turned[:, :, :, (g ^ h) if copies > 1 else 0] for h in range(copies)], 2))
    return torch.stack(rows, 4).reshape(3, 3, copies * n_in, 4 * n_out).permute(3, 2, 0, 1)
