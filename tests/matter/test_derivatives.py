"""Energy, forces, stress, Hessian and higher contractions: each the derivative of the one before, for every model."""

import naive
import numpy as np
import pytest
from making import jittered

from glasscope.engine import MODELS, Load, fourth_order, third_order
from glasscope.engine.matter.forces import VerletList

ALL = list(MODELS)
LOADS = [Load.simple_shear(20.0), Load.pure_shear(), Load.dilation()]


@pytest.fixture(params=ALL)
def glass(request):
    """Tilted, so that no direction is special; unrelaxed, so that nothing vanishes; far from all cutoffs."""
    for seed in range(100):
        candidate = jittered(request.param, 64, seed, jitter=0.1, tilt=0.37)
        x = candidate.pairs.distances / candidate.pairs.sizes
        wide = candidate.neighbours(scaled=candidate.model.cutoff + 1e-4)
        if np.abs(x - candidate.model.cutoff).min() > 1e-4 and len(wide.i) == len(x) and np.abs(x - 2.0).min() > 1e-4:
            return candidate
    raise AssertionError("no state away from the cutoffs")


def moved(glass, direction, h):
    return glass.with_positions(glass.positions + h * direction)


def some_field(glass, seed):
    return np.random.default_rng(seed).standard_normal(glass.positions.shape)


def test_energy_is_the_sum_over_pairs(glass):
    assert glass.energy == pytest.approx(naive.energy(glass), rel=1e-12)
    assert glass.pairs.phi(0).sum() == pytest.approx(glass.energy, rel=1e-12)


def test_forces_are_the_slope_of_the_energy(glass):
    d, h = some_field(glass, 1), 1e-6
    slope = (moved(glass, d, h).energy - moved(glass, d, -h).energy) / (2 * h)
    assert slope == pytest.approx(-(glass.forces * d).sum(), rel=1e-7)
    np.testing.assert_allclose(glass.forces.sum(axis=0), 0, atol=1e-9 * np.abs(glass.forces).max())


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_stress_is_the_slope_of_the_energy_under_affine_strain(glass, load):
    h = 1e-6
    energies = []
    for sign in (1, -1):
        deformation = load.deformation(sign * h)
        energies.append(glass.with_positions(glass.positions @ deformation.T, glass.box.deform(deformation)).energy)
    slope = (energies[0] - energies[1]) / (2 * h) / glass.box.volume
    assert slope == pytest.approx((glass.stress * load.A).sum(), rel=1e-6)
    assert glass.pressure == pytest.approx(-np.trace(glass.stress) / 2)


def test_hessian_is_the_slope_of_the_forces(glass):
    d, h = some_field(glass, 2), 1e-6
    slope = -(moved(glass, d, h).forces - moved(glass, d, -h).forces) / (2 * h)
    matrix = glass.hessian()
    assert matrix.shape == (128, 128)
    np.testing.assert_allclose(matrix @ d.ravel(), slope.ravel(), rtol=1e-6, atol=1e-7 * np.abs(slope).max())
    assert abs(matrix - matrix.T).max() < 1e-12 * abs(matrix).max()
    translation = np.tile([1.0, 0.0], 64)
    assert np.abs(matrix @ translation).max() < 1e-11 * abs(matrix).max()


def test_third_order_is_the_slope_of_the_hessian(glass):
    a, b, h = some_field(glass, 3), some_field(glass, 4), 1e-6
    slope = (moved(glass, b, h).hessian() - moved(glass, b, -h).hessian()) @ a.ravel() / (2 * h)
    exact = third_order(glass, a, b)
    np.testing.assert_allclose(exact.ravel(), slope, rtol=1e-5, atol=1e-6 * np.abs(slope).max())
    np.testing.assert_allclose(exact, third_order(glass, b, a), atol=1e-10 * np.abs(exact).max())


def test_fourth_order_is_the_slope_of_the_third(glass):
    a, b, c, h = (*(some_field(glass, k) for k in (5, 6, 7)), 1e-6)
    slope = (third_order(moved(glass, c, h), a, b) - third_order(moved(glass, c, -h), a, b)) / (2 * h)
    exact = fourth_order(glass, a, b, c)
    np.testing.assert_allclose(exact, slope, rtol=1e-5, atol=1e-6 * np.abs(slope).max())
    np.testing.assert_allclose(exact, fourth_order(glass, c, a, b), atol=1e-10 * np.abs(exact).max())


def test_nothing_depends_on_origin_order_or_cell_basis(glass):
    rng = np.random.default_rng(8)
    order = rng.permutation(glass.n_particles)
    shift = glass.positions + [123.4, -77.7]
    species = None if glass.species is None else glass.species[order]
    other = type(glass)(
        glass.model, glass.box.wrap(shift)[order], diameters=glass.diameters[order], species=species,
        cell=glass.box.reduced(),
    )  # fmt: skip
    assert other.energy == pytest.approx(glass.energy, rel=1e-12)
    np.testing.assert_allclose(other.forces, glass.forces[order], atol=1e-9 * np.abs(glass.forces).max())
    np.testing.assert_allclose(other.stress, glass.stress, rtol=1e-9, atol=1e-12)


def test_a_quarter_turn_turns_everything(glass):
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    other = glass.with_positions(glass.positions @ turn.T, glass.box.cell @ turn.T)
    assert other.energy == pytest.approx(glass.energy, rel=1e-12)
    np.testing.assert_allclose(other.forces, glass.forces @ turn.T, atol=1e-9 * np.abs(glass.forces).max())
    np.testing.assert_allclose(other.stress, turn @ glass.stress @ turn.T, atol=1e-10 * np.abs(glass.stress).max())


def test_a_crystal_has_no_forces_and_the_lattice_sum_for_energy():
    side, model = 12, MODELS["ipl_q3"]
    spacing = 1.2
    cell = spacing * side * np.array([[1, 0], [0.5, np.sqrt(3) / 2]])
    sites = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2) / side
    from glasscope.engine import Glass

    crystal = Glass(model, sites @ cell, species=np.zeros(side * side, dtype=int), cell=cell)
    assert np.abs(crystal.forces).max() < 1e-12
    assert crystal.energy / side**2 == pytest.approx(3 * naive.pair_energy(model, spacing), rel=1e-12)


def test_the_verlet_list_moves_with_displacement_and_strain(glass):
    """F R + u: the list made at one state gives the forces of another, as long as it holds."""
    verlet = VerletList(glass.model, glass.positions, glass.diameters, glass.species, glass.box, skin=0.15)
    u = 0.02 * some_field(glass, 9) / 3
    deformation = Load.simple_shear(11.0).deformation(0.01)
    verlet.deform(deformation)
    assert verlet.holds(u)
    forces = np.empty_like(u)
    energy, virial = verlet.evaluate(u, forces)
    other = glass.with_positions(glass.positions @ deformation.T + u, glass.box.deform(deformation))
    assert energy == pytest.approx(other.energy, rel=1e-12)
    np.testing.assert_allclose(forces, other.forces, atol=1e-9 * np.abs(forces).max())
    np.testing.assert_allclose(virial[1] / glass.box.volume, other.stress[0, 1], rtol=1e-9)
    assert not verlet.holds(20 * u)
    verlet.deform(Load.dilation(sign=-1).deformation(0.2))
    assert not verlet.holds(0 * u)
