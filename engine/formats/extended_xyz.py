"""Extended XYZ: one particle a line, and a comment line of keys with the cell; read through ASE.

The format is that of libAtoms (https://github.com/libAtoms/extxyz). Written here are the columns
``species:S:1:pos:R:3:radius:R:1``, which OVITO draws at true size; the types are H (small) and He (large), or X where
sizes are continuous.
"""

from __future__ import annotations

import io
import json
import re

import numpy as np

from ..errors import GlassFileError
from ..matter.glass import Glass
from .foreign import Content, about_glass, flat

_KINDS = ("H", "He")  # elements 1 and 2, as ASE names the types of LAMMPS
_CONTINUOUS = "X"
_SIZES = {"diameter": 1.0, "diameters": 1.0, "radius": 2.0, "radii": 2.0}
_TYPE = "glasscope_type"  # in place of species, which ASE takes for elements and refuses otherwise
_PROPERTIES = re.compile(r"""(?<!\S)Properties\s*=\s*("[^"]*"|'[^']*'|\S+)""")


def write_extended_xyz(glass: Glass) -> bytes:
    """The content of a glass's extended XYZ file, every digit of it.

    Parameters
    ----------
    glass : Glass
        The state.
    """
    kinds = [_CONTINUOUS] * glass.n_particles if glass.species is None else [_KINDS[s] for s in glass.species]
    (ax, ay), (bx, by) = glass.box.cell.tolist()
    about = json.dumps(about_glass(glass, _KINDS)).replace("\\", "\\\\").replace('"', '\\"')
    comment = (
        f'Lattice="{ax!r} {ay!r} 0.0 {bx!r} {by!r} 0.0 0.0 0.0 1.0" pbc="T T F" '
        f'Properties=species:S:1:pos:R:3:radius:R:1 glasscope="_JSON {about}"'
    )
    radii = (glass.diameters / 2).tolist()
    rows = zip(kinds, glass.positions.tolist(), radii, strict=True)
    lines = [f"{kind} {x!r} {y!r} 0.0 {radius!r}" for kind, (x, y), radius in rows]
    return "\n".join([str(glass.n_particles), comment, *lines, ""]).encode()


def read_extended_xyz(text: str, name: str) -> Content:
    """What an extended XYZ file says; plain XYZ says the types and positions only.

    Parameters
    ----------
    text : str
        Its content.
    name : str
        Its name, for messages.

    Raises
    ------
    GlassFileError
        If it is malformed, cut short, holds several configurations or one in three dimensions.
    """
    comment, rows = _one_configuration(text, name)
    comment, rows = _for_ase(comment, rows, name)
    atoms = _read("\n".join([str(len(rows)), comment, *rows, ""]), name)
    about = atoms.info.get("glasscope")
    if about is not None and not text.endswith("\n"):
        raise GlassFileError(f"{name} is cut short: its last line does not end")
    if not atoms.pbc[:2].all():  # a lattice that is not periodic is no periodic cell
        atoms.cell[:] = 0
    positions, cell = flat(atoms.positions, atoms.cell[:], name)
    return Content(positions, cell, _kinds(atoms), _diameters(atoms, name), about)


def _one_configuration(text, name):
    """Comment and rows, as many as the first line says."""
    count, _, rest = text.partition("\n")
    comment, _, rest = rest.partition("\n")
    rows = rest.rstrip().split("\n") if rest.strip() else []
    if not re.fullmatch(r"\s*\d+\s*", count):
        raise GlassFileError(f"{name} cannot be read as extended XYZ: expected the number of particles in line 1")
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
        if len(column) != 3 or not column[2].isdigit():
            raise GlassFileError(f"the Properties of {name} are malformed; expected name:type:columns, repeated")
        if column[0] == "species":
            column[0] = _TYPE
        before += int(column[2])
        if column[0] == "pos" and column[2] == "2":
            column[2] = "3"
            rows = [" ".join((*row.split()[:before], "0.0", *row.split()[before:])) for row in rows]
    if ["pos", "R", "3"] not in columns:
        raise GlassFileError(f"{name} has no positions: expected Properties with pos:R:2 or pos:R:3")
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
        reason = f"{type(error).__name__}: {error}"
        raise GlassFileError(
            f"{name} cannot be read as extended XYZ, expected numbers in columns ({reason})"
        ) from error


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
