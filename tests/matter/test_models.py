import naive
import numpy as np
import pytest

from glasscope.engine import MODELS, GlassError
from glasscope.engine.matter import model_of
from glasscope.engine.matter.potentials.inverse_power import inverse_power

ALL = list(MODELS)


def one_pair(model, x):
    one = np.ones_like(x)
    return lambda order: model.potential.derivative(order, x, one, one)


@pytest.mark.parametrize("key", ALL)
def test_energy_is_the_papers(key):
    x = np.linspace(0.7, 2.7, 400)
    expected = [naive.pair_energy(MODELS[key], value) for value in x]
    np.testing.assert_allclose(one_pair(MODELS[key], x)(0), expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("key", ALL)
@pytest.mark.parametrize("order", range(5))
def test_each_derivative_is_the_slope_of_the_last(key, order):
    model, h = MODELS[key], 1e-5
    x = np.linspace(0.8, model.cutoff - 1e-3, 300)
    x = x[np.abs(x - 2.0) > 1e-3]  # the seam of lj, where the third derivative jumps
    slope = (one_pair(model, x + h)(order) - one_pair(model, x - h)(order)) / (2 * h)
    exact = one_pair(model, x)(order + 1)
    np.testing.assert_allclose(slope, exact, rtol=1e-6, atol=1e-6 * max(1, np.abs(exact).min()))


@pytest.mark.parametrize("key", ALL)
def test_smoothness_at_the_cutoff_is_as_declared(key):
    model = MODELS[key]
    inside = np.array([model.cutoff - 1e-9])
    scale = [np.abs(one_pair(model, np.array([1.0]))(k)[0]) for k in range(6)]
    jumps = [abs(one_pair(model, inside)(k)[0]) / scale[k] for k in range(5)]
    assert max(jumps[: model.smoothness + 1]) < 1e-7
    if model.smoothness < 4:
        assert jumps[model.smoothness + 1] > 1e-5


def test_poly_jumps_in_its_third_derivative_by_four_per_cent_of_contact():
    poly = MODELS["poly"]
    jump = one_pair(poly, np.array([1.25 - 1e-9]))(3)[0]
    assert abs(jump / one_pair(poly, np.array([1.0]))(3)[0]) == pytest.approx(0.04, abs=0.01)


def test_forms_scale_with_size_and_strength():
    x = np.array([1.1, 1.3])
    for key in ALL:
        potential = MODELS[key].potential
        scaled = potential.derivative(2, 1.7 * x, np.full(2, 1.7), np.full(2, 3.0))
        plain = potential.derivative(2, x, np.ones(2), np.ones(2))
        np.testing.assert_allclose(scaled, 3.0 / 1.7**2 * plain, rtol=1e-12)


def test_published_coefficients_of_poly():
    np.testing.assert_allclose(
        MODELS["poly"].potential.form.polynomial[:3], [-1.924145348608, 2.111062325330, -0.591097451092], rtol=1e-11
    )


def test_sizes_of_the_mixtures():
    rng = np.random.default_rng(0)
    diameters, species = MODELS["lj"].sizes(10_000, rng)
    assert (species == 1).sum() / (species == 0).sum() == pytest.approx((1 + 5**0.5) / 4, abs=1e-3)
    assert set(np.round(diameters, 6)) == {0.618034, 1.175571}
    small, large = 2 * np.sin(np.pi / 10), 2 * np.sin(np.pi / 5)
    assert MODELS["lj"].pair_sizes(small, large) == pytest.approx(1.0)
    assert MODELS["ipl_q4"].pair_sizes(1.0, 1.4) == pytest.approx(1.18)
    diameters, species = MODELS["poly"].sizes(10_000, rng)
    assert species is None
    assert diameters.mean() == pytest.approx(1)
    assert diameters.std() == pytest.approx(0.23, abs=0.005)
    assert diameters.min() / diameters.max() == pytest.approx(0.449, rel=1e-3)
    lambdas, _ = MODELS["poly_ipl"].sizes(10_000, rng)
    assert 1 <= lambdas.min() < 1.001
    assert 2.21 < lambdas.max() <= 2.22


def test_densities():
    assert MODELS["lj"].density == pytest.approx(1.02434, rel=1e-4)
    assert {key: MODELS[key].density for key in ALL if key != "lj"} == {
        "poly": 1.0, "ipl_q3": 0.86, "ipl_q4": 0.86, "poly_ipl": 0.62,
    }  # fmt: skip


def test_the_unknown_is_named_with_the_known():
    with pytest.raises(GlassError, match=r"unknown model 'kob'; known are lj, poly, ipl_q3, ipl_q4, poly_ipl"):
        model_of("kob")
    with pytest.raises(GlassError, match="10 and 12"):
        inverse_power(9, 3, 1.5)
    with pytest.raises(GlassError, match="0 to 5"):
        MODELS["lj"].potential.derivative(6, np.ones(1), np.ones(1), np.ones(1))
