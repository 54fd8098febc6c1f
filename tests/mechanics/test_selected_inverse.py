"""Blocks of the inverse Hessian, and their derivatives, against dense matrices."""

import naive_modes as naive
import numpy as np
import pytest
from making import jittered, small_glass

from glasscope.engine import MODELS, Load, NotAMinimumError, shear
from glasscope.engine.mechanics.linear.selected_inverse import relative_changes

ALL = list(MODELS)


def blocks(matrix):
    """(2N, 2N) as (N, N, 2, 2)."""
    n = len(matrix) // 2
    return matrix.reshape(n, 2, n, 2).transpose(0, 2, 1, 3)


def selected(glass, inverse):
    """The same blocks out of a dense inverse."""
    g, i, j, here = blocks(inverse), glass.pairs.i, glass.pairs.j, np.arange(glass.n_particles)
    return g[here, here], g[i, j], g[i, i] + g[j, j] - g[i, j] - g[j, i]


def difference(found, expected):
    """Largest, in units of the largest value."""
    return np.abs(found - expected).max() / np.abs(expected).max()


@pytest.mark.parametrize("key", ALL)
@pytest.mark.parametrize("n_particles", [49, 400])
def test_blocks_are_those_of_the_pseudo_inverse(key, n_particles):
    glass = small_glass(key, n_particles)
    for found, expected in zip(glass.response.selected_inverse, selected(glass, naive.inverse(glass)), strict=True):
        assert difference(found, expected) < 1e-10


def test_they_survive_a_flip_and_a_tilt():
    glass = small_glass("lj", 144)
    flipped = glass.with_positions(glass.positions, glass.box.cell + [[0, 0], glass.box.cell[0]])
    assert difference(flipped.response.selected_inverse.particles, glass.response.selected_inverse.particles) < 1e-10


@pytest.mark.parametrize("key", ["lj", "poly"])
def test_near_an_instability_it_is_as_exact_as_dense_routes_are(key):
    """Two dense routes, diagonalisation and inversion with a particle held, differ; ours from them not much more."""
    glass = almost_unstable(key)
    assert glass.response.softest_mode[0] < 2e-3
    one, other = naive.inverse(glass), held_inverse(glass)
    for found, a, b in zip(glass.response.selected_inverse, selected(glass, one), selected(glass, other), strict=True):
        assert difference(found, a) < 10 * max(difference(b, a), 1e-15)


def almost_unstable(key):
    """The last state before the first event of a small glass, as close to it as can be told."""
    for step in shear(small_glass(key, 144), Load.simple_shear(), max_strain=0.2, bracket=1e-8):
        if step.event is not None:
            return step.event.before
    raise AssertionError("no event")


def held_inverse(glass):
    """Invert with the first particle held, then project."""
    n = 2 * glass.n_particles
    out = np.zeros((n, n))
    out[2:, 2:] = np.linalg.inv(glass.hessian().toarray()[2:, 2:])
    for axis in (0, 1):
        parts = out.reshape((n // 2, 2, n) if axis == 0 else (n, n // 2, 2))
        out = (parts - parts.mean(axis=axis, keepdims=True)).reshape(n, n)
    return out


@pytest.mark.parametrize("key", ALL)
def test_changes_are_the_product_rule_over_the_whole_matrix(key):
    glass = small_glass(key, 144)
    rng = np.random.default_rng(4)
    changes = [rng.standard_normal((len(glass.pairs), 3)) for _ in range(2)]
    inverse = naive.inverse(glass)
    for found, change in zip(relative_changes(glass.response.factor, changes), changes, strict=True):
        matrix = naive.matrix(glass, change[:, [0, 1, 1, 2]].reshape(-1, 2, 2))
        assert difference(found, selected(glass, -inverse @ matrix @ inverse)[2]) < 1e-10


def test_what_is_no_minimum_says_how_soft_it_is():
    with pytest.raises(NotAMinimumError) as caught:
        _ = jittered("lj", 400, jitter=0.35).response.selected_inverse
    assert caught.value.lowest_eigenvalue < 0


@pytest.mark.parametrize("key", ["lj", "ipl_q3"])
def test_several_right_hand_sides_equal_one_after_another(key):
    glass = small_glass(key, 400)
    forces = np.random.default_rng(1).standard_normal((400, 2, 5))
    together = glass.response.solve(forces)
    for k in range(5):
        np.testing.assert_allclose(together[:, :, k], glass.response.solve(forces[:, :, k]), atol=1e-10)
    np.testing.assert_allclose(glass.response.solve(forces.reshape(800, 5)), together.reshape(800, 5), atol=0)
