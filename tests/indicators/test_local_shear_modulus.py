"""The coarse-grained modulus: a crystal has one, and a glass has its own as the mean."""

import numpy as np
import pytest

from glasscope.engine import INDICATORS, Glass, Load, bulk_modulus, shear_modulus
from glasscope.engine.mechanics import local_rates

local_shear_modulus = INDICATORS["local_shear_modulus"]


def modulus(glass, load):
    """Of the whole glass, for the load in question; simple shear and dilation."""
    return bulk_modulus(glass) if load.kind == "dilation" else shear_modulus(glass, load.angle)


def loads():
    return pytest.mark.parametrize("load", [Load.simple_shear(), Load.simple_shear(40.0, -1), Load.dilation()], ids=str)


@loads()
@pytest.mark.parametrize(("strain", "tolerance"), [("global", 2e-3), ("local", 0.03)])
def test_a_crystal_has_one_modulus_everywhere(load, strain, tolerance):
    """A kernel centred on a particle sees the lattice unevenly: 1e-3 in the stress, 2.6 % in the strain (r_c = 5)."""
    a, b = np.divmod(np.arange(144), 12)
    basis = 1.1 * np.array([[1.0, 0.0], [0.5, np.sqrt(0.75)]])
    crystal = Glass("poly", np.stack([a, b], 1) @ basis, diameters=np.ones(144), cell=12 * basis)
    slope, bend = crystal.pairs.phi(1)[0] / 1.1, crystal.pairs.phi(2)[0]
    by_hand = np.sqrt(3) * ((bend - slope) / 2 if load.kind == "dilation" else (bend + 3 * slope) / 4)
    values = local_shear_modulus(radius=5.0, strain=strain)(crystal, load)
    np.testing.assert_allclose(values, values.mean(), rtol=1e-9)
    assert values.mean() == pytest.approx(by_hand, rel=tolerance)


@loads()
@pytest.mark.parametrize("model", ["ipl_q4", "lj"])
def test_its_mean_is_the_modulus_of_the_glass(model, load, small_glass):
    """Exactly as an integral over the cell, weighted by the local strain."""
    glass = small_glass(model)
    n = 48
    points = np.stack(np.meshgrid(np.arange(n), np.arange(n)), -1).reshape(-1, 2) / n @ glass.box.cell
    rates, stretch = local_rates(glass, load, points, 5.0), (load.A + load.A.T) / 2
    stress, strain = (np.einsum("kab,ab->k", field, stretch) for field in rates)
    scale = 1 / 2 if load.kind == "dilation" else (stretch**2).sum()
    assert np.average(scale * stress / strain, weights=strain) == pytest.approx(modulus(glass, load), rel=1e-3)


@loads()
@pytest.mark.parametrize("model", ["ipl_q4", "lj"])
def test_the_particles_have_it_as_their_mean_too(model, load, small_glass):
    """Particles sample the cell evenly but for a few per cent; stiff places strain less, which lifts the local one."""
    glass = small_glass(model)
    whole = modulus(glass, load)
    over_all = local_shear_modulus(strain="global")(glass, load)
    around = local_shear_modulus()(glass, load)
    assert over_all.mean() == pytest.approx(whole, rel=0.05)
    assert 0.95 * whole < around.mean() < 1.3 * whole
    wide = local_shear_modulus(radius=10.0)(glass, load)
    assert wide.std() < around.std()
    assert wide.mean() == pytest.approx(whole, rel=0.1)


def test_it_is_what_it_says(small_glass):
    glass, load = small_glass("ipl_q3"), Load.simple_shear(15.0)
    rates = local_rates(glass, load, glass.positions, 6.0)
    turn = np.radians(15.0)
    x, y = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    stress = np.einsum("a,kab,b->k", x, rates.stress, y)
    strain = np.einsum("a,kab,b->k", x, rates.gradient + rates.gradient.transpose(0, 2, 1), y)
    np.testing.assert_allclose(local_shear_modulus(radius=6.0)(glass, load), stress / strain, rtol=1e-10)
