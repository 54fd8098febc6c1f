"""How far cavities around all particles can rise: beside those that are cut one by one, and whatever the numbering."""

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import Glass, GlassError, Load, NotAMinimumError
from glasscope.engine.mechanics.inclusions.around_particles import CavityCubics, cavity_cubics
from glasscope.engine.mechanics.inclusions.expansion import stress_series
from glasscope.engine.mechanics.inclusions.inclusion import Surroundings, law_of

LOAD, RADIUS, N = Load.pure_shear(20.0), 2.5, 400


@pytest.mark.parametrize("model", ["lj", "poly", "poly_ipl", "ipl_q4"])
@pytest.mark.parametrize("angle", [0.0, 20.0, 133.0])
def test_they_are_those_of_cavities_that_are_cut_out(model, angle):
    glass, load = small_glass(model, N), Load.pure_shear(angle)
    around, law = Surroundings(glass, RADIUS * glass.density**-0.5, 1e-3), law_of(glass.model)
    expected = np.array([stress_series(around.cut(place), law, load.A) for place in glass.positions])
    found = cavity_cubics(glass, RADIUS).series(load)
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-9 * np.abs(expected).max(axis=0).max())


def test_a_simple_shear_is_the_pure_one_in_its_direction_and_a_reversed_one_turned():
    cubics = cavity_cubics(small_glass("lj", N), RADIUS)
    np.testing.assert_allclose(cubics.series(Load.simple_shear(20.0)), cubics.series(Load.pure_shear(65.0)), rtol=1e-9)
    reversed_one, turned = cubics.series(Load.pure_shear(20.0, -1)), cubics.series(Load.pure_shear(110.0))
    np.testing.assert_allclose(reversed_one, turned, rtol=1e-9)


def test_the_rise_is_where_the_cubic_is_first_highest():
    first, second, third = [1.0, 2.0, -1.0, 1.0], [-3.0, -1.0, 0.0, 1.0], [-1.0, -6.0, -2.0, 0.0]
    series = np.transpose([[5.0] * 4, first, second, third])
    phases = 2 * np.radians(18.0 * np.arange(5))
    cubics = CavityCubics(series * np.cos(phases)[:, None, None] ** [1, 2, 3, 4])  # each a polynomial of its degree
    np.testing.assert_allclose(cubics.series(Load.pure_shear()), series, atol=1e-12)
    strain = np.linspace(0.0, 3.0, 30001)
    curves = [np.polyval([c / 6, b / 2, a, 0.0], strain) for _, a, b, c in cubics.series(Load.pure_shear())]
    rises = []
    for curve in curves:
        falls = np.flatnonzero(np.diff(curve) < 0)
        rises.append(curve[falls[0]] if falls.size else np.inf)
    np.testing.assert_allclose(cubics.rise(Load.pure_shear()), rises, atol=1e-6)


def test_numbers_do_not_matter():
    glass, order = small_glass("lj", N), np.random.default_rng(1).permutation(N)
    other = Glass("lj", glass.positions[order], species=glass.species[order], cell=glass.box)
    expected = cavity_cubics(glass, RADIUS).rise(LOAD)[order]
    np.testing.assert_allclose(cavity_cubics(other, RADIUS).rise(LOAD), expected, rtol=1e-6)


def test_what_has_no_rise_is_refused():
    glass = small_glass("lj", N)
    with pytest.raises(GlassError, match="does not shear"):
        cavity_cubics(glass, RADIUS).rise(Load.dilation())
    with pytest.raises(GlassError, match="take more particles"):
        cavity_cubics(glass, 12.0)
    squeezed = glass.with_positions(glass.positions + np.random.default_rng(0).normal(0, 0.05, glass.positions.shape))
    with pytest.raises(NotAMinimumError, match="relax it first"):
        cavity_cubics(squeezed, RADIUS)
