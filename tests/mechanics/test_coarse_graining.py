"""Coarse-grained rates of stress and strain against plain sums over bonds, images and relaxed states."""

import naive_expansion as naive
import numpy as np
import pytest
from making import small_glass

from glasscope.engine import GlassError, Load, stress_expansion
from glasscope.engine.mechanics import local_rates

LOADS = [Load.simple_shear(), Load.pure_shear(20.0, sign=-1), Load.dilation()]


def grid(glass, n):
    return np.stack(np.meshgrid(np.arange(n), np.arange(n)), -1).reshape(-1, 2) / n @ glass.box.cell


@pytest.mark.parametrize("load", LOADS, ids=str)
@pytest.mark.parametrize("radius", [3.0, 7.5])  # 7.5 is more than half of the cell: images count twice
def test_stress_rates_are_differences_of_the_stress_field(load, radius):
    glass, step = small_glass("ipl_q4", 100), 1e-4
    points = np.array([[1.0, 2.0], [9.7, 5.0], [-3.0, 14.0]])
    states = {k: naive.strained(glass, load.A, k * step) for k in (-1, 1)}
    fields = {
        k: naive.local_stress(state, points @ load.deformation(k * step).T, radius, n_parts=500)
        for k, state in states.items()
    }
    expected = (fields[1] - fields[-1]) / (2 * step)
    # midpoint sums of 500 parts: 1e-6 of the share of a bond; differences: 1e-8 times the third derivative
    np.testing.assert_allclose(
        local_rates(glass, load, points, radius).stress, expected, atol=3e-5 * np.abs(expected).max()
    )


@pytest.mark.parametrize("load", LOADS, ids=str)
@pytest.mark.parametrize("radius", [3.0, 7.5])
def test_gradients_are_differences_of_the_displacement_field(load, radius):
    glass, h = small_glass("ipl_q4", 100), 1e-5
    velocity, points = glass.response.nonaffine_velocity(load), np.array([[1.0, 2.0], [9.7, 5.0]])
    found = local_rates(glass, load, points, radius).gradient
    for point, gradient in zip(points, found, strict=True):
        for b in range(2):
            move = h * np.eye(2)[b]
            up, down = (
                naive.local_displacement(glass, velocity, load.A, point + sign * move, radius) for sign in (1, -1)
            )
            np.testing.assert_allclose(gradient[:, b], (up - down) / (2 * h), atol=1e-7)


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_the_means_over_the_cell_are_those_of_the_glass(load):
    """The kernel has integral 1, and a periodic field no mean gradient: a sum over a grid is exact to 1e-5."""
    glass = small_glass("lj", 144)
    rates = local_rates(glass, load, grid(glass, 48), 5.0)
    expected = stress_expansion(glass, load, 1)[1]
    np.testing.assert_allclose(rates.stress.mean(axis=0), expected, atol=1e-5 * np.abs(rates.stress).max())
    np.testing.assert_allclose(rates.gradient.mean(axis=0), load.A, atol=1e-4)


def test_a_wide_kernel_sees_the_whole_glass():
    glass, load = small_glass("lj", 144), Load.simple_shear()
    rates = local_rates(glass, load, glass.positions, 60.0)
    expected = stress_expansion(glass, load, 1)[1]
    np.testing.assert_allclose(rates.stress, np.broadcast_to(expected, rates.stress.shape), atol=0.05)
    np.testing.assert_allclose(rates.gradient, np.broadcast_to(load.A, rates.gradient.shape), atol=0.01)


def test_lattice_vectors_and_images_of_points_do_not_matter():
    glass, load = small_glass("lj", 144), Load.simple_shear(25.0)
    points = grid(glass, 5)
    flipped = glass.with_positions(glass.positions, [[1, 0], [1, 1]] @ glass.box.cell)
    for there in (local_rates(flipped, load, points, 5.0), local_rates(glass, load, points + glass.box.cell[1], 5.0)):
        for field, expected in zip(there, local_rates(glass, load, points, 5.0), strict=True):
            np.testing.assert_allclose(field, expected, atol=1e-9 * np.abs(expected).max())


def test_bad_points_and_radii_are_refused():
    glass, load = small_glass("lj", 144), Load.simple_shear()
    with pytest.raises(GlassError, match="points"):
        local_rates(glass, load, np.zeros((4, 3)), 5.0)
    for radius in (0.0, -1.0, np.inf):
        with pytest.raises(GlassError, match="radius"):
            local_rates(glass, load, glass.positions, radius)
