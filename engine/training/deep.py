"""PyTorch, which trains networks and which nothing else needs: imported where it is used, with a way to get it."""

from __future__ import annotations

import importlib
from types import ModuleType

from ..errors import GlassError


def torch() -> ModuleType:
    """PyTorch.

    Raises
    ------
    GlassError
        It is not installed; the message says how to get it.
    """
    try:
        return importlib.import_module("torch")
    except ImportError:
        raise GlassError(
            "training a network needs PyTorch, applying one does not: install glasscope[deep], from "
            "https://download.pytorch.org/whl/cpu where there is no CUDA device (the default build has several GB)"
        ) from None
