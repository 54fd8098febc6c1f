"""The largest value that each of many small glasses has of six pair quantities: their tails, and what is behind them.

    python tests/tail_exponents.py [CLASS]

prepares glasses (N = 1,600, seeds from 1), measures what `tail_exponents.json` does not know yet and adds it there:
some 6 s a glass. What statistics/test_tail_exponents.py says is made of that file.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np

from glasscope.engine import Load, prepare
from glasscope.engine.mechanics.expansion import StrainExpansion
from glasscope.engine.statistics import fit_extremes

N_PARTICLES = 1600
MEASURED = Path(__file__).with_suffix(".json")

CLASSES = {
    "ipl_q4": ("ipl_q4", "anneal", {"equilibration_time": 20.0, "time_step": 0.01}, 500),
    "poly_ipl-0.7": ("poly_ipl", "swap", {"parent_temperature": 0.7}, 500),
}
"""What `prepare` takes, and of how many glasses, by name."""

QUANTITIES = ("c", "dc", "c dc", "phi_1", "phi_2", "phi_3")
"""Magnitudes: c_α, dc_α/dγ and their product (SN19); φ_γ, φ_γγ and φ_γγγ (R24)."""

EXPECTED = {
    "ipl_q4": {"c": 9 / 4, "dc": 13 / 8, "c dc": 17 / 12},
    "poly_ipl-0.7": {"phi_1": 7 / 2, "phi_2": 11 / 6, "phi_3": 15 / 10},
}
"""The exponents of SN19 (annealed) and of R24 (at its highest parent temperature)."""

SHARE = 0.2
"""Of the glasses, those with the largest values: what counts as the tail. Larger shares bend the exponents."""


def largest(glass):
    """Of each of `QUANTITIES` the largest magnitude, under simple shear."""
    load = Load.simple_shear()
    expansion, response = StrainExpansion(glass, load), glass.response
    c, dc = response.heat_capacity, response.heat_capacity_derivative(load)
    fields = [c, dc, c * dc, *(expansion.energies(order) for order in (1, 2, 3))]
    return [float(f"{np.abs(field).max():.6g}") for field in fields]


def maxima(measured, name, quantity):
    """The values of one class, as the samples of `fit_extremes`."""
    return np.array(list(measured[name].values()))[:, QUANTITIES.index(quantity), None]


def fits(measured, share=SHARE):
    """(class, quantity): the fit of what has an exponent expected."""
    return {
        (name, quantity): fit_extremes(maxima(measured, name, quantity), largest_share=share)
        for name, expected in EXPECTED.items()
        for quantity in expected
    }


def kept():
    """The readme's rows, of what was measured."""
    measured, lines = json.loads(MEASURED.read_text()), []
    for label, share in (("softest fifth of the glasses", SHARE), ("nine tenths", 0.9)):
        cells = [f"{fit.exponent:.2f} ± {fit.error:.2f}" for fit in fits(measured, share).values()]
        lines.append("| " + " | ".join([label, *cells]) + " |")
    return "\n".join(lines)


def main(classes):
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for name in classes:
        model, protocol, parameters, n_glasses = CLASSES[name]
        known = measured.setdefault(name, {})
        for seed in range(1, n_glasses + 1):
            if str(seed) not in known:
                known[str(seed)] = largest(prepare(model, N_PARTICLES, protocol, seed, **parameters))
                part = MEASURED.with_suffix(".json.part")
                part.write_text(in_lines(measured))
                os.replace(part, MEASURED)
    for (name, quantity), fit in fits(measured).items():
        expected = EXPECTED[name][quantity]
        about = f"{fit.exponent:.3f} ± {fit.error:.3f}, expected {expected:.3f}, {fit.n_tail} glasses"
        print(f"{name:14s} {quantity:6s} {about}")


def in_lines(measured):
    """JSON with a glass a line."""
    classes = (
        f' "{name}": {{\n' + ",\n".join(f'  "{seed}": {json.dumps(values)}' for seed, values in known.items()) + "\n }"
        for name, known in measured.items()
    )
    return "{\n" + ",\n".join(classes) + "\n}\n"


if __name__ == "__main__":
    main(sys.argv[1:] or CLASSES)
