"""CPU time beside LAMMPS, from the same states, in one process, in turn: `make benchmark` prints the ratios."""

from statistics import median
from time import process_time

import numpy as np
import pytest
from lammps_glass import open_lammps

from glasscope.engine import Glass, Load, library, shear
from glasscope.engine.matter.forces import VerletList
from glasscope.engine.mechanics.path import Path

STEP = 1e-5
LOAD = Load.simple_shear()


@pytest.fixture(params=["htl", "gq"])
def glass(request) -> Glass:
    entry = next(e for e in library() if (e.model, e.protocol, e.n_particles) == ("lj", request.param, 10_000))
    return entry.load()


def cpu(action, repeats=1):
    start = process_time()
    for _ in range(repeats):
        action()
    return (process_time() - start) / repeats


def test_one_force_evaluation(glass):
    ours = VerletList(glass.model, glass.positions, glass.diameters, glass.species, glass.box, skin=0.3)
    u, forces = np.zeros_like(glass.positions), np.empty_like(glass.positions)
    ours.evaluate(u, forces)
    with open_lammps(glass) as engine:
        engine.command("run 0")  # no integrator: every step evaluates the forces and nothing moves
        pairs = [
            (cpu(lambda: engine.command("run 50 pre no post no")) / 50, cpu(lambda: ours.evaluate(u, forces), 50))
            for _ in range(15)
        ]
    theirs, mine = (median(column) for column in zip(*pairs, strict=True))
    ratios = sorted(a / b for a, b in pairs)
    ratio = median(ratios)
    print(f"\nforces: LAMMPS {theirs * 1e3:.3f} ms, ours {mine * 1e3:.3f} ms,"
          f" ratio {ratio:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")  # fmt: skip
    assert ratio > 1


def lammps_steps(glass, n_steps):
    """CPU time of each elastic step with conjugate gradients to the tolerance that ours keep."""
    height = glass.box.cell[1, 1]
    with open_lammps(glass) as engine:
        engine.commands_string("""
            min_style cg
            min_modify line quadratic norm max
            minimize 0 1e-10 100000 1000000
            """)
        for k in range(n_steps):
            start = process_time()
            engine.command(f"change_box all xy final {(k + 1) * STEP * height:.17g} remap units box")
            engine.command("minimize 0 1e-10 100000 1000000")
            yield process_time() - start
            forces = np.array(engine.gather_atoms("f", 1, 3))
            assert np.abs(forces).max() < 1e-9


def test_one_elastic_step(glass):
    """From the as-cast state, with the factor of that state, as every step of a run has one; and the factor itself."""
    path = Path(glass, LOAD, 0.0, 1e-10)
    path.advance(STEP)
    pairs = []
    for theirs in lammps_steps(glass, 3):
        pairs.append((theirs, cpu(lambda: path.advance(STEP), 5)))
        assert path.advance(STEP).glass.max_force < 1e-10
    theirs, mine = (median(column) for column in zip(*pairs, strict=True))
    ratio, factor = theirs / mine, cpu(path.renew_factor, 3)
    print(f"\nstep of 1e-5: LAMMPS {theirs:.2f} s, ours {mine * 1e3:.1f} ms, ratio {ratio:.0f};"
          f" with a new factor ({factor * 1e3:.0f} ms) {theirs / (mine + factor):.0f}")  # fmt: skip
    assert ratio > 1


def test_a_run_to_two_per_cent(glass):
    """Ours in full, with all its events; LAMMPS's fixed steps extrapolated from twenty."""
    theirs = list(lammps_steps(glass, 20))
    n_events, start = 0, process_time()
    for step in shear(glass, LOAD, 0.02):
        n_events += step.event is not None
    ours = process_time() - start
    extrapolated = np.mean(theirs) * 0.02 / STEP
    print(
        f"\n0 to 0.02: ours {ours:.1f} s with {n_events} events, LAMMPS {extrapolated:.0f} s"
        f" (20 steps of {np.mean(theirs):.2f} s), ratio {extrapolated / ours:.0f}"
    )
    assert extrapolated > ours
