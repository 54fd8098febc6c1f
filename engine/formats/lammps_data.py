"""LAMMPS data files (https://docs.lammps.org/read_data.html), read through ASE.

A flat glass is written in LAMMPS's restricted triclinic box, whose first lattice vector lies along x: any other cell is
turned until it does, which changes no energy; the file's first line says by how much, and reading turns it back. Models
of two sizes become atom_style atomic, types 1 (small) and 2 (large), masses 1. Sizes that are continuous need
atom_style sphere, whose columns hold a diameter and a density; the density makes the mass 1.
"""

from __future__ import annotations

import io
import json
import math
import re

import numpy as np

from ..errors import GlassFileError
from ..matter.glass import Glass
from .foreign import Content, about_glass, flat

_TITLE = "Glasscope glass, units = lj"  # LAMMPS reads the units there, and warns where others are set
_SECTION = re.compile(r"\s*([A-Z][A-Za-z ]*?)\s*(?:#\s*(.*?)\s*)?$")
_BOXES = ({"xlo xhi", "ylo yhi"}, {"avec", "bvec"})


def write_lammps_data(glass: Glass) -> bytes:
    """The content of a glass's LAMMPS data file, every digit of it.

    Parameters
    ----------
    glass : Glass
        The state. A cell whose vectors run clockwise is given the second one reversed: the same lattice.
    """
    cell, positions, angle = _restricted(glass)
    about = about_glass(glass, ("1", "2")) | {"turned": angle}
    (lx, _), (tilt, ly) = cell.tolist()
    own = glass.model.species_diameters
    n_types = 1 if own is None else len(own)
    header = [
        f"{_TITLE}: {json.dumps(about)}", "", f"{glass.n_particles} atoms", f"{n_types} atom types", "",
        f"0.0 {lx!r} xlo xhi", f"0.0 {ly!r} ylo yhi", "-0.5 0.5 zlo zhi", f"{tilt!r} 0.0 0.0 xy xz yz", "",
    ]  # fmt: skip
    if glass.species is None:
        middles = [f"1 {d!r} {6 / (math.pi * d**3)!r}" for d in glass.diameters.tolist()]
        header += ["Atoms # sphere", ""]
    else:
        middles = [str(kind + 1) for kind in glass.species.tolist()]
        header += ["Masses", "", *(f"{kind + 1} 1.0" for kind in range(n_types)), "", "Atoms # atomic", ""]
    rows = enumerate(zip(middles, positions.tolist(), strict=True), start=1)
    return "\n".join([*header, *(f"{k} {middle} {x!r} {y!r} 0.0" for k, (middle, (x, y)) in rows), ""]).encode()


def _restricted(glass):
    """Cell [[lx, 0], [tilt, ly]] with lx and ly above 0, positions turned with it, and the angle in radians."""
    a, b = glass.box.cell
    if a[0] * b[1] - a[1] * b[0] < 0:
        b = -b
    if a[1] == 0 and a[0] > 0:
        return np.array([a, b]), glass.positions, 0.0
    angle = -math.atan2(a[1], a[0])
    cell = np.array([a, b]) @ _turn(angle)
    cell[0, 1] = 0.0
    return cell, glass.positions @ _turn(angle), angle


def _turn(angle):
    """What turns row vectors counterclockwise."""
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.array([[cosine, sine], [-sine, cosine]])


def read_lammps_data(text: str, name: str) -> Content:
    """What a LAMMPS data file says; image flags and velocities are left aside.

    Parameters
    ----------
    text : str
        Its content.
    name : str
        Its name, for messages.

    Raises
    ------
    GlassFileError
        If it is malformed, cut short, of an atom style that is not read, or in three dimensions.
    """
    lines = text.split("\n")
    about, angle = _title(text, name)
    start, rows, style = _atoms(lines, name)
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
    positions, cell = flat(atoms.positions[order], atoms.cell[:] if _has_box(header) else np.zeros((3, 3)), name)
    if angle:
        positions, cell = positions @ _turn(-angle), None if cell is None else cell @ _turn(-angle)
    kinds = _kinds(lines, atoms.numbers[order])
    return Content(positions, cell, kinds, None if diameters is None else diameters[order], about)


def _title(text, name):
    """What Glasscope wrote in the first line, None in a foreign file, and the angle by which it turned the glass."""
    first = text.partition("\n")[0]
    if not first.startswith(_TITLE):
        return None, 0.0
    try:
        about = json.loads(first[len(_TITLE) + 1 :])
        angle = float(about["turned"])
    except (ValueError, TypeError, KeyError):
        raise GlassFileError(f"the first line of {name} is damaged; expected it as Glass.save writes it") from None
    if not text.endswith("\n"):
        raise GlassFileError(f"{name} is cut short: its last line does not end")
    return about, angle


def _kinds(lines, types):
    """The types' labels where the file has them, their numbers otherwise."""
    labels = dict(row.split()[:2] for row in _section(lines, "Atom Type Labels") if len(row.split()) > 1)
    return [labels.get(str(number), str(number)) for number in types]


def _atoms(lines, name):
    """Where the Atoms section starts, its rows without comments, and its style."""
    starts = [k for k, line in enumerate(lines) if (found := _SECTION.match(line)) and found.group(1) == "Atoms"]
    counts = [found.group(1) for line in lines[1:] if (found := re.match(r"\s*(\d+)\s+atoms\b", line))]
    if len(starts) != 1 or len(counts) != 1:
        raise GlassFileError(
            f"{name} cannot be read as LAMMPS data: expected a header with the number of atoms and a section Atoms"
        )
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
        reason = f"{type(error).__name__}: {error}"
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
        raise GlassFileError(f"{name} has the diameter {word!r}; expected a number") from None
