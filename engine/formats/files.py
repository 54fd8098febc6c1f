"""Glasses on disk: which format a file has, and how it is read and written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ..errors import GlassFileError
from ..matter.glass import Glass, part_of_glass
from ..quarantine import OWN, Bounds, content_of_file, read, read_apart
from ..whole_files import bytes_when_complete
from .extended_xyz import write_extended_xyz
from .foreign import content_of, glass_of
from .lammps_data import write_lammps_data
from .npz import glass_in_npz, write_npz
from .provenance import check_provenance

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from ..matter.cell import Box
    from ..matter.model import Model

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


def format_of(name: str | Path) -> str | None:
    """The format that a file's suffix stands for, None where it stands for none.

    Parameters
    ----------
    name : str or path
        The file's name.
    """
    return SUFFIXES.get(Path(str(name)).suffix.lower())


def writable_format(name: str | Path) -> str:
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


@part_of_glass("save")
def save_glass(glass: Glass, path: str | Path) -> None:
    """Write the glass to a file that `Glass.load` reads; the name's suffix says in which format.

    Parameters
    ----------
    glass : Glass
        The state.
    path : str or path
        Where: .npz (Glasscope's own, without pickled objects), .xyz or .extxyz (extended XYZ), .data, .lmp or
        .lammps (LAMMPS data). All of them keep every digit, the model and the provenance; LAMMPS data turns a cell
        whose first vector is not along x, and `load` turns it back. An existing file is replaced only once the
        new one is complete.

    Raises
    ------
    GlassFileError
        If the suffix is none of these.
    """
    path = Path(path)
    content = _WRITERS[writable_format(path)](glass)
    with bytes_when_complete(path) as file:
        file.write(content)


def load_glass(
    path: str | Path | BinaryIO,
    *,
    model: str | Model | None = None,
    diameters: ArrayLike | None = None,
    species: Mapping[str, int] | ArrayLike | None = None,
    cell: ArrayLike | Box | None = None,
    name: str | None = None,
) -> Glass:
    """Read a glass that `Glass.save` wrote, or one from elsewhere as extended XYZ or LAMMPS data.

    Files of `Glass.save` say everything. A foreign one may not: what it leaves open raises a question, which one
    of the keywords answers. It must be flat (one z for all) and one configuration. Sizes are read from columns
    `diameter`, `diameters`, `radius` or `radii`, and from LAMMPS data of atom_style sphere. It need not be a
    minimum either: see `max_force`, and `relax`.

    Parameters
    ----------
    path : str, path or binary file
        The file. Its suffix says the format, see `save`; without a known one the content does.
    model : str or Model, optional
        Answers which model it is, where the file names none.
    diameters : array_like, shape (n_particles,), optional
        Answers how large the particles are, in the file's order (in LAMMPS data: by id).
    species : mapping or array_like of int, optional
        Answers which particles are small (0) and which large (1) in models of two sizes: from the file's types to
        species, as in ``{"A": 0, "B": 1}``, or one number a particle. Goes before sizes in a foreign file.
    cell : array_like, shape (d, d) or (d,), or Box, optional
        Answers how large the periodic cell is: lattice vectors as rows, or the sides of a rectangle.
    name : str, optional
        The file's name where `path` is an open file: for its suffix, and for messages.

    Raises
    ------
    MissingInformation
        If the file does not say something that is needed; it carries the question.
    GlassFileError
        If there is no such file, it is cut short or malformed, holds pickled objects, more than `quarantine.OWN`
        allows or what makes no glass, or contradicts an answer.
    """
    content, name = _content_and_name(path, name)
    kind = known_format(name, content)
    said = read(kind, content, name, OWN)
    return _glass(said, name, kind, {"model": model, "diameters": diameters, "species": species, "cell": cell})


part_of_glass("load")(staticmethod(load_glass))


def load_from_outside(content: bytes, name: str, bounds: Bounds = OWN, **answers: Any) -> Glass:  # Any: as above
    """Read a glass as `Glass.load` does, in quarantine: for files of which nobody knows what is in them.

    Parameters
    ----------
    content : bytes
        Of the file.
    name : str
        Its name: for its suffix, and for messages.
    bounds : Bounds
        What it may cost.
    **answers
        Model, diameters, species and cell, see `Glass.load`.

    Raises
    ------
    MissingInformation
        If the file does not say something that is needed.
    GlassFileError
        If it cannot be read within its bounds, or contradicts an answer.
    """
    kind = known_format(name, content)
    glass = _glass(read_apart(kind, content, name, bounds), name, kind, answers)
    check_provenance(glass.provenance, name)
    return glass


def _glass(said, name, kind, answers):
    if kind == "npz":
        return glass_in_npz(said, name, **answers)
    return glass_of(content_of(said), name, kind, **answers)


def _content_and_name(path, name):
    if not hasattr(path, "read"):
        return content_of_file(path), str(name or path)
    content = path.read(OWN.content + 1)  # `read` refuses what is longer than it may be
    if not isinstance(content, bytes):
        raise GlassFileError("expected a file opened in binary mode")
    return content, str(name or getattr(path, "name", None) or "the file")


def known_format(name: str, content: bytes) -> str:
    """The format of a file: by its suffix where that is known, by its content otherwise.

    Parameters
    ----------
    name : str
        The file's name.
    content : bytes
        What is in it.

    Raises
    ------
    GlassFileError
        If it is in none that is known.
    """
    kind = format_of(name) or _format_by_content(content)
    if kind is None:
        raise GlassFileError(
            f"{name} is in no format that is known here; expected npz, extended XYZ or LAMMPS data, "
            f"in a file whose name ends in {_known_suffixes()}"
        )
    return kind


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
