"""A small ensemble's dataset without an ensemble: random ranks, better for some indicators than for others."""

import json

import numpy as np
import xarray as xr

from glasscope.engine import INDICATORS
from glasscope.engine.ensembles.dataset import FORMAT

KEYS = {
    "steric_order": 0.6,
    "local_density": 0.9,
    "potential_energy": 1.0,
    "vibrality": 0.05,
    "local_heat_capacity": 0.1,
    "modes": 0.3,
    "anisotropic_softness": 0.08,
}
"""Names and the power that makes ranks of uniform numbers: 1 is chance. "modes" is a normal-mode map of ten modes."""


def made_results(name="made", model="lj", n_events=3, leads=True, bins=True, strain=0.01, seed=0, n_samples=6):
    """A dataset as `glasscope ensemble` writes it, of 2 loads."""
    rng = np.random.default_rng(seed)
    shape, event, names = (n_samples, 2, n_events), ("sample", "load", "event"), list(KEYS)
    ranks = np.clip(rng.uniform(size=(*shape, len(KEYS))) ** list(KEYS.values()), 1e-3, 1.0)
    mixed = rng.normal(size=(n_samples, len(KEYS), len(KEYS)))
    alike = np.clip((mixed + np.swapaxes(mixed, 1, 2)) / 6.0, -1.0, 1.0)
    alike[:, range(len(KEYS)), range(len(KEYS))] = 1.0
    variables = {
        "rank": ((*event, "indicator"), ranks),
        "event_strain": (event, np.sort(rng.uniform(0.5, 1.5, shape), axis=-1) * strain),
        "reached": (("sample", "load"), np.full(shape[:2], 0.1)),
        "spearman": (("sample", "indicator", "other_indicator"), alike),
        "error": ("sample", np.array([""] * n_samples, dtype=object)),
    }
    coordinates = {"event": list(range(1, n_events + 1)), "indicator": names, "other_indicator": names}
    coordinates |= {"sample": [f"seed-{k}" for k in range(n_samples)], "load": ["simple shear", "the other way"]}
    if leads:
        coordinates |= {"lead": [1e-4, 1e-3, 1e-2], "lead_indicator": ["vibrality", "steric_order"]}
        variables["lead_rank"] = (
            (*event, "lead_indicator", "lead"),
            np.clip(rng.uniform(size=(*shape, 2, 3)) ** 0.2, 1e-3, 1.0),
        )
        variables["lead_between"] = ((*event, "lead"), np.ones((*shape, 3)))
    if bins:
        coordinates["binned"] = ["anisotropic_softness: positive", "anisotropic_softness: negative"]
        variables["bin_rank"] = ((*event, "binned"), rng.uniform(size=(*shape, 2)) ** [3.0, 1.0])
    keys = ["normal_mode_map" if name == "modes" else name for name in names]
    for about in ("label", "symbol", "family", "soft"):
        coordinates[about] = ("indicator", [getattr(INDICATORS[key], about) for key in keys])
    coordinates["key"] = ("indicator", keys)
    spec = {name: {"indicator": key, "parameters": {}} for name, key in zip(names, keys, strict=True)}
    spec["modes"]["parameters"] = {"share": 0.05}
    attributes = {"format": FORMAT, "name": name, "model": model, "n_particles": 100}
    return xr.Dataset(variables, coordinates, attributes | {"spec": json.dumps({"indicators": spec})})
