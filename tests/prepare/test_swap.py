"""Swap Monte Carlo: it samples the Boltzmann distribution, exactly where that can be written down."""

import itertools

import numpy as np
import pytest

from glasscope.engine.errors import GlassError
from glasscope.engine.matter import MODELS, Box, Glass
from glasscope.engine.prepare import monte_carlo, neighbour_rows
from glasscope.engine.prepare.dynamics import Liquid, push_apart
from glasscope.engine.prepare.swap import SwapMonteCarlo
from glasscope.engine.random_numbers import below, uniform

FEW = Box(8.0 * np.eye(2))
PLACES = np.array([[3.0, 3.0], [4.0, 3.1], [3.4, 3.9], [4.3, 4.1]])
SIZES = np.array([0.8, 0.95, 1.05, 1.3])


def energy_of(model, positions, diameters, box):
    return Glass(MODELS[model], box.wrap(positions), diameters=diameters, cell=box).energy


def liquid(model, temperature, n_particles=200, seed=1):
    kind, rng = MODELS[model], np.random.default_rng(seed)
    diameters, _ = kind.sizes(n_particles, rng)
    box = Box(np.sqrt(n_particles / kind.density) * np.eye(2))
    start = push_apart(kind, rng.random((n_particles, 2)) @ box.cell, diameters, None, box)
    return SwapMonteCarlo(kind, start, diameters, box, temperature, rng)


@pytest.mark.parametrize("reach", [0.25, 1.0], ids=["next sizes", "any size"])
@pytest.mark.parametrize("model", ["poly", "poly_ipl"])
def test_swaps_visit_every_arrangement_as_often_as_boltzmann_says(model, reach):
    """Four fixed places and four sizes: 24 arrangements, each with an energy that can be computed."""
    temperature, n_samples = 2.0, 20_000
    swapping = SwapMonteCarlo(MODELS[model], PLACES, SIZES, FEW, temperature, np.random.default_rng(5), step=0.0)
    arrangements = list(itertools.permutations(range(4)))
    energies = [energy_of(model, PLACES, SIZES[list(order)], FEW) for order in arrangements]
    weights = np.exp(-np.array(energies) / temperature)
    expected = n_samples * weights / weights.sum()
    assert expected.max() > 3 * expected.min() > 100  # the weights differ, and each arrangement is met often
    seen = dict.fromkeys(arrangements, 0)
    for _ in range(n_samples):
        swapping.run(20.0, swap_fraction=0.8, swap_reach=reach)
        seen[tuple(np.searchsorted(SIZES, swapping.diameters))] += 1
    observed = np.array([seen[order] for order in arrangements])
    chi_square = ((observed - expected) ** 2 / expected).sum()
    assert chi_square < 60.0  # 23 degrees of freedom: exceeded once in 30,000 times


def test_displacements_give_the_mean_energy_of_two_particles():
    """One pair in a cell: the mean energy is an integral over where the second one is."""
    model, temperature = MODELS["poly"], 3.0
    sizes = np.array([1.0, 1.2])
    box = Box(4.8 * np.eye(2))
    axis = (np.arange(480) + 0.5) / 100 - 2.4
    distances = np.hypot(*np.meshgrid(axis, axis)).ravel()
    pair = model.pair_sizes(*sizes)
    energies = model.potential.derivative(0, distances, np.full_like(distances, pair), np.ones_like(distances))
    weights = np.exp(-energies / temperature)
    wanted = (energies * weights).sum() / weights.sum()
    moving = SwapMonteCarlo(model, [[1.0, 1.0], [3.0, 3.0]], sizes, box, temperature, np.random.default_rng(2), 0.14)
    blocks = []
    for _ in range(40):
        samples = []
        for _ in range(500):
            moving.run(200.0, swap_fraction=0.01)
            samples.append(moving.energy)
        blocks.append(np.mean(samples))
    error = np.std(blocks) / np.sqrt(len(blocks) - 1)
    assert abs(np.mean(blocks) - wanted) < 4 * error < 0.3 * wanted


@pytest.mark.parametrize("model", ["poly", "poly_ipl"])
def test_energy_differences_are_those_of_all_pairs(model):
    swapping = liquid(model, MODELS[model].glass_temperature)
    swapping.run(50.0)
    interaction, particles = swapping._interaction, swapping._particles
    positions, diameters = swapping.positions, swapping.diameters
    before = energy_of(model, positions, diameters, swapping.box)
    rng = np.random.default_rng(3)
    for _ in range(20):
        p, q = rng.choice(len(positions), 2, replace=False)
        x, y = positions[p] + rng.uniform(-0.1, 0.1, 2)
        moved = positions.copy()
        moved[p] = x, y
        after = energy_of(model, moved, diameters, swapping.box)
        assert monte_carlo._move_energy(interaction, particles, p, x, y) <= after - before + 1e-9
        if not neighbour_rows.covers(interaction, particles, p, x, y, diameters[p]):
            neighbour_rows.list_again(interaction, particles, p, diameters[p])
        change = monte_carlo._move_energy(interaction, particles, p, x, y)
        assert change == pytest.approx(after - before, abs=1e-9)
        near = rng.permutation(particles[4][p][: particles[5][p]])[0]
        for partner in (q, near):  # anybody, and a neighbour: the pair of the two keeps its size
            swapped = diameters.copy()
            swapped[[p, partner]] = swapped[[partner, p]]
            try:
                after = energy_of(model, positions, swapped, swapping.box)
            except GlassError:  # so large there that it is no glass
                continue
            wanted = pytest.approx(after - before, abs=1e-9 * max(1.0, abs(after)))
            grows = min(p, partner, key=lambda k: diameters[k])
            assert monte_carlo._swap_energy(interaction, particles, p, partner) <= after - before + 1e-9 * abs(after)
            if not neighbour_rows.covers(
                interaction, particles, grows, *positions[grows], diameters[[p, partner]].max()
            ):
                neighbour_rows.list_again(interaction, particles, grows, diameters[[p, partner]].max())
            assert monte_carlo._swap_energy(interaction, particles, p, partner) == wanted


@pytest.mark.parametrize("model", ["poly", "poly_ipl"])
def test_rows_list_every_pair_however_far_particles_go_and_grow(model):
    swapping = liquid(model, 3.0 * MODELS[model].glass_temperature)
    for _ in range(10):
        swapping.run(50.0, swap_fraction=0.4, swap_reach=1.0)
        wanted = energy_of(model, swapping.positions, swapping.diameters, swapping.box)
        assert swapping.energy == pytest.approx(wanted, rel=1e-12)
        _, _, _, _, rows, n_near, *_ = swapping._particles
        for p in range(swapping.n_particles):
            near = rows[p, : n_near[p]]
            assert len(set(near)) == len(near)
            assert all(p in rows[q, : n_near[q]] for q in near)
            assert (rows[p, n_near[p] :] == swapping.n_particles).all()
    swapping.check()


def test_monte_carlo_and_molecular_dynamics_agree_about_the_energy():
    """Two ways to the same ensemble, of which one knows no forces and the other no acceptance."""
    swapping, temperature = liquid("poly", 0.4, n_particles=400), 0.4
    swapping.run(2000.0)
    by_swaps, by_dynamics = [], []
    for _ in range(160):
        swapping.run(100.0)
        by_swaps.append(swapping.energy / 400)
    dynamics = Liquid(
        swapping.model, swapping.positions, swapping.diameters, None, swapping.box, temperature,
        np.random.default_rng(1),
    )  # fmt: skip
    dynamics.run(20.0, 0.005, (temperature, temperature))
    for _ in range(100):
        dynamics.run(3.0, 0.005, (temperature, temperature))
        by_dynamics.append(dynamics.energy / 400)
    errors = [np.std(values) / np.sqrt(len(values) / 4) for values in (by_swaps, by_dynamics)]
    assert abs(np.mean(by_swaps) - np.mean(by_dynamics)) < 4 * np.hypot(*errors)
    assert np.hypot(*errors) < 0.005


def test_sizes_are_kept_and_ranks_follow_them():
    swapping = liquid("poly", 0.3)
    sizes = np.sort(swapping.diameters)
    swapping.run(300.0)
    np.testing.assert_array_equal(np.sort(swapping.diameters), sizes)
    _, rank, of_rank, *_ = swapping._particles
    np.testing.assert_array_equal(sizes[rank], swapping.diameters)
    np.testing.assert_array_equal(of_rank[rank], np.arange(len(rank)))


def test_how_calls_divide_the_run_does_not_matter():
    one, many = liquid("poly", 0.3), liquid("poly", 0.3)
    one.run(60.0)
    for _ in range(6):
        many.run(10.0)
    np.testing.assert_array_equal(one.positions, many.positions)
    np.testing.assert_array_equal(one.diameters, many.diameters)


def test_the_step_is_tuned_and_then_stays():
    swapping = liquid("poly", 0.2)
    swapping.tune()
    step = swapping.step
    swapping.run(100.0)
    assert swapping.step == step
    assert swapping.acceptance[0] == pytest.approx(0.25, abs=0.05)
    assert 0.0 < swapping.acceptance[1] < 1.0


def test_an_acceptance_of_one_or_none_is_said():
    swapping = liquid("poly", 0.3)
    swapping.step = 0.0
    swapping.run(10.0)
    with pytest.raises(GlassError, match="100% of the displacements"):
        swapping.check()


def test_a_missed_pair_is_noticed():
    swapping = liquid("poly", 0.3)
    swapping.run(10.0)
    n_near = swapping._particles[5]
    n_near[n_near.argmax()] = 0
    with pytest.raises(GlassError, match="left that of all pairs"):
        swapping.check()


def test_a_change_that_was_added_wrongly_is_noticed():
    swapping = liquid("poly", 0.3)
    swapping.run(10.0)
    swapping._running += 1e-3
    with pytest.raises(GlassError, match="left that of all pairs"):
        swapping.check()


@pytest.mark.parametrize("temperature", [0.0, -1.0, np.nan, np.inf])
def test_a_temperature_is_above_zero(temperature):
    with pytest.raises(GlassError, match="temperature"):
        SwapMonteCarlo(MODELS["poly"], PLACES, SIZES, FEW, temperature, np.random.default_rng(1))


def test_two_sizes_are_refused():
    with pytest.raises(GlassError, match="continuous sizes"):
        SwapMonteCarlo(MODELS["ipl_q3"], PLACES, np.ones(4), FEW, 1.0, np.random.default_rng(1))


@pytest.mark.parametrize("step", [-0.1, 0.3, np.nan])
def test_a_step_that_leaves_the_rows_is_refused(step):
    with pytest.raises(GlassError, match="step"):
        SwapMonteCarlo(MODELS["poly"], PLACES, SIZES, FEW, 1.0, np.random.default_rng(1), step)


def test_a_small_cell_is_refused():
    with pytest.raises(GlassError, match="take more particles"):
        SwapMonteCarlo(MODELS["poly"], PLACES, SIZES, Box(4.0 * np.eye(2)), 1.0, np.random.default_rng(1))


def test_a_crowd_is_refused():
    crowd = np.full((60, 2), 3.0) + 0.01 * np.random.default_rng(1).random((60, 2))
    with pytest.raises(GlassError, match="too many particles in one place"):
        SwapMonteCarlo(MODELS["poly"], crowd, np.linspace(0.8, 1.4, 60), FEW, 1.0, np.random.default_rng(1))


def test_random_numbers_are_uniform():
    random = np.random.default_rng(1).integers(1, 2**64, 4, dtype=np.uint64)
    values = np.array([uniform(random) for _ in range(20_000)])
    assert 0.0 < values.min() < values.max() < 1.0
    assert np.histogram(values, 20, (0, 1))[0] == pytest.approx(1000, abs=150)
    counts = np.bincount([below(random, 7) for _ in range(14_000)])
    assert counts == pytest.approx(2000, abs=200)


def test_rows_have_room_for_whole_registers():
    assert neighbour_rows.WIDTH % neighbour_rows.LANES == 0
