"""Text formats have three coordinates; a glass is flat."""

from __future__ import annotations

import numpy as np

from ...errors import GlassFileError
from ..bounds import Bounds
from ..parcels import Parcel

_LONGEST = 64  # letters of a type's name
_FLAT = 1e-6  # of the extent in the plane: spread of z in a flat configuration


def flat_parcel(
    positions: np.ndarray, cell: np.ndarray, kinds: list[str] | None, diameters: np.ndarray | None, about: object,
    name: str,
) -> Parcel:  # fmt: skip
    """What a text file says, in its plane: positions (n_particles, 2), a cell (2, 2) and diameters, where it has them.

    Parameters
    ----------
    positions : ndarray, shape (n_particles, 3)
        As the file has them.
    cell : ndarray, shape (3, 3)
        Lattice vectors as rows; zeros where the file has none.
    kinds : list of str or None
        The particles' types by the file's names.
    diameters : ndarray or None
        Particle sizes.
    about : object
        Glasscope's own header.
    name : str
        Of the file, for messages.

    Raises
    ------
    GlassFileError
        If the positions are not finite or not all in one plane of constant z, or the cell leans out of it.
    """
    if not np.isfinite(positions).all():
        raise GlassFileError(f"{name} holds positions that are NaN or infinite; expected finite numbers")
    extent = np.ptp(positions, axis=0) if len(positions) else np.zeros(3)
    leaning = max(np.abs(cell[:2, 2]).max(), np.abs(cell[2, :2]).max())
    solid = None
    if extent[2] > _FLAT * extent[:2].max():
        solid = f"its z runs over {extent[2]:.6g}"
    elif leaning > _FLAT * np.abs(cell[:2, :2]).max():
        solid = "its cell leans out of the plane"
    if solid:
        raise GlassFileError(
            f"{name} is a configuration in three dimensions: {solid}; expected a flat one, "
            "glasses have two dimensions so far"
        )
    if kinds and (longest := max(map(len, kinds))) > _LONGEST:
        raise GlassFileError(f"{name} has a type of particles whose name has {longest} letters; at most {_LONGEST}")
    arrays = {"positions": positions[:, :2].copy()}
    if cell[:2, :2].any():
        arrays["cell"] = cell[:2, :2].copy()
    if diameters is not None:
        arrays["diameters"] = diameters
    return Parcel({"kinds": kinds, "about": about}, arrays)


def check_particles(number: int, bounds: Bounds, name: str) -> None:
    """Refuse a file of too many particles.

    Parameters
    ----------
    number : int
        How many it says, or has.
    bounds : Bounds
        What it may cost.
    name : str
        Of the file, for messages.

    Raises
    ------
    GlassFileError
        There are more.
    """
    if number > bounds.particles:
        raise GlassFileError(f"{name} has {number:.7g} particles; at most {bounds.particles:,} are read")
