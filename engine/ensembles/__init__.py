"""Ensembles: many samples under several loads, judged by many indicators, as Dask tasks; one dataset of all results.

>>> spec = read_spec("lj-gq.yaml")
>>> data = run_ensemble(spec, "results")          # goes on where it was, should it have been stopped
>>> first_events(data)                            # C_min of each indicator, with its error over samples

`results`, `distributions` and `yielding` turn a dataset into the scores of the papers, `softening` follows the strength
of single glasses; what they name in `__all__` is public here too. Dask and xarray are loaded when they are needed, not
before.
"""

from . import distributions, results, softening, yielding
from .dataset import assemble, save_dataset
from .distributions import *  # noqa: F403 - the module says which of its names are public
from .from_yaml import ensemble, read_spec
from .labels import label_glasses, open_labels, shipped_labels
from .opening import dataset_in, open_ensemble
from .results import *  # noqa: F403
from .run import EnsembleProgress, run_ensemble
from .softening import *  # noqa: F403
from .spec import Ensemble, Sample, Wanted
from .yielding import *  # noqa: F403

__all__ = [
    "Ensemble",
    "EnsembleProgress",
    "Sample",
    "Wanted",
    "assemble",
    "dataset_in",
    "ensemble",
    "label_glasses",
    "open_ensemble",
    "open_labels",
    "read_spec",
    "run_ensemble",
    "save_dataset",
    "shipped_labels",
]
__all__ += distributions.__all__
__all__ += results.__all__
__all__ += softening.__all__
__all__ += yielding.__all__
