"""The camera: what is looked at has limits, whatever the browser says, for what is drawn costs as much as is seen."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from bokeh.models import ColumnDataSource
from bokeh.plotting import figure

from glasscope.dashboard.look.figures import let_go
from glasscope.dashboard.look.images import images_in_view
from glasscope.dashboard.map.camera import HOME, MOST_DISCS, WIDEST, Camera
from glasscope.dashboard.map.map import LARGEST_IMAGE, MapView
from glasscope.dashboard.map.voronoi_lines import CellsView

CELL = np.array([[30.0, 0.0], [4.0, 30.0]])
N = 900


@pytest.fixture
def moved():
    """How often the camera has said that it was moved."""
    return []


@pytest.fixture
def camera(moved):
    made = Camera(lambda: moved.append(1))
    made.place(CELL, N)
    return made


def look(camera, x0, x1, y0=0.0, y1=10.0):
    """As a browser says it."""
    camera.x_range.start, camera.x_range.end = x0, x1
    camera.y_range.start, camera.y_range.end = y0, y1
    return camera.place(CELL, N)


def images(view, n_particles=N):
    """How many particles are drawn in a view, counted one by one."""
    points = np.random.default_rng(1).random((n_particles, 2)) @ CELL
    return len(images_in_view(points, CELL, view)[0])


def test_at_home_it_shows_the_whole_cell_and_follows_it(camera, moved):
    assert camera.view[1] - camera.view[0] == pytest.approx(HOME * 30.0)
    camera.place(2.0 * CELL, N)
    assert camera.view[1] - camera.view[0] == pytest.approx(HOME * 60.0)
    assert camera.at_home
    assert not moved


def test_a_view_within_the_limits_is_left_as_it_is(camera, moved):
    for view in ((3.0, 13.0, 0.0, 10.0), (-40.0, 40.0, -40.0, 40.0), (60.0, 64.0, -50.0, -46.0)):
        assert look(camera, *view) == view
    assert not camera.at_home
    assert moved


@pytest.mark.parametrize("width", [130.0, 1e4, 1e9, 1e100])
def test_zooming_out_ends(camera, width):
    x0, x1, y0, y1 = look(camera, -width, width, -width, width)
    assert x1 - x0 == y1 - y0 == pytest.approx(WIDEST * 30.0)
    assert images(camera.view) <= 1.2 * WIDEST**2 * N
    assert (camera.x_range.start, camera.x_range.end) == (x0, x1), "the browser is told"


def test_zooming_in_ends(camera):
    x0, x1, _, _ = look(camera, 3.0, 3.0 + 1e-9)
    assert x1 - x0 == pytest.approx(2.0)
    assert math.isfinite(camera.scale_bar()["share"])


def test_one_cannot_go_away(camera):
    x0, x1, _, _ = look(camera, 1e6, 1e6 + 10.0)
    assert x1 - x0 == pytest.approx(10.0)
    assert x1 <= 4.0 * 30.0


@pytest.mark.parametrize(
    "ends", [(math.nan, 1.0), (0.0, math.inf), (5.0, 5.0), (9.0, 3.0), (-1.5e308, 1.5e308), ("2020-01-01", 3.0)]
)
def test_what_is_no_view_leads_home(camera, ends):
    home = camera.view
    assert look(camera, *ends) == home
    assert camera.at_home


def test_of_a_large_glass_less_is_seen_at_once():
    camera = Camera(lambda: None)
    camera.place(CELL, 100_000)
    camera.x_range.start, camera.x_range.end = -1e6, 1e6
    view = camera.place(CELL, 100_000)
    assert images((*view[:2], *view[:2]), 100_000) <= 1.1 * MOST_DISCS
    camera.place(CELL, 10**7)
    assert camera.view[1] - camera.view[0] >= HOME * 30.0, "the whole of it can always be seen"


def test_the_browser_is_told_the_limits_and_not_at_every_step(camera):
    camera.home()
    camera.place(CELL, N)
    told = []
    for name in ("bounds", "min_interval", "max_interval"):
        camera.x_range.on_change(name, lambda attr, old, new: told.append(attr))
    for strain in np.linspace(0.0, 1e-4, 5):
        camera.place(CELL * (1.0 + strain), N)
    assert not told
    camera.place(1.5 * CELL, N)
    assert set(told) == {"bounds", "min_interval", "max_interval"}
    assert camera.x_range.max_interval == pytest.approx(1.5 * WIDEST * 30.0)


@pytest.mark.parametrize("said", [-5, 0, None, 1, 10**9])
def test_a_picture_has_a_size_whatever_the_browser_says(camera, said):
    view = MapView(camera, lambda: None, lambda x, y: None)
    view._resized("inner_width", 640, said)
    rows, columns = view._shape()
    assert 16 <= min(rows, columns) <= max(rows, columns) <= LARGEST_IMAGE


def test_where_there_would_be_nothing_but_lines_none_are_drawn():
    asked = []
    cells = SimpleNamespace(picture=lambda *given: asked.append(given) or np.zeros((4, 4), np.uint8))
    snapshot, glass = SimpleNamespace(frame=SimpleNamespace(cell=CELL)), SimpleNamespace(n_particles=N)
    moment = SimpleNamespace(found=lambda kind: cells, snapshot=snapshot, glass=glass)
    view = CellsView(figure())
    view.update(moment, (0.0, 30.0, 0.0, 30.0), (640, 640), 1.0)
    assert len(asked) == len(view.source.data["image"]) == 1
    view.update(moment, (0.0, 1000.0, 0.0, 1000.0), (640, 640), 1.0)
    assert len(asked) == 1
    assert not len(view.source.data["image"])


def test_a_mark_that_is_not_there_was_not_clicked():
    source = ColumnDataSource({"x": [1.0, 2.0]})
    for indices, at in (([], None), ([1], 1), ([2], None), ([10**7], None)):
        source.selected.indices = indices
        assert let_go(source, indices) == at
        assert source.selected.indices == []
