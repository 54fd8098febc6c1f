"""A cavity's stress against the strain: beside relaxations by SciPy, its expansion, and the strengths of its site."""

import numpy as np
import pytest
from making import small_glass
from naive_strength import relaxed_stress

from glasscope.engine import GlassError, Load
from glasscope.engine.mechanics.inclusions.cavity import cavity_curve
from glasscope.engine.mechanics.inclusions.local_strength import local_strengths
from glasscope.engine.mechanics.inclusions.micromechanics import bond_strengths

LOAD, RADIUS = Load.simple_shear(20.0), 2.5


@pytest.fixture(scope="module")
def glass():
    return small_glass("poly_ipl", 576)


@pytest.fixture(scope="module")
def curve(glass):
    return cavity_curve(glass, glass.positions[0], LOAD, radius=RADIUS)


def test_each_stress_is_that_of_a_cavity_relaxed_by_scipy(glass, curve):
    radius = RADIUS * glass.density**-0.5
    for strain in (-0.01, 0.0, 0.01, 0.02):
        expected = relaxed_stress(glass, glass.positions[0], radius, LOAD.A, strain)
        assert np.interp(strain, curve.strain, curve.stress) == pytest.approx(expected, rel=1e-6, abs=1e-8)


def test_the_cubic_touches_the_curve_at_rest(curve):
    rest = int(np.flatnonzero(curve.strain == 0)[0])
    near = slice(rest - 4, rest + 5)
    error = np.abs(curve.cubic(curve.strain[near]) - curve.stress[near])
    assert error[4] < 1e-9
    assert error.max() < 1e-3 * np.ptp(curve.stress[near])
    assert curve.cubic(0.02) != pytest.approx(curve.series[0] + 0.02 * curve.series[1], rel=1e-6)


def test_its_drops_are_those_of_the_site_in_the_glass_and_in_its_mirror_image(glass, curve):
    radius, mirror = RADIUS * glass.density**-0.5, np.diag([-1.0, 1.0])
    there = local_strengths(glass, glass.positions[:1], [20.0], radius=radius, step=1e-3)
    mirrored = glass.with_positions(glass.positions @ mirror, glass.box.cell @ mirror)
    back = local_strengths(mirrored, mirrored.positions[:1], [-20.0], radius=radius, step=1e-3)
    assert curve.yields == (True, True)
    assert curve.strength[0] == pytest.approx(there.critical_stress[0, 0], rel=1e-9)
    assert curve.strength[1] == pytest.approx(-back.critical_stress[0, 0], rel=1e-6)
    assert curve.stress[-1] < curve.strength[0]
    assert curve.stress[0] > curve.strength[1]


def test_its_estimate_is_that_of_the_site(glass, curve):
    sites = bond_strengths(glass, LOAD, radius=RADIUS, centres=np.array([0]))
    assert curve.estimate[0] == pytest.approx(sites.strength[0], rel=1e-12, nan_ok=True)


def test_a_curve_that_ends_before_it_yields_has_no_strength(glass):
    short = cavity_curve(glass, glass.positions[0], LOAD, radius=RADIUS, step=1e-3, max_strain=4e-3)
    assert short.yields == (False, False)
    assert np.isnan(short.strength).all()
    assert short.strain == pytest.approx(np.arange(-4, 5) * 1e-3)


@pytest.mark.parametrize("step", [0.0, -1e-3, np.nan, 0.5])
def test_steps_that_lead_nowhere_are_refused(glass, step):
    with pytest.raises(GlassError, match="steps of the strain"):
        cavity_curve(glass, glass.positions[0], LOAD, step=step)
