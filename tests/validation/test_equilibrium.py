"""Swap Monte Carlo reaches equilibrium from both sides; what parent temperatures of poly-IPL mean."""

import numpy as np
import pytest

from glasscope.engine import Glass, Load, library, relax, shear
from glasscope.engine.matter import MODELS, Box
from glasscope.engine.prepare.dynamics import Liquid, push_apart
from glasscope.engine.prepare.equilibrium import Record
from glasscope.engine.prepare.swap import SwapMonteCarlo

N = 1024

# Energy per particle of POLY in equilibrium, measured with another program, N = 1,024, a few parts in a thousand.
ENERGIES = {0.2: 0.4042, 0.12: 0.3025, 0.1: 0.2731, 0.085: 0.2508}
RELAXATION_SWEEPS = {0.2: 1.5e3, 0.12: 4.5e3, 0.1: 7.5e3, 0.085: 1.3e4}


def hot_start(model, temperature, seed):
    kind, rng = MODELS[model], np.random.default_rng(seed)
    diameters, species = kind.sizes(N, rng)
    box = Box(np.sqrt(N / kind.density) * np.eye(2))
    hot = kind.hot_temperature
    start = push_apart(kind, rng.random((N, 2)) @ box.cell, diameters, species, box)
    liquid = Liquid(kind, start, diameters, species, box, hot, rng)
    liquid.run(10.0, 0.005, (hot, hot))
    liquid.run(10.0, 0.005, (hot, temperature))
    return SwapMonteCarlo.from_liquid(liquid, temperature, rng)


def cold_start(model, temperature, seed):
    """From a glass whose liquid was in equilibrium at the lowest temperature that is shipped."""
    lowest = min(e.parent_temperature for e in library() if (e.model, e.n_particles) == (model, N))
    assert lowest < temperature
    colder = [e for e in library() if (e.model, e.n_particles, e.parent_temperature) == (model, N, lowest)]
    glass, rng = colder[seed % len(colder)].load(), np.random.default_rng(100 + seed)
    return SwapMonteCarlo(glass.model, glass.positions, glass.diameters, glass.box, temperature, rng)


def mean_energy(moving, relaxation_sweeps):
    """Mean over twelve relaxation times after five, from which its error is taken block by block."""
    moving.tune()
    moving.run(5.0 * relaxation_sweeps)
    blocks = []
    for _ in range(12):
        samples = []
        for _ in range(40):
            moving.run(relaxation_sweeps / 40.0)
            samples.append(moving.energy / N)
        blocks.append(np.mean(samples))
    return np.mean(blocks), np.std(blocks, ddof=1) / np.sqrt(len(blocks))


@pytest.mark.slow
@pytest.mark.parametrize("temperature", ENERGIES)
def test_hot_and_cold_starts_end_at_the_same_energy(temperature):
    sweeps, n_seeds = RELAXATION_SWEEPS[temperature], 3
    results = {
        kind.__name__: [mean_energy(kind("poly", temperature, seed), sweeps) for seed in range(n_seeds)]
        for kind in (hot_start, cold_start)
    }
    mean = {kind: np.mean([energy for energy, _ in runs]) for kind, runs in results.items()}
    error = {kind: np.sqrt(sum(e**2 for _, e in runs)) / n_seeds for kind, runs in results.items()}
    both = np.hypot(*error.values())
    print(f"T = {temperature}: " + ", ".join(f"{kind} {mean[kind]:.4f} ± {error[kind]:.4f}" for kind in mean))
    assert abs(mean["hot_start"] - mean["cold_start"]) < 3.0 * both
    assert both < 0.002
    assert np.mean(list(mean.values())) == pytest.approx(ENERGIES[temperature], abs=3.0 * both + 0.001)


def inherent_energies(temperature, n_seeds=3, n_each=6):
    energies = []
    for seed in range(n_seeds):
        moving, record, time = hot_start("poly_ipl", temperature, seed), Record("", "sweeps", (1.0, 1.0)), 0.0
        moving.tune()
        while not record.settled:
            moving.run(20.0)
            time += 20.0
            record.watch(time, moving)
        for _ in range(n_each):
            moving.run(1.5 * record.relaxation_time())
            thermal = Glass(
                moving.model, moving.box.wrap(moving.positions), diameters=moving.diameters, cell=moving.box
            )
            energies.append(relax(thermal).energy / N)
    return np.mean(energies), np.std(energies, ddof=1) / np.sqrt(len(energies))


@pytest.mark.slow
def test_the_onset_temperature_of_poly_ipl_is_that_of_the_paper():
    """R24: 0.6. Where the inherent structures' energy leaves its slow rise at high temperature: two lines cross."""
    high, low = np.array([0.9, 1.1, 1.3, 1.6, 2.0]), np.array([0.3, 0.35, 0.4, 0.45, 0.5])
    lines, rng, crossings = [], np.random.default_rng(1), []
    for temperatures in (high, low):
        means, errors = np.transpose([inherent_energies(temperature) for temperature in temperatures])
        print(dict(zip(temperatures, np.round(means, 4), strict=True)))
        lines.append((temperatures, means, errors))
    for _ in range(500):
        fits = [np.polyfit(t, rng.normal(mean, error), 1, w=1.0 / error) for t, mean, error in lines]
        crossings.append((fits[1][1] - fits[0][1]) / (fits[0][0] - fits[1][0]))
    print(f"onset {np.mean(crossings):.3f} ± {np.std(crossings):.3f}")
    assert np.mean(crossings) == pytest.approx(0.6, abs=0.1)
    assert np.std(crossings) < 0.03


def stress_curve(entry, strains):
    """Stress at these strains, and the largest single drop before the last of them."""
    states, largest = [(0.0, entry.load().stress[0, 1])], 0.0
    for step in shear(entry.load(), Load.simple_shear(), strains[-1]):
        if step.event is None:
            states.append((step.strain, step.stress))
        else:
            largest = max(largest, step.event.stress_drop)
    return np.interp(strains, *np.transpose(states)), largest


@pytest.mark.slow
def test_parent_temperatures_of_poly_ipl_are_poorly_mildly_and_very_well_annealed():
    """R24 Fig. 3: no overshoot at 0.7, a peak near 7.5 % and an abrupt drop at 0.2, 0.4 in between."""
    strains, overshoot, peaks, drops = np.linspace(0.0, 0.2, 401), {}, {}, {}
    for temperature in (0.7, 0.4, 0.2):
        wanted = ("poly_ipl", temperature, 10_000)
        (entry,) = [e for e in library() if (e.model, e.parent_temperature, e.n_particles) == wanted]
        stresses, largest = stress_curve(entry, strains)
        flow = stresses[strains > 0.14].mean()
        smooth = np.convolve(stresses, np.ones(9) / 9, mode="same")[:-10]
        overshoot[temperature], peaks[temperature] = smooth.max() / flow - 1.0, strains[smooth.argmax()]
        drops[temperature] = largest / flow
        print(f"T_p = {temperature}: {overshoot[temperature]:.0%} above the flow stress at {peaks[temperature]:.3f}, "
              f"largest drop {drops[temperature]:.0%}")  # fmt: skip
    assert overshoot[0.7] < 0.15  # as much as one sample's serrations make
    assert overshoot[0.7] < overshoot[0.4] < 0.5 * overshoot[0.2]
    assert 0.06 < peaks[0.2] < 0.095
    assert drops[0.2] > 1.5 * drops[0.7]
