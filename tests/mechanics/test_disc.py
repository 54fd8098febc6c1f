"""A disc sheared alone: at rest within, affine outside, as a plain minimiser does it, and at any angle."""

import numpy as np
import pytest
from making import small_glass
from scipy.optimize import minimize

from glasscope.engine import GlassError, Load
from glasscope.engine.mechanics.inclusions.disc import shear_disc
from glasscope.engine.mechanics.nonaffine import nonaffine_d2min

N, PLACE, RADIUS = 400, np.array([3.0, 5.0]), 5.0


@pytest.fixture(scope="module", params=["lj", "poly"])
def glass(request):
    return small_glass(request.param, N)


def within(glass):
    apart = glass.box.minimum_image(glass.positions - PLACE)
    return np.hypot(*apart.T) < RADIUS * glass.density**-0.5


@pytest.mark.parametrize("load", [Load.simple_shear(30.0), Load.pure_shear(75.0), Load.simple_shear(30.0, -1)])
def test_it_rests_within_and_is_affine_outside(glass, load):
    strain, inside = 0.04, within(glass)
    after = shear_disc(glass, PLACE, load, strain, radius=RADIUS)
    assert 40 < inside.sum() < N / 2
    assert np.abs(after.forces[inside]).max() < 1e-6
    simple = load if load.kind == "simple_shear" and load.sign == 1 else Load.simple_shear(load.angle - 45.0)
    if load.sign == -1:
        simple = Load.simple_shear(load.angle + 90.0)  # the other one that stretches along the same axis
    affine = glass.positions @ simple.deformation(strain).T
    np.testing.assert_allclose(after.box.minimum_image(after.positions - affine)[~inside], 0.0, atol=1e-9)
    assert np.abs(after.forces[~inside]).max() > 1e-3


def test_steps_are_those_of_a_plain_minimiser(glass):
    inside, load, box = within(glass), Load.simple_shear(), glass.box
    now = glass
    for _ in range(4):
        step = load.deformation(0.001)
        now = now.moved(now.positions @ step.T, now.box.deform(step))

        def energy(x, now=now):
            moved = now.positions.copy()
            moved[inside] = x.reshape(-1, 2)
            trial = now.moved(moved, now.box)
            return trial.energy, -trial.forces[inside].ravel()

        found = minimize(energy, now.positions[inside].ravel(), jac=True, method="L-BFGS-B",
                         options={"gtol": 1e-9, "ftol": 1e-16, "maxcor": 30})  # fmt: skip
        moved = now.positions.copy()
        moved[inside] = found.x.reshape(-1, 2)
        now = now.moved(moved, now.box)
    after = shear_disc(glass, PLACE, load, 0.004, radius=RADIUS)
    np.testing.assert_allclose(after.box.minimum_image(after.positions - now.positions), 0.0, atol=1e-5)
    assert after.box.cell == pytest.approx(box.deform(load.deformation(0.004)).cell)


def test_a_turned_glass_under_the_turned_load_does_the_same(glass):
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    turned = glass.with_positions(glass.positions @ turn.T, glass.box.cell @ turn.T)
    one = nonaffine_d2min(glass, shear_disc(glass, PLACE, Load.simple_shear(10.0), 0.02, radius=RADIUS))
    other = nonaffine_d2min(turned, shear_disc(turned, turn @ PLACE, Load.simple_shear(100.0), 0.02, radius=RADIUS))
    np.testing.assert_allclose(other, one, rtol=1e-3, atol=1e-7)
    half = nonaffine_d2min(glass, shear_disc(glass, PLACE, Load.simple_shear(190.0), 0.02, radius=RADIUS))
    np.testing.assert_allclose(half, one, rtol=1e-3, atol=1e-7)


def test_what_makes_no_sense_is_refused(glass):
    with pytest.raises(GlassError, match="does not shear"):
        shear_disc(glass, PLACE, Load.dilation(), 0.02, radius=RADIUS)
    with pytest.raises(GlassError, match="take more particles or a smaller disc"):
        shear_disc(glass, PLACE, Load.simple_shear(), 0.02, radius=30.0)
    for strain, step in ((0.0, 1e-3), (0.9, 1e-3), (0.01, 0.0), (np.nan, 1e-3)):
        with pytest.raises(GlassError, match="steps above 0"):
            shear_disc(glass, PLACE, Load.simple_shear(), strain, radius=RADIUS, step=step)
