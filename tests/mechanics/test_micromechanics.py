"""The cubic of a cavity's stress: beside the walk along its branch, and the maxima of plain cubics."""

import numpy as np
import pytest
from making import small_glass
from naive_strength import relaxed_stress

from glasscope.engine import GlassError, Load
from glasscope.engine.mechanics.inclusions.expansion import stress_series
from glasscope.engine.mechanics.inclusions.inclusion import Surroundings, law_of
from glasscope.engine.mechanics.inclusions.micromechanics import bond_strengths, first_maximum, spaced_particles

PLACE, RADIUS = np.array([4.0, 5.0]), 2.5
LOAD = Load.simple_shear(20.0)


@pytest.mark.parametrize("model", ["ipl_q4", "ipl_q3", "poly_ipl"])
def test_derivatives_of_the_stress_are_differences_of_relaxed_cavities(model):
    glass, h = small_glass(model, 576), 2e-3
    series = stress_series(Surroundings(glass, RADIUS, 1e-3).cut(PLACE), law_of(glass.model), LOAD.A)
    at = {k: relaxed_stress(glass, PLACE, RADIUS, LOAD.A, k * h) for k in range(-3, 4)}
    first = (45 * (at[1] - at[-1]) - 9 * (at[2] - at[-2]) + at[3] - at[-3]) / (60 * h)
    second = (270 * (at[1] + at[-1]) - 27 * (at[2] + at[-2]) + 2 * (at[3] + at[-3]) - 490 * at[0]) / (180 * h * h)
    third = (-13 * (at[1] - at[-1]) + 8 * (at[2] - at[-2]) - (at[3] - at[-3])) / (8 * h**3)
    for value, expected, precision in zip(series, (at[0], first, second, third), (1e-9, 1e-6, 1e-5, 2e-3), strict=True):
        assert value == pytest.approx(expected, rel=precision)


def test_where_cubics_turn():
    series = np.array(
        [
            [0.0, 1.0, -2.0, 0.0],  # s - s^2: at 1/2
            [5.0, 1.0, 0.0, -2.0],  # s - s^3 / 3: at 1
            [0.0, 1.0, 2.0, 0.0],  # rises for ever
            [0.0, 1.0, 0.0, 2.0],
            [0.0, -1.0, 3.0, 0.0],  # falls at once
            [0.0, 1.0, -4.0, 6.0],  # s - 2 s^2 + s^3: at 1/3, a minimum at 1
        ]
    )
    np.testing.assert_allclose(first_maximum(series), [0.5, 1.0, np.nan, np.nan, 0.0, 1 / 3])


def test_strength_is_the_cubic_at_its_maximum():
    glass = small_glass("poly_ipl", 576)
    found = bond_strengths(glass, LOAD, radius=2.5)
    s = found.strain[:, None] * np.linspace(0, 1, 200)
    heights = np.stack([found.series[:, k, None] * s**k / (1, 1, 2, 6)[k] for k in range(4)]).sum(axis=0)
    known = np.isfinite(found.strength)
    assert 0 < known.sum() <= len(known)
    assert found.share_without == pytest.approx(1 - known.mean())
    np.testing.assert_allclose(heights[known].max(axis=1), found.strength[known], rtol=1e-9)
    field = found.on_particles(glass)
    assert field.min() == np.nanmin(found.strength)


def test_centres_keep_their_distance():
    glass = small_glass("lj", 576)
    sites = spaced_particles(glass, 3.0)
    apart = glass.box.minimum_image(glass.positions[sites][:, None] - glass.positions[sites])
    distances = np.linalg.norm(apart, axis=2) + 1e9 * np.eye(len(sites))
    assert distances.min() >= 3.0
    everywhere = glass.box.minimum_image(glass.positions[:, None] - glass.positions[sites])
    assert np.linalg.norm(everywhere, axis=2).min(axis=1).max() < 3.0


def test_dilation_has_no_strength():
    with pytest.raises(GlassError, match="does not shear"):
        bond_strengths(small_glass("poly_ipl", 576), Load.dilation())
