"""Heat capacities of pairs: against molecular dynamics at low temperature, and dense routes at full size."""

import numpy as np
import pytest
from making import jittered, small_glass
from naive_modes import spread, tensors

from glasscope.engine import MODELS, Load, relax, shear
from glasscope.engine.prepare.dynamics import Liquid

TEMPERATURE, N_STARTS, TIME, N_TIMES = 1e-6, 200, 60.0, 300


def test_pairs_warm_as_their_heat_capacity_says():
    """Z17, inset of Fig. 2: the mean rise of a pair's energy over k_B T / 2, for the softest pairs and some others.

    A start from the minimum has the thermal energy in every mode, with a sign of its own; it is run with the velocities
    v and with -v, so that what is linear in them cancels, and only products of modes scatter.
    """
    glass = relax(small_glass("ipl_q3", 100), force_tolerance=1e-13)
    expected = glass.response.heat_capacity
    order = np.argsort(expected)
    chosen = np.array([*order[:3], *order[-3:], *order[len(order) // 4 :: len(order) // 4][:3]])
    rises = np.array([rise(glass, chosen, seed) for seed in range(N_STARTS)]) / (TEMPERATURE / 2)
    mean, error = rises.mean(axis=0), rises.std(axis=0, ddof=1) / N_STARTS**0.5
    for pair, found, width in zip(chosen, mean, error, strict=True):
        print(f"pair {pair}: c = {expected[pair]:.3f}, dynamics {found:.3f} ± {width:.3f}")
    assert (np.abs(mean - expected[chosen]) < 4 * error + 0.01 * np.abs(expected[chosen])).all()
    assert np.sum(error < 0.05 * np.abs(expected[chosen])) >= 4  # the statement has teeth


def rise(glass, chosen, seed):
    """Mean energy of pairs above their energy at rest, over one start and its mirror image."""
    hot = started(glass, signs_of_modes(glass, seed))
    mirror = started(glass, -signs_of_modes(glass, seed))
    rest, i, j = glass.pairs.vectors[chosen], glass.pairs.i[chosen], glass.pairs.j[chosen]
    window = np.sin(np.pi * (np.arange(N_TIMES) + 1) / (N_TIMES + 1)) ** 2  # lets no oscillation through
    total = np.zeros(len(chosen))
    for liquid in (hot, mirror):
        for weight in window:
            liquid.run(TIME / N_TIMES, 0.004)
            moved = liquid.positions - glass.positions
            total += weight * np.array(energies(glass, chosen, rest + moved[j] - moved[i]))
    return total / (2 * window.sum()) - np.array(energies(glass, chosen, rest))


def signs_of_modes(glass, seed):
    """Velocities with the kinetic energy k_B T, that is half of it kinetic on average, in every mode."""
    _, modes = glass.response.modes(2 * glass.n_particles - 2)
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], len(modes))
    return np.sqrt(2 * TEMPERATURE) * np.tensordot(signs, modes, 1)


def started(glass, velocities):
    still = Liquid(
        glass.model, glass.positions, glass.diameters, glass.species, glass.box, 0.0, np.random.default_rng(0)
    )
    numbers, arrays = still.state()
    arrays = {name: np.array(array) for name, array in arrays.items()}
    arrays["velocities"] = velocities[arrays["order"]]
    return Liquid.restored(glass.model, glass.box, numbers, arrays)


def energies(glass, chosen, vectors):
    pairs = glass.pairs
    distances = np.linalg.norm(vectors, axis=1)
    return glass.model.potential.derivative(0, distances, pairs.sizes[chosen], pairs.strengths[chosen])


@pytest.mark.parametrize("key", list(MODELS))
def test_it_equals_a_dense_inverse_at_sixteen_hundred_particles(key):
    """c, X and the vibrality to 1e-10 of their maximum."""
    glass = relax(jittered(key, 1600, seed=2))
    same(glass, held_inverse(glass), 1e-10)


@pytest.mark.parametrize("key", list(MODELS))
def test_close_to_an_instability_it_is_as_exact_as_dense_routes(key):
    """Within ten times what two dense routes differ by, where the lowest eigenvalue is about 1e-4."""
    glass = approach(relax(jittered(key, 400, seed=1)), 1e-4)
    lowest = glass.response.softest_mode[0]
    one, other = held_inverse(glass), pseudo_inverse(glass)
    apart = [np.abs(a - b).max() / np.abs(a).max() for a, b in zip(heat(glass, one), heat(glass, other), strict=True)]
    print(f"{key}: lowest eigenvalue {lowest:.1e}, dense routes differ by {max(apart):.1e}")
    assert lowest < 1e-3
    same(glass, one, *[10 * max(a, 1e-14) for a in apart])


def approach(glass, eigenvalue):
    """The glass sheared so close to its first event that the lowest eigenvalue, which falls as a root, is this."""
    load = Load.simple_shear()
    event = next(step.event for step in shear(glass, load, 0.3, bracket=1e-9) if step.event is not None)
    glass, width = event.before, 1e-9
    while glass.response.softest_mode[0] > 2 * eigenvalue and width > 1e-14:
        deformation = load.deformation(width)
        there = relax(glass.with_positions(glass.positions @ deformation.T, glass.box.deform(deformation)))
        moved = there.positions - glass.positions @ deformation.T
        if np.abs(moved).max() < 0.02 and there.response.softest_mode[0] < glass.response.softest_mode[0]:
            glass = there
        else:
            width /= 2
    return glass


def same(glass, inverse, *tolerances):
    found = (glass.response.heat_capacity, glass.response.thermal_displacement, vibrality(glass))
    for ours, dense, tolerance in zip(found, heat(glass, inverse), tolerances * (3 // len(tolerances)), strict=True):
        difference = np.abs(ours - dense).max() / np.abs(dense).max()
        print(f"{glass.model.key}: {difference:.1e} of the maximum, allowed {tolerance:.1e}")
        assert difference < tolerance


def vibrality(glass):
    return np.trace(glass.response.selected_inverse.particles, axis1=1, axis2=2)


def heat(glass, inverse):
    """c, X and the vibrality from a dense pseudo-inverse; tensors of pairs as naive_modes writes them."""
    n, pairs = glass.n_particles, glass.pairs
    blocks = inverse.reshape(n, 2, n, 2).transpose(0, 2, 1, 3)
    i, j = pairs.i, pairs.j
    relative = blocks[i, i] + blocks[j, j] - blocks[i, j] - blocks[j, i]
    first, second, third, _ = tensors(glass)
    moved = (-inverse @ spread(glass, np.einsum("pabc,pbc->pa", third, relative))).reshape(-1, 2)
    capacity = np.einsum("pab,pab->p", second, relative) + (first * (moved[j] - moved[i])).sum(axis=1)
    here = np.arange(n)
    return capacity, moved, np.trace(blocks[here, here], axis1=1, axis2=2)


def held_inverse(glass):
    """Invert with the first particle held, then project out translations."""
    size = 2 * glass.n_particles
    out = np.zeros((size, size))
    out[2:, 2:] = np.linalg.inv(glass.hessian().toarray()[2:, 2:])
    for _ in range(2):
        parts = out.reshape(-1, 2, size)
        out = (parts - parts.mean(axis=0)).reshape(size, size).T
    return out


def pseudo_inverse(glass):
    values, vectors = np.linalg.eigh(glass.hessian().toarray())
    return (vectors[:, 2:] / values[2:]) @ vectors[:, 2:].T
