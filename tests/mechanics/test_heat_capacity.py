"""Heat capacities of pairs and their strain derivative: definitions, identities, finite differences."""

import naive_heat
import naive_modes as naive
import numpy as np
import pytest
from making import small_glass

from glasscope.engine import MODELS, Load, relax

LOADS = [Load.simple_shear(), Load.simple_shear(33.0, -1), Load.pure_shear(70.0), Load.dilation()]


def test_it_is_the_derivative_of_the_log_determinant():
    """c = d ln det M / d eps where one pair's energy is (1 + eps) phi, relaxed again: sees what no sum rule does."""
    glass, step = small_glass("ipl_q3", 64), 1e-5
    order = np.argsort(-np.abs(glass.response.heat_capacity))
    for pair in [*order[:2], order[len(order) // 2]]:
        change = (log_determinant(glass, pair, step) - log_determinant(glass, pair, -step)) / (2 * step)
        assert change == pytest.approx(glass.response.heat_capacity[pair], rel=1e-6, abs=1e-7)


def log_determinant(glass, pair, extra):
    """Of the glass with one pair's energy scaled by 1 + extra, at its own minimum (found by Newton's method)."""
    for _ in range(5):
        first, second, *_ = naive.tensors(glass)
        scale = np.ones(len(glass.pairs))
        scale[pair] += extra
        matrix = naive.matrix(glass, second * scale[:, None, None])
        pull = naive.spread(glass, first * scale[:, None])
        glass = glass.with_positions(glass.positions - (np.linalg.pinv(matrix, rcond=1e-10) @ pull).reshape(-1, 2))
    assert np.abs(pull).max() < 1e-10
    return np.log(np.linalg.eigvalsh(matrix)[2:]).sum()


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_the_derivative_is_the_papers_twelve_terms(load):
    glass = small_glass("ipl_q4", 25)
    expected = naive_heat.heat_capacity_derivative(glass, load)
    found = glass.response.heat_capacity_derivative(load)
    np.testing.assert_allclose(found, expected, atol=1e-10 * np.abs(expected).max())


@pytest.mark.parametrize("key", list(MODELS))
@pytest.mark.parametrize("load", LOADS[:1], ids=str)
def test_the_derivative_is_what_shearing_does(key, load):
    """SN19 eq. S7 at a strain of 1e-6 to both sides; pairs that cross a cutoff of LJ and POLY are left out."""
    glass, h = relax(small_glass(key, 100), force_tolerance=1e-13), 1e-6
    sides = []
    for way in (load, load.reversed()):
        deformation = way.deformation(h)
        strained = glass.with_positions(glass.positions @ deformation.T, glass.box.deform(deformation))
        sides.append(by_ends(relax(strained, force_tolerance=1e-13)))
    found = glass.response.heat_capacity_derivative(load)
    pairs = list(zip(glass.pairs.i, glass.pairs.j, strict=True))
    known = [k for k, ends in enumerate(pairs) if all(ends in side for side in sides)]
    ends = [pairs[k] for k in known]
    change = np.array([sides[0][e] - sides[1][e] for e in ends]) / (2 * h)
    error = 100 * np.abs(found[known] - change) / np.minimum(np.abs(found[known]), np.abs(change))
    assert np.mean(error < 1e-2) > (0.97 if key.startswith("ipl") else 0.9)
    assert np.median(error) < 1e-4


def by_ends(glass):
    return dict(zip(zip(glass.pairs.i, glass.pairs.j, strict=True), glass.response.heat_capacity, strict=True))


def test_every_angle_follows_from_two():
    glass = small_glass("lj", 100)
    two = [glass.response.heat_capacity_derivative(Load.simple_shear(angle)) for angle in (0.0, 45.0)]
    for angle in (10.0, 90.0, 123.0):
        expected = np.cos(np.radians(2 * angle)) * two[0] + np.sin(np.radians(2 * angle)) * two[1]
        found = glass.response.heat_capacity_derivative(Load.simple_shear(angle))
        np.testing.assert_allclose(found, expected, atol=1e-10 * np.abs(expected).max())


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_the_sum_does_not_change_with_strain(load):
    """The pairs' heat capacities add up to d (N - 1) at every strain."""
    derivative = small_glass("poly_ipl", 100).response.heat_capacity_derivative(load)
    assert abs(derivative.sum()) < 1e-8 * np.abs(derivative).sum()


@pytest.mark.parametrize("load", LOADS, ids=str)
def test_parts_of_a_load_add_up_to_its_stretching(load):
    rate = sum(weight * part.A for part, weight in load.parts().items())
    np.testing.assert_allclose(rate + rate.T, load.A + load.A.T, atol=1e-12)
