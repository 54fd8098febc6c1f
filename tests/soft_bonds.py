"""How many bonds answer a shear strongly in glasses of three parent temperatures: counted, no law assumed.

    python tests/soft_bonds.py

Shipped glasses of poly-IPL (Richard 2024, Fig. 1b, c): for each parent temperature three of 1,024 particles and one of
10,000, four directions of simple shear each; two seconds. What statistics/test_soft_bonds.py says is made of it.
"""

import numpy as np

from glasscope.engine import Load, library
from glasscope.engine.mechanics.expansion import StrainExpansion

TEMPERATURES = (0.7, 0.4, 0.2)

ANGLES = (0.0, 45.0, 90.0, 135.0)

LEVELS = (8.0, 10.0, 12.0, 15.0)
"""Magnitudes of φ_γ beyond which bonds are counted."""


def glasses(temperature):
    """The shipped ones of a parent temperature."""
    return [entry.load() for entry in library() if entry.key.startswith(f"poly_ipl-swap-{temperature:g}-")]


def counted(glass):
    """How many bonds there are, and how many lie beyond each of `LEVELS`, directions summed."""
    loads = [Load.simple_shear(angle=angle) for angle in ANGLES]
    values = np.abs([StrainExpansion(glass, load).energies(1) for load in loads])
    return np.array([values.size, *((values > level).sum() for level in LEVELS)])


def again():
    """What the readme says of them, counted anew."""
    counts = np.array([sum(counted(glass) for glass in glasses(temperature)) for temperature in TEMPERATURES])
    eight, fifteen = (counts[:, 1 + LEVELS.index(level)] for level in (8.0, 15.0))
    beyond = f"{eight[0]:,}, {eight[1]:,} and {eight[2]:,} lie beyond φ_γ = 8, {fifteen[0]:,}, {fifteen[1]:,}"
    return f"of some {round(counts[0, 0], -3):,} bonds ... {beyond} and {fifteen[2] or 'none'} beyond 15"


def main():
    for temperature in TEMPERATURES:
        each = [counted(glass) for glass in glasses(temperature)]
        total, *beyond = sum(each)
        print(f"T_p = {temperature:g}: of {total} bonds in {len(each)} glasses", end="")
        for level, n, of_each in zip(LEVELS, beyond, np.transpose(each)[1:], strict=True):
            print(f"; beyond {level:g} {n} ({', '.join(map(str, of_each))})", end="")
        print()


if __name__ == "__main__":
    main()
