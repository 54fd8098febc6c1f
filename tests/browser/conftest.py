"""A server in a process of its own and Debian's chromium; each test gets a fresh page unless it shares one."""

import shutil

import pytest
from visits import ARGUMENTS, SMALL_FIRST, Page, Server

DECLARED = """
import param
from glasscope.dashboard.moment.choices import Choices
from glasscope.dashboard.moment.declared import on
Choices.param.add_parameter("show_dots", param.Boolean(False, label="dots", metadata=on("overlays", title="On it")))
Choices.param.add_parameter("width", param.Number(0.5, bounds=(0.0, 2.0), metadata=on("field")))
"""
"""Choices that somebody would declare: a switch and a slider."""


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("server") / "log.txt", SMALL_FIRST)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path, "Debian's chromium is not installed; make test BROWSER=no leaves the browser tests out"
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture
def visit(server, browser):
    pages = []

    def open_page(query="", **options):
        pages.append(Page(browser, server.url + query, **options))
        return pages[-1]

    yield open_page
    for page in pages:
        page.close()
    for page in pages:
        assert not page.said, page.said


@pytest.fixture
def visit_another(tmp_path, browser):
    """A page of a server of its own, in which some code was run first."""
    open_ones = []

    def open_page(before, **options):
        made = Server(tmp_path / "log.txt", before)
        open_ones.append((made, Page(browser, made.url, **options)))
        return open_ones[-1][1]

    yield open_page
    for made, page in open_ones:
        page.close()
        made.stop()
        assert not page.said, page.said


@pytest.fixture(scope="session")
def page_of_copy(server, copy, browser):
    """A page of the copy of the package that has some files more, and some declared choices.

    The copy is made once the server is there: with the kernels that it compiled.
    """
    made = Server(copy / "log.txt", SMALL_FIRST + DECLARED, copy)
    page = Page(browser, made.url)
    page.ask("{do: 'pause'}")
    yield page
    page.close()
    made.stop()
    assert not page.said, page.said


@pytest.fixture(scope="session")
def page_of_all(server, browser):
    """One page for most tests."""
    page = Page(browser, server.url)
    page.ask("{do: 'pause'}")
    yield page
    page.close()
    assert not page.said, page.said


@pytest.fixture(scope="module")
def shared_page(page_of_all):
    """The page that most tests share, its choices as at first."""
    page_of_all.bring_back()
    page_of_all.forget_choices()
    return page_of_all


@pytest.fixture(scope="module")
def own_page(server, browser):
    """A page for the tests of one file, which add to its gallery."""
    page = Page(browser, server.url)
    page.ask("{do: 'pause'}")
    yield page
    page.close()
    assert not page.said, page.said


@pytest.fixture
def shared(shared_page):
    """The page that most tests share, at rest after two events of a small glass."""
    shared_page.bring_back()
    return shared_page


@pytest.fixture
def own(own_page):
    """The page of the tests of one file, at rest with a small glass."""
    own_page.bring_back(events=0)
    return own_page
