"""How far the tail of φ_γ falls with the parent temperature (R24 Fig. 1b, c): a fit to the bonds of many glasses.

    python tests/bond_prefactors.py FOLDER

prepares poly-IPL glasses (N = 1,600, seeds from 1) that are not in FOLDER yet, measures what `bond_prefactors.json`
does not know yet, and adds it there: some 10 s a glass at T_p = 0.7 and 0.4, 80 s at 0.2. The largest values of each
glass are kept, four directions of simple shear together, and how many bonds they are of.
"""

import json
import sys
from pathlib import Path

import numpy as np
from measured import write_lines

from glasscope.engine import Glass, Load, prepare
from glasscope.engine.mechanics.expansion import StrainExpansion
from glasscope.engine.statistics import fit_tail

MEASURED = Path(__file__).with_suffix(".json")
N_PARTICLES, ANGLES, KEPT = 1600, (0.0, 45.0, 90.0, 135.0), 400
GLASSES = {0.7: 24, 0.4: 24, 0.2: 12}
"""How many of each parent temperature."""

EXPONENT, SHARE, LEAST = 3.5, 0.02, 100
"""R24's, the share of the bonds that are kept and may be in a tail, and the fewest that make one."""


def largest(glass):
    """How many bonds there are, and the largest magnitudes of φ_γ, falling."""
    values = np.abs([StrainExpansion(glass, Load.simple_shear(angle)).energies(1) for angle in ANGLES]).ravel()
    return [int(values.size), *(float(f"{value:.4g}") for value in np.sort(values)[::-1][:KEPT])]


def samples(measured, temperature):
    """The bonds of each glass; those that were not kept are zero, which is in no tail and counts among all."""
    rows = [row for key, row in measured.items() if key.rsplit("-", 1)[0] == f"{temperature:g}"]
    return [np.concatenate([row[1:], np.zeros(row[0] - len(row) + 1)]) for row in rows]


def fits(measured, temperature):
    """The tail with R24's exponent, and with its own."""
    glasses = samples(measured, temperature)
    rule = {"n_least": LEAST, "largest_share": SHARE}
    return fit_tail(glasses, exponent=EXPONENT, **rule), fit_tail(glasses, **rule)


def kept():
    """The readme's words, of what was measured."""
    measured, words = json.loads(MEASURED.read_text()), []
    for temperature in GLASSES:
        free = fits(measured, temperature)[1]
        words.append(
            f"{free.exponent:.1f} ± {free.error:.1f} at T_p = {temperature:g} ({len(samples(measured, temperature))} "
            f"glasses, beyond φ_γ = {free.cut:.2g})"
        )
    hot, mild, _ = (fits(measured, temperature)[0] for temperature in GLASSES)
    return (
        f"Fitted to the bonds of glasses of N = 1,600 (`tests/bond_prefactors.py`), the exponent of the tail is "
        f"{', '.join(words)}. Where R24's 7/2 can hold, its prefactor is {hot.prefactor:.2g} ± "
        f"{100 * hot.prefactor_error:.0f} % at 0.7 and {mild.prefactor:.2g} ± {100 * mild.prefactor_error:.0f} % at 0.4"
    )


def main(folder):
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for temperature, n_glasses in GLASSES.items():
        for seed in range(1, n_glasses + 1):
            if (key := f"{temperature:g}-{seed}") not in measured:
                file = folder / f"poly_ipl-{key}.npz"
                if not file.exists():
                    prepare("poly_ipl", N_PARTICLES, "swap", seed, parent_temperature=temperature).save(file)
                measured[key] = largest(Glass.load(file))
                write_lines(MEASURED, measured)
        law, free = fits(measured, temperature)
        print(f"T_p = {temperature:g}, exponent 7/2: {law}\n    its own: {free}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
