"""A text of numbers, one after the other."""

from __future__ import annotations

import numpy as np

from ...errors import GlassFileError, shown
from ..bounds import Bounds
from ..parcels import Parcel
from .words import decoded


def read(content: bytes, name: str, bounds: Bounds) -> Parcel:
    """The numbers in a text, under "numbers"; what stands behind a # is left aside.

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
        There are others than numbers, or more than one a particle.
    """
    words = [word for line in decoded(content, name, "text").split("\n") for word in line.partition("#")[0].split()]
    if len(words) > bounds.particles:
        raise GlassFileError(f"{name} has {len(words):,} numbers; at most {bounds.particles:,} are read")
    try:
        return Parcel({}, {"numbers": np.array([float(word) for word in words])})
    except ValueError:
        strange = next(word for word in words if not _is_number(word))
        raise GlassFileError(f"expected a text file of one number a particle; {name} has {shown(strange)}") from None


def _is_number(word):
    try:
        return bool(float(word)) or True
    except ValueError:
        return False


def warm() -> None:
    """Load what reading needs: read a file."""
    read(b"1.5\n2", "a file", Bounds(2**20, 2**20, 10, 1, 0, 2**20))
