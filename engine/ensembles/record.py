"""The record of one sample, when all its tasks are done: what `measures` makes of its runs and fields."""

from __future__ import annotations

import io

import numpy as np

from ..matter.glass import Glass
from .measures import MEASURES, Known
from .tasks import task


@task
def scored(
    glass: bytes, about: dict, wanted: list, leads: list, bins: list, spots: list, found: list, runs: list
) -> tuple[dict[str, np.ndarray], dict]:
    """Join the runs and the fields of one sample.

    Parameters
    ----------
    glass : bytes
        Content of its npz file.
    about : dict
        The sample's identity, see `store.identity`.
    wanted : list of Wanted
        Indicators as cast.
    leads : list of Wanted
        Indicators before events.
    bins : list of Binned
        What is binned.
    spots : list of str
        Indicators whose spots are known.
    found : list of dict
        From `tasks.fields`; together they have all of `wanted`.
    runs : list of dict
        From `tasks.sheared`, one a load.

    Returns
    -------
    arrays : dict of ndarray
        By name; axes are (load, event, ...), events filled up with nan to the largest number of them.
    about : dict
        The identity, with the glass's provenance and the errors of runs and indicators.
    """
    cast = Glass.load(io.BytesIO(glass))
    joined: dict[str, dict] = {part: {} for part in ("values", "bins", "spots", "errors")}
    for part, some in ((part, some) for some in found for part in joined):
        joined[part] |= some[part]
    known = Known(cast, wanted, bins, spots, runs, joined)
    arrays: dict[str, np.ndarray] = {}
    for measure in MEASURES:
        arrays |= measure.of(known)
    if about["labels"]:
        arrays["d2min"] = np.array([run["d2min"] for run in runs], dtype=np.float32)
    errors = dict(joined["errors"])
    for run in runs:
        errors |= {f"{name} before events": words for name, words in run["lead_errors"].items()}
    return arrays, about | {
        "provenance": {key: value for key, value in cast.provenance.items() if key != "stages"},
        "model": cast.model.key,
        "n_particles": cast.n_particles,
        "run_errors": [run["error"] for run in runs],
        "indicator_errors": errors,
        "indicators": [one.name for one in wanted],
        "lead_indicators": [one.name for one in leads],
        "bins": [list(one) for one in bins],
        "spots": list(spots),
        "moved": about["moved"],
    }
