"""Glasscope's own files: compressed npz without pickled objects."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import BinaryIO

import numpy as np

from ..errors import GlassError, GlassFileError
from ..matter.glass import Glass
from ..matter.model import Model
from .answers import agreed_model
from .foreign import FORMAT


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


def read_npz(file: BinaryIO, name: str, *, model: str | Model | None = None, **answers: object) -> Glass:
    """The glass in an npz file, which says everything itself.

    Parameters
    ----------
    file : binary file
        Its content.
    name : str
        Its name, for messages.
    model : str or Model, optional
        Must be the file's own; a model of one's own has to be given.
    **answers
        Diameters, species, cell: refused, the file has them.

    Raises
    ------
    GlassFileError
        If it is cut short or foreign, holds pickled objects, or what it holds makes no glass.
    """
    for what, answer in answers.items():
        if answer is not None:
            raise GlassFileError(f"{name} is an npz file and says its own {what}; leave {what}= out")
    try:
        stored = np.load(file, allow_pickle=False)
        if isinstance(stored, np.ndarray):
            raise GlassFileError(f"{name} is a single array, not a glass; expected a file written by Glass.save")
        with stored:
            content = {key: stored[key] for key in stored.files}
    except GlassFileError:
        raise
    except (ValueError, OSError, EOFError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        pickled = "pickle" in str(error).lower()
        reason = "it holds pickled objects, which are refused" if pickled else "it is cut short or foreign"
        raise GlassFileError(
            f"{name} cannot be read as a glass: {reason}; expected a file written by Glass.save"
        ) from error
    return _glass_in(content, name, model)


def _glass_in(content, name, model):
    try:
        about = json.loads(str(content["about"]))
        if about["format"] != FORMAT:
            raise KeyError(f"format {about['format']!r}")
        return Glass(
            agreed_model(about["model"], model, name), content["positions"], diameters=content["diameters"],
            species=content.get("species"), cell=content["cell"], provenance=about["provenance"],
        )  # fmt: skip
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise GlassFileError(
            f"{name} is an npz file but no glass ({error} missing or wrong); expected {FORMAT}"
        ) from error
    except GlassFileError:
        raise
    except GlassError as error:
        raise GlassFileError(f"{name} holds an impossible glass: {error}") from error
