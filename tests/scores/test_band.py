"""Shear bands: where one was put, it is found; profiles and ranks against loops and by hand."""

import numpy as np
import pytest
from making import small_glass

from glasscope.engine import INDICATORS, GlassError, Load, nonaffine_d2min
from glasscope.engine.matter import Box
from glasscope.engine.scores import Band, find_band, mean_ranks, profile, rank_inside
from glasscope.engine.scores.band import NORMALS

RNG = np.random.default_rng(5)
SQUARE, SHEARED = Box(40.0 * np.eye(2)), Box([[40.0, 0.0], [4.0, 40.0]])


def particles(n=6000):
    return RNG.random((n, 2))


def banded(shares, normal, centre, width):
    """1 in a band, 0.01 elsewhere, times noise."""
    apart = shares @ np.array(normal, dtype=float) - centre
    apart -= np.round(apart)
    return np.where(np.abs(apart) <= width / 2, 1.0, 0.01) * RNG.exponential(size=len(shares))


@pytest.mark.parametrize("box", [SQUARE, SHEARED], ids=["square", "sheared"])
@pytest.mark.parametrize("normal", NORMALS)
@pytest.mark.parametrize("centre", [0.3, 0.98])  # the second one goes through the boundary
def test_a_band_is_found_where_it_was_put(box, normal, centre):
    shares = particles()
    places = shares @ box.cell
    band = find_band(box, places, banded(shares, normal, centre, 0.2))
    assert band.normal == normal
    bin_share = 1.0 / band.period(box)
    assert abs((band.centre - centre + 0.5) % 1 - 0.5) <= bin_share
    assert band.width == pytest.approx(0.2, abs=2 * bin_share)
    assert band.clarity > 0.5
    inside = band.contains(box, places)
    assert inside.mean() == pytest.approx(band.width, abs=0.02)


def test_its_place_is_that_of_the_particles_wherever_they_are_wrapped():
    shares = particles()
    activity = banded(shares, (0, 1), 0.7, 0.15)
    moved = shares + RNG.integers(-2, 3, shares.shape)
    first, second = (find_band(SHEARED, each @ SHEARED.cell, activity) for each in (shares, moved))
    assert first.normal == second.normal
    assert first.centre == pytest.approx(second.centre)


def test_the_period_is_the_distance_of_the_lattice_lines():
    assert Band((0, 1), 0.5, 0.1, 1.0).period(SHEARED) == pytest.approx(40.0)
    assert Band((1, 1), 0.5, 0.1, 1.0).period(SQUARE) == pytest.approx(40.0 / np.sqrt(2.0))
    assert Band((1, 0), 0.5, 0.1, 1.0).period(SHEARED) == pytest.approx(SHEARED.heights[0])


def test_a_spot_is_no_band():
    places = particles() * 40.0
    apart = SQUARE.minimum_image(places - [11.0, 23.0])
    spot = np.where(np.hypot(*apart.T) < 4.0, 1.0, 1e-3)
    assert find_band(SQUARE, places, spot).clarity < 0.1
    assert find_band(SQUARE, places, RNG.exponential(size=len(places))).clarity < 0.1


def test_a_profile_is_the_mean_of_each_bin():
    places, values = particles(500) * 40.0, RNG.normal(size=500)
    values[::50] = np.nan
    band = Band((1, 0), 0.25, 0.2, 1.0)
    found = profile(band, SQUARE, places, values, 2.0)
    assert len(found.distances) == 20
    for distance, mean, count in zip(*found, strict=True):
        x = (places[:, 0] - 10.0 + 20.0) % 40.0 - 20.0
        chosen = (np.abs(x - distance) <= 1.0) & np.isfinite(values)
        assert count == chosen.sum()
        assert mean == pytest.approx(values[chosen].mean())


def test_an_empty_bin_has_no_mean():
    found = profile(Band((0, 1), 0.5, 0.1, 1.0), SQUARE, np.array([[3.0, 20.5]]), np.array([7.0]))
    assert np.isnan(found.means).sum() == 39
    assert found.means[20] == 7.0


@pytest.mark.parametrize("soft", ["high", "low"])
def test_rank_inside_is_the_mean_of_the_ranks(soft):
    field, inside = RNG.normal(size=300), RNG.random(300) < 0.2
    ranks = mean_ranks(field if soft == "high" else -field) / 300
    assert rank_inside(field, inside, soft) == pytest.approx(ranks[inside].mean())
    softest = field >= np.sort(field)[-30]
    assert rank_inside(field, softest, "high") == pytest.approx(1.0 - 29 / 600)
    assert rank_inside(field, softest, "low") == pytest.approx(31 / 600)


def test_the_rank_inside_of_a_constant_field_is_chance():
    assert rank_inside(np.ones(100), np.arange(100) < 10) == pytest.approx(0.505)
    assert np.isnan(rank_inside(np.ones(100), np.zeros(100, bool)))


def test_what_cannot_be_taken_is_refused():
    places = particles(50) * 40.0
    for activity in (np.zeros(50), -np.ones(50), np.full(50, np.nan)):
        with pytest.raises(GlassError, match="not negative"):
            find_band(SQUARE, places, activity)
    with pytest.raises(GlassError, match="one value a place"):
        profile(Band((1, 0), 0.5, 0.1, 1.0), SQUARE, places, np.ones(49))
    with pytest.raises(GlassError, match="one length"):
        rank_inside(np.ones(3), np.ones(4, bool))


def test_a_strip_of_a_glass_that_was_moved_is_its_band():
    """A slab carried along by ten per cent: D2min is large where it tears, and only there."""
    glass = small_glass("lj", 400, seed=1)
    shares = glass.box.fractional(glass.positions)[:, 1] % 1.0
    carried = glass.positions + np.outer((shares > 0.4) & (shares < 0.6), [0.9, 0.0])
    d2min = nonaffine_d2min(glass, glass.moved(carried, glass.box))
    band = find_band(glass.box, glass.positions, d2min)
    assert band.normal == (0, 1)
    assert band.centre == pytest.approx(0.5, abs=0.06)
    field = INDICATORS["local_density"]()(glass, Load.simple_shear())
    assert 0.3 < rank_inside(field, band.contains(glass.box, glass.positions), "low") < 0.7
