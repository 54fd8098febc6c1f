"""First strains beside other measures of stability (R20, supplement, Fig. S1): ten glasses of each of the six classes.

    python tests/stability.py FOLDER

prepares what is not in FOLDER yet (an hour and a half of one core, resumable), measures what `stability.json` does not
know yet, and writes it. The readme's rows are made of that file. Some twenty-five modes of ten such glasses lie
below the first phonon, too few for the prefactor of their quartic law: they are counted.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np
from preparation_classes import LABELS, N_PARTICLES, SEEDS, glass_of
from preparation_classes import measure as yielding

from glasscope.engine.mechanics.elasticity import shear_modulus
from glasscope.engine.statistics import bootstrap

CLASSES = ("lj-htl", "lj-esl", "lj-gq-1e4", "poly-swap-0.3", "poly-swap-0.12", "poly-swap-0.062")
ANGLES, N_LOWEST = (0.0, 45.0, 90.0, 135.0), 40
MEASURED = Path(__file__).with_suffix(".json")


def measure(glass):
    """Its energy and first strains, lowest eigenvalues, shear moduli, and the lowest phonon's squared frequency."""
    moduli = [shear_modulus(glass, angle) for angle in ANGLES]
    phonon = (2 * np.pi) ** 2 / glass.box.volume * np.mean(moduli) / glass.density
    lowest = glass.response.modes(N_LOWEST)[0]
    return yielding(glass) | {"eigenvalues": lowest.tolist(), "moduli": moduli, "phonon": phonon}


def disorder(moduli):
    """χ = √N times the relative spread of the shear modulus from glass to glass."""
    return np.sqrt(N_PARTICLES) * moduli.mean(axis=1).std(ddof=1) / moduli.mean()


def estimates(glasses):
    """Estimates by name: energy, γ_min in per cent, χ, the lowest eigenvalue (its median)."""
    each = {key: np.array([about[key] for about in glasses]) for key in ("energy", "first_events", "moduli")}
    lowest = np.array([about["eigenvalues"][0] for about in glasses])
    below = np.array([np.sum(np.array(about["eigenvalues"]) < about["phonon"]) for about in glasses])
    return {
        "E/N": bootstrap(np.mean, each["energy"]),
        "γ_min, %": bootstrap(np.mean, 100 * each["first_events"]),
        "χ": bootstrap(disorder, each["moduli"]),
        "λ₁": bootstrap(np.median, lowest),
        "modes below the first phonon, a glass": bootstrap(np.mean, below),
    }


def kept():
    """The readme's words, of what was measured."""
    measured = json.loads(MEASURED.read_text())
    found = {name: estimates([measured[f"{name}-{seed}"] for seed in SEEDS]) for name in CLASSES}

    def told(what, digits):
        cells = [f"{found[name][what].value:.{digits}f} ± {found[name][what].error:.{digits}f}" for name in CLASSES]
        return f"{', '.join(cells[:3])} in LJ `htl`, `esl` and `gq`, {', '.join(cells[3:])} in POLY"

    below = [found[name]["modes below the first phonon, a glass"].value for name in CLASSES]
    return (
        f"the eigenvalue of the softest mode rises ({told('λ₁', 2)} at T = 0.3, 0.12 and 0.062; medians), and the "
        f"shear modulus differs less from glass to glass ({told('χ', 1)}, √N times the relative spread). "
        f"{min(below):.1f} to {max(below):.1f} modes a glass lie below the first phonon"
    )


def main(folder):
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for name in CLASSES:
        for seed in SEEDS:
            if f"{name}-{seed}" not in measured:
                measured[f"{name}-{seed}"] = measure(glass_of(folder, name, seed))
                part = MEASURED.with_suffix(".json.part")
                part.write_text(json.dumps(measured) + "\n")
                os.replace(part, MEASURED)
    for name in CLASSES:
        glasses = [measured[f"{name}-{seed}"] for seed in SEEDS]
        words = [f"{what} {one.value:.4g} ± {one.error:.2g}" for what, one in estimates(glasses).items()]
        print(f"{LABELS[name]}:", "; ".join(words))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
