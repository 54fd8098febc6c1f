"""Ensembles: many samples under several loads, judged by many indicators, as Dask tasks; one dataset of all results.

>>> spec = read_spec("lj-gq.yaml")
>>> data = run_ensemble(spec, "results")          # goes on where it was, should it have been stopped
>>> first_events(data)                            # C_min of each indicator, with its error over samples

`results`, `distributions` and `yielding` turn a dataset into the scores of the papers. Dask and xarray are loaded when
they are needed, not before.
"""

from .dataset import assemble, open_ensemble, save_dataset
from .distributions import (
    bin_distribution,
    distance_distribution,
    rank_distribution,
    spot_distribution,
    spot_ratio,
)
from .from_yaml import ensemble, read_spec
from .results import by_lead, by_ordinal, by_strain, first_events, on_moved, similarity, susceptibility
from .run import EnsembleProgress, run_ensemble
from .spec import Ensemble, Sample, Wanted
from .yielding import dissipation, first_strain, reversible_share, stress_drops

__all__ = [
    "Ensemble",
    "EnsembleProgress",
    "Sample",
    "Wanted",
    "assemble",
    "bin_distribution",
    "by_lead",
    "by_ordinal",
    "by_strain",
    "dissipation",
    "distance_distribution",
    "ensemble",
    "first_events",
    "first_strain",
    "on_moved",
    "open_ensemble",
    "rank_distribution",
    "read_spec",
    "reversible_share",
    "run_ensemble",
    "save_dataset",
    "similarity",
    "spot_distribution",
    "spot_ratio",
    "stress_drops",
    "susceptibility",
]
