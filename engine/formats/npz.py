"""Glasscope's own files: compressed npz without pickled objects."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError, GlassFileError, shown
from ..matter.glass import Glass
from ..matter.model import Model
from .answers import agreed_model
from .foreign import FORMAT

if TYPE_CHECKING:
    from ..quarantine import Parcel


def write_npz(glass: Glass) -> bytes:
    """The content of a glass's npz file.

    Parameters
    ----------
    glass : Glass
        The state.
    """
    about = {"format": FORMAT, "model": glass.model.key, "provenance": dict(glass.provenance)}
    arrays = {
        "about": np.array(json.dumps(about)),
        "positions": glass.positions,
        "diameters": glass.diameters,
        "cell": glass.box.cell,
    }
    if glass.species is not None:
        arrays["species"] = glass.species.astype(np.int8)
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **arrays)
    return content.getvalue()


def glass_in_npz(parcel: Parcel, name: str, *, model: str | Model | None = None, **answers: object) -> Glass:
    """The glass in an npz file, which says everything itself.

    Parameters
    ----------
    parcel : Parcel
        What its reader found.
    name : str
        Its name, for messages.
    model : str or Model, optional
        Must be the file's own; a model of one's own has to be given.
    **answers
        Diameters, species, cell: refused, the file has them.

    Raises
    ------
    GlassFileError
        What it holds makes no glass.
    """
    for what, answer in answers.items():
        if answer is not None:
            raise GlassFileError(f"{name} is an npz file and says its own {what}; leave {what}= out")
    held = parcel.arrays
    try:
        about = parcel.words["about"]
        if about["format"] != FORMAT:
            raise KeyError(f"format {shown(about['format'])}")
        return Glass(
            agreed_model(about["model"], model, name), held["positions"], diameters=held["diameters"],
            species=held.get("species"), cell=held["cell"], provenance=about["provenance"],
        )  # fmt: skip
    except (KeyError, TypeError) as error:
        raise GlassFileError(
            f"{name} is an npz file but no glass ({error} missing or wrong); expected {FORMAT}"
        ) from error
    except GlassFileError:
        raise
    except GlassError as error:
        raise GlassFileError(f"{name} holds an impossible glass: {error}") from error
