"""The model glass formers of the papers, one file each; a file put there is found by itself.

A file declares ``MODEL``, a `Model`. Its pair energy is of a family in `potentials`, or of a new one: a file there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..._declared import by_key
from ...errors import GlassError, shown
from ..model import Model

#: every model by its key
MODELS: Mapping[str, Model] = MappingProxyType(by_key(__name__, __path__, "MODEL", Model))


def model_of(model: str | Model) -> Model:
    """The model of this key, or the model itself.

    Parameters
    ----------
    model : str or Model
        A key of `MODELS`, or a model of one's own.

    Raises
    ------
    GlassError
        If the key is unknown; the message names the known ones.
    """
    if isinstance(model, Model):
        return model
    if not isinstance(model, str) or model not in MODELS:
        raise GlassError(f"unknown model {shown(model)}; known are {', '.join(MODELS)}")
    return MODELS[model]
