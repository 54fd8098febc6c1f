"""A page that is shared: below a path, behind a password, in a frame, and asked for by another address."""

import http.server
import threading
import time
from contextlib import contextmanager
from functools import partial

import pytest
from visits import PATIENCE, SIZE, SMALL_FIRST, Server

PASSWORD = "open sesame"
FRAMED = "frame.localhost"
OPTIONS = """, sharing=Sharing(
    origins=("http://glass.localhost:{port}",), prefix="/glass", embed=("http://FRAMED",), password_file="FILE")"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        """Says nothing."""


@contextmanager
def site(folder):
    """Another site that shows what lies in a folder; its port."""
    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield serving.server_address[1]
    serving.shutdown()
    serving.server_close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("other-site")


@pytest.fixture(scope="module")
def frame(folder):
    """The address of another site."""
    with site(folder) as port:
        yield f"{FRAMED}:{port}"


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory, frame):
    """A server below a path, behind a password, for one more address and one other site."""
    home = tmp_path_factory.mktemp("shared-server")
    (home / "password.txt").write_text(f"{PASSWORD}\n")
    options = OPTIONS.replace("FRAMED", frame).replace("FILE", str(home / "password.txt"))
    made = Server(home / "log.txt", SMALL_FIRST, options=options)
    yield made
    made.stop()


@pytest.fixture
def tab(browser):
    """A page of a new visitor; what it says goes to `said`."""
    context = browser.new_context(viewport=SIZE)
    context.set_default_timeout(1000 * PATIENCE)
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
    yield page
    context.close()


def test_a_visitor_with_the_password_has_the_page_below_its_path(shared_server, browser, tab):
    url = f"http://glass.localhost:{shared_server.port}/glass"
    tab.goto(f"{url}/?room=scoreboard")
    assert tab.url.startswith(f"{url}/login")
    tab.fill("#password", "open, please")
    tab.click("button")
    tab.wait_for_selector("text=That is not the password.")
    tab.said.clear()  # the browser notes the 403
    tab.fill("#password", PASSWORD)
    tab.click("button")
    tab.wait_for_selector("html[data-ready]")
    tab.wait_for_selector("#rooms [data-room=scoreboard][aria-selected=true]")
    assert tab.url == f"{url}/?room=scoreboard"
    assert not tab.said
    here = f"http://localhost:{shared_server.port}/glass"  # a name that is found without the browser
    socket = tab.context.request.get(f"{here}/ws", headers={"Upgrade": "websocket", "Cookie": "glasscope-visitor=x"})
    assert socket.status in (400, 403)


def test_another_address_is_told_and_so_is_the_log(shared_server, tab):
    tab.goto(f"http://other.localhost:{shared_server.port}/glass/")
    option = f"--origin other.localhost:{shared_server.port}"
    assert option in tab.text_content("body")
    assert option in shared_server.log.read_text()


def test_a_page_that_will_get_no_session_says_so(server, tab):
    """As behind a web server that hands on its own name in place of the one that the visitor typed."""
    words = "This page was asked for as glass.example.org; start it with --origin glass.example.org"

    def refuse(route):
        asks = route.request.method == "POST"
        route.fulfill(status=403, body=words, content_type="text/plain") if asks else route.continue_()

    tab.route(server.url, refuse)
    tab.goto(server.url)
    tab.wait_for_selector(f"#waiting:visible:has-text('{words}')")


def wait_until(condition, tab):
    """As `waiting.wait_for`, while the browser is heard."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, tab.said
        tab.wait_for_timeout(50)


def framed(tab, frame, folder, url):
    """What another site shows of the page in a frame."""
    name = f"{len(list(folder.iterdir()))}.html"
    icon = "<link rel=icon href='data:,'>"  # else the browser asks that site for one, and says that there is none
    (folder / name).write_text(f"{icon}<iframe src='{url}' width=900 height=600></iframe>")
    tab.goto(f"http://{frame}/{name}")
    return tab.frames[1]


def test_only_the_site_that_was_named_shows_the_page_in_a_frame(shared_server, server, tab, frame, folder):
    inside = framed(tab, frame, folder, f"http://glass.localhost:{shared_server.port}/glass/")
    inside.wait_for_selector("#password")
    tab.said.clear()
    framed(tab, frame, folder, server.url)
    wait_until(lambda: "frame-ancestors" in " ".join(tab.said), tab)


def test_a_page_in_a_frame_works(tmp_path, browser, tab, frame, folder):
    made = Server(tmp_path / "log.txt", SMALL_FIRST, options=f", sharing=Sharing(embed=('http://{frame}',))")
    try:
        framed(tab, frame, folder, made.url).wait_for_selector("html[data-ready]")
    finally:
        made.stop()
    assert not tab.said


def test_a_file_that_is_too_large_is_not_sent(own, tmp_path):
    sent = []
    own.page.on("websocket", lambda socket: sent.append(socket.url))
    for name in ("#file", "#score-file"):
        large = tmp_path / "large.nc"
        with large.open("wb") as file:
            file.truncate(16 * 2**20 + 1)
        own.page.evaluate("document.querySelector('#notice').hidden = true")
        own.page.set_input_files(name, large)
        own.page.locator("#notice").wait_for(state="visible")
        assert "large.nc has 16.0 MB; the page opens files of up to 16 MB" in own.page.text_content("#notice")
    own.page.click("#notice button")
    assert not sent  # no socket was opened anew


def test_the_largest_file_reaches_the_server_and_leaves_the_page_alive(own, tmp_path):
    large = tmp_path / "large.xyz"
    with large.open("wb") as file:
        file.truncate(16 * 2**20)
    own.page.evaluate("document.querySelector('#notice').hidden = true")
    own.page.set_input_files("#file", large)
    own.page.locator("#notice").wait_for(state="visible")
    assert "large was not opened" in own.page.text_content("#notice")
    own.page.click("#notice button")
    own.run_to_event()
