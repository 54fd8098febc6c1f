"""Discs: every image that reaches into the view, at its true radius, in its colour."""

import numpy as np
import pytest

from glasscope.dashboard.look.discs import NO_VALUE, draw, images_in_view
from glasscope.dashboard.look.theme import raster_palette

SQUARE = np.eye(2) * 10.0


def area(image, scale):
    """Area covered, edges counted by their coverage."""
    coverage = np.where(image > 0, (image.astype(int) - 1) % 4 + 1, 0)
    return coverage.sum() / 4.0 / scale**2


def test_a_disc_has_its_area_and_place():
    image = draw(np.array([[3.0, 6.0]]), np.array([1.5]), np.array([7], np.uint8), SQUARE, (0, 10, 0, 10), (400, 400))
    assert area(image, 40.0) == pytest.approx(np.pi * 1.5**2, rel=5e-3)
    rows, columns = np.nonzero(image)
    assert rows.mean() / 40.0 == pytest.approx(6.0, abs=0.02)
    assert columns.mean() / 40.0 == pytest.approx(3.0, abs=0.02)
    assert set(np.unique(image)) <= {0, 29, 30, 31, 32}


@pytest.mark.parametrize("tilt", [0.0, 0.3, 0.9, -0.4])
def test_periodic_images_fill_the_view(tilt):
    """A view of the cell's size shows each particle's whole area once, however sheared and wherever it is."""
    cell = np.array([[10.0, 0.0], [10.0 * tilt, 10.0]])
    places = np.array([[0.1, 0.1], [0.35, 0.6], [0.6, 0.3], [0.85, 0.8], [0.2, 0.85]])
    positions = (places + np.array([[0, 0], [-3, 1], [2, 2], [0, -1], [1, 0]])) @ cell
    radii = np.full(5, 0.4)
    for corner in ((0.0, 0.0), (-13.0, 21.0)):
        view = (corner[0], corner[0] + 10.0, corner[1], corner[1] + 10.0)
        image = draw(positions, radii, np.zeros(5, np.uint8), cell, view, (300, 300))
        assert area(image, 30.0) == pytest.approx(5 * np.pi * 0.16, rel=0.03)


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


def test_levels_and_palette_agree():
    palette = raster_palette("magma", True, False)
    assert len(palette) == 256
    assert palette[0].endswith("00")
    levels = np.array([0, 62, NO_VALUE], np.uint8)
    positions = np.array([[2.0, 5.0], [5.0, 5.0], [8.0, 5.0]])
    image = draw(positions, np.full(3, 1.0), levels, SQUARE, (0, 10, 0, 10), (100, 100))
    assert image[50, 20] == 4
    assert image[50, 50] == 252
    assert image[50, 80] == 255
    assert palette[4].endswith("ff")
    assert palette[252].endswith("ff")
    assert palette[255][:7] not in (palette[4][:7], palette[252][:7])


def test_tiny_discs_stay_visible():
    image = draw(np.full((1, 2), 5.0), np.full(1, 1e-3), np.zeros(1, np.uint8), SQUARE, (0, 10, 0, 10), (64, 64))
    assert image.any()


def test_arrays_that_disagree_are_refused():
    with pytest.raises(ValueError, match="as many"):
        draw(np.zeros((3, 2)), np.ones(3), np.zeros(2, np.uint8), SQUARE, (0, 10, 0, 10), (16, 16))
