"""Indicators made of vibrational modes, against full diagonalisation and cases that one knows."""

import naive_modes as naive
import numpy as np
import pytest
from making import small_glass

from glasscope.engine.errors import GlassError
from glasscope.engine.indicators import INDICATORS
from glasscope.engine.indicators._lowest_modes import participation, share_of_modes
from glasscope.engine.indicators.response_to_the_load.nonaffine_modulus import nonaffine_modulus
from glasscope.engine.matter import MODELS, Glass, Load

N = 144
every_model = pytest.mark.parametrize("model", sorted(MODELS))


def field(key, glass, load=None, **parameters):
    return INDICATORS[key](**parameters)(glass, load)


def same(values, expected, part=1e-10):
    """To 1e-10 of the maximum."""
    np.testing.assert_allclose(values, expected, rtol=0, atol=part * np.abs(expected).max())


def with_a_gap(glass, n_modes):
    """The number of modes nearest to n after which the spectrum has a gap: fields up to there are well defined."""
    values = naive.modes(glass)[0]
    return next(n for n in range(n_modes, 0, -1) if values[n] / values[n - 1] > 1.01)


def hexagons(side=10):
    """Equal soft discs at a triangular lattice's places: every particle is like every other."""
    a, b = np.divmod(np.arange(side * side), side)
    positions = a[:, None] * [1.0, 0.0] + b[:, None] * [0.5, np.sqrt(0.75)] + 0.123
    cell = side * np.array([[1.0, 0.0], [0.5, np.sqrt(0.75)]])
    return Glass("poly", positions, diameters=np.ones(side * side), cell=cell)


@every_model
def test_soft_modes_equal_the_dense_sum(model):
    glass = small_glass(model, N)
    n = with_a_gap(glass, 8)
    assert share_of_modes(glass, n / (2 * N)) == n
    same(field("soft_modes", glass, share=n / (2 * N)), naive.soft_modes(glass, n))


@every_model
def test_normal_mode_map_equals_the_dense_sum(model):
    glass = small_glass(model, N)
    n = with_a_gap(glass, 20)
    same(field("normal_mode_map", glass, share=n / (2 * N)), naive.participation(glass, n))
    assert field("normal_mode_map", glass, share=0.1).sum() == pytest.approx(29, rel=1e-10)


@every_model
def test_participation_fraction_equals_the_dense_sum(model):
    glass = small_glass(model, N)
    n = with_a_gap(glass, 3)
    same(field("participation_fraction", glass, share=n / (2 * N)), naive.participation(glass, n))
    assert field("participation_fraction", glass).sum() == pytest.approx(3, rel=1e-10)  # 1 % of 288


def test_the_papers_number_of_modes():
    """512 (R20) and 30 (Z17) of the 20,000 modes at N = 10⁴, and at least one anywhere."""
    assert round(INDICATORS["normal_mode_map"]().share * 2e4) == 30
    default = INDICATORS["soft_modes"]().share
    assert round(default * 2e4) == 512
    assert share_of_modes(small_glass("lj", 49), 0.001) == 1
    assert share_of_modes(small_glass("lj", 49), 1.0) == small_glass("lj", 49).response.n_modes == 96


def test_in_a_lattice_all_particles_take_part_alike():
    """All modes together: (2 N - 2) / N for each particle of any glass, and of a lattice the anharmonicity too."""
    lattice = hexagons()
    n = lattice.response.n_modes
    together = participation(lattice.response.modes(n)[1]).sum(axis=0)
    assert together == pytest.approx(n / lattice.n_particles, rel=1e-9)


@every_model
def test_nonaffine_modulus_of_all_modes_is_the_dense_one(model):
    glass, load = small_glass(model, N), Load.simple_shear(20.0)
    exact = naive.nonaffine_modulus(glass, load)
    found = nonaffine_modulus(glass, load, glass.response.n_modes)
    same(found.values, exact)
    assert found.total == pytest.approx(exact.sum(), rel=1e-10)
    assert found.caught == pytest.approx(1.0, abs=1e-9)


def test_a_share_of_one_makes_the_nonaffine_modulus_exact():
    glass, load = small_glass("poly", N), Load.simple_shear(20.0)
    same(field("nonaffine_modulus", glass, load, share=1.0), naive.nonaffine_modulus(glass, load))
    assert INDICATORS["nonaffine_modulus"](share=1.0).caught(glass, load) == pytest.approx(1.0, abs=1e-9)


def test_what_would_take_too_large_a_matrix_is_refused_at_once():
    glass = small_glass("lj", 2500)
    with pytest.raises(GlassError, match=r"at most 2048 particles; this one has 2500: take at most 1250 modes"):
        glass.response.modes(1251)
    too_many = r"at most 2,048 particles; this one has 2,500: take a share of at most 0\.1"
    for share in (0.11, 1.0):  # an indicator takes a tenth at most, as a page may ask for it
        with pytest.raises(GlassError, match=too_many):
            field("nonaffine_modulus", glass, Load.simple_shear(), share=share)


@pytest.mark.parametrize("n_modes", [1, 7, 60, 200])
def test_the_total_of_the_nonaffine_modulus_is_exact_whatever_is_caught(n_modes):
    glass, load = small_glass("ipl_q4", N), Load.pure_shear(15.0)
    found = nonaffine_modulus(glass, load, n_modes)
    force = naive.nonaffine_force(glass, load)
    assert found.total == pytest.approx(-force @ naive.inverse(glass) @ force / glass.box.volume, rel=1e-10)
    assert found.values.sum() == pytest.approx(found.total, rel=1e-10)
    assert found.values.max() <= 0
    assert 0 < found.caught < 1


def test_the_nonaffine_modulus_comes_near_the_exact_one_with_few_modes():
    """A tenth of the modes ranks the particles as all of them do; the modes alone do not."""
    glass, load = small_glass("lj", 196), Load.simple_shear()
    exact = naive.nonaffine_modulus(glass, load)
    n = round(0.1 * glass.response.n_modes)
    near = nonaffine_modulus(glass, load, n)
    values, vectors = naive.modes(glass)
    coupling = vectors[:n].reshape(n, -1) @ naive.nonaffine_force(glass, load)
    alone = -(coupling**2 / values[:n]) @ (vectors[:n] ** 2).sum(axis=2) / glass.box.volume
    assert alone.sum() / exact.sum() == pytest.approx(near.caught, rel=1e-8)
    assert _rank_correlation(near.values, exact) > max(0.85, _rank_correlation(alone, exact))


def test_the_nonaffine_modulus_says_how_much_it_has_caught():
    glass, load = small_glass("lj", N), Load.simple_shear()
    shares = [INDICATORS["nonaffine_modulus"](share=share).caught(glass, load) for share in (0.01, 0.05, 0.1)]
    assert 0 < shares[0] <= shares[1] <= shares[2] < 1
    assert shares[1] == nonaffine_modulus(glass, load, share_of_modes(glass, 0.05)).caught


def test_the_nonaffine_modulus_does_not_know_the_sign_of_the_load():
    glass = small_glass("lj", N)
    same(*(field("nonaffine_modulus", glass, Load.simple_shear(sign=sign)) for sign in (1, -1)))


@pytest.mark.parametrize("n_modes", [0, 2 * N - 1])
def test_modes_that_are_not_there_are_refused(n_modes):
    with pytest.raises(GlassError, match="1 to 286"):
        nonaffine_modulus(small_glass("lj", N), Load.simple_shear(), n_modes)


def test_soft_ends():
    ends = {key: INDICATORS[key].soft for key in INDICATORS}
    assert ends["soft_modes"] == ends["normal_mode_map"] == ends["participation_fraction"] == "high"
    assert ends["nonaffine_modulus"] == "low"


def _rank_correlation(a, b):
    return np.corrcoef(a.argsort().argsort(), b.argsort().argsort())[0, 1]
