"""How far cavities around all particles can rise: beside those that are cut one by one, and whatever the numbering."""

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import Glass, GlassError, Load, NotAMinimumError
from glasscope.engine.mechanics.inclusions.around_particles import bearable_rise
from glasscope.engine.mechanics.inclusions.micromechanics import bond_strengths

LOAD, RADIUS, N = Load.simple_shear(20.0), 2.5, 400


@pytest.mark.parametrize("model", ["lj", "poly", "poly_ipl", "ipl_q4"])
def test_they_are_those_of_cavities_that_are_cut_out(model):
    glass = small_glass(model, N)
    found = bearable_rise(glass, LOAD, RADIUS)
    one_by_one = bond_strengths(glass, LOAD, radius=RADIUS, centres=np.arange(N))
    expected = one_by_one.strength - one_by_one.series[:, 0]
    assert np.isfinite(expected).sum() > N / 2
    np.testing.assert_allclose(found, np.where(np.isnan(expected), np.inf, expected), rtol=1e-7, atol=1e-9)


def test_numbers_do_not_matter():
    glass, order = small_glass("lj", N), np.random.default_rng(1).permutation(N)
    other = Glass("lj", glass.positions[order], species=glass.species[order], cell=glass.box)
    np.testing.assert_allclose(bearable_rise(other, LOAD, RADIUS), bearable_rise(glass, LOAD, RADIUS)[order], rtol=1e-6)


def test_what_has_no_rise_is_refused():
    glass = small_glass("lj", N)
    with pytest.raises(GlassError, match="does not shear"):
        bearable_rise(glass, Load.dilation(), RADIUS)
    with pytest.raises(GlassError, match="take more particles"):
        bearable_rise(glass, LOAD, 12.0)
    squeezed = glass.with_positions(glass.positions + np.random.default_rng(0).normal(0, 0.05, glass.positions.shape))
    with pytest.raises(NotAMinimumError, match="relax it first"):
        bearable_rise(squeezed, LOAD, RADIUS)
