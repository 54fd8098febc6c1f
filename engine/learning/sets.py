"""The sets of structure functions: by their kind, as files name them, and those that the papers take for a model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..errors import GlassError
from ..matter.model import Model
from .angular import RadialAngular
from .load_fields import LoadFields
from .radial import RadialCounts, RadialHats
from .structure import Structure

_KINDS: tuple[type[Structure], ...] = (RadialCounts, RadialHats, RadialAngular, LoadFields)

STRUCTURES: Mapping[str, type[Structure]] = {cls.kind: cls for cls in _KINDS}
"""Every set of structure functions by its kind."""


def structure_of(mapping: Mapping) -> Structure:
    """The set of structure functions that `to_mapping` wrote down.

    Parameters
    ----------
    mapping : mapping
        With its kind and its numbers.

    Raises
    ------
    GlassError
        It describes none.
    """
    try:
        numbers = dict(mapping)
        return STRUCTURES[numbers.pop("kind")](**numbers)
    except (KeyError, TypeError, ValueError) as error:
        raise GlassError(f"no structure functions: {error}") from None


def radial_structure(model: Model) -> Structure:
    """R20's structure functions: counts where a model has two sizes, hats where sizes are continuous.

    Parameters
    ----------
    model : Model
        LJ and POLY are the paper's; the others get those of their like *(ours)*.
    """
    return RadialHats() if model.polydisperse else RadialCounts()


def angular_structure(model: Model) -> Structure:
    """FM21's structure functions; one species and lengths in mean diameters where sizes are continuous *(ours)*.

    Parameters
    ----------
    model : Model
        Its unlike pair's size, 1 in LJ, is the unit of length.
    """
    diameters = model.species_diameters
    if diameters is None:
        return RadialAngular(unit=float(model.sizes(4096, np.random.default_rng(0))[0].mean()), n_species=1)
    small, large = diameters
    return RadialAngular(unit=float(model.pair_sizes(small, large)))


def loaded_structure(model: Model) -> Structure:
    """The engine's own fields in the frame of the load; they tell species apart where a model has two.

    Parameters
    ----------
    model : Model
        Any of two dimensions.
    """
    return LoadFields(1 if model.polydisperse else 2)
