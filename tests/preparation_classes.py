"""Ten glasses of each class, from ductile to ultrastable: their energies and the strains of their first events.

    python tests/preparation_classes.py FOLDER

prepares what is not in FOLDER yet (about two hours of one core, resumable), measures what `preparation_classes.json`
does not know yet, and writes it. The table in prepare/test_preparation_classes.py is made of that file.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np

from glasscope.engine import Glass, Load, prepare, shear

N_PARTICLES, SEEDS, SEARCHED_TO = 1024, range(1, 11), 0.2
LOADS = tuple(Load.simple_shear(angle=angle, sign=sign) for angle in (0.0, 45.0) for sign in (1, -1))
MEASURED = Path(__file__).with_suffix(".json")

CLASSES = {
    "lj-htl": ("lj", "htl", {}),
    "lj-esl": ("lj", "esl", {}),
    "lj-gq-1e4": ("lj", "gq", {"cooling_time": 1e4, "time_step": 0.015}),
    **{
        f"poly-swap-{temperature:g}": ("poly", "swap", {"parent_temperature": temperature})
        for temperature in (0.3, 0.2, 0.12, 0.1, 0.085, 0.062, 0.05)
    },
}
"""What `prepare` takes, by name, in the order of stability within each model."""


def first_event(glass, load):
    """Strain of the first plastic event."""
    return next(step.event.strain for step in shear(glass, load, SEARCHED_TO) if step.event is not None)


def measure(glass):
    """Energy of the inherent structure per particle, and the first event under each load."""
    strains = [float(first_event(glass, load)) for load in LOADS]
    return {"energy": glass.energy / glass.n_particles, "first_events": strains}


def table(measured):
    """Class: (energy, its error, first event in per cent, its error, number of samples); errors over samples."""
    rows = {}
    for name in CLASSES:
        glasses = [about for key, about in measured.items() if key.rsplit("-", 1)[0] == name]
        energies = np.array([about["energy"] for about in glasses])
        strains = 100.0 * np.array([np.mean(about["first_events"]) for about in glasses])
        root = np.sqrt(len(glasses))
        rows[name] = (
            energies.mean(), energies.std(ddof=1) / root, strains.mean(), strains.std(ddof=1) / root, len(glasses)
        )  # fmt: skip
    return rows


LABELS = {
    "lj-htl": "LJ `htl`", "lj-esl": "LJ `esl`", "lj-gq-1e4": "LJ `gq`, 10⁴ t0", "poly-swap-0.3": "POLY `swap`, T = 0.3",
    **{f"poly-swap-{parent}": f"T = {parent}" for parent in ("0.2", "0.12", "0.1", "0.085", "0.062", "0.05")},
}  # fmt: skip
"""What the readme calls the classes."""


def kept():
    """The readme's rows, of what was measured."""
    rows = table(json.loads(MEASURED.read_text()))
    lines = []
    for name, (energy, error, strain, spread, _) in rows.items():
        lines.append(f"| {LABELS[name]} | {energy:.4f} ± {error:.4f} | {strain:.2f} ± {spread:.2f} % |")
    return "\n".join(lines).replace("| -", "| −")


def glass_of(folder, name, seed):
    """Prepared, or read where it is in the folder."""
    path = folder / f"{name}-{N_PARTICLES}-{seed}.npz"
    if not path.exists():
        model, protocol, parameters = CLASSES[name]
        prepare(model, N_PARTICLES, protocol, seed, checkpoint=path.with_suffix(".part"), **parameters).save(path)
    return Glass.load(path)


def main(folder):
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for name in CLASSES:
        for seed in SEEDS:
            if f"{name}-{seed}" not in measured:
                measured[f"{name}-{seed}"] = measure(glass_of(folder, name, seed))
                part = MEASURED.with_suffix(".json.part")
                part.write_text(json.dumps(measured, indent=1) + "\n")
                os.replace(part, MEASURED)
    for name, (energy, error, strain, spread, n) in table(measured).items():
        print(f"{name:16s} {energy:9.4f} ± {error:.4f}   {strain:6.3f} ± {spread:.3f} %   {n} samples")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
