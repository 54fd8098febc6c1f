"""Run many lattices as Dask tasks, here or on a cluster; what is done is kept, and one dataset is made of it."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..ensembles.cluster import client_of, finished
from ..ensembles.dataset import save_dataset
from ..ensembles.identity import given_glass
from ..ensembles.layout import Layout
from ..errors import GlassError, GlassFileError
from ..one_run import only_run_in
from ..quarantine import content_of_file
from ..quarantine.readers.stored_arrays import stored_in_file
from ..whole_files import write_whole
from . import tasks
from .spec import MesoscaleSpec

if TYPE_CHECKING:
    import xarray

FORMAT, FILE = "glasscope-mesoscale-1", "mesoscale.nc"
"""Among the attributes of every dataset; its name in the folder of a run."""

_OF_EACH = ("kind", "size", "seed")
_LAYOUT = Layout(
    FORMAT,
    "dataset of lattices",
    {
        "stress": ((*_OF_EACH, "strain"), "mean stress"),
        "band_width": ((*_OF_EACH, "band_strain"), "full width of the band of all failures so far, blocks"),
        "band_clarity": ((*_OF_EACH, "band_strain"), "1 for a narrow band, 0 where no direction is better"),
        "avalanches": ((*_OF_EACH, "least_failures"), "avalanches of so many failures to below twice as many"),
        "failures": (_OF_EACH, "failures of all blocks"),
        "modulus": (("kind",), "shear modulus at first, in units of stress"),
    },
    {},
    {},
)


def run_mesoscale(
    spec: MesoscaleSpec,
    folder: str | Path,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> xarray.Dataset:
    """Shear all lattices of a spec that are missing in a folder, and write FOLDER/mesoscale.nc.

    Each is written as soon as it is done, and the yield stresses of each glass: a run that was stopped goes on, and
    ends with the same dataset. More sizes and seeds may be asked for later.

    Parameters
    ----------
    spec : MesoscaleSpec
        From `read_mesoscale`.
    folder : str or path
        Where results go.
    scheduler, workers : optional
        As for `run_ensemble`.
    progress : callable, optional
        Called with how many tasks are done, and how many there are.

    Raises
    ------
    GlassError
        The folder holds other lattices, or cannot be written; a glass cannot be opened or has no yield stresses; an
        avalanche does not end.
    ConnectionError
        The scheduler does not answer, or was lost on the way.
    """
    if scheduler is not None and workers is not None:
        raise GlassError("workers are started on this machine only: give either workers or a scheduler")
    with only_run_in(Path(folder)):
        results = _Results(Path(folder), spec)
        glasses = [(kind, name) for kind, blocks in spec.classes.items() for name in blocks.glasses]
        first = [one for one in glasses if not results.has(*_place(*one))]
        then = [one for one in spec.samples if not results.has("lattices", one.label)]
        if first or then:
            count = _Count(progress, len(glasses) + len(spec.samples), len(first) + len(then))
            most = min(workers or len(os.sched_getaffinity(0)), max(len(first), len(then)))
            with client_of(scheduler, most) as client:
                _all(client, results, count, [
                    (_place(*one), tasks.strengths, (given_glass(one[1]), spec.classes[one[0]])) for one in first
                ])  # fmt: skip
                bears = {kind: _bears(spec, results, kind) for kind in spec.classes}
                _all(client, results, count, [
                    (("lattices", one.label), tasks.sheared, (spec, one, bears[one.kind], bears[spec.renewal]))
                    for one in then
                ])  # fmt: skip
        data = _assembled(spec, results)
        save_dataset(data, Path(folder) / FILE)
        return data


def open_mesoscale(path: str | Path) -> xarray.Dataset:
    """The dataset of lattices in a file, or in the folder of a run.

    Parameters
    ----------
    path : str or path
        What `run_mesoscale` wrote.

    Raises
    ------
    GlassFileError
        It is none.
    """
    path = Path(path)
    file = path / FILE if path.is_dir() else path
    return _LAYOUT.read(content_of_file(file), str(file))


class _Count:
    """Tells how many tasks are done."""

    def __init__(self, progress, total, missing):
        self.progress, self.total, self.n_done = progress, total, total - missing
        self.tell(0)

    def tell(self, more=1):
        self.n_done += more
        if self.progress is not None:
            self.progress(self.n_done, self.total)


class _Results:
    """A folder of them: small files, each written whole."""

    def __init__(self, path, spec):
        self.path = path
        said = {key: value for key, value in spec.to_mapping().items() if key not in ("sizes", "seeds", "name")}
        said["version"], file = version("glasscope"), path / "spec.json"
        content = json.dumps(said, sort_keys=True, indent=1).encode()
        if file.exists() and file.read_bytes() != content:
            raise GlassError(f"{path} holds lattices that were made otherwise: take another folder, or move it away")
        path.mkdir(parents=True, exist_ok=True)
        write_whole(file, content)

    def has(self, room, name):
        return (self.path / room / f"{name}.npz").is_file()

    def keep(self, room, name, arrays):
        content = io.BytesIO()
        np.savez_compressed(content, **arrays)
        (self.path / room).mkdir(exist_ok=True)
        write_whole(self.path / room / f"{name}.npz", content.getvalue())

    def read(self, room, name):
        file = self.path / room / f"{name}.npz"
        try:
            return stored_in_file(file)
        except GlassFileError as error:
            raise GlassFileError(f"{error}; remove {file} to have it made") from error


def _place(kind, name):
    """Where the yield stresses of a glass of a class are kept."""
    return f"strengths-{kind}", Path(name).name


def _all(client, results, count, wanted):
    """Do what is wanted and keep it as it comes: (place, function, arguments) each."""
    places = {client.submit(function, *arguments, pure=False): place for place, function, arguments in wanted}
    while places:
        for future in finished(client, places):
            place = places.pop(future)
            if future.status != "finished":
                raise GlassError(f"{place[1]}: {future.exception()}") from future.exception()
            found = future.result()
            arrays = found if isinstance(found, dict) else {"values": found[0], "modulus": np.array(found[1])}
            results.keep(*place, arrays)
            count.tell()


def _bears(spec, results, kind):
    """Yield stresses and shear modulus of a class."""
    blocks = spec.classes[kind]
    if blocks.values:
        return np.array(blocks.values), blocks.modulus
    each = [results.read(*_place(kind, name)) for name in blocks.glasses]
    modulus = blocks.modulus or float(np.mean([one["modulus"] for one in each]))
    return np.concatenate([one["values"] for one in each]), modulus


def _assembled(spec, results):
    """One dataset of all lattices."""
    import xarray as xr

    shape = len(spec.classes), len(spec.sizes), len(spec.seeds)
    each = [results.read("lattices", one.label) for one in spec.samples]
    variables = {
        name: (axes, np.array([one[name] for one in each]).reshape(*shape, *each[0][name].shape), {"long_name": says})
        for name, (axes, says) in _LAYOUT.numbers.items() if name != "modulus"
    }  # fmt: skip
    moduli = [_bears(spec, results, kind)[1] for kind in spec.classes]
    variables["modulus"] = (("kind",), np.array(moduli), {"long_name": _LAYOUT.numbers["modulus"][1]})
    coordinates = {
        "kind": list(spec.classes), "size": list(spec.sizes), "seed": list(spec.seeds),
        "strain": tasks.strains_of(spec), "band_strain": list(spec.band_strains),
        "least_failures": tasks.EDGES[:-1].astype(int),
    }  # fmt: skip
    said = {"format": FORMAT, "name": spec.name, "version": version("glasscope"), "spec": json.dumps(spec.to_mapping())}
    data = xr.Dataset(variables, coordinates, said)
    return data if spec.band_strains else data.drop_dims("band_strain")
