"""Arrows of the moment: modes the way that the load pushes them, the elastic response, and what is drawn of them."""

from types import SimpleNamespace

import numpy as np
import pytest

from glasscope.dashboard.fields.arrows import Arrows, VectorMaker, participation
from glasscope.dashboard.map.arrows import ARROWS, BINS, arrows
from glasscope.dashboard.moment.choices import MODE, RESPONSE
from glasscope.engine import Load


@pytest.mark.parametrize("number", [1, 2, 5])
def test_a_mode_points_the_way_it_is_pushed(glass, load, number):
    made = VectorMaker().make(Arrows(MODE, number, 0, load), glass, 0.0)
    values, modes = glass.response.modes(6)
    assert made.frequency == pytest.approx(np.sqrt(values[number - 1]), rel=1e-6)
    assert abs(np.sum(made.vectors * modes[number - 1])) == pytest.approx(1.0, abs=1e-4)
    assert np.sum(made.vectors * glass.response.nonaffine_velocity(load)) >= 0.0
    other = VectorMaker().make(Arrows(MODE, number, 0, load.reversed()), glass, 0.0)
    assert np.allclose(other.vectors, -made.vectors, atol=1e-6)


def test_the_response_is_the_nonaffine_velocity(glass):
    load = Load.pure_shear(20.0)
    made = VectorMaker().make(Arrows(RESPONSE, 0, 0, load), glass, 0.1)
    assert np.allclose(made.vectors, glass.response.nonaffine_velocity(load), atol=1e-6)
    assert made.frequency is None
    assert made.strain == 0.1


def test_modes_that_are_known_are_taken(glass, load):
    known = np.array([4.0]), np.ones((1, *glass.positions.shape)) / np.sqrt(glass.positions.size)
    made = VectorMaker().make(Arrows(MODE, 1, 0, load), glass, 0.0, known)
    assert made.frequency == 2.0
    assert made.participation == pytest.approx(1.0)


def test_a_mode_that_there_is_not_says_so(glass, load):
    made = VectorMaker().make(Arrows(MODE, 10_000, 0, load), glass, 0.0)
    assert made.vectors is None
    assert "modes" in made.error


def test_participation():
    alone = np.zeros((50, 2))
    alone[3] = 1.0
    assert participation(alone) == pytest.approx(1.0 / 50.0)
    assert participation(np.ones((50, 2))) == pytest.approx(1.0)
    assert participation(np.zeros((50, 2))) == 0.0


def drawn(vectors, positions, side):
    choices = SimpleNamespace(arrows=MODE)
    frame = SimpleNamespace(positions=positions, cell=side * np.eye(2))
    snapshot = SimpleNamespace(frame=frame, event=None)
    moment = SimpleNamespace(choices=choices, snapshot=snapshot, vectors=SimpleNamespace(vectors=vectors))
    columns = arrows(moment, (0.0, side, 0.0, side))
    return len(columns["x0"]) // 3, columns


def test_a_wave_is_drawn_all_over_and_a_spot_in_full():
    rng = np.random.default_rng(1)
    positions = 60.0 * rng.random((3600, 2))
    phase = 2.0 * np.pi * positions[:, 0] / 60.0
    count, columns = drawn(np.stack([np.zeros(3600), np.cos(phase)], axis=1), positions, 60.0)
    assert count > 0.8 * BINS**2
    tiles = np.histogram2d(columns["x0"][:count], columns["y0"][:count], 5, [[0, 60], [0, 60]])[0]
    assert tiles.min() > 5
    away = np.hypot(*(positions - 30.0).T)
    spot = np.stack([np.exp(-((away / 3.0) ** 2)), np.zeros(3600)], axis=1)
    count, columns = drawn(spot, positions, 60.0)
    assert 10 < count <= ARROWS
    assert np.hypot(columns["x0"][:count] - 30.0, columns["y0"][:count] - 30.0).max() < 8.0
