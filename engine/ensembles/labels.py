"""Labels for learners: where each particle of many glasses had moved to at some strains, in one documented file.

::

    positions    (sample, particle, axis)          as cast, units of length
    cell         (sample, vector, axis)            rows are the vectors of the periodic cell
    diameters    (sample, particle)                own interaction diameters
    species      (sample, particle)                0 or 1; 0 where there are none
    d2min        (sample, load, strain, particle)  nonaffine D2min since the glass was cast, length squared
    events       (sample, load, strain)            plastic events up to there
    first_event  (sample, load)                    strain of the first one
    split        (sample)                          "train" or "test": a glass is one of them with all its loads

with the coordinates of an ensemble's dataset (sample, seed, load, angle, sign, kind, strain), its spec and the
provenance of every glass among the attributes.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import GlassError
from ..matter.glass import Glass
from ..quarantine import content_of_file
from .dataset import attributes_of, coordinates_of_loads, save_dataset
from .from_yaml import TEST_SHARE
from .layout import Layout
from .run import EnsembleProgress, run_ensemble
from .spec import Ensemble
from .store import ResultFolder

if TYPE_CHECKING:
    import xarray

FORMAT, FILE = "glasscope-labels-1", "labels.nc"
"""Among the attributes of every file; its name in the folder of a run."""

_SHIPPED = Path(str(files("glasscope.assets"))) / "labels"

_LAYOUT = Layout(
    FORMAT,
    "file of labels",
    {
        "positions": (("sample", "particle", "axis"), "as cast, units of length"),
        "cell": (("sample", "vector", "axis"), "rows are the vectors of the periodic cell, units of length"),
        "diameters": (("sample", "particle"), "own interaction diameters, units of length"),
        "species": (("sample", "particle"), "0 or 1; 0 where there are none"),
        "d2min": (("sample", "load", "strain", "particle"), "nonaffine D2min since the glass was cast, length squared"),
        "events": (("sample", "load", "strain"), "plastic events up to there"),
        "first_event": (("sample", "load"), "strain of the first event; nan where there was none"),
    },
    {"split": (("sample",), "train or test: a glass is one of them with all its loads")},
    {"sample": ("seed",), "load": ("angle", "sign", "kind")},
    bare=("particle", "axis", "vector"),
)


def label_glasses(
    spec: Ensemble,
    folder: str | Path,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    progress: Callable[[EnsembleProgress], None] | None = None,
) -> xarray.Dataset:
    """Shear the glasses of an ensemble and write what each particle did: FOLDER/labels.nc, and FOLDER/ensemble.nc.

    It goes on where it was stopped, as `run_ensemble` does, and ends with the same file.

    Parameters
    ----------
    spec : Ensemble
        With `d2min_strains`; a fifth of its glasses are for tests where it does not say otherwise.
    folder : str or path
        Where results go.
    scheduler, workers, progress : optional
        As for `run_ensemble`.

    Returns
    -------
    xarray.Dataset
        The labels.

    Raises
    ------
    GlassError
        No strains are given, no sample could be sheared, or the glasses differ in their number of particles; and
        whatever `run_ensemble` raises.

    Notes
    -----
    Cost: the preparations, and a run a load: 3 s to a strain of 3 % for 2,048 LJ particles.
    """
    if not spec.d2min_strains:
        raise GlassError("labels are of strains: give them as d2min_strains")
    spec = spec if spec.labels is not None else replace(spec, labels=TEST_SHARE)
    run_ensemble(spec, folder, scheduler=scheduler, workers=workers, progress=progress)
    data = assembled(spec, ResultFolder(folder))
    save_dataset(data, Path(folder) / FILE)
    return data


def shipped_labels() -> list[str]:
    """Keys of the sets of labels that are shipped."""
    return sorted(file.stem for file in _SHIPPED.glob("*.nc"))


def open_labels(path: str | Path) -> xarray.Dataset:
    """Labels from a file, from the folder of a run, or shipped ones.

    Parameters
    ----------
    path : str or path
        A netCDF file that `label_glasses` wrote, or its folder; or the key of a shipped set, `shipped_labels` has them.

    Raises
    ------
    GlassFileError
        It is neither, or of another version of the format.
    """
    path = Path(path)
    file = path / FILE if path.is_dir() else path
    if not file.exists() and str(path) in shipped_labels():
        file = _SHIPPED / f"{path}.nc"
    return _LAYOUT.read(content_of_file(file), str(file))


def assembled(spec: Ensemble, folder: ResultFolder) -> xarray.Dataset:
    """The labels of those samples that are done, from the files of a run.

    Parameters
    ----------
    spec : Ensemble
        With labels.
    folder : ResultFolder
        Of the run.

    Raises
    ------
    GlassError
        There are none, or the glasses differ in their number of particles.
    """
    import xarray as xr

    done = [sample for sample in spec.samples if folder.is_done(sample)]
    if not done:
        raise GlassError("no sample of this ensemble is done")
    records = [folder.read(sample) for sample in done]
    glasses = [_glass(folder, sample) for sample in done]
    if len({glass.n_particles for glass in glasses}) > 1:
        raise GlassError("the glasses of one set of labels have one number of particles: label others by themselves")
    onsets = [arrays["event_strain"] for arrays, _ in records]
    columns = {
        "positions": [glass.positions for glass in glasses],
        "cell": [glass.box.cell for glass in glasses],
        "diameters": [glass.diameters for glass in glasses],
        "species": [np.zeros(glass.n_particles) if glass.species is None else glass.species for glass in glasses],
        "d2min": [arrays["d2min"] for arrays, _ in records],
        "events": [(rows[:, None] <= np.array(spec.d2min_strains)[:, None]).sum(axis=2) for rows in onsets],
        "first_event": [rows[:, 0] if rows.shape[1] else np.full(len(rows), np.nan) for rows in onsets],
    }
    kinds = {"species": np.int8, "events": np.int32, "d2min": np.float32}
    variables = {
        name: (axes, np.array(columns[name], kinds.get(name, float)), {"long_name": says})
        for name, (axes, says) in _LAYOUT.numbers.items()
    }
    split = np.array(["test" if spec.is_for_tests(sample) else "train" for sample in done], dtype=object)
    variables |= {name: (axes, split, {"long_name": says}) for name, (axes, says) in _LAYOUT.texts.items()}
    coordinates = {
        "sample": [sample.label for sample in done],
        "seed": ("sample", [-1 if sample.seed is None else sample.seed for sample in done]),
        "load": [load.label for load in spec.loads],
        "strain": list(spec.d2min_strains),
    }
    attributes = attributes_of(spec, records) | {"format": FORMAT}
    return xr.Dataset(variables, coordinates | coordinates_of_loads(spec), attributes)


def _glass(folder, sample):
    content = folder.glass(sample)
    if content is None:
        raise GlassError(f"the glass of {sample.label} is gone from {folder.path}: remove its results to have it made")
    return Glass.load(io.BytesIO(content))
