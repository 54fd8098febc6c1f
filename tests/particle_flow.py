"""Glasses of poly-IPL sheared far beyond yielding, which elastoplastic lattices are held against (R24, Figs. 5 to 7).

    python tests/particle_flow.py FOLDER CASE ...

goes on with each case in turn, a stretch of strain a glass, and keeps after each stretch the state of the glass, and in
`particle_flow.json` its stresses, and the width and clarity of its band. N = 2,500 takes two minutes of one core for a
strain of 100 %, N = 10,000 forty.
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}

import json
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

from glasscope.engine import Glass, Load, prepare, shear
from glasscope.engine.scores import find_band, plastic_activity
from glasscope.engine.whole_files import write_whole

MEASURED = Path(__file__).with_suffix(".json")
LOAD, STRETCH, EVERY, COUNTED = Load.simple_shear(), 0.05, 0.005, 0.01
"""Strains: that are sheared at once, between two stresses, and between two counts of plastic activity (R24)."""


class Case(NamedTuple):
    """Glasses that are sheared to a strain."""

    temperature: float
    n_particles: int
    seeds: tuple[int, ...]
    max_strain: float


CASES = {
    "steady-10000": Case(0.7, 10_000, tuple(range(1, 11)), 1.5),
    **{f"bands-2500-{temperature:g}": Case(temperature, 2500, tuple(range(1, 9)), 5.0) for temperature in (0.4, 0.2)},
    **{f"bands-10000-{temperature:g}": Case(temperature, 10_000, (1, 2), 5.0) for temperature in (0.4, 0.2)},
}


def at_rest(folder, case, seed):
    """A glass as cast, prepared where it is not in the folder."""
    path = folder / f"poly_ipl-{case.temperature:g}-{case.n_particles}-{seed}.npz"
    if not path.exists():
        checkpoint = path.with_suffix(".part")
        prepare(
            "poly_ipl", case.n_particles, "swap", seed, parent_temperature=case.temperature, checkpoint=checkpoint
        ).save(path)
    return Glass.load(path)


def stretch(glass, strain, counts):
    """The glass a stretch further, its stresses on the way, and the plastic activity of its particles so far."""
    grid = strain + np.arange(1, round(STRETCH / EVERY) + 1) * EVERY
    counted = {round(one, 9) for one in strain + np.arange(1, round(STRETCH / COUNTED) + 1) * COUNTED}
    states, stresses = [glass], []
    for step in shear(glass, LOAD, max_strain=float(grid[-1]), start_strain=strain, at=grid):
        if step.event is None and step.strain > strain:
            stresses.append(step.stress)
            if round(step.strain, 9) in counted:
                states.append(step.glass)
    *_, more = plastic_activity(states)
    return states[-1], stresses, counts + more


def go_on(folder, name, seed):
    """One stretch of one glass; False where it is at its end."""
    case, key = CASES[name], f"{name}-{seed}"
    found = measured().get(key, {"stresses": [], "bands": []})
    done = len(found["bands"])
    if done * STRETCH >= case.max_strain - 1e-9:
        return False
    if done:
        glass, counts = Glass.load(folder / f"{key}-{done}.npz"), np.load(folder / f"{key}-{done}.npy")
    else:
        glass, counts = at_rest(folder, case, seed), np.zeros(case.n_particles, np.int64)
    glass, stresses, counts = stretch(glass, done * STRETCH, counts)
    found["stresses"] += [round(float(one), 5) for one in stresses]
    found["bands"].append(band_of(glass, counts))
    glass.save(folder / f"{key}-{done + 1}.npz")
    np.save(folder / f"{key}-{done + 1}.npy", counts)
    keep(measured() | {key: found})
    for old in folder.glob(f"{key}-{done}.np[yz]"):
        old.unlink()
    return True


def band_of(glass, counts):
    """Width in units of length, clarity and direction of the band; None before anything has given way."""
    if not counts.any():
        return None
    band = find_band(glass.box, glass.positions, counts)
    return [round(band.width * band.period(glass.box), 2), round(band.clarity, 3), list(band.normal)]


def measured():
    return json.loads(MEASURED.read_text()) if MEASURED.exists() else {}


def keep(found):
    """All that is known, a line a glass."""
    text = ",\n".join(f' "{key}": {json.dumps(one)}' for key, one in sorted(found.items()))
    write_whole(MEASURED, f"{{\n{text}\n}}\n".encode())


def main(folder, names):
    folder.mkdir(parents=True, exist_ok=True)
    runs = [(name, seed) for name in names for seed in CASES[name].seeds]
    while runs:  # in turns, so that all of them come as far
        runs = [(name, seed) for name, seed in runs if go_on(folder, name, seed)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(CASES))
