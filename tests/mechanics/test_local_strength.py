"""Inclusions in a frozen matrix: forces, stiffness and curvature by finite differences, paths beside fixed steps."""

import naive_strength as naive
import numpy as np
import pytest
from making import small_glass

from glasscope.engine import GlassError, Load, NotAMinimumError
from glasscope.engine.indicators import INDICATORS
from glasscope.engine.matter import MODELS
from glasscope.engine.mechanics.inclusions.continuation import FOLD, MAXIMUM
from glasscope.engine.mechanics.inclusions.forces import (
    curvature,
    deformed,
    forces,
    radial_derivatives,
    stiffness,
    stress,
)
from glasscope.engine.mechanics.inclusions.inclusion import Surroundings, law_of, list_pairs
from glasscope.engine.mechanics.inclusions.local_strength import local_strengths
from glasscope.engine.mechanics.inclusions.sites import direction_of, site_grid
from glasscope.engine.mechanics.inclusions.strengths import LocalStrengths

RADIUS, PLACE = 2.5, np.array([4.0, 5.0])
RATE = Load.simple_shear(20.0).A


def glass_of(model):
    return small_glass(model, 576)


class Bench:
    """One inclusion with all that its kernels need."""

    def __init__(self, glass, springs=0.0):
        self.glass, self.law = glass, law_of(glass.model)
        around = Surroundings(glass, RADIUS, 0.2, *((1.0, springs) if springs else ()))
        self.disc = around.cut(PLACE)
        self.n = len(self.disc.springs)
        self.zero = np.zeros_like(self.disc.positions)
        self.pairs = list_pairs(self.disc, self.law, RATE, 0.0, self.zero, 0.5)
        self.dx, self.dy, self.slope = np.empty((3, len(self.pairs.i)))
        self.w = np.empty((len(self.pairs.i), 3))

    def forces(self, strain, u):
        out = np.empty_like(self.disc.positions)
        energy = forces(
            self.pairs, self.law, RATE, strain, u, self.disc.springs, self.dx, self.dy, self.slope, out
        )  # fmt: skip
        return energy, out[: self.n].ravel()

    def stress(self, strain, u):
        self.forces(strain, u)
        return stress(self.pairs, RATE, self.dx, self.dy, self.slope, self.disc.volume)

    def linear(self, strain, u):
        deformed(self.pairs, RATE, strain, u, self.dx, self.dy)
        radial_derivatives(self.law, self.pairs, self.dx, self.dy, self.w)
        lda = self.pairs.below + 1
        band, pull = np.empty(2 * self.n * lda), np.empty(2 * self.n)
        stiffness(self.pairs, RATE, self.dx, self.dy, self.w, self.disc.springs, band, pull)
        matrix, columns = np.zeros((2 * self.n, 2 * self.n)), band.reshape(2 * self.n, lda)
        for c in range(2 * self.n):
            for r in range(c, min(2 * self.n, c + lda)):
                matrix[r, c] = matrix[c, r] = columns[c, r - c]
        return matrix, pull

    def moved(self, seed=1, size=0.02):
        u = self.zero.copy()
        u[: self.n] = size * np.random.default_rng(seed).standard_normal((self.n, 2))
        return u


@pytest.fixture(scope="module", params=sorted(MODELS))
def bench(request):
    return Bench(glass_of(request.param))


def test_forces_and_stress_are_those_of_plain_loops(bench):
    u, strain = bench.moved(), 0.03
    positions = bench.disc.positions @ (np.eye(2) + strain * RATE).T + u
    expected = naive.forces_and_stress(
        bench.glass, bench.disc.particles, positions, bench.n, RATE, np.pi * RADIUS**2
    )  # fmt: skip
    scale = np.abs(expected[0]).max()
    np.testing.assert_allclose(bench.forces(strain, u)[1].reshape(-1, 2), expected[0], atol=1e-11 * scale)
    assert bench.stress(strain, u) == pytest.approx(expected[1], rel=1e-10)


def test_a_disc_is_what_brute_force_finds(bench):
    order, positions, n_free = naive.inclusion(bench.glass, PLACE, RADIUS, bench.disc.reach + RADIUS + 0.2)
    assert n_free == bench.n
    assert set(order[:n_free]) == set(bench.disc.particles[:n_free])
    assert set(order) <= set(bench.disc.particles)
    own = dict(zip(bench.disc.particles, bench.disc.positions, strict=True))
    np.testing.assert_allclose([own[p] for p in order], positions, atol=1e-12)


def test_at_rest_nothing_pulls(bench):
    assert np.abs(bench.forces(0.0, bench.zero)[1]).max() < 1e-9


@pytest.mark.parametrize("springs", [0.0, 30.0])
def test_forces_and_stiffness_are_derivatives(springs):
    bench, h = Bench(glass_of("ipl_q4"), springs), 1e-5
    u, strain = bench.moved(), 0.02
    matrix, pull = bench.linear(strain, u)
    _, force = bench.forces(strain, u)
    for k in np.random.default_rng(0).choice(2 * bench.n, 6, replace=False):
        step = bench.zero.copy()
        step[k // 2, k % 2] = h
        (up, above), (down, below) = bench.forces(strain, u + step), bench.forces(strain, u - step)
        assert (up - down) / (2 * h) == pytest.approx(-force[k], rel=1e-6, abs=1e-6)
        np.testing.assert_allclose((above - below) / (2 * h), -matrix[k], atol=1e-6 * np.abs(matrix).max())
    change = (bench.forces(strain + h, u)[1] - bench.forces(strain - h, u)[1]) / (2 * h)
    np.testing.assert_allclose(change, pull, atol=1e-6 * np.abs(pull).max())


@pytest.mark.parametrize("model", ["ipl_q4", "lj"])
def test_curvature_is_the_second_derivative_along_a_direction(model):
    bench, h = Bench(glass_of(model)), 2e-4
    u, strain, along_strain = bench.moved(), 0.02, 0.7
    along = np.random.default_rng(3).standard_normal(2 * bench.n)
    bench.linear(strain, u)
    push = np.empty(2 * bench.n)
    slope = curvature(
        bench.pairs, RATE, bench.dx, bench.dy, bench.w, along, along_strain, bench.disc.volume, push
    )  # fmt: skip
    step = bench.zero.copy()
    step[: bench.n] = along.reshape(-1, 2)
    at = [bench.forces(strain + k * h * along_strain, u + k * h * step)[1] for k in (-2, -1, 0, 1, 2)]
    second = (-at[0] + 16 * at[1] - 30 * at[2] + 16 * at[3] - at[4]) / (12 * h * h)
    np.testing.assert_allclose(push, second, atol=2e-5 * np.abs(second).max())
    heights = [bench.stress(strain + k * h * along_strain, u + k * h * step) for k in (-1, 1)]
    assert slope == pytest.approx((heights[1] - heights[0]) / (2 * h), rel=1e-4)


@pytest.mark.parametrize("model", [pytest.param("lj", marks=pytest.mark.slow), "poly", "ipl_q4"])
def test_strengths_are_those_of_fixed_steps(model):
    """Steps of 2 10^-3: the critical strain lies in the step, the stress not above the true maximum."""
    glass, step = glass_of(model), 2e-3
    sites, angles = np.array([[3.0, 4.0]]), [0.0, 130.0]
    found = local_strengths(glass, sites, angles, radius=RADIUS, threads=1)
    for s, a in np.ndindex(found.ended.shape):
        rate = Load.simple_shear(angles[a]).A
        strain, height, at_rest = naive.fixed_steps(glass, sites[s], RADIUS, rate, step)
        assert found.ended[s, a] in (MAXIMUM, FOLD)
        assert found.prestress[s, a] == pytest.approx(at_rest, abs=1e-9)
        assert abs(found.critical_strain[s, a] - strain) < 1.5 * step
        assert found.critical_stress[s, a] == pytest.approx(height, abs=2e-3 * abs(height) + 2e-3)
        assert found.critical_stress[s, a] > height - 1e-6 * abs(height)  # a level place is one to that


def test_the_papers_steps_are_those_of_plain_loops():
    glass, site, step = glass_of("ipl_q4"), np.array([[3.0, 4.0]]), 2e-3
    found = local_strengths(glass, site, [0.0, 130.0], radius=RADIUS, step=step)
    for a, angle in enumerate(found.angles):
        strain, height, _ = naive.fixed_steps(glass, site[0], RADIUS, Load.simple_shear(angle).A, step)
        assert found.critical_strain[0, a] == pytest.approx(strain, abs=1e-9)
        assert found.critical_stress[0, a] == pytest.approx(height, rel=1e-6)
    smooth = local_strengths(glass, site, [0.0, 130.0], radius=RADIUS)
    np.testing.assert_allclose(found.modulus, smooth.modulus, rtol=2e-2)


def test_threads_and_company_change_nothing():
    glass, sites = glass_of("lj"), np.array([[3.0, 4.0], [8.0, 2.0], [1.0, 9.0]])
    one, two = (local_strengths(glass, sites, [0.0, 90.0], radius=RADIUS, threads=n) for n in (1, 2))
    alone = local_strengths(glass, sites[1:2], [90.0], radius=RADIUS)
    for name in ("prestress", "modulus", "critical_strain", "critical_stress", "ended"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
        np.testing.assert_array_equal(getattr(one, name)[1, 1], getattr(alone, name)[0, 0])


def test_a_turned_glass_has_turned_strengths():
    glass = glass_of("lj")
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    turned = glass.with_positions(glass.positions @ turn.T, cell=glass.box.cell @ turn.T)
    site = np.array([[3.0, 4.0]])
    one = local_strengths(glass, site, [0.0, 30.0], radius=RADIUS)
    other = local_strengths(turned, site @ turn.T, [90.0, 120.0], radius=RADIUS)
    np.testing.assert_allclose(other.increments, one.increments, rtol=1e-5)


def test_soft_springs_make_a_softer_place():
    """Free discs of one size: held by springs in a ring they bear no more modulus than in a frozen matrix."""
    glass, site = glass_of("ipl_q4"), np.array([[3.0, 4.0]])
    frozen, stiff, soft = (
        local_strengths(glass, site, [0.0], radius=2.5, shell=0.8, stiffness=k).modulus[0, 0]
        for k in (np.inf, 1e7, 10.0)
    )
    assert stiff == pytest.approx(frozen, rel=1e-3)
    assert soft < frozen


def test_the_weakest_direction_near_the_load_counts():
    increments = np.array([[1.0, 0.8, 9.0, 0.1]])
    angles, ones = np.array([0.0, 30.0, 60.0, 90.0]), np.ones((1, 4))
    strengths = LocalStrengths(
        np.zeros((1, 2)), angles, 1.0, 0 * ones, ones, ones, increments, np.full((1, 4), MAXIMUM, np.int8)
    )
    assert strengths.along(Load.simple_shear())[0] == pytest.approx(1.0)  # 0.8 / cos 60 degrees is more
    assert strengths.along(Load.simple_shear(30.0))[0] == pytest.approx(0.8)
    assert strengths.along(Load.simple_shear(sign=-1))[0] == pytest.approx(0.1)


def test_directions_of_loads():
    assert direction_of(Load.simple_shear(30.0)) == pytest.approx(30.0)
    assert direction_of(Load.simple_shear(0.0, -1)) == pytest.approx(90.0)
    assert direction_of(Load.pure_shear(45.0)) == pytest.approx(0.0, abs=1e-9)
    with pytest.raises(GlassError, match="does not shear"):
        direction_of(Load.dilation())


def test_sites_fill_the_cell():
    glass = glass_of("lj")
    sites = site_grid(glass, 2.0)
    area = glass.box.volume / len(sites)
    assert 0.7 * 4 < area < 1.4 * 4
    with pytest.raises(GlassError, match="positive"):
        site_grid(glass, 0.0)


def test_what_is_no_minimum_is_refused():
    glass = glass_of("lj")
    shaken = glass.with_positions(glass.positions + 0.2 * np.random.default_rng(0).random(glass.positions.shape))
    with pytest.raises(NotAMinimumError, match="relax"):
        local_strengths(shaken, np.array([[3.0, 4.0]]), [0.0], radius=RADIUS)


def test_a_cell_that_is_too_small_is_refused():
    with pytest.raises(GlassError, match="too small for a disc"):
        local_strengths(glass_of("lj"), radius=20.0)


def test_progress_may_end_it():
    class Enough(Exception):
        pass

    seen = []

    def progress(done, found):
        seen.append((done, np.isfinite(found.prestress).all(axis=1).sum()))
        if done == 2:
            raise Enough

    with pytest.raises(Enough):
        local_strengths(glass_of("lj"), np.tile([[3.0, 4.0]], (5, 1)), [0.0], radius=RADIUS, progress=progress)
    assert seen == [(1, 1), (2, 2)]


def test_directions_are_kept_for_another_load():
    glass = small_glass("poly", 300)
    indicator, done = INDICATORS["residual_strength"](spacing=5.0, directions=6), []
    fields = [indicator(glass, Load.simple_shear(angle), done.append) for angle in (0.0, 30.0, 90.0)]
    assert done.count(1.0) == 3  # 90 degrees is new to all that 0 was
    again = [indicator(glass, Load.simple_shear(angle), done.append) for angle in (0.0, 30.0, 90.0)]
    assert done.count(1.0) == 3
    fresh = glass.moved(glass.positions, glass.box)  # another object, of which nothing is known
    for angle, field, same in zip((0.0, 30.0, 90.0), fields, again, strict=True):
        np.testing.assert_array_equal(field, same)
        np.testing.assert_array_equal(indicator(fresh, Load.simple_shear(angle)), field)
