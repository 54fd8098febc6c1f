"""Strengths in shipped glasses of poly-IPL: bond micromechanics beside the frozen matrix (R24 Fig. 4).

    python tests/strength_figures.py [KEY ...]

measures what `strength_figures.json` does not know yet and adds it there, a glass a line: two seconds for 1,024
particles, twenty for 10,000. mechanics/test_strength_figures.py says what it holds.
"""

import json
import sys
from pathlib import Path

import numpy as np
from measured import shipped, write_lines

from glasscope.engine import Load
from glasscope.engine.indicators.harmonic_response.softness_field import bin_numbers
from glasscope.engine.mechanics.inclusions.local_strength import local_strengths
from glasscope.engine.mechanics.inclusions.micromechanics import bond_strengths
from glasscope.engine.mechanics.inclusions.sites import least_around
from glasscope.engine.scores import spearman
from glasscope.engine.statistics import bootstrap

MEASURED = Path(__file__).with_suffix(".json")
SAMPLES = ("1024-1", "1024-2", "1024-3", "10000-1")
PARENTS = {"poly_ipl": ("0.7", "0.4", "0.2")}
"""Parent temperatures by model, from ductile to ultrastable."""

ANGLES = (0.0, 45.0, 90.0, 135.0)
"""Of the loads that bond micromechanics takes: each is one direction, without projection; in a glass they are alike."""

BOX = 5.0
"""Radius of the cavities, and side of the boxes of R24's coarse-graining, in mean spacings."""


def keys(model, parent):
    """The shipped glasses of a class."""
    return [f"{model}-swap-{parent}-{sample}" for sample in SAMPLES]


def box_means(glass, values, side):
    """Means over boxes of the values that are finite, nan where a box has none; sides fit whole times."""
    box, known = glass.box.reduced(), np.isfinite(values)
    shape = tuple(np.rint(np.linalg.norm(box.cell, axis=1) / side).astype(int))
    boxes, n = bin_numbers(box, glass.positions, shape)[known], shape[0] * shape[1]
    with np.errstate(invalid="ignore"):
        return np.bincount(boxes, weights=values[known], minlength=n) / np.bincount(boxes, minlength=n)


def micromechanics(glass):
    """Strength by bond micromechanics and in the frozen matrix in one direction each, prestress included.

    R24's rules: a particle takes the lowest attempt within the radius of the cavities, boxes the mean of their
    particles. Thousandths of the unit of stress, by direction and box.
    """
    length, found = glass.density**-0.5, {"bond": [], "frozen": [], "sites": [], "without": []}
    for angle in ANGLES:
        bond = bond_strengths(glass, Load.simple_shear(angle), radius=BOX)
        steps = local_strengths(glass, bond.sites, [angle], radius=BOX * length, threads=1).critical_stress[:, 0]
        for name, values in (("bond", bond.strength), ("frozen", steps)):
            field = least_around(glass, bond.sites, BOX * length, values)
            found[name].append(np.rint(1000 * box_means(glass, field, BOX * length)).astype(int).tolist())
        both = np.isfinite(bond.strength) & np.isfinite(steps)
        found["sites"].append(round(spearman(bond.strength[both], steps[both]), 3))
        found["without"].append(round(bond.share_without, 4))
    return found


def against_the_frozen_matrix(measured, parent, draw=None):
    """Of one parent temperature: means of both, ratio of the variances, Spearman over boxes and over bare sites.

    Boxes of all glasses and directions together; `draw` gives which glasses, where not all of them once.
    """
    glasses = [measured[key] for key in keys("poly_ipl", parent) if key in measured]
    glasses = glasses if draw is None else [glasses[k] for k in draw]
    bond, frozen = (np.concatenate([np.ravel(one[name]) for one in glasses]) / 1000 for name in ("bond", "frozen"))
    weights = [len(one["bond"][0]) for one in glasses]
    sites = np.average([np.mean(one["sites"]) for one in glasses], weights=weights)
    return np.array([bond.mean(), frozen.mean(), bond.var() / frozen.var(), spearman(bond, frozen), sites])


def kept():
    """The readme's rows, of what was measured."""
    return _rows(json.loads(MEASURED.read_text()))


def kept_without():
    """The readme's words on cavities without a maximum, of what was measured."""
    measured = json.loads(MEASURED.read_text())
    parents = PARENTS["poly_ipl"]
    shares = [100 * np.mean([measured[key]["without"] for key in small(parent)]) for parent in parents]
    return f"Of the cavities {shares[0]:.1f}, {shares[1]:.1f} and {shares[2]:.1f} % have no maximum"


def again():
    """The readme's rows, measured anew."""
    return _rows({key: micromechanics(shipped(key)) for parent in PARENTS["poly_ipl"] for key in small(parent)})


def small(parent):
    """Keys of the glasses of 1,024 particles."""
    return [key for key in keys("poly_ipl", parent) if "-1024-" in key]


def _rows(measured):
    lines = []
    for parent in PARENTS["poly_ipl"]:
        few = {key: measured[key] for key in small(parent)}
        bond, frozen, variances, boxes, sites = against_the_frozen_matrix(few, parent)
        cells = f"{bond:.3f} | {frozen:.3f} | {bond / frozen:.2f} | {variances:.2f} | {boxes:.2f} | {sites:.2f}"
        lines.append(f"| {parent} | {cells} |")
    return "\n".join(lines)


def main(chosen):
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for model, parents in PARENTS.items():
        for key in (key for parent in parents for key in keys(model, parent)):
            if key in (chosen or [key]) and key not in measured:
                measured[key] = micromechanics(shipped(key))
                write_lines(MEASURED, measured)
    report(measured)


def report(measured):
    """Print the tables."""
    for parent in PARENTS["poly_ipl"]:
        n_glasses = sum(key in measured for key in keys("poly_ipl", parent))
        if n_glasses:
            found = bootstrap(
                lambda some, of=parent: against_the_frozen_matrix(measured, of, some), np.arange(n_glasses)
            )
            about = ", ".join(f"{a:.3f} ± {b:.3f}" for a, b in zip(found.value, found.error, strict=True))
            print(f"poly-IPL {parent:5s} mean, frozen mean, variances, Spearman of boxes, of sites: {about}")


if __name__ == "__main__":
    main(sys.argv[1:])
