"""Are the saddles of first events among those that are sampled as cast? Each is followed back to zero strain.

    python tests/followed_saddles.py [CLASS]

prepares glasses of N = 1,024 of a class, shears each under four loads, follows the saddle through which the first
event will go from the fold back to zero strain, and looks for it among those that `saddle_points` finds: some four
minutes a glass. What `followed_saddles.json` does not know yet is added there; mechanics/test_followed_saddles.py says
what it holds.
"""

import json
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from measured import write_lines

from glasscope.engine import Glass, Load, prepare, shear
from glasscope.engine.mechanics.soft_spots.saddle_points import saddle_points
from glasscope.engine.mechanics.soft_spots.saddle_refining import _leads_home, _to_the_saddle, _Walk

MEASURED = Path(__file__).with_suffix(".json")
N_PARTICLES, SEARCHED_TO = 1024, 0.2
LOADS = tuple(Load.simple_shear(angle=angle, sign=sign) for angle in (0.0, 45.0) for sign in (1, -1))
FOUND = 1e-4
"""Length: a sampled saddle that differs by less is the one."""

CLASSES = {
    "lj-gq": ("lj", "gq", {"cooling_time": 1e4, "time_step": 0.015}),
    "poly-0.3": ("poly", "swap", {"parent_temperature": 0.3}),
}
"""What `prepare` takes, by name."""

SEEDS = {"lj-gq": range(1, 17), "poly-0.3": range(1, 11)}
"""More of LJ, where few saddles of first events are there as cast."""


class Saddle(NamedTuple):
    """A saddle of the glass at some strain: displacements from the minimum there, height, unstable direction."""

    strain: float
    displacements: np.ndarray
    barrier: float
    direction: np.ndarray
    state: Glass


def minimum_at(glass, load, strain):
    """The state before the first event, at a strain."""
    return glass if strain == 0.0 else next(shear(glass, load, strain, at=[strain])).glass


def saddle_near(minimum, strain, displacements, direction):
    """The saddle that Newton's steps lead to, None where they lead to none."""
    walk = _Walk(minimum, displacements)
    state, unstable = _to_the_saddle(walk, direction)
    if state is None or state.energy <= minimum.energy:
        return None
    return Saddle(strain, walk.whole - walk.whole.mean(axis=0), state.energy - minimum.energy, unstable, state)


def at_the_fold(glass, load, onset):
    """The saddle that is about to meet the minimum: along the softest mode, where a cubic has its top."""
    for before in (2e-6, 1e-5, 5e-5, 2e-4):
        strain = onset - min(before, onset / 3)
        minimum = minimum_at(glass, load, strain)
        stiffness, mode = minimum.response.softest_mode
        pushes = [np.vdot(minimum.with_positions(minimum.positions + s * mode).forces, mode) for s in (-1e-3, 0, 1e-3)]
        top = 2 * stiffness / ((pushes[0] + pushes[2] - 2 * pushes[1]) / 1e-6)
        for share in (1.0, 0.8, 1.3, 0.6, 2.0):
            found = saddle_near(minimum, strain, share * top * mode, mode)
            if found is not None and found.barrier < 0.05:
                return found
    return None


def followed_back(glass, load, onset):
    """The saddle of the first event at zero strain; where it ends on the way, the last one that was."""
    here, before, step = at_the_fold(glass, load, onset), None, None
    while here is not None and here.strain > 0.0:
        step = step or 0.5 * (onset - here.strain)
        strain = max(0.0, here.strain - step)
        guess = here.displacements
        if before is not None:
            turned = (strain - here.strain) / (here.strain - before.strain)
            guess = guess + turned * (here.displacements - before.displacements)
        found = saddle_near(minimum_at(glass, load, strain), strain, guess, here.direction)
        if found is not None and np.abs(found.displacements - guess).max() < 0.05:
            before, here, step = here, found, min(1.5 * step, 1e-3)
        elif step < 1e-6:
            break
        else:
            step /= 3
    return here


def of_a_glass(glass):
    """For each load [strain of the event, down to where its saddle exists, barrier there, distance of the nearest]."""
    sampled, rows = saddle_points(glass), []
    for load in LOADS:
        event = next(step.event for step in shear(glass, load, SEARCHED_TO) if step.event is not None)
        saddle = followed_back(glass, load, event.strain)
        if saddle is None:
            rows.append([event.strain, None, None, None])
            continue
        nearest = None
        if saddle.strain == 0.0 and _leads_home(glass, saddle.state, saddle.displacements, saddle.direction):
            nearest = float(np.abs(sampled.displacements - saddle.displacements).max(axis=(1, 2)).min())
        rows.append([event.strain, saddle.strain, saddle.barrier, nearest])
    return [[None if x is None else float(f"{x:.4g}") for x in row] for row in rows]


def counted(measured, name):
    """Of a class: first events, those whose saddle is there as cast, and how many of these are found."""
    rows = [row for key, some in measured.items() if key.rsplit("-", 1)[0] == name for row in some]
    there = [row for row in rows if row[3] is not None]
    return len(rows), len(there), sum(row[3] < FOUND for row in there)


def kept():
    """The readme's words, of what was measured."""
    measured = json.loads(MEASURED.read_text())
    (lj, lj_there, lj_found), (poly, poly_there, poly_found) = (counted(measured, name) for name in CLASSES)
    return (
        f"of {lj} first events in {lj // len(LOADS)} glasses of LJ `gq` {lj_there} have a saddle as cast, followed "
        f"back from where it takes the glass away, of {poly} in {poly // len(LOADS)} of POLY at T = 0.3 {poly_there}; "
        f"{lj_found} and {poly_found} of these are among those that were sampled"
    )


def main(names):
    measured = json.loads(MEASURED.read_text()) if MEASURED.exists() else {}
    for name in names:
        model, protocol, parameters = CLASSES[name]
        for seed in SEEDS[name]:
            if f"{name}-{seed}" not in measured:
                measured[f"{name}-{seed}"] = of_a_glass(prepare(model, N_PARTICLES, protocol, seed, **parameters))
                write_lines(MEASURED, measured)
        events, there, found = counted(measured, name)
        print(f"{name}: the saddles of {there} of {events} first events are there as cast, {found} of them are found")


if __name__ == "__main__":
    main(sys.argv[1:] or CLASSES)
