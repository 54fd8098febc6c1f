"""Links: a copied one shows the same to somebody else; Back and Forward undo and redo; a reload comes back."""

from urllib.parse import parse_qs, urlparse

import pytest
from visits import PICTURE, SIZE, SMALL_FIRST, Page, Server

pytestmark = pytest.mark.xdist_group("visits")

ADDRESS = "window.glasscope.model.address"
TICKS = """(({ ticks, now }) => JSON.stringify([now, ticks.filter(([path]) => path < now)]))(
  window.glasscope.model.timeline)"""
"""Where the run is, and the events until then: what lies ahead of a moment that one went back to is in no link."""


def words_of(page):
    return {name: values[0] for name, values in parse_qs(urlparse(page.page.url).query).items()}


@pytest.fixture
def sheared(visit):
    """A page at rest after two events, with some choices made."""
    page = visit()
    page.bring_back()
    page.ask("{do: 'set', name: 'indicator', value: 'steric_order'}")
    page.ask("{do: 'set', name: 'colour_map', value: 'viridis'}")
    page.until("window.glasscope.model.field_card.indicator === 'steric_order'")
    page.settle()
    return page


def test_whoever_opens_a_copied_link_sees_the_same(sheared, visit):
    page = sheared
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.page.click("#link")
    page.page.wait_for_selector("#notice:not([hidden])")
    assert "link to what is shown is copied" in page.page.inner_text("#notice")
    link = page.page.evaluate("navigator.clipboard.readText()")
    assert urlparse(link).query == page.model("address")["query"]
    other = visit("?" + urlparse(link).query)
    assert other.page.viewport_size == SIZE
    other.until("window.glasscope.model.timeline.head > 0 && !window.glasscope.model.transport.playing")
    other.until("window.glasscope.model.field_card.indicator === 'steric_order'")
    other.until(f"{ADDRESS}.rests && {ADDRESS}.query === {page.model('address')['query']!r}")
    other.settle()
    assert other.page.evaluate(TICKS) == page.page.evaluate(TICKS)
    assert other.page.text_content("#strain") == page.page.text_content("#strain")
    other.page.wait_for_timeout(500)
    assert other.page.evaluate(PICTURE, "map") == page.page.evaluate(PICTURE, "map")


def test_back_and_forward_undo_and_redo_what_was_chosen(sheared):
    page = sheared
    strain = page.strain()
    page.page.click("#rooms [data-room=side]")
    page.page.wait_for_url("**room=side*")
    page.page.go_back()
    page.until("document.documentElement.dataset.room === 'glass'")
    assert words_of(page)["indicator"] == "steric_order"
    page.page.go_forward()
    page.until("document.documentElement.dataset.room === 'side'")
    page.page.go_back()
    page.until("document.documentElement.dataset.room === 'glass'")
    assert page.strain() == strain  # the run stays where it is


def test_a_reload_comes_back_to_the_state(sheared):
    page = sheared
    before, query = page.strain(), page.model("address")["query"]
    page.page.reload()
    page.page.wait_for_selector("html[data-ready]")
    page.until(f"{ADDRESS}.query === {query!r}")
    page.settle()
    assert page.strain() == before
    page.ask("{do: 'play'}")
    page.until("!location.search.includes('path')")  # where it is, is in no address while it moves
    page.until(f"window.glasscope.model.timeline.now > {before + 0.002}")
    page.page.reload()
    page.page.wait_for_selector("html[data-ready]")
    page.until(f"{ADDRESS}.rests && {ADDRESS}.query.includes('path')")
    page.settle()
    assert page.strain() > before


def test_what_a_link_asks_for_in_vain_is_said(visit):
    page = visit("?v=1&glass=of-water&indicator=steric_order&angle=steep")
    page.page.wait_for_selector("#notice:not([hidden])")
    said = page.page.inner_text("#notice")
    assert "there is no glass 'of-water' in the gallery" in said
    assert "angle cannot be 'steep'" in said
    page.until("window.glasscope.model.field_card.indicator === 'steric_order'")
    page.until("window.glasscope.model.timeline.head > 0")


@pytest.mark.parametrize(("width", "height"), [pytest.param(900, 480, marks=pytest.mark.slow), (390, 600)])
def test_in_a_frame_the_map_and_the_curve_are_alone(visit, width, height):
    page = visit("?embed&v=1&path=s:0.0:1:0.003", width=width, height=height)
    page.until(f"{ADDRESS}.rests && {ADDRESS}.query.includes('path')")
    page.settle()
    for hidden in ("header.bar", "footer.bar", ".choices", "#views", "[data-card=ranks]"):
        assert not page.page.locator(hidden).first.is_visible()
    for shown in ("#map", "[data-card=curve] .bokeh", "#play", "#scrubber"):
        box = page.page.locator(shown).first.bounding_box()
        assert box["height"] > 25
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
    assert page.page.evaluate("document.documentElement.scrollHeight") <= height
    page.until(f"document.querySelector('#out').search === '?' + {ADDRESS}.query")
    assert "embed" in page.page.url


def with_glass(key):
    return [{"do": "glass", "key": key}]


TURN = [{"do": "turn"}, "event"]
STATES = {
    "two events": ["event", "event"],
    "turned back": ["event", {"do": "step"}, *TURN],
    "a loop": ["event", {"do": "step"}, *TURN, *TURN],
    "at an angle": [{"do": "set", "name": "angle", "value": 30}, {"do": "reset"}, "event"],
    "another geometry on the way": [
        "event",
        {"do": "set", "name": "load", "value": "pure_shear"},
        {"do": "load_here"},
        "event",
    ],
    "before an event": ["event", "event", {"do": "event", "number": 1}],
    "zoomed and picked": [
        "event",
        {"do": "set", "name": "picked", "value": 11},
        {"do": "set", "name": "scale", "value": "percentile"},
        "zoom",
    ],
    "side by side": [
        *with_glass("poly-swap-0.12-1024-2"),
        "event",
        {"do": "room", "name": "side"},
        {"do": "set", "name": "maps", "value": 3},
    ],
    "blocks": [
        *with_glass("poly_ipl-swap-0.4-1024-2"),
        "event",
        {"do": "room", "name": "mesoscale"},
        {"do": "set", "name": "lattice_shows", "value": "left"},
    ],
    "prepared": ["prepare", "event"],
}
"""What is done to a page; each of these is to be the same for whoever opens its link."""
RECIPE = {
    "do": "prepare", "form": 1, "model": "lj", "n_particles": 128, "protocol": "htl", "seed": 5, "density": None,
    "parameters": {"parent_temperature": 2.0},
}  # fmt: skip


def act(page, what):
    if what == "event":
        before = page.model("timeline")["now"]
        page.ask("{do: 'next'}")
        page.until(f"window.glasscope.model.timeline.now !== {before} && !window.glasscope.model.transport.playing")
    elif what == "zoom":
        box = page.page.locator("#map").bounding_box()
        page.page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.3 * box["height"])
        page.page.mouse.wheel(0, -400)
        page.until("window.glasscope.model.legend.zoomed")
    elif what == "prepare":
        page.ask(RECIPE)
        page.until("window.glasscope.model.gallery.chosen.startsWith('own-')")
    else:
        page.ask(what)
    page.rest()


@pytest.mark.slow
@pytest.mark.parametrize("name", STATES)
def test_a_state_is_the_same_on_another_server(name, visit, tmp_path, browser):
    page = visit()
    page.bring_back(events=0)
    for what in STATES[name]:
        act(page, what)
    page.until(f"{ADDRESS}.rests && {ADDRESS}.query.includes('path')")
    page.settle()
    query = page.model("address")["query"]
    another = Server(tmp_path / "log.txt", SMALL_FIRST)
    try:
        other = Page(browser, f"{another.url}?{query}")
        other.until(f"{ADDRESS}.rests && {ADDRESS}.query === {query!r}")
        other.settle()
        room = other.page.evaluate("document.documentElement.dataset.room")
        shown = {"glass": ["map"], "side": ["side0", "side1", "side2"], "mesoscale": ["meso"]}[room]
        for each in (page, other):
            each.until("Object.keys(window.glasscope.model.field_card).length > 0")
            each.page.wait_for_timeout(3000)  # fields come one after the other
            each.settle()
        assert other.page.evaluate(TICKS) == page.page.evaluate(TICKS)
        assert other.page.text_content("#stress") == page.page.text_content("#stress")
        for each in shown:
            assert other.page.evaluate(PICTURE, each) == page.page.evaluate(PICTURE, each)
        assert not other.said
        other.close()
    finally:
        another.stop()
