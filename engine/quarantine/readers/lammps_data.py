"""LAMMPS data files (https://docs.lammps.org/read_data.html), read through ASE."""

from __future__ import annotations

import io
import json
import math
import re

import numpy as np

from ...errors import GlassFileError, shown
from ..bounds import Bounds
from ..parcels import Parcel
from .plane import check_particles, flat_parcel
from .words import MOST_VALUES, decoded, plain

TITLE = "Glasscope glass, units = lj"
"""How the first line of a file of `Glass.save` begins: LAMMPS reads the units there, and warns where others are set."""

_SECTION = re.compile(r"\s*([A-Z][A-Za-z ]*?)\s*(?:#\s*(.*?)\s*)?$")
_BOXES = ({"xlo xhi", "ylo yhi"}, {"avec", "bvec"})
_SAMPLE = b"a file\n\n2 atoms\n1 atom types\n\n0 3 xlo xhi\n0 3 ylo yhi\n\nAtoms # atomic\n\n1 1 0 0 0\n2 1 1 1 0\n"


def read(content: bytes, name: str, bounds: Bounds) -> Parcel:
    """What a LAMMPS data file says; image flags and velocities are left aside.

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
        If it is malformed, cut short, of an atom style that is not read, or in three dimensions.
    """
    text = decoded(content, name, "LAMMPS data")
    lines = text.split("\n")
    about, angle = _title(text, name)
    start, rows, style = _atoms(lines, name, bounds)
    diameters = None
    if style == "sphere":  # which ASE does not know: the diameters are taken out
        diameters = np.array([_number(row.split()[2], name) for row in rows])
        style, rows = "atomic", [" ".join((*row.split()[:2], *row.split()[4:])) for row in rows]
    header = [" ".join(line.partition("#")[0].split()) for line in lines[1:start]]  # ASE wants one space in xlo xhi
    rest = lines[start + 2 + len(rows) :]
    atoms = _read("\n".join([lines[0], *header, f"Atoms # {style}", "", *rows, "", *rest]), style, name)
    order = np.argsort(atoms.arrays["id"])
    if (np.diff(atoms.arrays["id"][order]) == 0).any():
        raise GlassFileError(f"{name} has two particles of the same id")
    cell = atoms.cell[:] if _has_box(header) else np.zeros((3, 3))
    sizes = None if diameters is None else diameters[order]
    said = flat_parcel(atoms.positions[order], cell, _kinds(lines, atoms.numbers[order]), sizes, about, name)
    if not angle:
        return said
    back = {key: said.arrays[key] @ turn(-angle) for key in ("positions", "cell") if key in said.arrays}
    return Parcel(said.words, {**said.arrays, **back})


def warm() -> None:
    """Load what reading needs: read a file."""
    read(_SAMPLE, "a file", Bounds(2**20, 2**20, 10, 1, 0, 2**20))


def turn(angle: float) -> np.ndarray:
    """What turns row vectors counterclockwise, shape (2, 2).

    Parameters
    ----------
    angle : float
        In radians.
    """
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.array([[cosine, sine], [-sine, cosine]])


def _title(text, name):
    """What Glasscope wrote in the first line, None in a foreign file, and the angle by which it turned the glass."""
    first = text.partition("\n")[0]
    if not first.startswith(TITLE):
        return None, 0.0
    try:
        about = plain(json.loads(first[len(TITLE) + 1 :]), name, MOST_VALUES)
        angle = float(about["turned"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise GlassFileError(f"the first line of {name} is damaged; expected it as Glass.save writes it") from None
    if not text.endswith("\n"):
        raise GlassFileError(f"{name} is cut short: its last line does not end")
    return about, angle


def _kinds(lines, types):
    """The types' labels where the file has them, their numbers otherwise."""
    labels = dict(row.split()[:2] for row in _section(lines, "Atom Type Labels") if len(row.split()) > 1)
    return [labels.get(str(number), str(number)) for number in types]


def _atoms(lines, name, bounds):
    """Where the Atoms section starts, its rows without comments, and its style."""
    starts = [k for k, line in enumerate(lines) if (found := _SECTION.match(line)) and found.group(1) == "Atoms"]
    counts = [found.group(1) for line in lines[1:] if (found := re.match(r"\s*([0-9]{1,15})\s+atoms\b", line))]
    if len(starts) != 1 or len(counts) != 1:
        raise GlassFileError(
            f"{name} cannot be read as LAMMPS data: expected a header with the number of atoms and a section Atoms"
        )
    check_particles(int(counts[0]), bounds, name)
    rows = [row.partition("#")[0].strip() for row in _section(lines, "Atoms")]
    if len(rows) != int(counts[0]) or not rows:
        raise GlassFileError(
            f"{name} has {len(rows)} lines in its section Atoms, expected {counts[0]}: is it cut short?"
        )
    return starts[0], rows, _style(lines[starts[0]], rows, name)


def _has_box(header):
    """Whether the header states the cell: LAMMPS and ASE would take a side of 1 otherwise."""
    said = {" ".join(word for word in line.split() if word[0].isalpha()) for line in header}
    return any(box <= said for box in _BOXES)


def _section(lines, title):
    """The rows of a section: those after the empty line below its title, up to the next empty line or title."""
    inside = False
    for k, line in enumerate(lines):
        if inside:
            if not line.strip() or _SECTION.match(line):
                return
            yield line
        elif k > 1 and not lines[k - 1].strip() and (found := _SECTION.match(lines[k - 2])):
            inside = found.group(1) == title and bool(line.strip())
            if inside:
                yield line


def _style(title, rows, name):
    """The atom style, from the comment after Atoms or, where five columns leave no doubt, from the rows."""
    columns = {len(row.split()) for row in rows}
    style = title.partition("#")[2].strip()
    if not style and columns <= {5, 8}:
        return "atomic"
    if not style:
        raise GlassFileError(
            f"{name} has a section Atoms of {max(columns)} columns but names no atom style; "
            "expected a comment such as 'Atoms # atomic' or 'Atoms # sphere'"
        )
    if style == "sphere" and not columns <= {7, 10}:
        raise GlassFileError(f"{name} has rows of {min(columns)} columns; atom style sphere has 7, or 10 with images")
    return style


def _read(text, style, name):
    from ase.io import read  # half a second, which only such files need

    try:
        return read(
            io.StringIO(text), format="lammps-data", units="metal", atom_style=style, sort_by_id=False,
            read_image_flags=False, Z_of_type=_Same(),
        )  # fmt: skip
    except Exception as error:  # whatever a reader stumbles over: the file is not as it should be
        reason = f"{type(error).__name__}: {shown(str(error))}"
        raise GlassFileError(f"{name} cannot be read as LAMMPS data of atom style {style} ({reason})") from error


class _Same(dict):
    """Types stay numbers: ASE would make elements of them by their masses."""

    def __bool__(self):
        return True

    def __missing__(self, number):
        return number


def _number(word, name):
    try:
        return float(word)
    except ValueError:
        raise GlassFileError(f"{name} has the diameter {shown(word)}; expected a number") from None
