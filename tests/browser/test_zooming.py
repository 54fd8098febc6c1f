"""The wheel over the map: there is an end in both directions, in the browser and on the server, and a way home."""

import pytest

from glasscope.dashboard.map.camera import HOME, WIDEST

VIEW = """() => {
  const plot = [...Bokeh.documents[0].all_models].find(model => model.name === 'map' && model.x_range)
  return [plot.x_range, plot.y_range].map(range => range.end - range.start)
}"""
WIDTH = "(([x0, x1]) => x1 - x0)(window.glasscope.discsOf('map').shown.view)"


@pytest.fixture
def over_map(shared):
    """The page, the mouse over the middle of its map."""
    box = shared.page.locator("#map").bounding_box()
    shared.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    yield shared
    shared.ask("{do: 'home'}")
    shared.settle()


def wheel(visit, notches):
    for _ in range(abs(notches)):
        visit.page.mouse.wheel(0, 300 if notches > 0 else -300)
    visit.settle()
    return visit.page.evaluate(VIEW)


def test_thirty_notches_out_show_a_few_cells_and_no_more(over_map):
    at_home = over_map.page.evaluate(VIEW)
    wide = wheel(over_map, 30)
    for side, whole in zip(wide, at_home, strict=True):
        assert side / whole == pytest.approx(WIDEST / HOME, rel=0.01)
    over_map.until(f"Math.abs({WIDTH} / {wide[0]} - 1) < 0.01")  # the particles of what is looked at are there
    assert over_map.model("legend")["zoomed"]


def test_sixty_notches_in_show_a_particle(over_map):
    near = wheel(over_map, -60)
    assert 1.0 < min(near) <= max(near) < 4.0
    over_map.until(f"Math.abs({WIDTH} / {near[0]} - 1) < 0.01")
