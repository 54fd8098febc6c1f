"""What is kept of one sample: ranks, bins, spots, similarities, as plain arrays.

Each measure is one function here, declared with the axes of its arrays and, by name, what they are: the dataset takes
its variables from that. What a measure says of all samples is a function in `results` and its like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..errors import GlassError
from ..indicators import INDICATORS
from ..matter.glass import Glass
from ..scores.ranks import rank
from ..scores.similarity import spearman_matrix
from ..scores.spots import nearest_spots
from ..scores.susceptibility import c_rank, overlap_ratio
from .spec import Binned, Wanted
from .tasks import EVENT_COLUMNS

CORES = {"rank": "core", "rank_by_displacement": "core_displacement", "rank_by_d2min": "core_d2min"}
"""Names of ranks, and which particle each is of."""


@dataclass(frozen=True)
class Known:
    """What the tasks found of one sample.

    Attributes
    ----------
    cast : Glass
        The sample.
    wanted : list of Wanted
        Indicators as cast.
    bins : list of Binned
        What is binned.
    spots : list of str
        Indicators whose spots are known.
    runs : list of dict
        From `tasks.sheared`, one a load.
    found : dict of dict
        From `tasks.fields`: "values", "bins", "spots" and "errors" of all indicators.
    """

    cast: Glass
    wanted: list[Wanted]
    bins: list[Binned]
    spots: list[str]
    runs: list[dict]
    found: dict[str, dict]

    @cached_property
    def shape(self) -> tuple[int, int]:
        """Numbers of loads and of events, the largest of all loads."""
        return len(self.runs), max([len(run["events"]["strain"]) for run in self.runs], default=0)

    def told(self, column: str) -> np.ndarray:
        """One of `EVENT_COLUMNS`, (load, event), filled up with nan.

        Parameters
        ----------
        column : str
            Its name.
        """
        out = np.full(self.shape, np.nan)
        for row, run in zip(out, self.runs, strict=True):
            row[: len(run["events"][column])] = run["events"][column]
        return out

    def events(self, core: str) -> Iterator[tuple[int, int, int]]:
        """Load, event and particle of every event that was.

        Parameters
        ----------
        core : str
            The column that names the particle.
        """
        particles = self.told(core)
        for load, event in np.argwhere(~np.isnan(self.told("strain"))):
            yield load, event, int(particles[load, event])


class Measure(NamedTuple):
    """Arrays of one sample.

    Attributes
    ----------
    axes : tuple of str
        Of each of the arrays; dimensions of the dataset besides the sample.
    says : mapping of str to str
        What each array is, by its name.
    of : callable
        From a `Known` to the arrays, by name.
    """

    axes: tuple[str, ...]
    says: Mapping[str, str]
    of: Callable[[Known], dict[str, np.ndarray]]


MEASURES: list[Measure] = []
"""All that is kept of a sample."""


def _measures(*axes, **says):
    """Declare the function below as a measure."""

    def declare(function):
        MEASURES.append(Measure(axes, says, function))
        return function

    return declare


@_measures("load", "event", **{f"event_{name}": words for name, words in EVENT_COLUMNS.items()})
def _told(known):
    return {f"event_{name}": known.told(name) for name in EVENT_COLUMNS}


@_measures("load", "event", core_distance="from the core to the particle that moved farthest, as cast, units of length")
def _core_distance(known):
    """How far apart the two places of an event are, R20's and that of SN19 and Z17."""
    out, farthest = np.full(known.shape, np.nan), known.told("core_displacement")
    for load, event, core in known.events("core"):
        apart = known.cast.positions[int(farthest[load, event])] - known.cast.positions[core]
        out[load, event] = np.linalg.norm(known.cast.box.minimum_image(apart))
    return {"core_distance": out}


@_measures("load", reached="strain that the run reached")
def _reached(known):
    return {"reached": np.array([run["reached"] for run in known.runs])}


def _of(per_load, load):
    """What belongs to a load, where there is one for all or one for each."""
    return per_load[load if len(per_load) > 1 else 0]


@_measures(
    "load", "event", "indicator",
    rank="rank of the core in the field as cast, 1 = softest",
    rank_by_displacement="the same for the particle that moved farthest",
    rank_by_d2min="the same for the particle with the largest D2min",
)  # fmt: skip
def _ranks(known):
    ranks = {name: np.full((*known.shape, len(known.wanted)), np.nan) for name in CORES}
    for k, one in enumerate(known.wanted):
        if one.name in known.found["values"]:
            for name, core in CORES.items():
                for load, event, particle in known.events(core):
                    values = _of(known.found["values"][one.name], load)
                    ranks[name][load, event, k] = rank(values, particle, INDICATORS[one.key].soft)
    return ranks


@_measures("indicator", "other_indicator", spearman="correlation of the ranks of softness as cast, mean over loads")
def _similarity(known):
    """Spearman's matrix, the mean over loads."""
    if not known.wanted:
        return {"spearman": np.empty((0, 0))}
    soft = [INDICATORS[one.key].soft for one in known.wanted]
    values, nothing = known.found["values"], np.full((1, known.cast.n_particles), np.nan)
    directional = any(len(some) > 1 for some in values.values())
    matrices = [
        spearman_matrix([_of(values.get(one.name, nothing), load) for one in known.wanted], soft)
        for load in range(len(known.runs) if directional else 1)
    ]
    return {"spearman": np.mean(matrices, axis=0)}


@_measures("load", "event", "lead_indicator", "lead", lead_rank="rank of the core in the field a lead before the event")
def _lead_ranks(known):
    n_indicators, _, n_leads = known.runs[0]["lead_ranks"].shape
    out = np.full((*known.shape, n_indicators, n_leads), np.nan)
    for load, run in enumerate(known.runs):
        out[load, : run["lead_ranks"].shape[1]] = run["lead_ranks"].transpose(1, 0, 2)
    return {"lead_rank": out}


@_measures("load", "event", "lead", lead_between="other events between that field and the event")
def _lead_between(known):
    out = np.full((*known.shape, known.runs[0]["lead_ranks"].shape[2]), np.nan)
    for load, run in enumerate(known.runs):
        out[load, : len(run["lead_between"])] = run["lead_between"]
    return {"lead_between": out}


@_measures(
    "load", "event", "binned", bin_rank="lambda: share of bins above the one of the particle that moved farthest"
)
def _bin_ranks(known):
    """λ of each event, at the particle that moved farthest (SN19), where it was as cast."""
    out = np.full((*known.shape, len(known.bins)), np.nan)
    for k, one in enumerate(known.bins):
        for load, event, particle in known.events("core_displacement"):
            if one in known.found["bins"]:
                field = _of(known.found["bins"][one], load)
                out[load, event, k] = field.bin_rank(known.cast.positions[particle])[0]
    return {"bin_rank": out}


@_measures(
    "load", "event", "spotted",
    spot_relative="relative softness (1 = softest) of the spot nearest to the particle that moved farthest",
    spot_distance="how far that spot is, in units of length",
)  # fmt: skip
def _spot_ranks(known):
    shape = (*known.shape, len(known.spots))
    relative, distance = np.full(shape, np.nan), np.full(shape, np.nan)
    for k, name in enumerate(known.spots):
        for load, event, particle in known.events("core_displacement"):
            if name not in known.found["spots"]:
                continue
            place = known.cast.positions[particle]
            try:
                nearest = nearest_spots(_of(known.found["spots"][name], load), known.cast.box, place)
            except GlassError:  # a field without spots
                continue
            relative[load, event, k], distance[load, event, k] = nearest.relative[0], nearest.distance[0]
    return {"spot_relative": relative, "spot_distance": distance}


@_measures(
    "load", "strain", "indicator",
    c_rank="2 <CDF> - 1 over the 0.5 % of largest D2min since the glass was cast",
    overlap="share of these that are among the 0.5 % softest",
)  # fmt: skip
def _susceptibility(known):
    shape = (len(known.runs), len(known.runs[0]["d2min"]), len(known.wanted))
    found = {"c_rank": np.full(shape, np.nan), "overlap": np.full(shape, np.nan)}
    for load, run in enumerate(known.runs):
        for s, moved in enumerate(run["d2min"]):
            for k, one in enumerate(known.wanted):
                if one.name in known.found["values"] and np.isfinite(moved).all():
                    values, soft = _of(known.found["values"][one.name], load), INDICATORS[one.key].soft
                    found["c_rank"][load, s, k] = c_rank(values, moved, soft=soft)
                    found["overlap"][load, s, k] = overlap_ratio(values, moved, soft=soft)
    return found


@_measures("load", "moved", "positions", moved_rank="rank of the first event's core in the field on moved positions")
def _moved_ranks(known):
    return {"moved_rank": np.array([run["moved_ranks"] for run in known.runs])}


@_measures(volume="of the cell", energy="potential energy per particle as cast")
def _as_cast(known):
    cast = known.cast
    return {"volume": np.array(cast.box.volume), "energy": np.array(cast.energy / cast.n_particles)}
