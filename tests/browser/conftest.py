"""A server in a process of its own and Debian's chromium; each test gets a fresh page unless it shares one."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from dropped_in import copy_with, environment

PATIENCE = 240.0
"""Seconds after which what is waited for will not come, however busy the machine; a test that passes waits less."""

PAINTED = """() => {
  const all = []
  const walk = r => { for (const e of r.querySelectorAll('*')) { all.push(e); if (e.shadowRoot) walk(e.shadowRoot) } }
  walk(document.querySelector('#map'))
  return all.some(e => { if (e.tagName !== 'CANVAS' || e.width < 100 || e.height < 100) return false
    const d = e.getContext('2d').getImageData(0, 0, e.width, e.height).data
    let n = 0; for (let i = 3; i < d.length; i += 400) if (d[i]) n++
    return n > 500 })
}"""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SERVE = "from glasscope.dashboard.app import serve; serve(port={port}, show=False)"
COMPILED_ONCE = f"import sys; sys.path.append({str(Path(__file__).parents[1])!r}); import compiled_once\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The page's server, its address and what the system says of its process.

    `before` is run in it first; in a `home` lies a copy of the package that it serves in place of the installed one.
    """

    def __init__(self, log, before="", home=None):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}/"
        self.log = log
        with log.open("w") as out:
            code = COMPILED_ONCE + before + SERVE.format(port=self.port)
            where = None if home is None else environment(home)
            command = [sys.executable, "-P", "-u", "-c", code]
            self.process = subprocess.Popen(command, env=where, stdout=out, stderr=subprocess.STDOUT)
        end = time.monotonic() + 2 * PATIENCE
        while "Launching server" not in log.read_text():
            assert self.process.poll() is None, log.read_text()
            assert time.monotonic() < end, "the server did not come up"
            time.sleep(0.1)

    def threads(self):
        """How many threads the server has."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("Threads:")[1].split()[0])


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    made = Server(tmp_path_factory.mktemp("server") / "log.txt")
    yield made
    made.process.terminate()
    made.process.wait(20)
    said = made.log.read_text()
    assert "Traceback" not in said, said


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path, "Debian's chromium is not installed; make test BROWSER=no leaves the browser tests out"
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield made
        made.close()


class Page:
    """A visit: the page, and all that it said and asked for."""

    def __init__(self, browser, url, width=1440, height=900, scheme="dark"):
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True
        )
        self.context.set_default_timeout(1000 * PATIENCE)
        self.page = self.context.new_page()
        self.said, self.asked = [], []
        self.page.on("console", lambda m: self.said.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.began = time.monotonic()
        self.page.goto(url)
        self.page.wait_for_selector("html[data-ready]")

    def model(self, name):
        """A slot of the session's bridge, as the page has it."""
        return self.page.evaluate(f"window.glasscope.model.{name}")

    def strain(self):
        """Strain of the moment shown."""
        return float(self.page.text_content("#strain").replace("−", "-").split()[0]) / 100.0

    def until(self, script):
        """Wait for a condition in the page."""
        self.page.wait_for_function(script)

    def until_painted(self):
        """Wait for pixels on the map."""
        self.until(PAINTED)

    def glasses(self):
        """Every glass of the gallery: key, class, n, seed."""
        classes = [kind for group in self.model("gallery")["groups"] for kind in group["classes"]]
        return [member | {"class": kind["key"]} for kind in classes for member in kind["members"]]

    def choose(self, key):
        """Begin a run with a glass of the gallery."""
        self.ask(f"{{do: 'glass', key: '{key}'}}")
        self.until(f"window.glasscope.model.gallery.chosen === '{key}'")

    def rest(self):
        """Pause, and wait for the end of the step under way: it may be a long one."""
        self.ask("{do: 'pause'}")
        self.until("!window.glasscope.model.transport.playing && !window.glasscope.model.transport.relaxing")
        before = None
        while before != (before := self.model("timeline")["head"]):
            self.page.wait_for_timeout(700)

    def ask(self, words):
        """Send a command as the page's own controls do."""
        self.page.evaluate(f"window.glasscope.model.send_msg({words})")

    def events(self):
        """Numbers of the events on the timeline."""
        return [number for _, number in self.model("timeline")["ticks"]]

    def run_to_event(self):
        """Press n and wait for one more event."""
        before = len(self.events())
        self.page.keyboard.press("n")
        self.until(f"window.glasscope.model.timeline.ticks.length > {before}")
        self.until("!window.glasscope.model.transport.playing")

    def close(self):
        self.context.close()


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
        made.process.terminate()
        made.process.wait(20)
        assert "Traceback" not in made.log.read_text(), made.log.read_text()
        assert not page.said, page.said


@pytest.fixture(scope="module")
def page_of_copy(tmp_path_factory, browser):
    """Opens a page of a server of a copy of the package that has some files more, by their path."""
    open_ones = []

    def open_page(files):
        home = copy_with(tmp_path_factory.mktemp("copy"), files)
        made = Server(home / "log.txt", home=home)
        open_ones.append((made, Page(browser, made.url)))
        return open_ones[-1][1]

    yield open_page
    for made, page in open_ones:
        page.close()
        made.process.terminate()
        made.process.wait(20)
        assert "Traceback" not in made.log.read_text(), made.log.read_text()
        assert not page.said, page.said


@pytest.fixture(scope="module")
def shared(server, browser):
    """A page for the tests of one file, paused after two events of a small glass."""
    page = Page(browser, server.url)
    page.ask("{do: 'pause'}")
    page.choose(min(page.glasses(), key=lambda glass: glass["n"])["key"])
    page.ask("{do: 'pause'}")
    page.run_to_event()
    page.run_to_event()
    yield page
    page.close()
    assert not page.said, page.said
