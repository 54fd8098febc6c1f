"""Plastic activity: motion that one puts in is counted, and a band of it is found."""

import itertools

import numpy as np
import pytest
from making import jittered

from glasscope.engine import GlassError, Load, nonaffine_d2min, shear
from glasscope.engine.prepare.library import library
from glasscope.engine.scores import find_band, plastic_activity, profile

LOAD = Load.simple_shear()


def strained(glass, strain, moved=0.0):
    deformation = LOAD.deformation(strain)
    return glass.with_positions(glass.positions @ deformation.T + moved, glass.box.deform(deformation))


def test_affine_motion_is_no_activity():
    glass = jittered("poly", 400)
    counts = list(plastic_activity(strained(glass, 0.01 * k) for k in range(4)))
    assert len(counts) == 3
    assert not any(count.any() for count in counts)


def test_a_band_of_slip_is_counted_each_time_and_found():
    """Particles of one strip are shaken in every step, and come back in between."""
    glass = jittered("poly", 900)
    height = glass.box.cell[1, 1]
    strip = np.abs(glass.positions[:, 1] - 0.3 * height) < 3.0
    random = np.random.default_rng(0)
    states = [strained(glass, 0.01 * k, 0.15 * strip[:, None] * random.standard_normal((900, 2))) for k in range(6)]
    *_, counts = plastic_activity(states)
    assert counts[strip].min() == 5
    far = np.abs(glass.positions[:, 1] - 0.3 * height) > 6.0
    assert not counts[far].any()
    band = find_band(states[-1].box, states[-1].positions, counts)
    assert band.normal == (0, 1)
    assert band.centre == pytest.approx(0.3, abs=0.05)
    assert band.width * height == pytest.approx(6.0, abs=3.0)
    across = profile(band, states[-1].box, states[-1].positions, counts)
    assert across.means.max() == pytest.approx(5.0)


def test_it_is_the_sum_over_steps():
    glass = next(entry for entry in library() if entry.key == "poly-swap-0.3-1024-2").load()
    at = [0.0, 0.01, 0.02, 0.03]
    states = [step.glass for step in shear(glass, LOAD, 0.03, at=at) if step.event is None]
    assert len(states) == 4
    *_, counts = plastic_activity(iter(states), threshold=0.005)
    expected = sum(nonaffine_d2min(a, b) > 0.005 for a, b in itertools.pairwise(states))
    np.testing.assert_array_equal(counts, expected)
    assert 0 < (counts > 0).mean() < 0.5


def test_a_threshold_is_positive():
    with pytest.raises(GlassError, match="above zero"):
        next(plastic_activity([], threshold=0.0))
