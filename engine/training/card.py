"""What a predictor says of itself: how the glasses were made, what it was shown, how well it does on others."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from .trial import compared

if TYPE_CHECKING:
    import xarray

_MAKING = ("protocol", "parent_temperature", "cooling_time", "density", "parameters")
_TOLD = ("accuracy", "c_rank", "average_precision")


def card_of(
    labels: xarray.Dataset, training: list[int], trial: xarray.Dataset,
    **shown: Any,  # Any: whatever JSON can hold
) -> dict:  # fmt: skip
    """What `Predictor.about` is to hold of a predictor that was tried on the glasses for tests.

    Parameters
    ----------
    labels : xarray.Dataset
        That it was trained on.
    training : list of int
        Places of the glasses that it was shown.
    trial : xarray.Dataset
        From `tried`, of it alone, by the key of its indicator, at the strain and for the share that it predicts.
    **shown
        What else there is to say of its training.
    """
    made = json.loads(labels.attrs["provenance"])[training[0]]
    means = compared(trial).isel(predictor=0, strain=0)
    each = trial["accuracy"].isel(predictor=0, strain=0).mean("load").values
    validation = {"accuracy": float(means["accuracy"]), "error": float(means["accuracy_error"])}
    for name in _TOLD[1:]:
        validation |= {name: float(means[name]), f"{name}_error": float(means[f"{name}_error"])}
    return {
        "indicator": str(trial["predictor"].values[0]),
        **{name: made[name] for name in _MAKING if name in made},
        "training": {
            "labels": labels.attrs["name"], "strain": float(trial["strain"].values[0]), "share": trial.attrs["share"],
            "n_samples": len(training), "n_particles": int(labels.attrs["n_particles"]),
            "n_loads": labels.sizes["load"], "seeds": [int(seed) for seed in labels["seed"].values[training]], **shown,
        },
        "validation": validation | {"samples": [round(float(value), 6) for value in each]},
        "versions": {"glasscope": version("glasscope")},
    }  # fmt: skip
