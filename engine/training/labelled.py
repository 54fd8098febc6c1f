"""From a file of labels back to glasses, loads, and who moved most."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..errors import GlassError
from ..matter.glass import Glass
from ..matter.load import Load
from ..matter.models import model_of

if TYPE_CHECKING:
    import xarray


def labelled_glass(labels: xarray.Dataset, sample: int) -> Glass:
    """One of the glasses as cast, to the last digit.

    Parameters
    ----------
    labels : xarray.Dataset
        From `open_labels`.
    sample : int
        Its place among the samples.
    """
    model, one = model_of(labels.attrs["model"]), labels.isel(sample=sample)
    provenance = json.loads(labels.attrs["provenance"])[sample]
    species = None if model.polydisperse else one["species"].values
    return Glass(
        model, one["positions"].values, diameters=one["diameters"].values, species=species, cell=one["cell"].values,
        provenance=provenance,
    )  # fmt: skip


def loads_of(labels: xarray.Dataset) -> list[Load]:
    """The loads, in their order.

    Parameters
    ----------
    labels : xarray.Dataset
        From `open_labels`.
    """
    rows = zip(labels["kind"].values, labels["angle"].values, labels["sign"].values, strict=True)
    return [Load(str(kind), float(angle), int(sign)) for kind, angle, sign in rows]


class Run(NamedTuple):
    """A glass under a load.

    Attributes
    ----------
    glass : Glass
        As cast.
    place : int
        Of the load among the loads.
    load : Load
        It.
    d2min : dict of float to ndarray, shape (n_particles,)
        D²_min since it was cast, by the strains that the run got to.
    """

    glass: Glass
    place: int
    load: Load
    d2min: dict[float, np.ndarray]


def runs_of(labels: xarray.Dataset, sample: int) -> Iterator[Run]:
    """All runs of a glass, in the order of the loads.

    Parameters
    ----------
    labels : xarray.Dataset
        From `open_labels`.
    sample : int
        Its place among the samples.
    """
    glass, strains = labelled_glass(labels, sample), labels["strain"].values
    for place, load in enumerate(loads_of(labels)):
        rows = labels["d2min"].values[sample, place]
        there = {float(strain): row for strain, row in zip(strains, rows, strict=True) if np.isfinite(row).all()}
        yield Run(glass, place, load, there)


def of_split(labels: xarray.Dataset, split: str) -> list[int]:
    """Places of the glasses for training or for tests.

    Parameters
    ----------
    labels : xarray.Dataset
        From `open_labels`.
    split : {"train", "test"}
        Which.

    Raises
    ------
    GlassError
        There are none.
    """
    found = np.flatnonzero(labels["split"].values == split).tolist()
    if not found:
        raise GlassError(f"no glass of these labels is for {'training' if split == 'train' else 'tests'}")
    return found


def check_strain(labels: xarray.Dataset, strain: float) -> float:
    """A strain that the labels are of, as they have it.

    Parameters
    ----------
    labels : xarray.Dataset
        From `open_labels`.
    strain : float
        What was asked for.

    Raises
    ------
    GlassError
        They are not of it; the message says of which.
    """
    known = labels["strain"].values
    nearest = known[np.abs(known - strain).argmin()]
    if not np.isclose(nearest, strain, rtol=1e-6):
        raise GlassError(f"these labels are of strains {', '.join(f'{one:g}' for one in known)}; got {strain!r}")
    return float(nearest)
