"""What predictors trained on one kind of glass know of others (FM21, Fig. 5): cooled otherwise, larger, smaller.

    python tests/susceptibility_transfer.py FOLDER

labels in FOLDER what is not there yet (an hour and a half of one core), judges it beside the shipped glasses for
tests, and keeps means and errors over glasses in `susceptibility_transfer.json`. Thresholds are a class probability
of one half, FM21's. Of each glass it keeps the share of particles above it, f_{p=y=1}, and its shear modulus (FM21,
Fig. S16).
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}

import json
import re
import sys
from pathlib import Path

import numpy as np
from susceptibility import LEARNED, of_score, rounded, said

from glasscope.engine.ensembles import ensemble, label_glasses, open_labels
from glasscope.engine.learning import predictor_named
from glasscope.engine.learning.load_fields import UNDER_LOAD
from glasscope.engine.mechanics.elasticity import shear_modulus
from glasscope.engine.statistics import bootstrap
from glasscope.engine.training import compared, labelled_glass, of_split, tried
from glasscope.engine.training.labelled import loads_of

MEASURED = Path(__file__).with_suffix(".json")
STRAIN = 0.02
SCORES = ("c_rank", "average_precision", "accuracy")
ANGLES = [0, 45, 90, 135]  # FM21's four

SETS = {
    "lj-htl": ("`htl`", {"protocol": "htl"}, 2048, 12),
    "lj-gq-1e2": ("10² t0", {"cooling_time": 1e2}, 2048, 12),
    "lj-gq": ("**10³ t0**", None, 2048, 0),
    "lj-gq-1e4": ("10⁴ t0", {"cooling_time": 1e4}, 2048, 8),
    "lj-gq-1024": ("N = 1,024", {"cooling_time": 1e3}, 1024, 12),
    "lj-gq-4096": ("N = 4,096", {"cooling_time": 1e3}, 4096, 8),
}  # fmt: skip
"""Glasses that those of LJ are asked for: the readme's name, how they are made, particles, how many."""

POLY = {"poly-0.12": "poly-swap-0.062", "poly-0.062": "poly-swap-0.12"}
"""Glasses of POLY, and whose predictors they are asked of."""


def spec_of(name):
    """An ensemble of glasses that no predictor has seen: their seeds are others."""
    _, making, n_particles, samples = SETS[name]
    parameters = {key: value for key, value in making.items() if key != "protocol"}
    return ensemble({
        "name": name, "model": "lj", "n_particles": n_particles, "protocol": making.get("protocol", "gq"),
        "parameters": parameters, "seeds": list(range(1001, 1001 + samples)),
        "loads": {"kind": "simple_shear", "angles": ANGLES}, "max_strain": STRAIN, "d2min_strains": [STRAIN],
        "labels": {"test": 0.0},
    })  # fmt: skip


def judged(labels, split, predictors):
    """Means and errors of each predictor, and of each glass its shear modulus and the shares of those called soft."""
    trial = tried(labels, predictors, [STRAIN], split=split, threshold=0.0)
    means = compared(trial)
    found = {"glasses": trial.sizes["sample"], "events": round(float(trial["happened"].mean()), 3), "means": {}}
    for key in predictors:
        pairs = {score: of_score(means, key, score) for score in SCORES}
        found["means"][key] = {name: [[rounded(one) for one in pair] for pair in zip(*both, strict=True)]
                               for name, both in pairs.items()}  # fmt: skip
    samples, loads = of_split(labels, split), loads_of(labels)
    glasses = [labelled_glass(labels, k) for k in samples]
    found["modulus"] = [round(np.mean([shear_modulus(one, load.angle) for load in loads]), 3) for one in glasses]
    found["soft"] = {
        key: [round(float(np.mean([(predict(one, load) > 0).mean() for load in loads])), 4) for one in glasses]
        for key, predict in predictors.items() if key in LEARNED
    }  # fmt: skip
    return found


def predictors(made, indicators=LEARNED):
    """Those that were trained on one kind of glass, and the nonaffine velocity's own D²_min."""
    found = {key: predictor_named(f"{key}-{made}").softness for key in indicators}
    return found | {"velocity_d2min": UNDER_LOAD["velocity_d2min"]}


def table():
    """C_rank and accuracy of LJ's predictors on all kinds, the readme's rows."""
    found = measured()
    rows = [["", *(label for label, *_ in SETS.values())], ["---"] * (len(SETS) + 1)]
    asked = {"c_rank": LEARNED | {"velocity_d2min": "D²_min of ẋ"}, "accuracy": LEARNED}
    for score, head in (("c_rank", "C_rank"), ("accuracy", "accuracy")):
        for key, label in asked[score].items():
            rows.append([f"{head}, {label}", *(said(found[name]["means"][key][score][0]) for name in SETS)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def moduli():
    """The readme's words on f_{p=y=1} and the shear modulus, over glasses of N = 2,048 of all cooling times."""
    found = measured()
    names = [name for name, (*_, n, _) in SETS.items() if n == 2048]
    modulus = np.concatenate([found[name]["modulus"] for name in names])
    words = []
    for key, label in LEARNED.items():
        soft = np.concatenate([found[name]["soft"][key] for name in names])
        r = bootstrap(correlation, np.stack([soft, modulus], axis=1))
        first, last = (100 * np.mean(found[name]["soft"][key]) for name in (names[0], names[-1]))
        shares = f"from {first:.0f} % in `htl` to {last:.0f} % in 10⁴ t0"
        words.append(f"{float(r.value):.2f} ± {float(r.error):.2f} ({label}, {shares})")
    return (
        "The share of particles with a class probability above one half correlates with the shear modulus of "
        f"{len(modulus)} glasses by {', '.join(words).replace('-', '−')}"
    )


def poly():
    """The readme's words on POLY's predictors of the other temperature: C_rank of each."""
    words = []
    for name, made in POLY.items():
        means = measured()[name]["means"]
        ranks = ", ".join(f"{said(means[key]['c_rank'][0])} ({label})" for key, label in LEARNED.items())
        words.append(f"those of {made.rpartition('-')[2]} at {name.rpartition('-')[2]} have a C_rank of {ranks}")
    return "; ".join(words)


def correlation(pairs):
    """Pearson's, of columns on the second axis."""
    return np.corrcoef(pairs[:, 0], pairs[:, 1])[0, 1]


def counted():
    """The readme's words on how many glasses there are."""
    found = measured()
    return ", ".join(str(found[name]["glasses"]) for name in SETS)


def measured():
    return json.loads(MEASURED.read_text())


def main(folder):
    made = [name for name, (_, making, *_) in SETS.items() if making is not None]
    for name in made:
        label_glasses(spec_of(name), folder / name, workers=1)
    found = measured() if MEASURED.exists() else {}
    for name in [name for name in (*SETS, *POLY) if name not in found]:
        labels, split = (open_labels(folder / name), "train") if name in made else (open_labels(name), "test")
        found[name] = judged(labels, split, predictors(POLY.get(name, "lj-gq")))
        text = re.sub(r"\[[^\[\]]*\]|\{[^{}]*\}", lambda each: " ".join(each[0].split()), json.dumps(found, indent=1))
        MEASURED.write_text(text + "\n")
    print(table())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
