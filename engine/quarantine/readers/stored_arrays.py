"""Arrays in npz files: how large each is stands in its header, which is read before its numbers are."""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from ...errors import GlassFileError
from ..bounds import OWN
from ..opening import content_of_file

_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what numpy writes
_MEMBERS = 1024
_HEADER = 10_000  # characters of an array's header


class NoArraysError(GlassFileError):
    """A file that holds no arrays, or others than it should."""


def stored_in_file(path: str | Path, most: int = OWN.unpacked) -> dict[str, np.ndarray]:
    """All arrays of an npz file on disk.

    Parameters
    ----------
    path : str or path
        The file.
    most : int
        Bytes that they may have.

    Raises
    ------
    NoArraysError
        It holds none.
    GlassFileError
        It cannot be opened.
    """
    return stored_arrays(content_of_file(path), most)


def stored_arrays(content: bytes, most: int, names: Collection[str] | None = None) -> dict[str, np.ndarray]:
    """Arrays of an npz file.

    Parameters
    ----------
    content : bytes
        Of the file.
    most : int
        Bytes that they may have, all together.
    names : collection of str, optional
        Those that are wanted; the others are not unpacked. All of them where left out.

    Raises
    ------
    NoArraysError
        It is no npz file, is cut short, or holds pickled objects or more than it may.
    """
    found = {}
    with _members(content) as (archive, members):
        for name, member in members.items():
            if names is None or name in names:
                found[name] = _array(archive, member, name, most)
                most -= found[name].nbytes
    return found


@contextmanager
def _members(content: bytes) -> Iterator[tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]]:
    if content.startswith(b"\x93NUMPY"):
        raise NoArraysError("it is a single array")
    if content.startswith(b"\x80"):  # how a pickle begins
        raise NoArraysError("it holds pickled objects, which are refused")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            members = {member.filename.removesuffix(".npy"): member for member in listed}
            if len(listed) > _MEMBERS or len(members) < len(listed):
                raise NoArraysError("it has more members than a file of arrays has")
            yield archive, members
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, RuntimeError, NotImplementedError):
        raise NoArraysError("it is cut short or foreign") from None


def _array(archive, member, name, most):
    if member.compress_type not in _PACKED or member.flag_bits & 1:
        raise NoArraysError("it is packed in a way that numpy does not write")
    with archive.open(member) as file:
        shape, turned, kind = _header(file)
        if kind.hasobject:
            raise NoArraysError("it holds pickled objects, which are refused")
        if kind.kind not in "fiubU" or kind.itemsize > most:
            raise NoArraysError(f"its {name} is no array of numbers")
        if not all(isinstance(n, int) and 0 <= n <= most for n in shape):
            raise NoArraysError(f"its {name} has an impossible shape")
        n_bytes = math.prod(shape) * kind.itemsize
        if n_bytes > most:
            raise NoArraysError(f"its {name} would unpack to {n_bytes / 2**20:.7g} MB, more than is read")
        numbers = bytearray(n_bytes)
        filled = 0
        while filled < n_bytes and (more := file.readinto(memoryview(numbers)[filled:])):
            filled += more
        if filled < n_bytes or file.read(1):
            raise NoArraysError(f"its {name} is not as long as it says")
    return np.frombuffer(numbers, kind).reshape(shape, order="F" if turned else "C")


def _header(file):
    try:
        version = np.lib.format.read_magic(file)
        if version == (1, 0):
            return np.lib.format.read_array_header_1_0(file, max_header_size=_HEADER)
        return np.lib.format.read_array_header_2_0(file, max_header_size=_HEADER)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise NoArraysError("it is cut short or foreign") from None
