"""A view that somebody drops into the package, one file: it is on the page, with progress, cancel and failure."""

import pytest

pytestmark = pytest.mark.xdist_group("visits")  # beside the tests that share one page, on another worker

CARD = "section[data-card=count]"


@pytest.fixture
def counting(page_of_copy):
    """A page that has the view, resting on a small glass in a run of its own, with the view just opened."""
    page = page_of_copy
    page.bring_back(events=0)
    page.page.click("#views [data-group=run]")
    page.choose(page.model("gallery")["chosen"])
    page.rest()
    page.page.click("#views [data-group=structure]")
    page.page.click("#views .within [data-view=count]")
    return page


def test_it_is_among_the_tabs_with_its_question(counting):
    assert counting.page.text_content("#views .within [aria-selected=true]") == "Count"
    assert counting.page.text_content(f"{CARD} h2").startswith("How many are there?")
    assert counting.page.locator(CARD).bounding_box()["height"] > 100


def call_off(counting):
    counting.page.locator("#about-count progress").wait_for(state="visible")
    counting.until("window.glasscope.model.panel.progress.words?.startsWith('counting to')")
    counting.page.click("#about-count button")
    counting.page.locator("#about-count >> text=find them").wait_for(state="visible")


def test_it_shows_progress_and_can_be_called_off(counting):
    call_off(counting)
    assert counting.page.locator("#about-count progress").is_hidden()
    assert counting.page.text_content(f"{CARD} .words") == ""


def test_what_it_finds_is_drawn_and_said(counting):
    call_off(counting)
    counting.page.click("#about-count button")
    counting.until(f"document.querySelector('{CARD} .words').textContent === '1024 of them'")
    assert counting.page.text_content(f"{CARD} .key") == "all"
    assert counting.page.locator("#about-count progress").is_hidden()


def test_its_failure_comes_to_the_reader_in_words(counting):
    counting.page.click("[aria-label=Geometry] [data-key=dilation]")
    counting.page.locator("#notice >> text=They cannot be counted: expected a shear").wait_for(state="visible")
    counting.page.click("#views [data-group=run]")
    assert counting.page.locator("section[data-card=curve]").is_visible()
