"""Molecular dynamics: conserved energy, the right temperature, and lists that miss no pair."""

import numpy as np
import pytest

from glasscope.engine.errors import GlassError
from glasscope.engine.matter import MODELS, Box, Glass
from glasscope.engine.prepare.dynamics import Liquid, push_apart

N = 300


def liquid(model, temperature, seed=1, n_particles=N):
    model = MODELS[model]
    rng = np.random.default_rng(seed)
    diameters, species = model.sizes(n_particles, rng)
    box = Box(np.sqrt(n_particles / model.density) * np.eye(2))
    start = push_apart(model, rng.random((n_particles, 2)) @ box.cell, diameters, species, box)
    return Liquid(model, start, diameters, species, box, temperature, rng)


def as_glass(moving):
    return Glass(moving.model, moving.positions, diameters=moving.diameters, species=moving.species, cell=moving.box)


@pytest.mark.parametrize("model", sorted(MODELS))
def test_random_positions_are_pushed_apart_before_anything_blows_up(model):
    moving = liquid(model, 0.0)
    pairs = as_glass(moving).pairs
    assert (pairs.distances / pairs.sizes).min() > 0.6
    assert abs(moving.energy / N) < 20.0


@pytest.mark.parametrize(("factor", "time_step"), [(1.0, 0.005), (0.15, 0.01)], ids=["hot", "cold"])
@pytest.mark.parametrize("model", sorted(MODELS))
def test_without_a_thermostat_the_energy_is_conserved(model, factor, time_step):
    temperature = factor * MODELS[model].hot_temperature
    moving = liquid(model, temperature)
    moving.run(5.0, time_step, (temperature, temperature), relaxation_time=0.2)
    before = moving.energy + moving.kinetic_energy
    moving.run(10.0, time_step)
    drift = (moving.energy + moving.kinetic_energy - before) / N
    assert abs(drift) < 3e-3 * temperature
    assert np.abs(moving.velocities.mean(axis=0)).max() < 1e-12 * np.sqrt(N)


def test_halving_the_step_quarters_the_error():
    """Velocity Verlet is of second order: fluctuations of the total energy go with the square of the step."""
    sizes = []
    for time_step in (0.008, 0.004):
        moving = liquid("ipl_q4", 0.6)
        moving.run(4.0, 0.004, (0.6, 0.6), relaxation_time=0.2)
        totals = []
        for _ in range(50):
            moving.run(5 * time_step, time_step)
            totals.append(moving.energy + moving.kinetic_energy)
        sizes.append(np.std(totals))
    assert 2.5 < sizes[0] / sizes[1] < 6.5


@pytest.mark.parametrize("model", ["lj", "poly"])
def test_the_thermostat_gives_the_canonical_mean_and_spread(model):
    temperature = MODELS[model].hot_temperature
    moving = liquid(model, temperature)
    moving.run(5.0, 0.005, (temperature, temperature), relaxation_time=0.2)
    samples = []
    for _ in range(500):
        moving.run(0.2, 0.005, (temperature, temperature), relaxation_time=0.2)
        samples.append(moving.temperature / temperature)
    spread = np.sqrt(2.0 / moving.freedom)
    assert np.mean(samples) == pytest.approx(1.0, abs=5.0 * spread / np.sqrt(150.0))
    assert np.std(samples) == pytest.approx(spread, rel=0.2)


def test_velocities_start_from_the_maxwell_distribution():
    moving = liquid("poly", 0.3, n_particles=4000)
    assert moving.temperature == pytest.approx(0.3)
    scaled = moving.velocities.ravel() / np.sqrt(0.3)
    assert np.mean(scaled**4) == pytest.approx(3.0, rel=0.1)
    assert np.abs(moving.velocities.sum(axis=0)).max() < 1e-10


def test_a_ramp_is_followed():
    moving = liquid("lj", 3.0)
    moving.run(5.0, 0.005, (3.0, 3.0))
    seen = []
    moving.run(30.0, 0.005, (3.0, 0.1), relaxation_time=0.2, watch=lambda done, energy: seen.append(moving.temperature))
    assert seen[0] > 1.0
    assert moving.temperature == pytest.approx(0.1, rel=0.5)


def test_how_calls_divide_the_time_does_not_matter():
    one, many = liquid("lj", 1.0), liquid("lj", 1.0)
    one.run(2.0, 0.005, (1.0, 1.0))
    for _ in range(8):
        many.run(0.25, 0.005, (1.0, 1.0))
    np.testing.assert_array_equal(one.positions, many.positions)


@pytest.mark.parametrize("model", sorted(MODELS))
def test_the_lists_miss_no_pair_however_far_particles_go(model):
    temperature = MODELS[model].hot_temperature
    moving = liquid(model, temperature)
    for _ in range(8):
        moving.run(0.4, 0.005, (temperature, temperature))
        glass = as_glass(moving)
        assert moving.energy == pytest.approx(glass.energy, rel=1e-10)
        np.testing.assert_allclose(moving.forces, glass.forces, atol=1e-8 * np.abs(glass.forces).max())


def test_zero_temperature_is_allowed_and_negative_is_not():
    assert liquid("lj", 0.0).temperature == 0.0
    for temperature in (-1.0, np.nan, np.inf):
        with pytest.raises(GlassError, match="temperature"):
            liquid("lj", temperature)
