"""Voronoi cells on the map: every edge once, drawn as the distance to it says, found for the state that is shown."""

from types import SimpleNamespace

import numpy as np
import pytest
from waiting import wait_for

from glasscope.dashboard.found.voronoi import Cells, cell_finder, wanted_cells
from glasscope.dashboard.look.lines import draw_edges, edges_of


def covered(edge, shape, width):
    """The picture of one edge by the distance of every pixel's middle to it."""
    x0, y0, x1, y1 = edge
    y, x = np.mgrid[: shape[0], : shape[1]] + 0.5
    along = np.array([x1 - x0, y1 - y0])
    half = np.hypot(*along) / 2
    unit = along / (2 * half)
    dx, dy = x - (x0 + x1) / 2, y - (y0 + y1) / 2
    away, beyond = abs(dx * unit[1] - dy * unit[0]), abs(dx * unit[0] + dy * unit[1]) - half
    return np.clip(0.5 * width + 0.5 - away, 0, 1) * np.clip(1 - beyond, 0, 1) * min(1.0, width)


def test_every_edge_is_there_once(glass):
    found, edges = glass.tessellation, edges_of(glass.tessellation)
    assert len(edges) == 3 * glass.n_particles  # three edges meet in each corner
    lengths = np.hypot(edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1])
    perimeter = 0.0
    for begin, end in zip(found.starts[:-1], found.starts[1:], strict=True):
        corners = found.vertices[begin:end]
        perimeter += np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1).sum()
    assert 2.0 * lengths.sum() == pytest.approx(perimeter, rel=1e-12)


@pytest.mark.parametrize("width", [0.7, 1.0, 2.0])
@pytest.mark.parametrize(
    "edge", [(5, 20, 35, 20), (12.3, 4.1, 12.3, 33), (3, 5, 33, 30), (30, 8.5, 11, 31), (20, 20, 21, 20.4)]
)
def test_a_line_covers_what_is_near_it(edge, width):
    image = draw_edges(np.array([edge], dtype=float), 1000.0 * np.eye(2), (0.0, 40.0, 0.0, 40.0), (40, 40), width)
    assert np.abs(image / 255.0 - covered(edge, (40, 40), width)).max() < 1.0 / 255.0 + 1e-9  # it is rounded down


def test_an_edge_across_the_boundary_is_drawn_at_both_sides():
    image = draw_edges(np.array([[-2.0, 5.0, 2.0, 5.0]]), 10.0 * np.eye(2), (0.0, 10.0, 0.0, 10.0), (50, 50), 1.0)
    assert image[24:26, :8].max() > 100
    assert image[24:26, -8:].max() > 100
    assert image[24:26, 20:30].max() == 0


def test_a_picture_of_few_pixels_shows_only_what_is_in_view():
    edges = np.random.default_rng(1).uniform(0.0, 100.0, (500, 2)).repeat(2, axis=1)[:, [0, 2, 1, 3]]
    edges[:, 2:] += 1.0
    cell = 100.0 * np.eye(2)
    whole = draw_edges(edges, cell, (0.0, 100.0, 0.0, 100.0), (800, 800), 1.0)
    part = draw_edges(edges, cell, (25.0, 50.0, 50.0, 75.0), (200, 200), 1.0)
    assert np.array_equal(part, whole[400:600, 200:400])


def test_edges_follow_the_cell(glass):
    cell, edges = glass.box.cell, edges_of(glass.tessellation)
    sheared = cell @ np.array([[1.0, 0.0], [0.07, 1.0]])
    moved = Cells(edges, cell).moved_to(sheared)
    before, after = (each.reshape(-1, 2) @ np.linalg.inv(c) for each, c in ((edges, cell), (moved, sheared)))
    assert np.allclose(before, after, atol=1e-12)


def test_maps_of_one_size_share_a_picture(glass):
    cells = Cells(edges_of(glass.tessellation), glass.box.cell)
    view, other = (0.0, 5.0, 0.0, 5.0), (0.0, 6.0, 0.0, 6.0)
    first = cells.picture(glass.box.cell, view, (60, 60), 1.0)
    assert cells.picture(glass.box.cell, view, (60, 60), 1.0) is first
    assert not np.array_equal(cells.picture(glass.box.cell, other, (60, 60), 1.0), first)


@pytest.fixture
def history(stored, steps):
    return stored(steps[:5])


def test_they_are_those_of_the_state_and_of_the_run(history, bench, errors, glass, load):
    finder = cell_finder(bench)
    frame = history.frames[-1]
    finder.want(wanted_cells(history, frame))
    wait_for(lambda: finder.newest() is not None)
    assert finder.newest().cell is frame.cell
    assert np.allclose(finder.newest().edges, edges_of(history.rebuild(frame).tessellation))
    history.begin(glass, "again", load)
    assert finder.newest() is None
    assert not errors


def test_a_state_without_cells_says_so_once(history, bench, errors):
    finder = cell_finder(bench)
    history.rebuild = lambda frame, anew: SimpleNamespace()
    for _ in range(2):
        finder.want(wanted_cells(history, history.frames[0]))
        wait_for(lambda: not finder.busy)
    assert len(errors) == 1
