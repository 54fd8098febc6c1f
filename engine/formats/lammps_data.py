"""LAMMPS data files (https://docs.lammps.org/read_data.html) as they are written here.

A flat glass is written in LAMMPS's restricted triclinic box, whose first lattice vector lies along x: any other cell is
turned until it does, which changes no energy; the file's first line says by how much, and reading turns it back. Models
of two sizes become atom_style atomic, types 1 (small) and 2 (large), masses 1. Sizes that are continuous need
atom_style sphere, whose columns hold a diameter and a density; the density makes the mass 1.
"""

from __future__ import annotations

import json
import math

import numpy as np

from ..matter.glass import Glass
from ..quarantine.readers.lammps_data import TITLE, turn
from .foreign import about_glass


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
        f"{TITLE}: {json.dumps(about)}", "", f"{glass.n_particles} atoms", f"{n_types} atom types", "",
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
    cell = np.array([a, b]) @ turn(angle)
    cell[0, 1] = 0.0
    return cell, glass.positions @ turn(angle), angle
