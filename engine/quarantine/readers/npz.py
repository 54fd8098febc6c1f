"""Glasscope's own files: compressed npz without pickled objects."""

from __future__ import annotations

import io

import numpy as np

from ...errors import GlassFileError
from ..bounds import Bounds
from ..parcels import Parcel
from .stored_arrays import NoArraysError, stored_arrays
from .words import header

_NUMBERS = ("positions", "diameters", "cell", "species")
_ABOUT = "about"


def read(content: bytes, name: str, bounds: Bounds) -> Parcel:
    """What an npz file of `Glass.save` holds; members that a glass has not are left unpacked.

    Parameters
    ----------
    content : bytes
        What is in it.
    name : str
        Its name, for messages.
    bounds : Bounds
        What it may cost.

    Raises
    ------
    GlassFileError
        It is cut short or foreign, holds pickled objects or more than it may.
    """
    try:
        found = stored_arrays(content, bounds.unpacked, (*_NUMBERS, _ABOUT))
    except NoArraysError as error:
        raise GlassFileError(
            f"{name} cannot be read as a glass: {error}; expected a file written by Glass.save"
        ) from None
    if _ABOUT not in found or found[_ABOUT].dtype.kind != "U" or found[_ABOUT].shape:
        raise GlassFileError(f"{name} is an npz file but no glass ('{_ABOUT}' missing or wrong)")
    arrays = {key: found[key] for key in _NUMBERS if key in found}
    for key, array in arrays.items():
        if array.dtype.kind not in "fiu" or array.ndim != (2 if key in ("positions", "cell") else 1):
            raise GlassFileError(f"{name} is an npz file but no glass ('{key}' missing or wrong)")
        if len(array) > bounds.particles:
            raise GlassFileError(f"{name} has {len(array):,} particles; at most {bounds.particles:,} are read")
    return Parcel({_ABOUT: header(str(found[_ABOUT]), name)}, arrays)


def warm() -> None:
    """Load what reading needs: read a file."""
    file = io.BytesIO()
    np.savez_compressed(file, about=np.array("{}"), positions=np.zeros((2, 2)))
    read(file.getvalue(), "a file", Bounds(2**20, 2**20, 10, 1, 0, 2**20))
