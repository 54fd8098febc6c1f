"""Saddle points: what each of them is, by dense matrices and a plain descent; how a load changes their barriers."""

from functools import cache

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import GlassError, Load, NotAMinimumError
from glasscope.engine.indicators import INDICATORS
from glasscope.engine.mechanics import relax
from glasscope.engine.mechanics.inclusions.modes import dense, softest
from glasscope.engine.mechanics.soft_spots.activation import FORCE, _desk, _evaluate, at_rest, find_saddle
from glasscope.engine.mechanics.soft_spots.medium import ElasticMatrix, FrozenMatrix, pull_of
from glasscope.engine.mechanics.soft_spots.saddle_points import saddle_points
from glasscope.engine.mechanics.soft_spots.saddle_refining import _come_to_rest, _step, _Walk, refined
from glasscope.engine.prepare.library import library

LOAD = Load.simple_shear(20.0)
FEW = {"spacing": 9.0, "events": 1}
GLASSES = {"lj": "lj-gq-1e4-1024-1", "poly": "poly-swap-0.12-1024-1"}


@cache
def annealed(model):
    """Glasses that have barriers worth the name."""
    return next(entry for entry in library() if entry.key == GLASSES[model]).load()


@pytest.fixture(scope="module", params=["lj", pytest.param("poly", marks=pytest.mark.slow)])
def found(request):
    glass = annealed(request.param)
    return glass, saddle_points(glass, **FEW)


def at(glass, displacements):
    return glass.with_positions(glass.positions + displacements)


def downhill(glass, step=0.02, n=5000):
    """Friction where the way turns uphill, in plain steps, until hardly a force is left."""
    velocity = np.zeros_like(glass.positions)
    for _ in range(n):
        if glass.max_force < 1e-3:
            return glass
        velocity = velocity + step * glass.forces
        if np.vdot(velocity, glass.forces) < 0:
            velocity = np.zeros_like(velocity)
        glass = glass.with_positions(glass.positions + np.clip(step * velocity, -0.01, 0.01))
    raise AssertionError("the descent came to no end")


def apart(glass, other):
    moved = glass.box.minimum_image(other.positions - glass.positions)
    return np.abs(moved - moved.mean(axis=0)).max()


def test_no_force_is_left_and_one_eigenvalue_is_negative(found):
    glass, saddles = found
    assert len(saddles.barriers) > 3
    for k, displacements in enumerate(saddles.displacements):
        state = at(glass, displacements)
        assert state.max_force < 2e-9
        eigenvalues = np.linalg.eigvalsh(state.hessian().toarray())
        assert np.sum(eigenvalues < -1e-7) == 1
        assert eigenvalues[0] == pytest.approx(saddles.curvatures[k], rel=1e-5)
        assert saddles.barriers[k] == pytest.approx(state.energy - glass.energy, abs=1e-9)
        np.testing.assert_allclose(saddles.stress_changes[k], state.stress - glass.stress, atol=1e-9)
        assert saddles.particles[k] == np.linalg.norm(displacements, axis=1).argmax()
    assert np.all(np.diff(saddles.barriers) >= 0)
    assert saddles.barriers[0] > 0


def test_one_side_leads_to_the_minimum_and_the_other_to_another(found):
    glass, saddles = found
    for displacements in saddles.displacements[:1]:
        state = at(glass, displacements)
        softest = np.linalg.eigh(state.hessian().toarray())[1][:, 0].reshape(-1, 2)
        softest *= 0.05 / np.abs(softest).max()
        ends = [apart(glass, downhill(state.with_positions(state.positions + side * softest))) for side in (-1, 1)]
        assert min(ends) < 0.02
        assert max(ends) > 0.1


def test_a_load_changes_a_barrier_by_the_change_of_stress(found):
    """Minimum and saddle strained a little and brought to rest again: slope of the barrier by central differences."""
    glass, saddles = found
    h = 1e-5
    for k, displacements in enumerate(saddles.displacements[:2]):
        mode = np.linalg.eigh(at(glass, displacements).hessian().toarray())[1][:, 0].reshape(-1, 2)
        heights = []
        for strain in (-h, h):
            gradient = LOAD.deformation(strain)
            strained = relax(glass.with_positions(glass.positions @ gradient.T, cell=glass.box.deform(gradient)), 1e-10)
            nearby = (glass.positions + displacements) @ gradient.T - strained.positions
            nearby = strained.box.minimum_image(nearby)
            heights.append(refined(strained, nearby, mode).glass.energy - strained.energy)
        slope = (heights[1] - heights[0]) / (2 * h)
        expected = saddles.volume * np.vdot(saddles.stress_changes[k], LOAD.A)
        assert slope == pytest.approx(expected, rel=1e-3, abs=1e-3)
        strain = 1.5 * saddles.barriers[k] / -expected if expected < 0 else np.inf
        assert saddles.triggering_strains(LOAD)[k] == pytest.approx(strain)


def test_a_particle_takes_the_least_strain_of_the_saddles_that_move_it(found):
    glass, saddles = found
    field, strains = saddles.on_particles(LOAD), saddles.triggering_strains(LOAD)
    for particle in range(glass.n_particles):
        least = np.inf
        for u, strain in zip(saddles.displacements, strains, strict=True):
            if 3 * np.hypot(*u[particle]) >= np.hypot(u[:, 0], u[:, 1]).max():
                least = min(least, strain)
        assert field[particle] == least
    assert np.isfinite(field).any()


def test_saddles_differ_and_clusters_know_theirs(found):
    _, saddles = found
    for k, u in enumerate(saddles.displacements):
        assert all(np.abs(u - other).max() > 1e-4 for other in saddles.displacements[:k])
    assert len(saddles.found) == len(saddles.centres)
    assert set(np.concatenate(saddles.found)) == set(range(len(saddles.barriers)))
    assert saddles.n_searches >= len(saddles.centres) * FEW["events"]


def test_newtons_step_equals_the_dense_one_where_the_matrix_is_indefinite(found):
    glass, saddles = found
    shaken = np.random.default_rng(3).standard_normal(glass.positions.shape) * 1e-4
    walk = _Walk(glass, saddles.displacements[0] + shaken)
    walk.evaluate()
    matrix = at(glass, walk.whole).hessian().toarray()
    rising = np.argsort(np.einsum("ia,ia->i", saddles.displacements[0], saddles.displacements[0]))
    step, unstable = _step(walk, rising, shifts=())
    ends = np.kron(np.ones((glass.n_particles, 1)), np.eye(2))  # translations, which no force drives
    expected = np.linalg.solve(matrix + ends @ ends.T, walk.forces.ravel()).reshape(-1, 2)
    np.testing.assert_allclose(step - step.mean(axis=0), expected, atol=1e-8 * np.abs(expected).max() + 1e-12)
    assert len(unstable) == 1
    assert unstable[0].ravel() @ matrix @ unstable[0].ravel() < 0


def test_what_is_held_stays_while_the_rest_comes_to_rest(found):
    """But for single places that the held ones, shaken as they are, leave without a minimum nearby."""
    glass, saddles = found
    shaken = np.random.default_rng(3).standard_normal(glass.positions.shape) * 0.01
    walk = _Walk(glass, saddles.displacements[0] + shaken)
    held = np.argsort(np.einsum("ia,ia->i", saddles.displacements[0], saddles.displacements[0]))[-9:]
    before = walk.whole[held].copy()

    def pulled():
        walk.evaluate()
        return np.linalg.norm(np.delete(walk.forces, held, axis=0), axis=1)

    begun = pulled()
    assert _come_to_rest(walk, held)
    np.testing.assert_allclose(walk.whole[held], before, atol=1e-12)
    ended = pulled()
    assert np.median(ended) < 1e-3 * np.median(begun)
    assert np.mean(ended > 0.01 * begun.max()) < 0.01


@pytest.mark.parametrize("model", ["lj", "poly"])
def test_kernels_of_the_disc_against_the_hessian_of_the_glass(model):
    """At a saddle of the disc: matrix, lowest eigenvalue, forces, as the whole glass has them for these particles."""
    glass = annealed(model)
    place = FrozenMatrix(glass, 5.0).place(7)
    n, mode, random = len(place.disc.springs), np.zeros((len(place.disc.springs), 2)), np.random.default_rng(1)
    near = np.einsum("ia,ia->i", place.disc.positions, place.disc.positions) < 4
    for _ in range(30):
        direction = np.zeros_like(place.disc.positions)
        direction[near] = random.standard_normal((near.sum(), 2))
        there, u = find_saddle(place, direction / np.linalg.norm(direction), mode)
        if there:
            break
    assert there
    whole, free = np.zeros_like(glass.positions), place.disc.particles[:n]
    whole[free] = u[:n]
    state = at(glass, whole)
    assert np.abs(state.forces[free]).max() < FORCE
    matrix = state.hessian().toarray()[np.ix_(rows_of(free), rows_of(free))]
    eigenvalues, vectors = np.linalg.eigh(matrix)
    assert eigenvalues[0] < 0 < eigenvalues[1]
    assert abs(vectors[:, 0] @ mode.ravel()) > 0.999
    desk, flat = _desk(place.disc, place.law, u), np.empty(4 * n * n)
    value, _ = softest(desk, place.law, u, place.medium, mode.ravel().copy())
    assert value == pytest.approx(eigenvalues[0], rel=1e-3)
    dense(desk, place.medium, flat)
    lower = flat.reshape(2 * n, 2 * n).T  # by columns
    np.testing.assert_allclose(np.tril(lower), np.tril(matrix), atol=1e-8 * np.abs(matrix).max())


def rows_of(particles):
    return (2 * np.asarray(particles)[:, None] + [0, 1]).ravel()


@pytest.mark.parametrize("model", ["lj", "poly"])
def test_the_glass_around_a_disc_is_condensed_onto_it(model):
    """Schur's complement of the dense Hessian, with weak springs outside; and where the rest of the glass goes."""
    glass = annealed(model)
    matrix = ElasticMatrix(glass, 5.0)
    place = matrix.place(7)
    inside = rows_of(place.disc.particles)
    outside = np.setdiff1d(np.arange(2 * glass.n_particles), inside)
    full, spring = glass.hessian().toarray(), matrix.spring
    softened = full[np.ix_(outside, outside)] + spring * np.eye(len(outside))
    answer = -np.linalg.solve(softened, full[np.ix_(outside, inside)])
    condensed = full[np.ix_(inside, inside)] + full[np.ix_(inside, outside)] @ answer
    force, own = at_rest(place.disc, place.law)
    own = np.tril(own) + np.tril(own, -1).T
    largest = np.abs(condensed).max()
    np.testing.assert_allclose(place.medium + own, condensed, atol=1e-9 * largest)
    np.testing.assert_allclose(place.pull, -force)
    u = np.random.default_rng(0).standard_normal((len(place.disc.particles), 2))
    pull = pull_of(place, u)
    np.testing.assert_allclose(pull.ravel(), condensed @ u.ravel(), atol=1e-9 * largest)
    moved = matrix.around(place.disc.particles, u, pull).ravel()
    np.testing.assert_array_equal(moved[inside], u.ravel())
    np.testing.assert_allclose(moved[outside], answer @ u.ravel(), atol=1e-8)


def test_a_disc_at_rest_in_its_medium_feels_no_force():
    place = ElasticMatrix(annealed("poly"), 5.0).place(3)
    nothing = np.zeros_like(place.disc.positions)
    force = np.empty_like(nothing)
    _evaluate(place, nothing, force, _desk(place.disc, place.law, nothing))
    assert np.abs(force).max() < 1e-9


def test_threads_change_nothing_and_seeds_do():
    glass = annealed("poly")
    one, two = (saddle_points(glass, spacing=12.0, events=1, threads=n) for n in (1, 2))
    np.testing.assert_array_equal(one.displacements, two.displacements)
    np.testing.assert_array_equal(one.barriers, two.barriers)
    other = saddle_points(glass, spacing=12.0, events=1, seed=1)
    assert not np.array_equal(one.barriers, other.barriers)


def test_progress_rises_to_one_and_may_end_the_work():
    glass, shares = annealed("poly"), []
    saddle_points(glass, spacing=12.0, events=1, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0

    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        saddle_points(glass, spacing=12.0, events=1, progress=stop)


def test_the_saddles_are_kept_for_another_load():
    cached, shares = small_glass("lj", 300), []
    glass = cached.moved(cached.positions, cached.box)  # of which no other test has kept anything
    indicator = INDICATORS["saddle_points"](spacing=5.0, events=1)
    first = indicator(glass, LOAD, shares.append)
    n = len(shares)
    second = indicator(glass, Load.simple_shear(20.0, sign=-1), shares.append)
    assert len(shares) == n > 0
    assert not np.array_equal(first, second)


def test_what_is_asked_for_is_checked():
    glass = annealed("poly")
    with pytest.raises(GlassError, match="positive radius"):
        saddle_points(glass, events=0)
    shaken = glass.with_positions(
        glass.positions + 0.1 * np.random.default_rng(0).standard_normal(glass.positions.shape)
    )
    with pytest.raises(NotAMinimumError):
        saddle_points(shaken)
