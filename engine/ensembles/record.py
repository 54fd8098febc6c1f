"""What is known of one sample when its tasks are done: ranks, bins, spots, similarities, as plain arrays."""

from __future__ import annotations

import io

import numpy as np

from ..errors import GlassError
from ..indicators import INDICATORS
from ..matter.glass import Glass
from ..scores.ranks import rank
from ..scores.similarity import spearman_matrix
from ..scores.spots import nearest_spots
from ..scores.susceptibility import c_rank, overlap_ratio
from .tasks import EVENT_COLUMNS, task

CORES = {"rank": "core", "rank_by_displacement": "core_displacement", "rank_by_d2min": "core_d2min"}
"""Names of ranks, and which particle each is of."""


@task
def scored(glass: bytes, about: dict, wanted: list, leads: list, bins: list, spots: list, found: list, runs: list):
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
    bins : list of (str, str)
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
    joined = {part: {} for part in ("values", "bins", "spots", "errors")}
    for part, some in ((part, some) for some in found for part in joined):
        joined[part] |= some[part]
    n_events = max([len(run["events"]["strain"]) for run in runs], default=0)
    arrays = {f"event_{name}": _padded([run["events"][name] for run in runs], n_events) for name in EVENT_COLUMNS}
    arrays["reached"] = np.array([run["reached"] for run in runs])
    arrays |= _ranks(arrays, joined, wanted)
    arrays["spearman"] = _similarity(joined, wanted, len(runs), cast.n_particles)
    arrays |= _leads(runs, n_events)
    arrays["bin_rank"] = _bin_ranks(cast, arrays, joined, bins)
    arrays |= _spot_ranks(cast, arrays, joined, spots)
    arrays |= _susceptibility(runs, joined, wanted)
    arrays["moved_rank"] = np.array([run["moved_ranks"] for run in runs])
    arrays |= {"volume": np.array(cast.box.volume), "energy": np.array(cast.energy / cast.n_particles)}
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
        "bins": [list(pair) for pair in bins],
        "spots": list(spots),
        "moved": about["moved"],
    }


def _padded(rows, n_events):
    out = np.full((len(rows), n_events), np.nan)
    for row, values in zip(out, rows, strict=True):
        row[: len(values)] = values
    return out


def _events(arrays, name):
    """(load, event, particle) of every event that was."""
    for load, event in np.argwhere(~np.isnan(arrays["event_strain"])):
        yield load, event, int(arrays[f"event_{name}"][load, event])


def _of(per_load, load):
    """What belongs to a load, where there is one for all or one for each."""
    return per_load[load if len(per_load) > 1 else 0]


def _ranks(arrays, joined, wanted):
    shape = (*arrays["event_strain"].shape, len(wanted))
    ranks = {name: np.full(shape, np.nan) for name in CORES}
    for k, one in enumerate(wanted):
        if one.name in joined["values"]:
            for name, core in CORES.items():
                for load, event, particle in _events(arrays, core):
                    values = _of(joined["values"][one.name], load)
                    ranks[name][load, event, k] = rank(values, particle, INDICATORS[one.key].soft)
    return ranks


def _similarity(joined, wanted, n_loads, n_particles):
    """Spearman's matrix, the mean over loads."""
    if not wanted:
        return np.empty((0, 0))
    soft, nothing = [INDICATORS[one.key].soft for one in wanted], np.full((1, n_particles), np.nan)
    directional = any(len(values) > 1 for values in joined["values"].values())
    matrices = [
        spearman_matrix([_of(joined["values"].get(one.name, nothing), load) for one in wanted], soft)
        for load in range(n_loads if directional else 1)
    ]
    return np.mean(matrices, axis=0)


def _leads(runs, n_events):
    ranks, between = [run["lead_ranks"] for run in runs], [run["lead_between"] for run in runs]
    n_indicators, _, n_leads = ranks[0].shape
    out = np.full((len(runs), n_events, n_indicators, n_leads), np.nan)
    others = np.full((len(runs), n_events, n_leads), np.nan)
    for load, (some, number) in enumerate(zip(ranks, between, strict=True)):
        out[load, : some.shape[1]] = some.transpose(1, 0, 2)
        others[load, : len(number)] = number
    return {"lead_rank": out, "lead_between": others}


def _bin_ranks(cast, arrays, joined, bins):
    """λ of each event, at the particle that moved farthest (SN19), where it was as cast."""
    out = np.full((*arrays["event_strain"].shape, len(bins)), np.nan)
    for k, pair in enumerate(bins):
        for load, event, particle in _events(arrays, "core_displacement"):
            if tuple(pair) in joined["bins"]:
                field = _of(joined["bins"][tuple(pair)], load)
                out[load, event, k] = field.bin_rank(cast.positions[particle])[0]
    return out


def _spot_ranks(cast, arrays, joined, spots):
    shape = (*arrays["event_strain"].shape, len(spots))
    relative, distance = np.full(shape, np.nan), np.full(shape, np.nan)
    for k, name in enumerate(spots):
        for load, event, particle in _events(arrays, "core_displacement"):
            if name not in joined["spots"]:
                continue
            try:
                nearest = nearest_spots(_of(joined["spots"][name], load), cast.box, cast.positions[particle])
            except GlassError:  # a field without spots
                continue
            relative[load, event, k], distance[load, event, k] = nearest.relative[0], nearest.distance[0]
    return {"spot_relative": relative, "spot_distance": distance}


def _susceptibility(runs, joined, wanted):
    shape = (len(runs), len(runs[0]["d2min"]), len(wanted))
    found = {"c_rank": np.full(shape, np.nan), "overlap": np.full(shape, np.nan)}
    for load, run in enumerate(runs):
        for s, moved in enumerate(run["d2min"]):
            for k, one in enumerate(wanted):
                if one.name in joined["values"] and np.isfinite(moved).all():
                    values, soft = _of(joined["values"][one.name], load), INDICATORS[one.key].soft
                    found["c_rank"][load, s, k] = c_rank(values, moved, soft=soft)
                    found["overlap"][load, s, k] = overlap_ratio(values, moved, soft=soft)
    return found
