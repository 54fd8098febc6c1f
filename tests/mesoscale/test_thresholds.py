"""Thresholds drawn from what was measured, and the map of one glass."""

from functools import partial

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import INDICATORS, Cancelled, GlassError, Load, library, shear
from glasscope.engine.mesoscale import ElastoplasticModel, Thresholds, block_of, block_stresses
from glasscope.engine.mesoscale.thresholds import quantile

LOAD = Load.simple_shear()


def test_what_is_drawn_is_distributed_as_what_was_measured():
    values = np.random.default_rng(0).weibull(1.8, 300)
    drawn, at_rest = Thresholds.from_values(values, seed=1).drawn(200)
    np.testing.assert_array_equal(at_rest, 0.0)
    shares = np.linspace(0.02, 0.98, 25)
    apart = np.searchsorted(np.sort(drawn.ravel()), np.quantile(values, shares)) / drawn.size - shares
    assert np.abs(apart).max() < 0.01
    other, _ = Thresholds.from_values(values, seed=2).drawn(200)
    assert np.abs(other - drawn).max() > 0.1


@pytest.mark.parametrize("tail", [0.0, 0.5, 1.0])
def test_below_the_smallest_the_density_is_a_power(tail):
    values = np.array([1.0, 2.0, 3.0, 4.0])
    shares = np.array([0.01, 0.02, 0.04, 0.08])
    found = np.array([quantile(values, tail, share) for share in shares])
    np.testing.assert_allclose(found, (shares / 0.125) ** (1 / (1 + tail)), rtol=1e-12)
    assert quantile(values, tail, 0.125) == 1.0
    assert quantile(values, tail, 0.25) == pytest.approx(1.5)
    assert quantile(values, tail, 0.999) == 4.0


@pytest.fixture(scope="module")
def glass():
    return next(entry for entry in library() if entry.key == "poly_ipl-swap-0.4-1024-1").load()


@pytest.fixture(scope="module")
def own(glass):
    return Thresholds.from_glass(glass, LOAD, "bond_micromechanics_strength")


def test_the_map_of_a_glass_is_the_indicator_block_by_block(glass, own):
    size = own.size
    side = glass.box.cell[0, 0]
    assert size == round(side / 5.0)
    field = INDICATORS["bond_micromechanics_strength"]()(glass, LOAD)
    x, y = (glass.positions % side / side * size).astype(int).T
    for row, column in ((0, 0), (2, 1), (size - 1, 3)):
        here = (x == column) & (y == row)
        bears = own.map[row, column] - own.prestress[row, column]
        assert bears == pytest.approx(field[here].mean(), rel=1e-12)
    np.testing.assert_allclose(np.sort((own.map - own.prestress).ravel()), own.values)
    weakest = Thresholds.from_glass(glass, LOAD, "bond_micromechanics_strength", least=True)
    assert weakest.values[0] == pytest.approx(field.min())


def test_the_stress_at_rest_is_the_glasss(glass, own):
    assert own.prestress.mean() == pytest.approx(np.sum(glass.stress * LOAD.A), rel=1e-9)
    model = ElastoplasticModel(own.size, own, modulus=10.0)
    first = next(model.shear(0.5))
    assert first.strain == pytest.approx(own.values[0] / 10.0, rel=1e-9)
    assert int(first.failed[0]) == int(np.argmin(own.map - own.prestress))


def test_blocks_of_a_sheared_glass_have_its_stress_and_its_particles(glass, own):
    at_rest = block_stresses(glass, LOAD, own.size)
    assert np.array_equal(at_rest, own.prestress)
    *_, last = shear(glass, LOAD, max_strain=0.01)
    sheared = last.glass
    found = block_stresses(sheared, LOAD, own.size)
    assert found.mean() == pytest.approx(np.sum(sheared.stress * LOAD.A), rel=1e-9)
    fractions = sheared.positions @ np.linalg.inv(sheared.box.cell) % 1.0
    column, row = np.floor(fractions * own.size).astype(int).T
    assert np.array_equal(block_of(sheared, own.size), row * own.size + column)
    stay = block_of(sheared, own.size) == block_of(glass, own.size)
    assert stay.mean() > 0.95  # a block is sheared with the cell: few particles leave theirs


def test_measuring_says_how_far_it_is(glass):
    shares = []
    with pytest.raises(Cancelled):
        Thresholds.from_glass(glass, LOAD, progress=partial(called_off_after, shares))
    assert 0.0 < shares[-1] < 0.5
    assert shares == sorted(shares)


def called_off_after(shares, share, most=3):
    shares.append(share)
    if len(shares) == most:
        raise Cancelled


def test_a_shuffled_map_has_the_same_blocks_elsewhere(own):
    other = own.shuffled(0)
    assert (other.map != own.map).any()
    np.testing.assert_allclose(np.sort((other.map - other.prestress).ravel()), own.values)


def test_what_is_no_threshold_is_refused(glass, own):
    for values in ([], [1.0], [1.0, np.nan], [0.0, 1.0], [-1.0, 2.0]):
        with pytest.raises(GlassError, match="finite stresses above 0; leave places out"):
            Thresholds.from_values(values)
    with pytest.raises(GlassError, match="power above -1"):
        Thresholds.from_values([1.0, 2.0], tail=-1.0)
    with pytest.raises(GlassError, match="thresholds come from residual_strength or bond_micromechanics_strength"):
        Thresholds.from_glass(glass, LOAD, "vibrality")
    with pytest.raises(GlassError, match="at 0 or 90 degrees"):
        Thresholds.from_glass(glass, Load.simple_shear(45.0), "bond_micromechanics_strength")
    with pytest.raises(GlassError, match="fewer than four blocks"):
        Thresholds.from_glass(small_glass("lj", 200), LOAD, "bond_micromechanics_strength")
    with pytest.raises(GlassError, match=rf"the map of this glass has {own.size} blocks along a side, not 64"):
        ElastoplasticModel(64, own)
    with pytest.raises(GlassError, match="no places"):
        Thresholds.from_values([1.0, 2.0]).shuffled(0)
