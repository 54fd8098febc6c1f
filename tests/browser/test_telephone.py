"""On a telephone: map, transport and curve on one screen, nothing wider than it; a swipe is left to scroll."""

import pytest
from visits import Page

TOUCH = """() => {
  const within = view => [view, ...(view.child_views ?? []).flatMap(within)]
  const map = Object.values(Bokeh.index).flatMap(within).find(view => view.model.name === "map" && view.canvas_view)
  return getComputedStyle(map.canvas_view.events_el).touchAction
}"""
SIZE = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser, server):
    made = Page(browser, server.url, **SIZE)
    yield made
    made.close()
    assert not made.said, made.said


def test_map_transport_and_curve_are_on_one_screen(phone):
    phone.until_painted()
    phone.rest()
    page = phone.page
    assert page.evaluate("scrollY") == 0
    for part in ("#map", "#play", "#scrubber", "[data-card=curve]"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= SIZE["width"], part
        assert box["y"] + box["height"] <= SIZE["height"] - 30, part
    for room in ("side", "compare", "mesoscale", "scoreboard", "glass"):
        page.click(f"#rooms [data-room={room}]")
        phone.settle()
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZE["width"], room


def test_a_swipe_up_or_down_on_the_map_is_left_to_the_browser(server, browser):
    touched = Page(browser, server.url, **SIZE, has_touch=True, is_mobile=True)
    try:
        touched.until_painted()
        touched.rest()
        assert touched.page.evaluate(TOUCH) == "pan-y"
    finally:
        touched.close()
    assert not touched.said
