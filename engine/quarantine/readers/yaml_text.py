"""YAML: safe values only, and counted out."""

from __future__ import annotations

import yaml

from ...errors import GlassFileError
from ..bounds import Bounds
from ..parcels import Parcel
from .words import decoded, plain

LARGEST = 2**20
"""Bytes of a YAML file: reading one is slow."""

_MOST_VALUES = 100_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(content: bytes, name: str, bounds: Bounds) -> Parcel:
    """What a YAML file says, under "value".

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
        It is no YAML, or holds more than a spec does.
    """
    if len(content) > LARGEST:
        raise GlassFileError(f"{name} is larger than {LARGEST // 2**20} MB, the most that is read as YAML")
    try:
        value = yaml.load(decoded(content, name, "YAML"), _LOADER)
    except yaml.YAMLError as error:
        raise GlassFileError(f"{name} is no YAML: {' '.join(str(error).split())[:500]}") from None
    return Parcel({"value": plain(value, name, _MOST_VALUES)})


def warm() -> None:
    """Load what reading needs: read a file."""
    read(b"a: [1, 2e3]", "a file", Bounds(2**20, 2**20, 10, 1, 0, 2**20))
