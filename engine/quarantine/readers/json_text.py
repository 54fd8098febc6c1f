"""JSON, counted out."""

from __future__ import annotations

import json

from ...errors import GlassFileError
from ..bounds import Bounds
from ..parcels import Parcel
from .words import MOST_VALUES, decoded, plain


def read(content: bytes, name: str, bounds: Bounds) -> Parcel:
    """What a JSON file says, under "value".

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
        It is no JSON, or holds too much.
    """
    try:
        return Parcel({"value": plain(json.loads(decoded(content, name, "JSON")), name, MOST_VALUES)})
    except json.JSONDecodeError as error:
        raise GlassFileError(f"{name} is no JSON: {error}") from None


def warm() -> None:
    """Load what reading needs: read a file."""
    read(b'{"a": [1, 2e3]}', "a file", Bounds(2**20, 2**20, 10, 1, 0, 2**20))
