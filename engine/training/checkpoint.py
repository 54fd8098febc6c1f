"""The state of a training on disk: written whole after every pass, and taken up where a training goes the same way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import GlassError
from .deep import torch as the_torch

FILE = "training.pt"
"""Its name in the folder of a training."""


def keep(folder: Path | None, plan: dict[str, Any], state: dict[str, Any]) -> None:  # Any: numbers, tensors, states
    """Write a state; nothing where there is no folder.

    Parameters
    ----------
    folder : Path or None
        Of the training.
    plan : dict
        How it goes: plain values.
    state : dict
        What PyTorch can write.
    """
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{FILE}.part"
    the_torch().save({"plan": plan, "state": state}, part)
    part.replace(folder / FILE)


def taken_up(folder: Path | None, plan: dict[str, Any]) -> dict[str, Any] | None:  # Any: as `keep` was given it
    """The state that was kept; None where there is none.

    Parameters
    ----------
    folder : Path or None
        Of the training.
    plan : dict
        How it goes: it has to be the one that the state is of.

    Raises
    ------
    GlassError
        It is damaged, or of another training.
    """
    if folder is None or not (file := folder / FILE).exists():
        return None
    try:
        kept = the_torch().load(file, weights_only=True)
        same, state = kept["plan"] == plan, kept["state"]
    except Exception as error:  # a damaged file raises whatever its bytes lead to
        raise GlassError(f"{file} holds no state of a training: {error}; remove it to begin anew") from None
    if not same:
        raise GlassError(f"{file} is of a training that goes otherwise: remove it to begin anew")
    return state
