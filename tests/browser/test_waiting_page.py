"""Who waits sees a recorded run and what is waited for; the page begins in its place, without being loaded again."""

import pytest
from visits import SMALL_FIRST, Page, Server

COMPILES = """
import pathlib, time
from glasscope.dashboard import app
class Slow(app.Warming):
    def work(self):
        self._compiled = 50
        while not pathlib.Path({flag!r}).exists():
            time.sleep(0.05)
        self.be_ready()
app.Warming = Slow
"""
ASKS_SOON = "from glasscope.dashboard.page import handlers; handlers.AGAIN = 0.5\n"
PANEL = "#waiting.below:visible"


@pytest.fixture
def window(browser):
    """A window of a reader; what it says is kept."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    tab = context.new_page()
    tab.said = []
    tab.on("console", lambda message: tab.said.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: tab.said.append(str(error)))
    yield tab
    context.close()


def canvases(tab):
    return tab.locator("canvas.recorded").count()


def test_a_recorded_run_is_played_while_kernels_are_compiled(tmp_path, window):
    flag = tmp_path / "compiled"
    server = Server(tmp_path / "log.txt", SMALL_FIRST + COMPILES.format(flag=str(flag)))
    try:
        window.goto(server.url)
        window.evaluate("window.stays = true")
        window.wait_for_selector(f"{PANEL}:has-text('compiles for this machine, once')")
        window.wait_for_selector(f"{PANEL}:has-text('A recorded run')")
        assert 0.1 < window.evaluate("document.querySelector('#waiting progress').value") < 0.5
        window.wait_for_selector("#sentence:has-text('Recorded before: LJ')")
        strains = {window.text_content("#strain")}
        for _ in range(10):
            window.wait_for_timeout(200)
            strains.add(window.text_content("#strain"))
        assert len(strains) > 3
        assert canvases(window) == 2  # the map and the curve
        assert not window.locator("html[data-ready]").count()
        assert window.locator("#theme[inert]").count()  # what would do nothing looks as if it did nothing
        flag.touch()
        window.wait_for_selector("html[data-ready]")
        window.wait_for_selector(PANEL, state="hidden")
        window.wait_for_selector("canvas.recorded", state="detached")
        assert window.evaluate("window.stays")
        assert not window.locator("[inert]").count()
        assert not window.said
    finally:
        server.stop()


def test_who_finds_every_place_taken_waits_for_the_next(tmp_path, browser, window):
    server = Server(tmp_path / "log.txt", SMALL_FIRST + ASKS_SOON, options=", max_sessions=1")
    try:
        first = Page(browser, server.url)
        window.goto(server.url)
        window.wait_for_selector(f"{PANEL}:has-text('Every place is taken: 1 on this server')")
        assert not window.locator("#waiting progress").count()
        first.close()
        window.wait_for_selector("html[data-ready]")
        assert all("503" in words for words in window.said)  # as browsers note it
    finally:
        server.stop()


def test_the_glass_is_there_before_its_session(server, window):
    """The first picture is the one that the session sends: the same particles in the same colours."""
    window.route(server.url, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    window.goto(server.url)
    window.wait_for_selector(f"{PANEL}:has-text('The server does not answer')")
    window.wait_for_selector("#map > canvas.discs")
    pixels = window.evaluate("""() => {
      const canvas = document.querySelector('#map > canvas')
      const d = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data
      let drawn = 0
      for (let i = 3; i < d.length; i += 4) drawn += d[i] > 0
      return drawn / (d.length / 4)
    }""")
    assert pixels > 0.6
    window.unroute(server.url)
    window.wait_for_selector("html[data-ready]")


@pytest.mark.parametrize(
    ("status", "kind", "body", "words"),
    [
        (403, "text/plain", "Not under this address.", "Not under this address."),
        (502, "text/html", "<h1>Bad gateway</h1>", "The server answers with an error, 502."),
        (500, "application/json", '{"words": "The page could not be made."}', "The page could not be made."),
    ],
)
def test_an_answer_without_a_session_is_told_and_the_glass_stays(server, window, status, kind, body, words):
    def answer(route):
        asks = route.request.method == "POST"
        route.fulfill(status=status, body=body, content_type=kind) if asks else route.continue_()

    window.route(server.url, answer)
    window.goto(server.url)
    window.wait_for_selector(f"{PANEL}:has-text('{words}')")
    window.wait_for_selector("#map > canvas.discs")
    assert "A recorded run" not in window.text_content("#waiting")
