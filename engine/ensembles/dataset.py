"""One xarray dataset of all samples: what notebooks and the page read."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..indicators import INDICATORS
from ..scores.moved import MovedRanks
from ..whole_files import path_when_complete
from .measures import MEASURES
from .spec import Binned, Ensemble
from .store import ResultFolder

if TYPE_CHECKING:
    import xarray


FORMAT = "glasscope-ensemble-1"
"""In the attributes of every dataset."""

_ASKED = ("lead", "binned", "spotted", "strain", "moved")
"""Dimensions that are empty, and then left out with all that stands on them, unless the spec asks for them."""

TEXTS = {
    "error": (("sample",), "why a sample is missing"),
    "run_error": (("sample", "load"), "why a run ended early"),
    "indicator_error": (("sample", "indicator"), "why an indicator is missing"),
}
"""Words, with their axes and what they say."""

OF_AXES = {
    "sample": ("seed",), "load": ("angle", "sign", "kind"), "indicator": ("key", "label", "symbol", "family", "soft"),
}  # fmt: skip
"""More coordinates, by the dimension that they stand on."""


def assemble(spec: Ensemble, folder: ResultFolder) -> xarray.Dataset:
    """The dataset of an ensemble, from the files of its samples; those that are missing say why.

    Parameters
    ----------
    spec : Ensemble
        The ensemble.
    folder : ResultFolder
        Its results, all of them or those so far.

    Returns
    -------
    xarray.Dataset
        Dimensions sample, load, event, indicator, and where they were asked for lead, lead_indicator, binned, spotted
        and strain. What is not there is nan. It depends on the spec and the samples only, not on how they came.
    """
    import xarray as xr

    records = [folder.read(sample) if folder.is_done(sample) else None for sample in spec.samples]
    coordinates = _coordinates(spec, records)
    sizes = {name: len(values) for name, values in coordinates.items()}
    variables = {}
    for measure in MEASURES:
        axes = measure.axes
        if any(not sizes[axis] for axis in axes if axis in _ASKED):
            continue
        for name, says in measure.says.items():
            whole = np.full((len(records), *(sizes[axis] for axis in axes)), np.nan)
            for k, record in enumerate(records):
                if record is not None:
                    whole[(k, *_places(axes, coordinates, record))] = record[0][name]
            variables[name] = (("sample", *axes), whole, {"long_name": says})
    for name, (axes, says) in TEXTS.items():
        variables[name] = (axes, _texts(name, spec, folder, records), {"long_name": says})
    data = xr.Dataset(variables, coordinates | _more_coordinates(spec, coordinates), attributes_of(spec, records))
    return data.drop_vars([name for name, size in data.sizes.items() if not any(name in v.dims for v in data.values())])


def _coordinates(spec, records):
    n_events = max([record[0]["event_strain"].shape[1] for record in records if record is not None], default=0)
    indicators = [wanted.name for wanted in spec.indicators]
    return {
        "sample": [sample.label for sample in spec.samples],
        "load": [load.label for load in spec.loads],
        "event": list(range(1, n_events + 1)),
        "indicator": indicators,
        "other_indicator": indicators,
        "lead": list(spec.leads),
        "lead_indicator": [name for name in indicators if name in spec.lead_indicators],
        "binned": [one.label(len(spec.bin_sizes)) for one in spec.bins],
        "spotted": list(spec.spots),
        "strain": list(spec.d2min_strains),
        "moved": [wanted.name for wanted in spec.indicators if wanted.name in spec.moved],
        "positions": list(MovedRanks._fields),
    }


def _places(axes, coordinates, record):
    """Where the array of one sample goes along each axis: it may have fewer events, indicators, ..."""
    arrays, about = record
    sizes = len({size for _, _, size in about["bins"]})
    own = {
        "event": list(range(1, arrays["event_strain"].shape[1] + 1)),
        "indicator": about["indicators"],
        "other_indicator": about["indicators"],
        "lead": coordinates["lead"] if about["lead_indicators"] else [],
        "lead_indicator": about["lead_indicators"],
        "binned": [Binned(*one).label(sizes) for one in about["bins"]],
        "spotted": about["spots"],
        "moved": about["moved"],
    }
    places = [[coordinates[axis].index(name) for name in own.get(axis, coordinates[axis])] for axis in axes]
    return np.ix_(*places) if places else ()


def _texts(name, spec, folder, records):
    if name == "error":
        return np.array([_error(spec, folder, k, record) for k, record in enumerate(records)], dtype=object)
    if name == "run_error":
        nothing = [""] * len(spec.loads)
        return np.array([nothing if r is None else r[1]["run_errors"] for r in records], dtype=object)
    rows = [{} if record is None else record[1]["indicator_errors"] for record in records]
    words = [
        [
            "; ".join(row[key] for key in (wanted.name, f"{wanted.name} before events") if key in row)
            for wanted in spec.indicators
        ]
        for row in rows
    ]
    return np.array(words, dtype=object).reshape(len(records), len(spec.indicators))


def _error(spec, folder, k, record):
    return "" if record is not None else folder.failure(spec.samples[k]) or "not done yet"


def coordinates_of_loads(spec: Ensemble) -> dict[str, tuple[str, list]]:
    """Angle, sign and kind of each load of an ensemble, as coordinates.

    Parameters
    ----------
    spec : Ensemble
        The ensemble.
    """
    return {name: ("load", [getattr(load, name) for load in spec.loads]) for name in ("angle", "sign", "kind")}


def _more_coordinates(spec, coordinates):
    kinds = [INDICATORS[wanted.key] for wanted in spec.indicators]
    return {
        "seed": ("sample", [-1 if sample.seed is None else sample.seed for sample in spec.samples]),
        **coordinates_of_loads(spec),
        "key": ("indicator", [wanted.key for wanted in spec.indicators]),
        "label": ("indicator", [kind.label for kind in kinds]),
        "symbol": ("indicator", [kind.symbol for kind in kinds]),
        "family": ("indicator", [kind.family for kind in kinds]),
        "soft": ("indicator", [kind.soft for kind in kinds]),
    }


def attributes_of(spec: Ensemble, records: list) -> dict[str, Any]:  # Any: texts and whole numbers
    """What a dataset says of itself: format, names, version, spec, and the provenance of every glass.

    Parameters
    ----------
    spec : Ensemble
        The ensemble.
    records : list of (arrays, about) or None
        What is known of each sample.
    """
    there = [record[1] for record in records if record is not None]
    return {
        "format": FORMAT,
        "name": spec.name,
        "model": there[0]["model"] if there else spec.model or "",
        "n_particles": there[0]["n_particles"] if there else spec.n_particles or 0,
        "version": version("glasscope"),
        "spec": json.dumps(spec.to_mapping()),
        "provenance": json.dumps([None if record is None else record[1]["provenance"] for record in records]),
    }


def save_dataset(data: xarray.Dataset, file: Path) -> None:
    """Write a dataset as netCDF, whole or not at all.

    Parameters
    ----------
    data : xarray.Dataset
        From `assemble`.
    file : Path
        Its place.
    """
    compressed = {name: {"zlib": True} for name, array in data.data_vars.items() if array.dtype.kind == "f"}
    with path_when_complete(file) as scratch:
        data.to_netcdf(scratch, engine="h5netcdf", encoding=compressed)
