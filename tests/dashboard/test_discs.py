"""What a map is drawn from: places, levels, which states follow from each other; and the reference of the drawing."""

import json
from types import SimpleNamespace

import naive_discs
import numpy as np
import pytest
from waiting import wait_for

from glasscope.dashboard.look.images import images_in_view
from glasscope.dashboard.look.shades import FAINT, NO_VALUE
from glasscope.dashboard.map.discs import UNITS, _levels, places_of

SQUARE = np.eye(2) * 10.0


def picture(positions, radii, levels, cell, view, shape):
    return naive_discs.picture(UNITS * (positions @ np.linalg.inv(cell)) % UNITS, radii, levels, cell, view, shape)


def area(image, scale):
    """Area covered, edges counted by their coverage."""
    coverage = np.where(image > 0, (image.astype(int) - 1) % 4 + 1, 0)
    return coverage.sum() / 4.0 / scale**2


def test_a_disc_of_the_reference_has_its_area_and_place():
    image = picture(np.array([[3.0, 6.0]]), np.array([1.5]), np.array([7]), SQUARE, (0, 10, 0, 10), (400, 400))
    assert area(image, 40.0) == pytest.approx(np.pi * 1.5**2, rel=5e-3)
    rows, columns = np.nonzero(image)
    assert (rows.mean() + 0.5) / 40.0 == pytest.approx(6.0, abs=0.02)
    assert (columns.mean() + 0.5) / 40.0 == pytest.approx(3.0, abs=0.02)
    assert set(np.unique(image)) <= {0, 29, 30, 31, 32}


@pytest.mark.parametrize("tilt", [0.0, 0.3, 0.9, -0.4])
def test_its_periodic_images_fill_the_view(tilt):
    """A view of the cell's size shows each particle's whole area once, however sheared and wherever it is."""
    cell = np.array([[10.0, 0.0], [10.0 * tilt, 10.0]])
    places = np.array([[0.1, 0.1], [0.35, 0.6], [0.6, 0.3], [0.85, 0.8], [0.2, 0.85]])
    positions = (places + np.array([[0, 0], [-3, 1], [2, 2], [0, -1], [1, 0]])) @ cell
    for corner in ((0.0, 0.0), (-13.0, 21.0)):
        view = (corner[0], corner[0] + 10.0, corner[1], corner[1] + 10.0)
        image = picture(positions, np.full(5, 0.4), np.zeros(5), cell, view, (300, 300))
        assert area(image, 30.0) == pytest.approx(5 * np.pi * 0.16, rel=0.03)


def test_tiny_discs_stay_visible_and_a_level_is_an_index():
    positions = np.array([[2.0, 5.0], [5.0, 5.0], [8.0, 5.0]])
    levels = np.array([0, 62, NO_VALUE])
    image = picture(positions, np.array([1e-3, 1.0, 1.0]), levels, SQUARE, (0, 10, 0, 10), (100, 100))
    assert image[:, :30].any()
    assert (image[50, 50], image[50, 80]) == (252, 255)


def test_points_have_the_images_that_discs_have():
    cell = np.array([[10.0, 0.0], [4.0, 10.0]])
    points = np.array([[1.0, 9.5], [-7.0, 33.0]])
    view = (0.0, 20.0, 0.0, 20.0)
    places, which = images_in_view(points, cell, view)
    assert len(places) == 8  # four cells' worth of area, two points
    assert sorted(which) == [0] * 4 + [1] * 4
    back = (places - points[which]) @ np.linalg.inv(cell)
    assert np.allclose(back, np.round(back))
    assert images_in_view(np.empty((0, 2)), cell, view)[0].shape == (0, 2)


def test_places_are_fractions_of_the_cell_wherever_particles_are():
    cell = np.array([[10.0, 0.0], [4.0, 10.0]])
    fractions = np.random.default_rng(1).random((50, 2))
    told = places_of((fractions + np.arange(-25, 25)[:, None]) @ cell, cell)
    assert told.dtype == np.uint16
    away = told / UNITS - fractions
    assert np.abs(away - np.rint(away)).max() <= 0.51 / UNITS


def test_what_is_pending_is_faint():
    values, pending = np.array([0.0, 1.0, np.nan]), np.array([False, True, True])
    field = SimpleNamespace(values=values, pending=pending)
    moment = SimpleNamespace(field=field, shading=SimpleNamespace(softness=lambda each: each))
    assert _levels(moment).tolist() == [0, 62 + FAINT, NO_VALUE]


def told(session, row):
    session.player.seek(row)
    session.pusher._asked = True
    session.pusher.push()
    return json.loads(session.map.discs.model.about)


def test_states_are_of_one_branch_up_to_an_event(session):
    event = session.history.events[0]
    rows = [frame.row for frame in session.history.frames]
    before = [told(session, row)["branch"] for row in rows if row <= event.row]
    assert len(before) > 1
    assert len(set(before)) == 1
    after = told(session, event.row + 1)
    assert after["branch"] != before[0]
    snapshot = session.history.snapshot(event.row + 1)
    assert (after["path"], after["strain"], after["stress"]) == (snapshot.path, snapshot.strain, snapshot.stress)
    assert not after["plays"]
    np.testing.assert_allclose(np.reshape(after["cell"], (2, 2)), snapshot.frame.cell)


def test_only_what_has_changed_is_sent(session):
    wait_for(lambda: told(session, 0) and session.taking.moment().field is not None)
    told(session, 0)
    sent = []
    for name in ("places", "radii", "levels", "colours"):
        session.map.discs.model.on_change(name, lambda attr, old, new: sent.append(attr))
    told(session, 1)
    assert sent == ["places"]
    told(session, 1)
    assert sent == ["places"]
    session.choices.dark = False
    told(session, 1)
    assert sent == ["places", "colours"]
