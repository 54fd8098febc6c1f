"""How much predictors learn from more glasses, and what that promises FM21's network, which was shown a million images.

    python tests/learning_curves.py FOLDER [KIND ...]

trains each kind on the first 5, 10, 20, 40 and 80 glasses of LJ's shipped labels (five hours of one core, most of
them for FM21's network; a state after each pass in FOLDER), tries it on the glasses for tests, and keeps what is
found in `learning_curves.json`. Needs PyTorch.
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}

import json
import sys
import time
from pathlib import Path

import numpy as np
from susceptibility import said

from glasscope.engine.ensembles import open_labels
from glasscope.engine.learning import predictor_named
from glasscope.engine.learning.networks import GraphRecipe, MapRecipe
from glasscope.engine.training import Plan, compared, of_split, train_images, train_network, train_ridge, tried

MEASURED = Path(__file__).with_suffix(".json")
SIZES = (5, 10, 20, 40, 80)
SHIPPED_SIZE = 80  # glasses that what is shipped was trained on
TESTED = 12  # glasses for tests; FM21's network takes ten minutes for them
SCORES = ("accuracy", "c_rank", "average_precision")
FM21_IMAGES = 1e6


def ridge(labels, folder):
    return train_ridge(labels)


def graph(labels, folder):
    return train_network(labels, GraphRecipe(), Plan(passes=10), folder=folder)


def graph_fields(labels, folder):
    return train_network(labels, GraphRecipe(fields=True), Plan(passes=8), folder=folder)


def map_image(labels, folder):
    return train_network(labels, MapRecipe(), Plan(passes=12), folder=folder)


def images(labels, folder):
    return train_images(labels, folder=folder)


KINDS = {
    "ridge": ("ridge on fields", ridge), "graph_fields": ("graph and fields", graph_fields), "graph": ("graph", graph),
    "map": ("image, one map", map_image), "images": ("image, FM21's small", images),
}  # fmt: skip
"""The readme's names, and how each is trained: with the passes of those that are shipped."""

SHIPPED = {
    "ridge": "susceptibility_ridge", "graph_fields": "susceptibility_graph_fields", "graph": "susceptibility_graph",
    "map": "susceptibility_image",
}  # fmt: skip
"""What was trained on all glasses already."""


def fewer(labels, size):
    """The same labels with so many glasses for training and for tests."""
    split = np.full(labels.sizes["sample"], "left out", dtype=object)
    split[of_split(labels, "train")[:size]] = "train"
    split[of_split(labels, "test")[:TESTED]] = "test"
    return labels.assign(split=("sample", split))


def learned(kind, labels, folder):
    """What is known of a predictor: of one that is trained now, or of the shipped one where it has seen as many."""
    start = time.perf_counter()
    if kind in SHIPPED and len(of_split(labels, "train")) == SHIPPED_SIZE:
        found = predictor_named(f"{SHIPPED[kind]}-lj-gq")
        scores = compared(tried(labels, {kind: found.softness}, [0.02])).isel(predictor=0, strain=0)
        pairs = {name: (float(scores[name]), float(scores[f"{name}_error"])) for name in SCORES}
    else:
        found = KINDS[kind][1](labels, folder)
        found.save(folder.with_suffix(".json" if kind == "ridge" else ".npz"))
        card = found.about["validation"]
        errors = ("error", "c_rank_error", "average_precision_error")
        pairs = {name: (card[name], card[error]) for name, error in zip(SCORES, errors, strict=True)}
    training = found.about["training"]
    passes = len(training.get("course", {}).get("loss", ()))
    about = {"examples": training["n_examples"], "passes": passes, "seconds": round(time.perf_counter() - start)}
    return {name: [round(one, 4) for one in pair] for name, pair in pairs.items()} | about


def table():
    """C_rank and accuracy by the number of glasses, the readme's rows."""
    found = measured()
    rows = [["glasses for training", *map(str, SIZES)], ["---"] * (len(SIZES) + 1)]
    for score, head in (("c_rank", "C_rank"), ("accuracy", "accuracy")):
        for kind, (label, _) in KINDS.items():
            rows.append([f"{head}, {label}", *(cell(found, kind, size, score) for size in SIZES)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def cell(found, kind, size, score):
    one = found.get(f"{kind}-{size}")
    return "" if one is None else said(one[score])


def promise():
    """The readme's words on FM21's network: where it stands, and what its slope promises of a million images.

    Their share is fitted by a power of the number of images, as of most networks; what is not beyond chance by three
    errors has learned nothing, and is no point of it.
    """
    found = measured()
    points = [found[f"images-{size}"] for size in SIZES if f"images-{size}" in found]
    learned = [one for one in points if one["accuracy"][0] - 0.5 > 3 * one["accuracy"][1]]
    images = np.log(np.array([one["examples"] for one in learned]) / FM21_IMAGES)
    accuracy, error = np.array([one["accuracy"] for one in learned]).T
    (power, there), covariance = np.polyfit(images, np.log(1 - accuracy), 1, w=(1 - accuracy) / error, cov=True)
    wrong, spread = np.exp(there), np.exp(there) * covariance[1, 1] ** 0.5
    return (
        f"FM21's network, small, is right for {100 * accuracy[-1]:.1f} ± {100 * error[-1]:.1f} % with "
        f"{learned[-1]['examples']:,} images; its wrong answers become fewer with a power of "
        f"{-power:.2f} ± {covariance[0, 0] ** 0.5:.2f} of the number of images, and at 10⁶ it would be right for "
        f"{100 * (1 - wrong):.1f} ± {100 * spread:.1f} %"
    )


def measured():
    return json.loads(MEASURED.read_text()) if MEASURED.exists() else {}


def main(folder, kinds):
    labels = open_labels("lj-gq")
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        for kind in kinds or KINDS:
            if (key := f"{kind}-{size}") in measured() or len(of_split(labels, "train")) < size:
                continue
            one = learned(kind, fewer(labels, size), folder / key)
            print(key, one, flush=True)
            found = dict(sorted((measured() | {key: one}).items()))
            MEASURED.write_text("{\n" + ",\n".join(f' "{k}": {json.dumps(v)}' for k, v in found.items()) + "\n}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
