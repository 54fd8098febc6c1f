"""Glasses on disk: which format a file has, and that it is there whole or not at all."""

from __future__ import annotations

import io
import os
import re
import tempfile
from pathlib import Path

from ..errors import GlassFileError
from ..matter.glass import Glass
from .extended_xyz import read_extended_xyz, write_extended_xyz
from .foreign import glass_of
from .lammps_data import read_lammps_data, write_lammps_data
from .npz import read_npz, write_npz

SUFFIXES = {
    ".npz": "npz",
    ".xyz": "extended XYZ",
    ".extxyz": "extended XYZ",
    ".data": "LAMMPS data",
    ".lmp": "LAMMPS data",
    ".lammps": "LAMMPS data",
}
"""Formats by suffix."""

_WRITERS = {"npz": write_npz, "extended XYZ": write_extended_xyz, "LAMMPS data": write_lammps_data}
_READERS = {"extended XYZ": read_extended_xyz, "LAMMPS data": read_lammps_data}


def format_of(name) -> str | None:
    """The format that a file's suffix stands for, None where it stands for none.

    Parameters
    ----------
    name : str or path
        The file's name.
    """
    return SUFFIXES.get(Path(str(name)).suffix.lower())


def writable_format(name) -> str:
    """The format in which a file of this name is written.

    Parameters
    ----------
    name : str or path
        The file's name.

    Raises
    ------
    GlassFileError
        If its suffix is not known; the message names the known ones.
    """
    known = format_of(name)
    if known is None:
        raise GlassFileError(f"cannot write {name}: expected a name that ends in {_known_suffixes()}")
    return known


def save_glass(glass: Glass, path) -> None:
    """Write a glass; an existing file is replaced only once the new one is complete.

    Parameters
    ----------
    glass : Glass
        The state.
    path : str or path
        Where; the suffix says the format.

    Raises
    ------
    GlassFileError
        If the suffix is not known.
    """
    path = Path(path)
    content = _WRITERS[writable_format(path)](glass)
    handle, temporary = tempfile.mkstemp(suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def load_glass(path, *, model=None, diameters=None, species=None, cell=None, name=None) -> Glass:
    """Read a glass that `save_glass` wrote, or one from elsewhere with what its file does not say.

    Parameters
    ----------
    path : str, path or binary file
        The file.
    model, diameters, species, cell
        Answers, see `Glass.load`.
    name : str, optional
        The file's name where `path` is an open file.

    Raises
    ------
    MissingInformation
        If the file and the answers leave something open.
    GlassFileError
        If there is no such file, or no glass in it.
    """
    content, name = _content_and_name(path, name)
    kind = format_of(name) or _format_by_content(content)
    if kind is None:
        raise GlassFileError(
            f"{name} is in no format that is known here; expected npz, extended XYZ or LAMMPS data, "
            f"in a file whose name ends in {_known_suffixes()}"
        )
    answers = {"model": model, "diameters": diameters, "species": species, "cell": cell}
    if kind == "npz":
        return read_npz(io.BytesIO(content), name, **answers)
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise GlassFileError(f"{name} cannot be read as {kind}: it is no text") from None
    return glass_of(_READERS[kind](text, name), name, kind, **answers)


def _content_and_name(path, name):
    if hasattr(path, "read"):
        content = path.read()
        if not isinstance(content, bytes):
            raise GlassFileError("expected a file opened in binary mode")
        return content, str(name or getattr(path, "name", None) or "the file")
    try:
        return Path(path).read_bytes(), str(name or path)
    except FileNotFoundError:
        raise GlassFileError(f"there is no file {path}") from None
    except OSError as error:
        raise GlassFileError(f"{path} cannot be read: {error.strerror}") from error


def _format_by_content(content: bytes) -> str | None:
    """Zip files and arrays of numpy begin with their mark, XYZ with a count, LAMMPS data counts atoms in its header."""
    if content.startswith((b"PK", b"\x93NUMPY")):
        return "npz"
    first, *header = content[:10_000].decode("utf-8", errors="replace").splitlines()[:40] or [""]
    if re.fullmatch(r"\s*\d+\s*", first):
        return "extended XYZ"
    if any(re.match(r"\s*\d+\s+atoms\b", line) for line in header):
        return "LAMMPS data"
    return None


def _known_suffixes():
    *others, last = SUFFIXES
    return f"{', '.join(others)} or {last}"
