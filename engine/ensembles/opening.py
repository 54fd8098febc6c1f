"""Datasets on disk, opened: files of results come from anywhere, so they are read in quarantine, by a plan."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import GlassError, GlassFileError
from ..quarantine import OWN, Bounds, Parcel, content_of_file, read_apart
from .dataset import FORMAT, OF_AXES, TEXTS, assemble
from .from_yaml import ensemble
from .measures import MEASURES
from .store import DATASET, ResultFolder

if TYPE_CHECKING:
    import xarray

_ATTRIBUTES = {"format": str, "name": str, "model": str, "n_particles": int, "version": str, "spec": str,
               "provenance": str}  # fmt: skip

_NUMBERS = ("event", "lead", "strain", "seed", "angle", "sign")  # coordinates that are; all others are texts


def open_ensemble(path: str | Path) -> xarray.Dataset:
    """The dataset of an ensemble: a file, or a folder of results, of a run that is still going on too.

    Parameters
    ----------
    path : str or path
        A netCDF file that `save_dataset` wrote, or the folder of a run.

    Returns
    -------
    xarray.Dataset
        In memory.

    Raises
    ------
    GlassFileError
        It is neither, or holds anything that no such file has.
    """
    path = Path(path)
    if path.is_dir() and not (path / DATASET).is_file():
        return _unfinished(path)
    file = path / DATASET if path.is_dir() else path
    return dataset_in(content_of_file(file), str(file))


def dataset_in(content: bytes, name: str, bounds: Bounds = OWN) -> xarray.Dataset:
    """The dataset of an ensemble in the content of a file.

    Parameters
    ----------
    content : bytes
        Of a netCDF file that `save_dataset` wrote.
    name : str
        Its name, for messages.
    bounds : Bounds
        What it may cost.

    Raises
    ------
    GlassFileError
        It is none, or cannot be read within its bounds.
    """
    plan = _plan()
    parcel = read_apart(
        "netCDF", content, name, bounds, plan={key: list(axes) for key, axes in plan.items()},
        attributes=list(_ATTRIBUTES),
    )  # fmt: skip
    try:
        return _dataset(parcel, plan)
    except ValueError as error:  # xarray's, and ours
        raise GlassFileError(f"{name} is no dataset of an ensemble: {error}") from None


def _plan() -> dict[str, tuple[str, ...]]:
    """Every variable that a dataset may have, with its dimensions."""
    variables = {name: ("sample", *measure.axes) for measure in MEASURES for name in measure.says}
    variables |= {name: axes for name, (axes, _) in TEXTS.items()}
    axes = {axis: (axis,) for stands_on in variables.values() for axis in stands_on}
    return variables | axes | {name: (axis,) for axis, names in OF_AXES.items() for name in names}


def _dataset(parcel: Parcel, plan: Mapping[str, tuple[str, ...]]) -> xarray.Dataset:
    import xarray as xr

    attributes = _checked_attributes(parcel.words["attributes"])
    numbers = {name: words for measure in MEASURES for name, words in measure.says.items()}
    says = numbers | {name: words for name, (_, words) in TEXTS.items()}
    variables, coordinates = {}, {}
    for name, shape in parcel.words["shapes"].items():
        is_number = name in parcel.arrays
        if is_number != (name in numbers or name in _NUMBERS):
            raise GlassFileError(f"its {name} are {'numbers' if is_number else 'texts'}")
        values = parcel.arrays[name] if is_number else np.array(parcel.words["texts"][name], dtype=object)
        values = values.reshape(shape).copy()
        if name in says:
            variables[name] = (plan[name], values, {"long_name": says[name]})
        else:
            coordinates[name] = (plan[name], values)
            if plan[name] == (name,) and len(set(values.tolist())) < len(values):
                raise GlassFileError(f"two of its {name} are called the same")
    if lacking := {axis for axes, *_ in variables.values() for axis in axes} - set(coordinates):
        raise GlassFileError(f"it does not say what its {min(lacking)} are")
    return xr.Dataset(variables, coordinates, attributes)


def _checked_attributes(found: Mapping[str, Any]) -> dict[str, Any]:  # Any: texts and whole numbers
    if found.get("format") != FORMAT:
        raise GlassFileError(f"expected {FORMAT} among its attributes")
    for name, kind in _ATTRIBUTES.items():
        if not isinstance(found.get(name, kind()), kind):
            raise GlassFileError(f"its attribute {name} is of the wrong kind")
    return {name: found[name] for name in _ATTRIBUTES if name in found}


def _unfinished(path):
    name = str(path / "spec.yaml")
    try:
        spec = ensemble(read_apart("YAML", content_of_file(name), name).words["value"])
    except GlassError as error:
        raise GlassFileError(f"{path} is no folder of an ensemble's results: {error}") from error
    return assemble(spec, ResultFolder(path))
