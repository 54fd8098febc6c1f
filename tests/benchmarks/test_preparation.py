"""What preparation costs beside LAMMPS, in one process, in turn: `make benchmark` prints the ratios."""

from statistics import median
from time import process_time

import numpy as np
import pytest
from lammps_glass import open_lammps

from glasscope.engine.matter import MODELS, Box, Glass
from glasscope.engine.prepare.dynamics import Liquid, push_apart
from glasscope.engine.prepare.making import lattice
from glasscope.engine.prepare.swap import SwapMonteCarlo

N = 10_000


def liquid(model, temperature, n_particles=N):
    kind, rng = MODELS[model], np.random.default_rng(1)
    diameters, species = kind.sizes(n_particles, rng)
    box = Box(np.sqrt(n_particles / kind.density) * np.eye(2))
    start = push_apart(kind, lattice(n_particles, box, rng), diameters, species, box)  # as `prepare` starts
    hot = 3.0 * temperature
    moving = Liquid(kind, start, diameters, species, box, hot, rng)
    moving.run(10.0, 0.005, (hot, hot))
    moving.run(20.0, 0.005, (hot, temperature))
    moving.run(10.0, 0.01, (temperature, temperature))
    return moving


def cpu(action):
    start = process_time()
    action()
    return process_time() - start


@pytest.mark.parametrize("temperature", [0.35, 0.1])
def test_a_step_of_molecular_dynamics(temperature):
    """Same particles, time step and thermostat; LAMMPS sorts its particles as it does by default."""
    moving, n_steps = liquid("lj", temperature), 400
    places = moving.box.wrap(moving.positions)
    glass = Glass(moving.model, places, diameters=moving.diameters, species=moving.species, cell=moving.box)
    ratios, ours, theirs = [], [], []
    with open_lammps(glass, sort="1000 0.0") as engine:
        engine.commands_string(f"""
            timestep 0.01
            velocity all create {temperature} 4711 loop geom
            fix motion all nve
            fix bath all temp/csvr {temperature} {temperature} 1.0 4711
            run 1000
            """)
        for _ in range(7):
            theirs.append(cpu(lambda: engine.command(f"run {n_steps} pre no post no")) / n_steps / N)
            ours.append(cpu(lambda: moving.run(n_steps * 0.01, 0.01, (temperature, temperature))) / n_steps / N)
            ratios.append(theirs[-1] / ours[-1])
    ratio = median(ratios)
    print(f"\ndynamics at T = {temperature}: LAMMPS {median(theirs) * 1e9:.0f} ns a particle and step, ours"
          f" {median(ours) * 1e9:.0f} ns, ratio {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})")  # fmt: skip
    assert ratio > 1.4


def swapping(n_particles, temperature=0.2):
    moving = liquid("poly", temperature, n_particles)
    monte_carlo = SwapMonteCarlo.from_liquid(moving, temperature, np.random.default_rng(1))
    monte_carlo.tune()
    return monte_carlo


def test_a_move_costs_the_same_at_every_size():
    small, large, ratios = swapping(1024), swapping(N), []
    for _ in range(7):
        costs = [cpu(lambda it=it: it.run(1e6 / it.n_particles)) / 1e6 for it in (small, large)]
        ratios.append(costs[1] / costs[0])
        print(f"\nswap Monte Carlo: {costs[0] * 1e9:.0f} ns a move at N = 1,024, {costs[1] * 1e9:.0f} ns at N = {N:,}")
    assert 0.8 < median(ratios) < 1.25


def test_an_attempted_swap():
    """LAMMPS exchanges types and computes the whole energy again; ours exchange sizes and look at the neighbours."""
    monte_carlo, moving = swapping(N), liquid("lj", 0.35)
    places = moving.box.wrap(moving.positions)
    glass = Glass(moving.model, places, diameters=moving.diameters, species=moving.species, cell=moving.box)
    attempts, ratios = 50, []
    with open_lammps(glass) as engine:
        engine.commands_string(f"""
            fix motion all nve
            fix swaps all atom/swap 1 {attempts} 4711 0.35 ke no types 1 2
            run 1
            """)
        for _ in range(5):
            before = monte_carlo._counts[2]
            ours = cpu(lambda: monte_carlo.run(100.0, swap_fraction=0.9, swap_reach=1.0))
            ours /= monte_carlo._counts[2] - before  # the few displacements are charged to the swaps
            theirs = cpu(lambda: engine.command("run 4 pre no post no")) / (4 * attempts)
            ratios.append(theirs / ours)
    print(f"\nan attempted swap: LAMMPS {theirs * 1e3:.2f} ms, ours {ours * 1e9:.0f} ns, ratio {median(ratios):.0f}")
    assert median(ratios) > 5000
