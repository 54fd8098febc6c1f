"""Extended XYZ: one particle a line, and a comment line of keys with the cell; read through ASE.

The format is that of libAtoms (https://github.com/libAtoms/extxyz).
"""

from __future__ import annotations

import io
import re

import numpy as np

from ...errors import GlassFileError, shown
from ..bounds import Bounds
from ..parcels import Parcel
from .plane import check_particles, flat_parcel
from .words import MOST_VALUES, decoded, plain

_SIZES = {"diameter": 1.0, "diameters": 1.0, "radius": 2.0, "radii": 2.0}
_TYPE = "glasscope_type"  # in place of species, which ASE takes for elements and refuses otherwise
_PROPERTIES = re.compile(r"""(?<!\S)Properties\s*=\s*("[^"]*"|'[^']*'|\S+)""")
_COUNT = re.compile(r"\s*[0-9]{1,15}\s*")
_SAMPLE = b'2\nLattice="3 0 0 0 3 0 0 0 1" Properties=species:S:1:pos:R:3 about="_JSON {}"\nA 0 0 0\nA 1 1 0\n'


def read(content: bytes, name: str, bounds: Bounds) -> Parcel:
    """What an extended XYZ file says, in the order of the column id where it has one; plain XYZ says types and places.

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
        If it is malformed, cut short, holds several configurations or one in three dimensions.
    """
    text = decoded(content, name, "extended XYZ")
    comment, rows = _one_configuration(text, name, bounds)
    comment, rows = _for_ase(comment, rows, name)
    atoms = _read("\n".join([str(len(rows)), comment, *rows, ""]), name)
    about = atoms.info.get("glasscope")
    if about is not None and not text.endswith("\n"):
        raise GlassFileError(f"{name} is cut short: its last line does not end")
    atoms = _by_id(atoms, name)
    if not atoms.pbc[:2].all():  # a lattice that is not periodic is no periodic cell
        atoms.cell[:] = 0
    if about is not None:
        plain(about, name, MOST_VALUES)
    return flat_parcel(atoms.positions, atoms.cell[:], _kinds(atoms), _diameters(atoms, name), about, name)


def warm() -> None:
    """Load what reading needs: read a file."""
    read(_SAMPLE, "a file", Bounds(2**20, 2**20, 10, 1, 0, 2**20))


def _one_configuration(text, name, bounds):
    """Comment and rows, as many as the first line says."""
    count, _, rest = text.partition("\n")
    comment, _, rest = rest.partition("\n")
    if not _COUNT.fullmatch(count):
        raise GlassFileError(f"{name} cannot be read as extended XYZ: expected the number of particles in line 1")
    check_particles(int(count), bounds, name)
    rows = rest.rstrip().split("\n") if rest.strip() else []
    if len(rows) != int(count):
        raise GlassFileError(
            f"{name} has {len(rows)} lines below its comment, expected {int(count)}, one a particle: "
            "is it cut short, or are there several configurations in it?"
        )
    return comment, rows


def _for_ase(comment, rows, name):
    """The types under a name that may be any word; a missing z filled in; columns of plain XYZ declared."""
    found = _PROPERTIES.search(comment)
    declared = found.group(1).strip("\"'").split(":") if found else _plain_columns(rows, name)
    columns = [declared[k : k + 3] for k in range(0, len(declared), 3)]
    before = 0
    for column in columns:
        if len(column) != 3 or not re.fullmatch("[0-9]{1,9}", column[2]):
            raise GlassFileError(f"the Properties of {name} are malformed; expected name:type:columns, repeated")
        if column[0] == "species":
            column[0] = _TYPE
        before += int(column[2])
        if column[0] == "pos" and column[2] == "2":
            column[2] = "3"
            rows = [" ".join((*row.split()[:before], "0.0", *row.split()[before:])) for row in rows]
            before += 1
    if ["pos", "R", "3"] not in columns:
        raise GlassFileError(f"{name} has no positions: expected Properties with pos:R:2 or pos:R:3")
    width = min((len(row.split()) for row in rows), default=before)
    if before > width:  # a file may declare more columns than any memory holds
        raise GlassFileError(
            f"{name} cannot be read as extended XYZ: its Properties declare {before} columns, its rows have {width}"
        )
    properties = "Properties=" + ":".join(word for column in columns for word in column)
    rest = comment if found is None else comment[: found.start()] + comment[found.end() :]
    return f"{properties} {rest}", rows


def _plain_columns(rows, name):
    """Plain XYZ has a type, then coordinates."""
    first = rows[0].split() if rows else []
    if first and re.fullmatch(r"[-+]?\d*\.\d*([eE][-+]?\d+)?", first[0]):
        raise GlassFileError(
            f"{name} begins its rows with the number {first[0]}; expected the particle's type, then x, y"
        )
    return ["species", "S", "1", "pos", "R", "2" if len(first) == 3 else "3"]


def _read(text, name):
    from ase.io import read  # half a second, which only such files need

    try:
        return read(io.StringIO(text), index=0, format="extxyz")
    except Exception as error:  # whatever a reader stumbles over: the file is not as it should be
        reason = f"{type(error).__name__}: {shown(str(error))}"
        raise GlassFileError(
            f"{name} cannot be read as extended XYZ, expected numbers in columns ({reason})"
        ) from error


def _by_id(atoms, name):
    """In the order of their numbers: other programs write particles as they come."""
    ids = atoms.arrays.get("id")
    if ids is None or ids.ndim != 1 or ids.dtype.kind != "i":
        return atoms
    order = np.argsort(ids, kind="stable")
    if (np.diff(ids[order]) == 0).any():
        raise GlassFileError(f"{name} has two particles of the same id")
    return atoms[order]


def _kinds(atoms):
    for column in (_TYPE, "type"):
        if column in atoms.arrays and atoms.arrays[column].ndim == 1:
            return [str(kind) for kind in atoms.arrays[column]]
    return [str(number) for number in atoms.numbers] if atoms.numbers.any() else None


def _diameters(atoms, name):
    found = [
        factor * values
        for column, values in atoms.arrays.items()
        if (factor := _SIZES.get(column.lower())) is not None and values.ndim == 1 and values.dtype.kind in "fi"
    ]
    if any(not np.allclose(other, found[0]) for other in found[1:]):
        raise GlassFileError(f"{name} has diameters and radii that contradict each other")
    return found[0] if found else None
