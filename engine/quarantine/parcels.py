"""Words and numbers as they pass between two processes: JSON, then the arrays' bytes. Nothing in them is code."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..errors import GlassFileError

_LENGTH = struct.Struct("<Q")
_TYPES = ("<f8", "<i8")


@dataclass(frozen=True)
class Parcel:
    """What a file says.

    Attributes
    ----------
    words : mapping
        Whatever JSON can hold.
    arrays : mapping of str to ndarray
        Numbers, as float64 or int64.
    """

    words: Mapping[str, Any]  # Any: whatever JSON can hold
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)


def packed(parcel: Parcel) -> list[bytes]:
    """A parcel as bytes, in pieces.

    Parameters
    ----------
    parcel : Parcel
        Words and numbers.
    """
    kept = {name: np.ascontiguousarray(array, "<i8" if array.dtype.kind in "iu" else "<f8")
            for name, array in parcel.arrays.items()}  # fmt: skip
    table = [[name, array.dtype.str, parcel.arrays[name].shape] for name, array in kept.items()]
    head = json.dumps([table, parcel.words]).encode()
    return [_LENGTH.pack(len(head)), head, *(array.tobytes() for array in kept.values())]


def unpacked(content: bytes | bytearray) -> Parcel:
    """The parcel in some bytes, which may come from a process that a file has taken over.

    Parameters
    ----------
    content : bytes
        All of it.

    Raises
    ------
    GlassFileError
        They are no parcel.
    """
    try:
        start = _LENGTH.size
        (length,) = _LENGTH.unpack_from(content)
        table, words = json.loads(bytes(content[start : start + length]))
        arrays, start = {}, start + length
        for name, kind, shape in table:
            n_bytes = _size(kind, shape)
            if n_bytes > len(content) - start:
                raise ValueError("it is cut short")
            arrays[str(name)] = np.frombuffer(content, kind, n_bytes // 8, start).reshape(shape)
            start += n_bytes
        if start != len(content) or not isinstance(words, dict):
            raise ValueError("it is longer than it says")
    except (ValueError, TypeError, KeyError, struct.error, RecursionError) as error:
        raise GlassFileError(f"what was read does not hang together ({error})") from None
    return Parcel(words, arrays)


def _size(kind, shape):
    if kind not in _TYPES or len(shape) > 8 or not all(isinstance(n, int) and 0 <= n < 2**40 for n in shape):
        raise ValueError("no array of numbers")
    return 8 * math.prod(shape)
