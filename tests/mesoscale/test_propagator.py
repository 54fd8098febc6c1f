"""The propagator beside its sum over waves, and what elasticity says of it."""

import numpy as np
import pytest
from naive_mesoscale import direct_propagator

from glasscope.engine import GlassError
from glasscope.engine.mesoscale import propagator
from glasscope.engine.mesoscale.propagator import in_fourier_space, tensor_in_fourier_space

SIZES = [4, 5, 16, 21]


@pytest.mark.parametrize("size", SIZES)
def test_it_is_the_direct_sum_over_waves(size):
    np.testing.assert_allclose(propagator(size), direct_propagator(size), atol=1e-13)


@pytest.mark.parametrize("discrete", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_what_one_slip_changes_sums_to_what_the_whole_loses(size, discrete):
    found = propagator(size, discrete)
    assert found.sum() == pytest.approx(-1.0, abs=1e-13)
    assert found[0, 0] == found.min() < -0.3, "the block itself loses most"
    rows = found.sum(axis=0), found.sum(axis=1)  # a row of blocks that slip together is a slip plane: it loads nobody
    for sums in rows:
        np.testing.assert_allclose(sums, -1.0 / size, atol=1e-13)


@pytest.mark.parametrize("size", SIZES)
def test_it_has_the_symmetries_of_a_slip_along_the_axes(size):
    found = propagator(size)
    np.testing.assert_allclose(found, found.T, atol=1e-15)
    np.testing.assert_allclose(np.roll(found[::-1], 1, axis=0), found, atol=1e-15)


def test_far_away_it_is_the_continuums():
    """cos(4 phi) / (pi r^2); along rows it alternates for waves that a lattice lacks, with differences it does not."""

    def over_continuum(found, x, y):
        return found[y, x] * np.pi * (x**2 + y**2) / np.cos(4 * np.arctan2(y, x))

    found = propagator(512)
    assert over_continuum(found, 10, 10) == pytest.approx(1.0, abs=0.002)
    two = over_continuum(found, 12, 0), over_continuum(found, 13, 0)
    assert two[0] - two[1] > 0.2
    assert np.mean(two) == pytest.approx(1.0, abs=0.002)
    assert over_continuum(propagator(512, discrete=True), 12, 0) == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("discrete", [False, True])
def test_the_stress_that_is_left_is_in_equilibrium(discrete):
    """Of each wave, what pressure cannot balance: q x (sigma . q) is nothing."""
    size = 15
    found = tensor_in_fourier_space(size, discrete)
    q = 2 * np.pi * np.fft.fftfreq(size)
    q = 2 * np.sin(q / 2) if discrete else q
    x, y = np.meshgrid(q, q)
    for slip in (0, 1):
        deviator, shear = found[0, slip].copy(), found[1, slip].copy()
        deviator[0, 0] = shear[0, 0] = 0.0
        forces = deviator * x + shear * y, shear * x - deviator * y
        np.testing.assert_allclose(x * forces[1] - y * forces[0], 0.0, atol=1e-13)


def test_a_slip_that_some_displacement_has_leaves_no_stress():
    """A wave of shear along x that varies along y is compatible, as is one that varies along x."""
    found = in_fourier_space(16)
    np.testing.assert_array_equal(found[0, 1:], 0.0)
    np.testing.assert_array_equal(found[1:, 0], 0.0)
    assert tensor_in_fourier_space(16)[1, 1, 3, 3] == pytest.approx(-1.0)


@pytest.mark.parametrize("size", [3, 0, 5000, 8.0])
def test_a_size_out_of_range_is_refused(size):
    with pytest.raises(GlassError, match="blocks along a side"):
        propagator(size)
