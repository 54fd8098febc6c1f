"""Datasets on disk, opened: files of results come from anywhere, so they are read in quarantine, by a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import GlassError, GlassFileError
from ..quarantine import OWN, Bounds, content_of_file, read_apart
from .dataset import FORMAT, OF_AXES, TEXTS, assemble
from .from_yaml import ensemble
from .layout import Layout
from .measures import MEASURES
from .store import DATASET, ResultFolder

if TYPE_CHECKING:
    import xarray

_NUMBERS = {name: (("sample", *measure.axes), words) for measure in MEASURES for name, words in measure.says.items()}
_LAYOUT = Layout(FORMAT, "dataset of an ensemble", _NUMBERS, TEXTS, OF_AXES)


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
    return _LAYOUT.read(content, name, bounds)


def _unfinished(path):
    name = str(path / "spec.yaml")
    try:
        spec = ensemble(read_apart("YAML", content_of_file(name), name).words["value"])
    except GlassError as error:
        raise GlassFileError(f"{path} is no folder of an ensemble's results: {error}") from error
    return assemble(spec, ResultFolder(path))
