"""The rounded factor of a preconditioner, and the lowest mode that is found by it, against dense linear algebra."""

import numpy as np
import pytest
from making import jittered, small_glass

from glasscope.engine import MODELS, Load, MissingModesError, NotAMinimumError, shear
from glasscope.engine.mechanics.landscape import Landscape
from glasscope.engine.mechanics.linear import softest
from glasscope.engine.mechanics.linear.cholesky import pair_blocks
from glasscope.engine.mechanics.linear.response import Response
from glasscope.engine.mechanics.linear.rounded import RoundedFactor
from glasscope.engine.mechanics.linear.softest import softest_mode_by
from glasscope.engine.mechanics.linear.substitution import solve


def landscape_of(key, n_particles=144):
    landscape = Landscape(small_glass(key, n_particles))
    return landscape, np.zeros_like(landscape.reference)


def dense(arrays):
    """L of the order of elimination, row by row, from whatever panels."""
    fronts, panels, pivots, units = arrays
    lower = np.diag(pivots)
    for f, (first, _) in enumerate(fronts.own):
        n, m = fronts.sizes[f]
        later = fronts.boundary[fronts.boundary_starts[f] : fronts.boundary_starts[f + 1]]
        rows = np.concatenate([2 * first + np.arange(n), (2 * later[:, None] + [0, 1]).ravel()])
        panel = panels[fronts.starts[f] : fronts.starts[f + 1]].reshape(n, m)
        for c in range(n):
            lower[rows[c + 1 :], 2 * first + c] = panel[c, c + 1 :] * units[2 * first + c]
    return lower


@pytest.mark.parametrize("key", list(MODELS))
def test_every_entry_is_within_half_a_unit(key):
    landscape, u = landscape_of(key)
    factor = landscape.exact_factor(u)
    rounded = RoundedFactor(factor)
    off = np.abs(dense(rounded.arrays) - dense(factor.arrays))
    columns = np.tril(dense(factor.arrays), -1)
    np.testing.assert_allclose(rounded.arrays.units, np.abs(columns).max(axis=0) / 32767, rtol=1e-14)
    assert (off <= 0.5000001 * rounded.arrays.units).all()
    assert off.any()


@pytest.mark.parametrize("key", ["lj", "poly"])
def test_its_substitution_is_that_of_the_rounded_matrix(key):
    landscape, u = landscape_of(key)
    arrays = RoundedFactor(landscape.exact_factor(u)).arrays
    lower = dense(arrays)
    right = np.random.default_rng(1).standard_normal(u.shape)
    out = np.empty_like(right)
    solve(arrays, right, out)
    ordered = (right - right.mean(axis=0))[arrays.fronts.order].ravel()[:-2]  # the last one is held
    found = np.append(np.linalg.solve(lower.T, np.linalg.solve(lower, ordered)), [0.0, 0.0]).reshape(-1, 2)
    wanted = np.empty_like(found)
    wanted[arrays.fronts.order] = found - found.mean(axis=0)
    np.testing.assert_allclose(out, wanted, atol=1e-10 * np.abs(wanted).max())


@pytest.mark.parametrize("key", list(MODELS))
def test_single_precision_gives_nearly_the_same_preconditioner(key):
    landscape, u = landscape_of(key)
    exact, quick = dense(landscape.exact_factor(u).arrays), dense(landscape.factor(u).arrays)
    assert np.abs(quick - exact).max() < 1e-4 * np.abs(exact).max()


def test_no_minimum_is_told_in_either_precision():
    landscape = Landscape(jittered("lj", 144, jitter=0.25))
    with pytest.raises(NotAMinimumError):
        landscape.factor(np.zeros_like(landscape.reference))


@pytest.mark.parametrize("key", list(MODELS))
def test_the_lowest_mode_is_that_of_the_dense_matrix(key):
    landscape, u = landscape_of(key)
    glass, verlet = landscape.glass, landscape.verlet
    blocks = pair_blocks(verlet.vectors, *verlet.stiffness(verlet.vectors))
    eigenvalue, mode = softest_mode_by(landscape.factor(u), verlet.i, verlet.j, blocks)
    values, vectors = np.linalg.eigh(glass.hessian().toarray())
    assert eigenvalue == pytest.approx(values[2], rel=1e-9)
    assert abs(mode.ravel() @ vectors[:, 2]) == pytest.approx(1.0, abs=1e-12)


def test_that_of_an_event_is_the_lowest_at_its_onset():
    events = [step.event for step in shear(small_glass("lj", 400), Load.simple_shear(), 0.03) if step.event is not None]
    assert events
    for event in events:
        _, mode = Response(event.before).softest_mode
        assert event.softest is not None
        assert abs((mode * event.critical_mode).sum()) == pytest.approx(1.0, abs=1e-12)
        assert (event.critical_mode * event.displacement).sum() > 0


def test_a_mode_that_is_not_found_is_told_and_taken_the_exact_way(monkeypatch):
    monkeypatch.setattr(softest, "_MOST", 1)
    landscape, u = landscape_of("lj")
    with pytest.raises(MissingModesError, match="1 iterations"):
        landscape.softest_mode(landscape.factor(u), u)
    event = next(step.event for step in shear(small_glass("lj", 400), Load.simple_shear(), 0.03) if step.event)
    assert event.softest is None
    _, mode = Response(event.before).softest_mode
    assert abs((mode * event.critical_mode).sum()) == pytest.approx(1.0, abs=1e-12)
