"""Fitting the weights of a network: one run an example, the pass that does best on glasses held back is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from ..errors import GlassError
from ..scores.ranks import mean_ranks
from ..scores.rare import average_precision
from .checkpoint import keep, taken_up
from .deep import torch as the_torch

if TYPE_CHECKING:
    import torch

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Example:
    """A run: what a network is told of it, and what it is to answer.

    Attributes
    ----------
    told : LoadGraph or LoadMap
        What the network is told.
    moved : ndarray of float32, shape (n, strains)
        1 for those that moved most.
    logarithm : ndarray of float32, shape (n, strains)
        log D²_min, standardised in the run.
    """

    told: Any  # Any: of arrays or of tensors, whichever the network takes
    moved: np.ndarray
    logarithm: np.ndarray


@dataclass(frozen=True)
class Plan:
    """How a network is fitted.

    Attributes
    ----------
    passes : int
        Over all runs.
    rate : float
        The highest rate of learning: it rises for the first third of the steps and falls for the others.
    decay : float
        Of the weights (AdamW).
    beside : float
        Weight of the error of log D²_min beside that of the answers.
    held_back : float
        Share of the training glasses that only choose the pass.
    seed : int
        Of the first weights and of the order of runs.
    """

    passes: int = 12
    rate: float = 4e-3
    decay: float = 1e-3
    beside: float = 0.3
    held_back: float = 0.1
    seed: int = 0

    def __post_init__(self):
        if self.passes < 1 or self.rate <= 0 or self.decay < 0 or not 0 < self.held_back < 1:
            raise GlassError(f"no training goes like this: {self}")


def fit(
    outputs: Callable[[dict, Any], torch.Tensor],  # Any: what it is told
    start: dict[str, np.ndarray],
    glasses: list[list[Example]],
    plan: Plan,
    folder: str | Path | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[dict[str, np.ndarray], dict]:
    """Fit weights to the examples of glasses.

    Parameters
    ----------
    outputs : callable
        From weights and what is told, as tensors, to an output a particle and strain, then log D²_min.
    start : dict of str to ndarray
        First weights; "mean" and "scale" stay as they are.
    glasses : list of lists of Example
        Those of each glass.
    plan : Plan
        How.
    folder : str or path, optional
        Where the state is kept after every pass; from a state that is there it goes on, and ends the same.
    progress : callable, optional
        Called with words and the share of the work that is done.

    Returns
    -------
    weights : dict of str to ndarray
        Of the pass that did best on the glasses held back.
    course : dict
        Mean loss of every pass, and the average precision on those that were held back.

    Raises
    ------
    GlassError
        There are fewer than two glasses, or the loss is no number any more.
    """
    torch = the_torch()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    parts = parted(glasses, plan.held_back)
    shown, back = ([tensors_of(one, device) for runs in part for one in runs] for part in parts)
    weights = {name: torch.tensor(array, device=device) for name, array in start.items()}
    learned = [name for name in weights if name not in ("mean", "scale")]
    for name in learned:
        weights[name].requires_grad_(True)
    descent = torch.optim.AdamW([weights[name] for name in learned], lr=plan.rate, weight_decay=plan.decay)
    rates = torch.optim.lr_scheduler.OneCycleLR(descent, plan.rate, total_steps=plan.passes * len(shown))
    course: dict[str, list] = {"loss": [], "average_precision": [], "c_rank": []}
    best = {name: tensor.detach().clone() for name, tensor in weights.items()}
    folder = None if folder is None else Path(folder)
    about = asdict(plan) | {"shapes": {name: list(array.shape) for name, array in start.items()}}
    if (state := taken_up(folder, about)) is not None:
        course, best = state["course"], state["best"]
        with torch.no_grad():
            for name, tensor in weights.items():
                tensor.copy_(state["weights"][name])
        descent.load_state_dict(state["descent"])
        rates.load_state_dict(state["rates"])
    for k in range(len(course["loss"]), plan.passes):
        order, total = np.random.default_rng((plan.seed, k)).permutation(len(shown)), 0.0
        for m, place in enumerate(order):
            loss = _loss(torch, outputs(weights, shown[place].told), shown[place], plan.beside)
            descent.zero_grad()
            loss.backward()
            descent.step()
            rates.step()
            total += loss.item()
            if progress is not None and m % 16 == 0:
                progress(f"pass {k + 1} of {plan.passes}", (k + m / len(shown)) / plan.passes)
        if not np.isfinite(total):
            raise GlassError("the loss is no number any more: train with a lower rate")
        precision, rank = _held_back(torch, outputs, weights, back)
        if not course["average_precision"] or precision > max(course["average_precision"]):
            best = {name: tensor.detach().clone() for name, tensor in weights.items()}
        for name, value in (("loss", total / len(shown)), ("average_precision", precision), ("c_rank", rank)):
            course[name].append(round(value, 6))
        now = {"weights": weights, "descent": descent.state_dict(), "rates": rates.state_dict()}
        keep(folder, about, now | {"course": course, "best": best})
    return {name: tensor.cpu().numpy() for name, tensor in best.items()}, course


def parted(glasses: list[list[Kind]], held_back: float) -> tuple[list[list[Kind]], list[list[Kind]]]:
    """Glasses that are shown, and those that only choose the pass: the last ones, one at least.

    Parameters
    ----------
    glasses : list of lists
        The runs of each.
    held_back : float
        Share that is held back.

    Raises
    ------
    GlassError
        There are fewer than two.
    """
    if len(glasses) < 2:
        raise GlassError("a network needs two glasses to train on: one is held back")
    n_back = max(1, round(held_back * len(glasses)))
    return glasses[:-n_back], glasses[-n_back:]


def tensors_of(example: Example, device: torch.device | None = None) -> Example:
    """An example of tensors.

    Parameters
    ----------
    example : Example
        Of arrays.
    device : torch.device, optional
        Where they go.
    """
    torch = the_torch()

    def moved(value: Any) -> Any:  # Any: an array, or a dataclass of some
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: moved(getattr(value, one.name)) for one in fields(value)})
        kind = torch.int64 if value.dtype.kind == "i" else torch.float32
        return torch.as_tensor(np.array(value), dtype=kind, device=device)

    return moved(example)


def _loss(torch, answers, example, beside):
    """Cross entropy with the same weight for those that moved most as for the others, and the error of log D²_min."""
    n = example.moved.shape[1]
    n_moved = example.moved.sum(0)
    weights = torch.where(example.moved > 0, 0.5 / n_moved, 0.5 / (len(example.moved) - n_moved))
    entropy = torch.nn.functional.binary_cross_entropy_with_logits(answers[:, :n], example.moved, reduction="none")
    return (weights * entropy).sum(0).mean() + beside * ((answers[:, n:] - example.logarithm) ** 2).mean()


def _held_back(torch, outputs, weights, examples):
    """Mean average precision and rank over the runs of the glasses that are held back, and strains."""
    found = []
    with torch.no_grad():
        for one in examples:
            answers = outputs(weights, one.told).cpu().numpy()
            for k, moved in enumerate(one.moved.cpu().numpy().T > 0):
                ranks = mean_ranks(answers[:, k]) / len(moved)
                found.append((average_precision(answers[:, k], moved), 2 * ranks[moved].mean() - 1))
    return map(float, np.mean(found, axis=0))
