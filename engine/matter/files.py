"""Glasses on disk: compressed npz without pickled objects."""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from ..errors import GlassError, GlassFileError
from .glass import Glass

FORMAT = "glasscope-glass-1"


def save_glass(glass: Glass, path) -> None:
    """Write a glass; an existing file is replaced only once the new one is complete.

    Parameters
    ----------
    glass : Glass
        The state.
    path : str or path
        Where.
    """
    path = Path(path)
    arrays = {"positions": glass.positions, "diameters": glass.diameters, "cell": glass.box.cell}
    if glass.species is not None:
        arrays["species"] = glass.species.astype(np.int8)
    about = {"format": FORMAT, "model": glass.model.key, "provenance": dict(glass.provenance)}
    handle, temporary = tempfile.mkstemp(suffix=".npz", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(file, about=np.array(json.dumps(about)), **arrays)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def load_glass(path) -> Glass:
    """Read a glass that `save_glass` wrote.

    Parameters
    ----------
    path : str, path or binary file
        The file.

    Raises
    ------
    GlassFileError
        If it is no such file, is cut short, holds pickled objects, or what it holds makes no glass.
    """
    name = getattr(path, "name", None) or (path if isinstance(path, (str, os.PathLike)) else "the file")
    try:
        stored = np.load(path, allow_pickle=False)
        if isinstance(stored, np.ndarray):
            raise GlassFileError(f"{name} is a single array, not a glass; expected a file written by Glass.save")
        with stored:
            content = {key: stored[key] for key in stored.files}
    except FileNotFoundError:
        raise GlassFileError(f"there is no file {name}") from None
    except GlassFileError:
        raise
    except (ValueError, OSError, EOFError, KeyError, zipfile.BadZipFile, zipfile.zlib.error) as error:
        pickled = "pickle" in str(error).lower()
        reason = "it holds pickled objects, which are refused" if pickled else "it is cut short or foreign"
        raise GlassFileError(
            f"{name} cannot be read as a glass: {reason}; expected a file written by Glass.save"
        ) from error
    return _glass_of(content, name)


def _glass_of(content, name):
    try:
        about = json.loads(str(content["about"]))
        if about["format"] != FORMAT:
            raise KeyError(f"format {about['format']!r}")
        return Glass(
            about["model"], content["positions"], diameters=content["diameters"], species=content.get("species"),
            cell=content["cell"], provenance=about["provenance"],
        )  # fmt: skip
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise GlassFileError(
            f"{name} is an npz file but no glass ({error} missing or wrong); expected {FORMAT}"
        ) from error
    except GlassError as error:
        raise GlassFileError(f"{name} holds an impossible glass: {error}") from error
