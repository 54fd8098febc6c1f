"""Networks: npz files of weights in single precision with a header that says what they are."""

from __future__ import annotations

import io

import numpy as np

from ...errors import GlassFileError
from ..bounds import Bounds
from ..parcels import Parcel
from .stored_arrays import NoArraysError, stored_arrays
from .words import header

ABOUT = "about"
"""The member with the header, in JSON."""


def read(content: bytes, name: str, bounds: Bounds) -> Parcel:
    """What a file of a network holds: its header and all its arrays.

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
        found = stored_arrays(content, bounds.unpacked)
    except NoArraysError as error:
        raise GlassFileError(f"{name} holds no trained network: {error}") from None
    about = found.pop(ABOUT, None)
    if about is None or about.dtype.kind != "U" or about.shape:
        raise GlassFileError(f"{name} is an npz file but no trained network ('{ABOUT}' missing or wrong)")
    for key, array in found.items():
        if array.dtype != np.float32:
            raise GlassFileError(f"{name} holds no trained network: its {key} is {array.dtype}, expected float32")
    return Parcel({ABOUT: header(str(about), name)}, found)


def warm() -> None:
    """Load what reading needs: read a file."""
    file = io.BytesIO()
    np.savez_compressed(file, about=np.array("{}"), weights=np.zeros(2, np.float32))
    read(file.getvalue(), "a file", Bounds(2**20, 2**20, 10, 1, 0, 2**20))
