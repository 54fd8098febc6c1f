"""Links: a copied one shows the same to somebody else; Back and Forward undo and redo; a reload comes back."""

from urllib.parse import parse_qs, urlparse

import pytest
from visits import PICTURE, SIZE

pytestmark = pytest.mark.xdist_group("visits")

ADDRESS = "window.glasscope.model.address"
EVENTS = "JSON.stringify(window.glasscope.model.events.rows ?? window.glasscope.model.events)"


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
    assert other.page.evaluate(EVENTS) == page.page.evaluate(EVENTS)
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
    assert page.strain() == before
    page.ask("{do: 'play'}")
    page.until("!location.search.includes('path')")  # where it is, is in no address while it moves
    page.until(f"window.glasscope.model.timeline.extent > {before + 0.002}")
    page.page.reload()
    page.page.wait_for_selector("html[data-ready]")
    page.until(f"{ADDRESS}.rests && {ADDRESS}.query.includes('path')")
    assert page.strain() > before


def test_what_a_link_asks_for_in_vain_is_said(visit):
    page = visit("?v=1&glass=of-water&indicator=steric_order&angle=steep")
    page.page.wait_for_selector("#notice:not([hidden])")
    said = page.page.inner_text("#notice")
    assert "there is no glass 'of-water' in the gallery" in said
    assert "angle cannot be 'steep'" in said
    page.until("window.glasscope.model.field_card.indicator === 'steric_order'")
    page.until("window.glasscope.model.timeline.head > 0")
