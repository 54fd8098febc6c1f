"""Training Fan and Ma's network on images, as they do (FM21 Methods): balanced batches, mirrors by chance, RMSprop."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError
from ..learning.networks.image import ImageNetwork, ImageRecipe
from ..scores.susceptibility import TOP_SHARE, top
from .card import card_of
from .checkpoint import keep, taken_up
from .deep import torch as the_torch
from .fitting import parted
from .labelled import check_strain, of_split, runs_of
from .trial import tried

if TYPE_CHECKING:
    import torch
    import xarray

_NORMAL = 1e-5  # added to variances of batches
_MEMORY = 0.1  # of their running means


@dataclass(frozen=True)
class ImagePlan:
    """How a network on images is fitted.

    Attributes
    ----------
    passes : int
        At most, over all particles that moved most.
    rate : float
        The first rate of learning.
    batch : int
        Images at once; FM21 take 512 of 10⁶.
    patience : int
        Passes without a better accuracy on glasses held back, after which the rate is divided by √10; after twice as
        many it ends.
    others : int
        For each particle that moved most, from which each pass draws one anew.
    held_back : float
        Share of the training glasses that only choose the pass.
    seed : int
        Of the first weights, the order, the others and the mirrors.
    """

    passes: int = 24
    rate: float = 1e-3
    batch: int = 64
    patience: int = 3
    others: int = 4
    held_back: float = 0.1
    seed: int = 0

    def __post_init__(self):
        if min(self.passes, self.batch, self.patience, self.others) < 1 or self.rate <= 0 or not 0 < self.held_back < 1:
            raise GlassError(f"no training goes like this: {self}")


def train_images(
    labels: xarray.Dataset,
    recipe: ImageRecipe | None = None,
    plan: ImagePlan | None = None,
    *,
    strain: float = 0.02,
    share: float = TOP_SHARE,
    folder: str | Path | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> ImageNetwork:
    """Train FM21's network on the glasses for training, and try it on those for tests, under every other load.

    Parameters
    ----------
    labels : xarray.Dataset
        From `open_labels`.
    recipe : ImageRecipe, optional
        Its shape; the small one where left out.
    plan : ImagePlan, optional
        How it is fitted.
    strain : float
        One of the labels'.
    share : float
        Of the particles that count as having moved most: f_thres.
    folder : str or path, optional
        Where its state is kept after every pass, so that a killed training goes on and ends the same.
    progress : callable, optional
        Called with words and the share of the work that is done.

    Returns
    -------
    ImageNetwork
        Of the pass with the best accuracy on glasses held back, its normalisation worked into the weights.

    Raises
    ------
    GlassError
        PyTorch is not installed, the strain is none of the labels', a split is empty, or fewer than two glasses have
        runs that got there.

    Notes
    -----
    Cost: 4 ms an image and pass with the small recipe, 100 kB of memory for each particle that moved most; then 6 ms
    for each particle of the glasses for tests under half of the loads, which is more than all the training: its
    threshold is FM21's, a class probability of one half.
    """
    torch, plan, said = the_torch(), plan or ImagePlan(), progress or (lambda words, done: None)
    strain, training = check_strain(labels, strain), of_split(labels, "train")
    recipe = replace(recipe or ImageRecipe(), strains=(strain,))
    rng, glasses = np.random.default_rng(plan.seed), []
    for n, k in enumerate(training):
        said(f"images of {labels['sample'].values[k]}", 0.2 * n / len(training))
        glasses.append([_images_of(run, recipe, strain, share, plan.others, rng) for run in runs_of(labels, k)
                        if strain in run.d2min])  # fmt: skip
    glasses = [runs for runs in glasses if runs]
    shown, back = (_together(torch, part) for part in parted(glasses, plan.held_back))
    weights, course = _fitted(
        torch, recipe, plan, shown, back, folder, lambda words, done: said(words, 0.2 + 0.5 * done)
    )
    network = ImageNetwork(recipe, weights, strain, labels.attrs["model"])
    said("trying it", 0.7)
    told = {"n_examples": int(2 * len(shown[0])), "course": course}
    some = labels.isel(load=slice(None, None, 2))
    trial = tried(some, {recipe.indicator: network.softness}, [strain], share=share, threshold=0.0)
    return replace(network, about=card_of(labels, training, trial, **told))


def _images_of(run, recipe, strain, share, others, rng):
    """Images of those that moved most in a run, (n, species, y, x), and of some others each, (n, others, ...)."""
    moved = top(run.d2min[strain], share)
    soft = np.flatnonzero(moved)
    stiff = rng.choice(np.flatnonzero(~moved), (soft.size, others), replace=False)
    images = recipe.told_of(run.glass, run.load, np.concatenate([soft, stiff.ravel()])).single().images
    images = np.ascontiguousarray(images.transpose(2, 3, 0, 1))
    return images[: soft.size], images[soft.size :].reshape(soft.size, others, *images.shape[1:])


def _together(torch, glasses):
    pairs = [run for runs in glasses for run in runs]
    return tuple(torch.from_numpy(np.concatenate(some)) for some in zip(*pairs, strict=True))


def _fitted(torch, recipe, plan, shown, back, folder, said):
    """The weights of the best pass, as the network has them, and what was measured on the way."""
    w = first_weights(recipe, plan.seed)
    learned = [w[name].requires_grad_(True) for name in w if not name.endswith(("_mean", "_variance"))]
    descent = torch.optim.RMSprop(learned, lr=plan.rate)
    course: dict[str, list[float]] = {"loss": [], "accuracy": [], "rate": []}
    best = folded(recipe, w)
    folder = None if folder is None else Path(folder)
    about = asdict(plan) | {"recipe": repr(recipe)}
    if (state := taken_up(folder, about)) is not None:
        course, best = state["course"], {name: tensor.numpy() for name, tensor in state["best"].items()}
        with torch.no_grad():
            for name, tensor in w.items():
                tensor.copy_(state["w"][name])
        descent.load_state_dict(state["descent"])
    for k in range(len(course["loss"]), plan.passes):
        if _since_best(course["accuracy"]) >= 2 * plan.patience:
            break
        rng = np.random.default_rng((plan.seed, k))
        loss = _one_pass(torch, recipe, plan, w, descent, shown, rng, lambda done, k=k: said(
            f"pass {k + 1} of {plan.passes}", (k + done) / plan.passes))  # fmt: skip
        if not np.isfinite(loss):
            raise GlassError("the loss is no number any more: train with a lower rate")
        accuracy = _accuracy(torch, recipe, w, back)
        if accuracy > max(course["accuracy"], default=-1.0):
            best = folded(recipe, w)
        for name, value in (("loss", loss), ("accuracy", accuracy), ("rate", descent.param_groups[0]["lr"])):
            course[name].append(round(value, 6))
        if _since_best(course["accuracy"]) == plan.patience:
            descent.param_groups[0]["lr"] /= math.sqrt(10.0)
        kept = {name: torch.from_numpy(array) for name, array in best.items()}
        keep(folder, about, {"w": w, "descent": descent.state_dict(), "course": course, "best": kept})
    return best, course


def _since_best(accuracies):
    return len(accuracies) - 1 - int(np.argmax(accuracies)) if accuracies else 0


def _one_pass(torch, recipe, plan, w, descent, shown, rng, said):
    """Mean loss over all that moved most, each beside one other that is drawn, each mirrored by chance."""
    soft, stiff = shown
    order, total = rng.permutation(len(soft)), 0.0
    half = max(1, plan.batch // 2)
    for first in range(0, len(order), half):
        who = order[first : first + half]
        drawn = rng.integers(stiff.shape[1], size=who.size)
        images = torch.cat([soft[who], stiff[who, drawn]])
        kinds = rng.integers(4, size=len(images))
        images = torch.stack([mirror(one, kind) for one, kind in zip(images, kinds, strict=True)])
        answers = torch.cat([torch.ones(who.size), torch.zeros(who.size)])
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits(recipe, w, images, True), answers)
        descent.zero_grad()
        loss.backward()
        descent.step()
        total += loss.item() * who.size
        said(first / len(order))
    return total / len(order)


def mirror(image: torch.Tensor, kind: int) -> torch.Tensor:
    """One of the four mirror images that leave a simple shear as it is: transposes and half a turn.

    Parameters
    ----------
    image : Tensor, shape (species, y, x)
        As it is.
    kind : int
        0 to 3.
    """
    image = image.flip(1, 2) if kind & 1 else image
    return image.transpose(1, 2) if kind & 2 else image


def _accuracy(torch, recipe, w, back):
    with torch.no_grad():
        rights = [
            ((logits(recipe, w, images, False) > 0) == answer).float().mean().item()
            for images, answer in ((back[0], True), (back[1].flatten(0, 1), False))
        ]
    return float(np.mean(rights))


def first_weights(recipe: ImageRecipe, seed: int) -> dict[str, torch.Tensor]:
    """First weights (He et al. 2015), factors of 1 and shifts of 0, running means and variances.

    Parameters
    ----------
    recipe : ImageRecipe
        The shape.
    seed : int
        Of the random numbers.
    """
    torch = the_torch()
    rng, w = np.random.default_rng(seed), {}
    for name, shape in recipe.shapes().items():
        if name.startswith("last"):
            w[name] = torch.from_numpy((rng.standard_normal(shape) * shape[0] ** -0.5).astype(np.float32))
        elif not name.endswith("_bias"):
            scale = (2 / np.prod(shape[:-1])) ** 0.5
            w[name] = torch.from_numpy((rng.standard_normal(shape) * scale).astype(np.float32))
            for end, value in (("_factor", 1.0), ("_shift", 0.0), ("_mean", 0.0), ("_variance", 1.0)):
                w[name + end] = torch.full((shape[-1],), value)
    return w


def logits(recipe: ImageRecipe, w: dict[str, torch.Tensor], images: torch.Tensor, training: bool) -> torch.Tensor:
    """What `ImageNetwork` computes of images as they are, with gradients, shape (n,).

    Parameters
    ----------
    recipe : ImageRecipe
        Its shape.
    w : dict of str to Tensor
        Weights with their normalisation.
    images : Tensor, shape (n, species, y, x)
        What it is told.
    training : bool
        Whether channels are normalised by their batch, or by what batches were in the mean.
    """
    f, maps = the_torch().nn.functional, images
    for k, block in enumerate(recipe.blocks):
        maps = f.max_pool2d(maps, 2) if k else maps
        for m in range(len(block)):
            name = f"{k}.{m}"
            maps = f.conv2d(maps, w[name].permute(3, 2, 0, 1), padding=int(recipe.is_padded(k, m)))
            maps = f.batch_norm(
                maps, w[f"{name}_mean"], w[f"{name}_variance"], w[f"{name}_factor"], w[f"{name}_shift"], training,
                _MEMORY, _NORMAL,
            ).relu()  # fmt: skip
    return (maps[:, :, 0, 0] @ w["last"] + w["last_bias"])[:, 0]


def folded(recipe: ImageRecipe, w: dict[str, torch.Tensor]) -> dict[str, np.ndarray]:
    """Weights as the network has them: the normalisation is a factor of each kernel, and a bias.

    Parameters
    ----------
    recipe : ImageRecipe
        The shape.
    w : dict of str to Tensor
        As trained.
    """
    found = {}
    for name in recipe.shapes():
        if name.startswith("last"):
            found[name] = w[name].detach().numpy().copy()
        elif not name.endswith("_bias"):
            factor = w[f"{name}_factor"] / (w[f"{name}_variance"] + _NORMAL) ** 0.5
            found[name] = (w[name] * factor).detach().numpy().copy()
            found[f"{name}_bias"] = (w[f"{name}_shift"] - w[f"{name}_mean"] * factor).detach().numpy().copy()
    return found
