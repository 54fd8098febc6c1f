"""Glasses in text files: what a file says, and the glass that it and the answers describe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassFileError
from ..matter.glass import Glass
from .answers import agreed_cell, agreed_model, agreed_sizes

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from ..matter.cell import Box
    from ..matter.model import Model
    from ..quarantine import Parcel

FORMAT = "glasscope-glass-1"
"""Marks what Glasscope wrote."""


@dataclass(frozen=True)
class Content:
    """What a text file says; None for what it does not.

    Parameters
    ----------
    positions : ndarray, shape (n_particles, 2)
        In the file's order, in LAMMPS data by id.
    cell : ndarray, shape (2, 2), or None
        Lattice vectors as rows.
    kinds : list of str or None
        The particles' types by the file's names.
    diameters : ndarray, shape (n_particles,), or None
        Particle sizes.
    about : mapping or None
        Glasscope's own header: format, model, species (which type is which), provenance.
    """

    positions: np.ndarray
    cell: np.ndarray | None = None
    kinds: list[str] | None = None
    diameters: np.ndarray | None = None
    about: Mapping | None = None


def about_glass(glass: Glass, kinds: Sequence[str]) -> dict[str, object]:
    """The header with which a text file says everything itself.

    Parameters
    ----------
    glass : Glass
        The state.
    kinds : sequence of str
        The file's names of the types, by species.
    """
    species = None if glass.species is None else {kind: number for number, kind in enumerate(kinds)}
    return {
        "format": FORMAT,
        "model": glass.model.key,
        "species": species,
        "provenance": dict(glass.provenance),
    }


def content_of(parcel: Parcel) -> Content:
    """What a text file says, as its reader brings it.

    Parameters
    ----------
    parcel : Parcel
        Of the reader of a text format.
    """
    arrays, words = parcel.arrays, parcel.words
    return Content(arrays["positions"], arrays.get("cell"), words["kinds"], arrays.get("diameters"), words["about"])


def glass_of(
    content: Content,
    name: str,
    kind: str,
    *,
    model: str | Model | None = None,
    diameters: ArrayLike | None = None,
    species: Mapping[str, int] | ArrayLike | None = None,
    cell: ArrayLike | Box | None = None,
) -> Glass:
    """The glass that a file and the answers describe together.

    Parameters
    ----------
    content : Content
        What the file says.
    name, kind : str
        Its name and its format in words.
    model, diameters, species, cell
        Answers, see `Glass.load`.

    Raises
    ------
    MissingInformation
        If something is still open.
    GlassFileError
        If an answer contradicts the file, or all of it together makes no glass.
    """
    about = _checked_header(content.about, name)
    model = agreed_model(about.get("model"), model, name)
    try:
        cell = agreed_cell(content.cell, cell, name)
        sizes = agreed_sizes(content, about.get("species"), model, diameters, species, name)
        provenance = about.get("provenance", {"file": name, "format": kind})
        return Glass(model, content.positions, **sizes, cell=cell, provenance=provenance)
    except GlassFileError:
        raise
    except (ValueError, TypeError, IndexError) as error:  # those of Glass, and of numpy about answers of a wrong shape
        raise GlassFileError(f"{name} holds an impossible glass: {error}") from error


def _checked_header(about, name):
    if about is None:
        return {}
    if not isinstance(about, Mapping) or about.get("format") != FORMAT or not isinstance(about.get("model"), str):
        raise GlassFileError(f"the header of {name} is damaged; expected {FORMAT}, as Glass.save writes it")
    return about
