"""Dissection, factor and response against dense linear algebra."""

import naive
import numpy as np
import pytest
from making import jittered, small_glass

from glasscope.engine import MODELS, GlassError, Load, NotAMinimumError
from glasscope.engine.mechanics.linear.cholesky import dissect
from glasscope.engine.mechanics.linear.dissection import Dissection

ALL = list(MODELS)


def random_forces(glass, seed=0):
    return np.random.default_rng(seed).standard_normal(glass.positions.shape)


@pytest.mark.parametrize("n_particles", [49, 100, 400, 1600])
def test_dissection_is_an_elimination_tree(n_particles):
    glass = jittered("ipl_q3", n_particles)
    d = dissect(glass.pairs.i, glass.pairs.j, glass.positions, glass.box)
    assert sorted(d.order) == list(range(n_particles))
    eliminated = np.concatenate([np.arange(*own) for own in d.own])
    assert sorted(eliminated) == list(range(n_particles - 1))  # all but the one that is held
    front = np.empty(n_particles, dtype=int)
    for f, own in enumerate(d.own):
        front[own[0] : own[1]] = f
    a, b = np.sort(d.position[np.stack([glass.pairs.i, glass.pairs.j])], axis=0)
    for early, late in zip(a, b, strict=True):
        if late == n_particles - 1:
            continue
        if front[early] != front[late]:  # a pair couples a front to its ancestors only
            f = front[early]
            assert late in d.boundary[d.boundary_starts[f] : d.boundary_starts[f + 1]]
            while f != front[late] and f >= 0:
                f = d.parent[f]
            assert f == front[late]


def test_separators_are_minimum_vertex_covers():
    """A ladder of two columns cut in the middle needs one particle a crossing rung, and no more."""
    rungs = 40
    i, j = np.arange(rungs), np.arange(rungs) + rungs
    fractional = np.stack([np.repeat([0.1, 0.6], rungs), np.tile(np.linspace(0.45, 0.55, rungs), 2)], axis=1)
    d = Dissection(i, j, fractional, np.array([1.0, 1.0]))
    assert d.own[-1, 1] - d.own[-1, 0] == rungs - 1  # one of the rungs' particles each, less the one held


@pytest.mark.parametrize("key", ALL)
def test_solve_is_the_pseudo_inverse(key):
    glass = small_glass(key, 144)
    b = random_forces(glass)
    exact = np.linalg.pinv(glass.hessian().toarray(), rcond=1e-11) @ b.ravel()
    x = glass.response.solve(b)
    np.testing.assert_allclose(x.ravel(), exact, atol=1e-9 * np.abs(exact).max())
    np.testing.assert_allclose(glass.response.solve(b.ravel()), exact, atol=1e-9 * np.abs(exact).max())
    np.testing.assert_allclose(x.mean(axis=0), 0, atol=1e-13)


def test_solve_is_invariant_under_a_flip():
    glass = small_glass("lj", 144)
    strained = glass.with_positions(glass.positions, glass.box.cell + [[0, 0], glass.box.cell[0]])
    b = random_forces(glass)
    np.testing.assert_allclose(strained.response.solve(b), glass.response.solve(b), atol=1e-10)


def test_solve_leaves_no_residual_in_a_large_glass():
    glass = small_glass("lj", 2500)
    b = random_forces(glass)
    b -= b.mean(axis=0)
    residual = glass.hessian() @ glass.response.solve(b).ravel() - b.ravel()
    assert np.abs(residual).max() < 1e-10


@pytest.mark.parametrize("bad", [np.zeros((3, 2)), np.full((144, 2), np.nan)])
def test_solve_refuses_what_are_no_forces(bad):
    with pytest.raises(GlassError):
        small_glass("lj", 144).response.solve(bad)


@pytest.mark.parametrize("n_modes", [1, 12, 100])
def test_modes_are_those_of_the_dense_matrix(n_modes):
    glass = small_glass("lj", 144)
    values = np.linalg.eigvalsh(glass.hessian().toarray())
    found, modes = glass.response.modes(n_modes)
    assert np.abs(values[:2]).max() < 1e-9  # the translations
    np.testing.assert_allclose(found, values[2 : 2 + n_modes], rtol=1e-8)
    flat = modes.reshape(n_modes, -1)
    np.testing.assert_allclose(flat @ flat.T, np.eye(n_modes), atol=1e-8)
    residual = glass.hessian() @ flat.T - flat.T * found
    assert np.abs(residual).max() < 1e-8 * found.max()
    again = glass.response.modes(n_modes)[1]
    np.testing.assert_array_equal(modes, again)


def test_modes_out_of_range_are_refused():
    for n in (0, 287, -1):
        with pytest.raises(GlassError, match="1 to 286"):
            small_glass("lj", 144).response.modes(n)


@pytest.mark.parametrize("load", [Load.simple_shear(), Load.pure_shear(33.0), Load.dilation()], ids=str)
@pytest.mark.parametrize("key", ALL)
def test_nonaffine_velocity_is_that_of_finite_differences(key, load):
    glass = small_glass(key, 144)
    velocity = glass.response.nonaffine_velocity(load)
    np.testing.assert_allclose(velocity, naive.nonaffine_velocity(glass, load), atol=2e-5 * np.abs(velocity).max())
    assert np.allclose(glass.response.nonaffine_force(load).sum(axis=0), 0, atol=1e-9)


def test_a_saddle_is_not_a_minimum():
    glass = jittered("lj", 144, jitter=0.3)
    lowest = np.linalg.eigvalsh(glass.hessian().toarray())[0]
    assert lowest < -1
    with pytest.raises(NotAMinimumError) as caught:
        glass.response.solve(random_forces(glass))
    assert caught.value.lowest_eigenvalue == pytest.approx(lowest)
    with pytest.raises(NotAMinimumError):
        glass.response.modes(3)
