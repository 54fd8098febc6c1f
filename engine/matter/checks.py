"""What describes no possible glass is refused, with what was expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError
from ..limits import MOST_PARTICLES, check_number

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, DTypeLike

    from .cell import Box
    from .model import Model
    from .pairs import PairTable

LENGTHS = (1e-6, 1e6)
"""Diameters of particles lie in between, in units of the model's length."""

_FARTHEST = 1e6  # cells: of sixteen digits of a coordinate ten are left
_TOO_NEAR = 0.2  # of the pair size: no relaxed or thermal state of these models comes near it


def frozen(values: ArrayLike, what: str, dtype: DTypeLike = float) -> np.ndarray:
    """A read-only copy of finite numbers.

    Parameters
    ----------
    values : array_like
        The numbers.
    what : str
        What they are, for messages.
    dtype : dtype
        As which they are kept.

    Raises
    ------
    GlassError
        If they are no numbers, or not finite.
    """
    try:
        if np.asarray(values).dtype.kind == "c":  # numpy would drop half of them, with a warning
            raise TypeError("they are complex")
        array = np.array(values, dtype=dtype, order="C")
    except (TypeError, ValueError, OverflowError) as error:
        raise GlassError(f"{what} are an array of numbers: {error}") from None
    if not np.isfinite(array).all():
        raise GlassError(f"{what} hold NaN or infinite numbers; expected finite values")
    array.setflags(write=False)
    return array


def check_overlaps(pairs: PairTable) -> None:
    """Refuse particles that are much nearer than they can come.

    Parameters
    ----------
    pairs : PairTable
        The interacting pairs.

    Raises
    ------
    GlassError
        If two of them overlap.
    """
    nearest = pairs.distances / pairs.sizes
    if nearest.size and nearest.min() < _TOO_NEAR:
        p = int(nearest.argmin())
        raise GlassError(
            f"particles {pairs.i[p]} and {pairs.j[p]} overlap: {pairs.distances[p]:.3g} apart, "
            f"expected at least {_TOO_NEAR * pairs.sizes[p]:.3g} (a fifth of their size)"
        )


def check_positions(positions: np.ndarray, box: Box, model: Model) -> None:
    """Refuse positions that do not fit the cell, or a cell that does not fit the model.

    Parameters
    ----------
    positions : ndarray
        Positions.
    box : Box
        The periodic cell.
    model : Model
        How particles interact.

    Raises
    ------
    GlassError
        If dimensions disagree, or there are fewer than two particles.
    """
    if positions.ndim != 2 or positions.shape[1] != box.dimension:
        raise GlassError(f"positions have shape (n_particles, {box.dimension}) in this cell; got {positions.shape}")
    if box.dimension != model.dimension:
        raise GlassError(f"model {model.key!r} lives in {model.dimension} dimensions; the cell has {box.dimension}")
    if len(positions) < 2:
        raise GlassError(f"a glass has at least 2 particles; got {len(positions)}")
    check_number(len(positions), MOST_PARTICLES, "particles")
    away = float(np.abs(box.fractional(positions)).max())
    if not away < _FARTHEST:
        raise GlassError(f"a particle lies {away:.3g} cells away; beyond {_FARTHEST:g} its digits are lost")


def species_and_diameters(
    model: Model, species: ArrayLike | None, diameters: ArrayLike | None, n_particles: int
) -> tuple[np.ndarray | None, np.ndarray]:
    """Both as frozen arrays, each worked out from the other for models of two sizes.

    Parameters
    ----------
    model : Model
        How the particles interact.
    species, diameters : array_like or None
        As they were given.
    n_particles : int
        Number of particles.

    Raises
    ------
    GlassError
        If neither says enough, or they are none of the model's.
    """
    sizes = model.species_diameters
    if sizes is None:
        if diameters is None:
            raise GlassError(f"model {model.key!r} is polydisperse: give diameters=, one for each particle")
        species = None
    else:
        given = None if diameters is None else _diameters(diameters, n_particles)
        if species is not None:
            species = frozen(species, "species", dtype=np.int64)
        elif given is not None:
            species = frozen(np.abs(given[:, None] - sizes).argmin(axis=1), "species", dtype=np.int64)
        else:
            raise GlassError(f"give diameters= or species= (0 small, 1 large) for model {model.key!r}")
        if species.shape != (n_particles,) or species.min() < 0 or species.max() >= len(sizes):
            raise GlassError(f"species are {n_particles} whole numbers from 0 to {len(sizes) - 1}")
        expected = sizes[species]
        if given is not None and not np.allclose(given, expected, rtol=1e-6):
            raise GlassError(f"the diameters of model {model.key!r} are {sizes.tolist()}, by species")
        diameters = expected
    return species, _diameters(diameters, n_particles, model)


def _diameters(values, n_particles, model=None):
    """Sizes that particles of a model can have."""
    diameters = frozen(values, "diameters")
    if diameters.shape != (n_particles,):
        raise GlassError(f"expected {n_particles} diameters, one for each particle; got shape {diameters.shape}")
    least, most = float(diameters.min()), float(diameters.max())
    if least <= 0:
        raise GlassError("diameters are positive lengths")
    if not LENGTHS[0] <= least <= most <= LENGTHS[1]:
        strange = least if least < LENGTHS[0] else most
        raise GlassError(f"diameters lie between {LENGTHS[0]:g} and {LENGTHS[1]:g}; got {strange:g}")
    if model is not None and not model.pair_sizes(np.array([least]), np.array([most]))[0] > 0:
        raise GlassError(
            f"diameters from {least:.4g} to {most:.4g} are too different for model {model.key!r}: "
            "a pair of them would have no size"
        )
    return diameters
