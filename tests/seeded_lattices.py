"""Whether an elastoplastic lattice that is given one glass's own map of yield stresses yields where that glass yields.

    python tests/seeded_lattices.py FOLDER

casts sixty glasses of poly-IPL (N = 2,500, T = 0.7, 0.4, 0.2; in FOLDER where they are not there yet), shears each to
its tenth event, and gives its map to a lattice. Of each event it keeps the rank of its block in the lattice's order of
first failures, 1 for the first, beside that in the order of the map alone, and of lattices whose blocks were shuffled.
Forty minutes of one core; what is found is kept in `seeded_lattices.json` glass by glass.
"""

import os

os.environ |= {"OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}

import json
import sys
from pathlib import Path

import numpy as np
from susceptibility import said

from glasscope.engine import ElastoplasticModel, Glass, GlassError, Load, Thresholds, prepare, shear, shear_modulus
from glasscope.engine.mesoscale import SOURCES
from glasscope.engine.statistics import bootstrap, mean

MEASURED = Path(__file__).with_suffix(".json")
N_PARTICLES, N_GLASSES, N_EVENTS, N_SHUFFLED = 2500, 20, 10, 20
TEMPERATURES = {0.7: "0.7", 0.4: "0.4", 0.2: "0.2"}
LOAD = Load.simple_shear()
WAYS = {"residual_strength": "frozen matrix", "bond_micromechanics_strength": "bond micromechanics"}
HOW = ("lattice", "map", "shuffled", "first")
"""Ranks in the lattice's order, in that of the map alone, in shuffled lattices' orders; and the first event's alone."""


def glass_of(folder, temperature, seed):
    """Cast, or read where it is in the folder."""
    path = folder / f"poly_ipl-{temperature:g}-{seed}.npz"
    if not path.exists():
        prepare("poly_ipl", N_PARTICLES, "swap", seed, parent_temperature=temperature).save(path)
    return Glass.load(path)


def cores_of(glass):
    """Cores of the first events."""
    found = []
    for step in shear(glass, LOAD, max_strain=0.3):
        if step.event is not None:
            found.append(int(step.event.core))
        if len(found) == N_EVENTS:
            break
    return found


def order_of(thresholds, renewal, modulus):
    """When each block of a lattice fails first, as a share of all; those that have not by a strain of 50 % last."""
    model = ElastoplasticModel(thresholds.size, thresholds, renewal, modulus, seed=1)
    failed = np.concatenate([state.failed for state in model.shear(0.5, every=0.05)])
    blocks, when = np.unique(failed, return_index=True)
    order = np.full(thresholds.size**2, np.nan)
    order[blocks[np.argsort(when)]] = np.arange(len(blocks))
    order[np.isnan(order)] = (len(blocks) + len(order) - 1) / 2
    return order / (len(order) - 1)


def ranks_of(glass, cores, source, renewal):
    """Mean rank of the blocks of the cores by each of `HOW`."""
    own, modulus = Thresholds.from_glass(glass, LOAD, source, least=True), shear_modulus(glass)
    side = glass.box.cell[0, 0]
    x, y = (glass.positions[cores] % side / side * own.size).astype(int).T
    blocks, bears = y * own.size + x, (own.map - own.prestress).ravel()
    lattice = 1 - order_of(own, renewal, modulus)[blocks]
    static = 1 - np.argsort(np.argsort(bears))[blocks] / (len(bears) - 1)
    shuffled = [1 - order_of(own.shuffled(k), renewal, modulus)[blocks].mean() for k in range(N_SHUFFLED)]
    return [round(float(one), 4) for one in (lattice.mean(), static.mean(), np.mean(shuffled), lattice[0])]


def measure(folder):
    """Glass by glass, from the hot ones on, whose thresholds blocks have after a failure."""
    found = measured()
    for temperature in TEMPERATURES:
        for seed in range(1, N_GLASSES + 1):
            key = f"{temperature:g}-{seed}"
            if key in found:
                continue
            glass = glass_of(folder, temperature, seed)
            cores, hot = cores_of(glass), glass_of(folder, 0.7, 1 if seed > 1 or temperature < 0.7 else 2)
            found[key] = {}
            for source in SOURCES:
                try:
                    renewal = Thresholds.from_values(Thresholds.from_glass(hot, LOAD, source, least=True).values)
                    found[key][source] = ranks_of(glass, cores, source, renewal)
                except GlassError as error:  # some have a place that is about to yield as cast: no map of strengths
                    print(key, source, error, flush=True)
                    found[key][source] = None
            print(key, found[key], flush=True)
            text = ",\n".join(f' "{name}": {json.dumps(one)}' for name, one in found.items())
            MEASURED.write_text(f"{{\n{text}\n}}\n")


def table():
    """Mean ranks with errors over glasses, by temperature and source."""
    found = measured()
    rows = [["T_p", "thresholds", "glasses", "lattice", "map alone", "shuffled", "lattice, first event"], ["---"] * 7]
    for temperature, label in TEMPERATURES.items():
        for source, name in WAYS.items():
            of_class = [one[source] for key, one in found.items() if key.startswith(f"{temperature:g}-")]
            ranks = np.array([one for one in of_class if one is not None])
            if len(ranks):
                each = bootstrap(lambda some: mean(some, axis=0), ranks)
                pairs = zip(each.value, each.error, strict=True)
                told = (said([float(value), float(error)]) for value, error in pairs)
                rows.append([label, name, str(len(ranks)), *told])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def measured():
    return json.loads(MEASURED.read_text()) if MEASURED.exists() else {}


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    measure(Path(sys.argv[1]))
    print(table())
