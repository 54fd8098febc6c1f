"""Extended XYZ as it is written here: one particle a line, and a comment line of keys with the cell.

The format is that of libAtoms (https://github.com/libAtoms/extxyz). The columns are
``species:S:1:pos:R:3:radius:R:1``, which OVITO draws at true size; the types are H (small) and He (large), or X where
sizes are continuous.
"""

from __future__ import annotations

import json

from ..matter.glass import Glass
from .foreign import about_glass

_KINDS = ("H", "He")  # elements 1 and 2, as ASE names the types of LAMMPS
_CONTINUOUS = "X"


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
