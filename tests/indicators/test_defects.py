"""Topological defects: fields that one knows, plain loops, and the sum over a periodic glass."""

import itertools

import numpy as np
import pytest
from making import small_glass

from glasscope.engine.indicators import INDICATORS
from glasscope.engine.indicators._defects import saddle_defects, windings
from glasscope.engine.matter import Glass, Load

TRIANGLE = np.array([[0, 1, 2]])
CORNERS = np.array([[1.0, 0.0], [-0.5, 0.8], [-0.4, -0.9]])  # counterclockwise around the origin


@pytest.mark.parametrize(
    ("field", "winding"),
    [(lambda x, y: (x, -y), -1), (lambda x, y: (x, y), 1), (lambda x, y: (-y, x), 1), (lambda x, y: (2 + x, y), 0)],
    ids=["saddle", "source", "vortex", "uniform"],
)
def test_fields_around_a_point(field, winding):
    vectors = np.array([field(x, y) for x, y in CORNERS])
    for other in (vectors, -vectors, 3 * vectors):
        assert windings(TRIANGLE, other).tolist() == [winding]
    assert windings(TRIANGLE[:, [1, 2, 0]], vectors).tolist() == [winding]
    mirrored = vectors * [-1, 1]
    assert windings(TRIANGLE[:, ::-1], mirrored).tolist() == [winding]  # the mirrored triangle is walked the other way


@pytest.mark.parametrize("model", ["lj", "poly"])
def test_over_a_periodic_glass_they_add_up_to_nothing(model):
    glass = small_glass(model, 144)
    for seed in range(5):
        field = np.random.default_rng(seed).standard_normal((144, 2))
        turns = windings(glass.tessellation.triangles, field)
        assert turns.sum() == 0
        assert (turns == -1).sum() > 5


def plain(glass, fields, width):
    """The definition, in loops over all particles and triangles."""
    n, length = glass.n_particles, width * glass.density**-0.5
    apart = glass.box.minimum_image(glass.positions[None] - glass.positions[:, None])
    square = (apart**2).sum(axis=2)
    weights = np.where(square < (3 * length) ** 2, np.exp(-square / (2 * length**2)), 0.0)
    counts = np.zeros(n)
    for field in fields:
        smooth = weights @ field
        for corners in glass.tessellation.triangles:
            angles = [np.arctan2(smooth[p, 1], smooth[p, 0]) for p in (*corners, corners[0])]
            steps = [np.angle(np.exp(1j * (b - a))) for a, b in itertools.pairwise(angles)]
            if round(sum(steps) / (2 * np.pi)) == -1:
                counts[corners] += 1 / 3
    return weights @ counts / len(fields)


@pytest.mark.parametrize("width", [0.6, 1.0])
def test_it_is_the_definition(width):
    glass, load = small_glass("ipl_q4", 400), Load.simple_shear(20.0)
    _, modes = glass.response.modes(40)
    expected = plain(glass, modes, width)
    np.testing.assert_allclose(saddle_defects(glass, modes, width), expected, atol=1e-10)
    np.testing.assert_allclose(INDICATORS["mode_defects"](share=0.05, width=width)(glass), expected, atol=1e-10)
    velocity = glass.response.nonaffine_velocity(load)
    found = INDICATORS["nonaffine_defects"](width=width)(glass, load)
    np.testing.assert_allclose(found, plain(glass, [velocity], width), atol=1e-10)
    assert found.max() > 0


def test_the_saddle_is_where_it_was_put():
    side, places = 20, np.indices((20, 20)).reshape(2, -1).T + 0.5
    glass = Glass("poly", places + 0.01 * np.sin(7 * places[:, ::-1]), diameters=np.ones(400), cell=side * np.eye(2))
    turns = 2 * np.pi * (places - 10.2) / side
    field = np.stack([np.sin(turns[:, 0]), -np.sin(turns[:, 1])], axis=1)  # saddles at 10.2 and at 0.2 in both
    found = saddle_defects(glass, field[None], 1.0)
    apart = glass.box.minimum_image(places - 10.2), glass.box.minimum_image(places - 0.2)
    nearest = np.min([np.hypot(*each.T) for each in apart], axis=0)
    assert nearest[found.argmax()] < 1.5
    assert found[nearest > 5].max() < 1e-3
