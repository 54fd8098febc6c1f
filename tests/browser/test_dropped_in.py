"""A view that somebody drops into the package, one file: it is on the page, with progress, cancel and failure."""

import pytest

VIEW = '''
"""How many particles there are, found slowly: a view as somebody would write it."""

import time
from dataclasses import dataclass

from bokeh.models import ColumnDataSource

from ..found.finder import Finder, Wanted
from ..look.figures import quiet_figure, restyle
from ..look.theme import theme
from ..physics import GlassError
from .panel import Card, Panel


@dataclass(frozen=True)
class Counted:
    """The number of particles."""

    n: int


class CountView:
    """Draws the number."""

    def __init__(self):
        self.figure = quiet_figure("count", "particles")
        self.source = ColumnDataSource({"x": [], "y": []})
        self.glyph = self.figure.scatter("x", "y", source=self.source, size=9).glyph

    def restyle(self, dark):
        """Take the colours of a theme."""
        restyle(self.figure, theme(dark))


class CountPanel(Panel):
    """How many particles there are."""

    key = "count"
    label = "Count"
    cards = (Card("count", "How many are there?", {"count": lambda ask: CountView()}, parts=("key", "words")),)

    def finds(self, bench):
        """The count, within ten seconds; of a dilated glass it refuses to tell."""

        def find(wanted, watch):
            if wanted.about[0] == "dilation":
                raise GlassError("expected a shear")
            for step in range(100):
                watch(f"counting to {step}", step / 100)
                time.sleep(0.1)
            return Counted(bench.history.glass.n_particles)

        return {Counted: Finder(bench, find, "They cannot be counted", patience=0.0)}

    def wanted(self, moment):
        """The count of this run."""
        return Wanted(moment.history.run, None, (moment.load.kind,))

    def draw(self, moment, views):
        """Draw the count."""
        found = moment.found(Counted)
        views["count"].source.data = {"x": [1.0], "y": [found.n]} if found else {"x": [], "y": []}
        return {"count": {"key": [{"sign": "accent", "words": "all"}], "words": f"{found.n} of them" if found else ""}}
'''
CARD = "section[data-card=count]"


@pytest.fixture(scope="module")
def counting(page_of_copy):
    """A page that has the view, resting on a small glass, with the view open."""
    page = page_of_copy({"dashboard/panels/count.py": VIEW})
    page.ask("{do: 'pause'}")
    page.choose(min(page.glasses(), key=lambda glass: glass["n"])["key"])
    page.ask("{do: 'pause'}")
    page.rest()
    page.page.click("#views [data-group=structure]")
    page.page.click("#views .within [data-view=count]")
    return page


def test_it_is_among_the_tabs_with_its_question(counting):
    assert counting.page.text_content("#views .within [aria-selected=true]") == "Count"
    assert counting.page.text_content(f"{CARD} h2").startswith("How many are there?")
    assert counting.page.locator(CARD).bounding_box()["height"] > 100


def test_it_shows_progress_and_can_be_called_off(counting):
    counting.page.locator("#about-count progress").wait_for(state="visible")
    counting.until("window.glasscope.model.panel.progress.words?.startsWith('counting to')")
    counting.page.click("#about-count button")
    counting.page.locator("#about-count >> text=find them").wait_for(state="visible")
    assert counting.page.locator("#about-count progress").is_hidden()
    assert counting.page.text_content(f"{CARD} .words") == ""


def test_what_it_finds_is_drawn_and_said(counting):
    counting.page.click("#about-count button")
    counting.until(f"document.querySelector('{CARD} .words').textContent === '1024 of them'")
    assert counting.page.text_content(f"{CARD} .key") == "all"
    assert counting.page.locator("#about-count progress").is_hidden()


def test_its_failure_comes_to_the_reader_in_words(counting):
    counting.page.click("[aria-label=Geometry] [data-key=dilation]")
    counting.page.locator("#notice >> text=They cannot be counted: expected a shear").wait_for(state="visible")
    counting.page.click("#views [data-group=run]")
    assert counting.page.locator("section[data-card=curve]").is_visible()
