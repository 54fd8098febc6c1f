"""A page that loses its server says so, and comes back into its run; after a restart it offers the same again."""

import json
import os
import signal
import socket
import threading
import time
from urllib.request import urlopen

import pytest
from script_page import a_session
from visits import SMALL_FIRST, Page, Server, free_port
from waiting import wait_for

from glasscope.dashboard.controls.player_card import SPEEDS

pytestmark = pytest.mark.xdist_group("cut off")  # these wait more than they compute

SHARED = ", sharing=Sharing(origins=('http://localhost:{port}',))"
COVER = "document.querySelector('#cover').open"
LET_GO_SOON = "from glasscope.dashboard.page import presence; presence.KEPT, presence.ARRIVAL = 3.0, 20.0\n"
PINGED_OFTEN = "from glasscope.dashboard import app; app.PING = 1.0\n"
LEAPING = """
import datetime, signal, time
from bokeh.server.views import ws
years, seconds = [0], time.time
class Leaping(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.now(tz) + datetime.timedelta(365 * years[-1])
class Dates:
    datetime, timezone = Leaping, datetime.timezone
ws.dt, time.time = Dates, lambda: seconds() + 365 * 86400 * years[-1]
signal.signal(signal.SIGUSR1, lambda *_: years.append(30 - years[-1]))
"""
"""A clock that leaps thirty years ahead, and back again, as one does that hears late what time it is."""

UPGRADE = """GET /ws HTTP/1.1\r
Host: localhost:{port}\r
Origin: http://localhost:{port}\r
Upgrade: websocket\r
Connection: Upgrade\r
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
Sec-WebSocket-Version: 13\r
Sec-WebSocket-Protocol: bokeh, {token}\r
\r
"""


class Cable:
    """Between a browser and a server: it can be pulled, and put in again."""

    def __init__(self, port):
        self.to, self.port, self.whole = port, free_port(), True
        self._ends, self._listening = [], socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            try:
                assert self.whole
                far = socket.create_connection(("127.0.0.1", self.to))
            except (AssertionError, OSError):
                near.close()
                continue
            self._ends += [near, far]
            for here, there in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(here, there), daemon=True).start()

    @staticmethod
    def _pass_on(here, there):
        try:
            while data := here.recv(65536):
                there.sendall(data)
        except OSError:
            pass
        for end in (here, there):
            end.close()

    def pull(self):
        self.whole = False
        for end in self._ends:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self._ends.clear()

    def put_in(self):
        self.whole = True

    def close(self):
        self.pull()
        self._listening.close()


class Wired:
    """A server with a cable to it, and pages at the end of the cable."""

    def __init__(self, folder, browser, before=""):
        self.log, self.before, self._browser = folder / "log.txt", before, browser
        self.cable = Cable(0)
        self.serve()

    def serve(self):
        shared = SHARED.format(port=self.cable.port)
        self.server = Server(self.log, SMALL_FIRST + self.before, options=shared)
        self.cable.to = self.server.port

    def visit(self):
        self.cable.put_in()
        self.page = Page(self._browser, f"http://localhost:{self.cable.port}/")
        return self.page

    def kill(self):
        self.server.kill()

    def close(self):
        self.cable.close()
        self.server.stop()
        said = self.log.read_text()
        assert "reference already known" not in said, said  # the document is not sent back as if it were new
        assert "such things are dropped" not in said, said


@pytest.fixture(scope="module")
def lasting(tmp_path_factory, browser):
    """A server that keeps the sessions of pages that were cut off, and may be killed."""
    wired = Wired(tmp_path_factory.mktemp("lasting"), browser)
    yield wired
    wired.close()


@pytest.fixture(scope="module")
def forgetful(tmp_path_factory, browser):
    """A server that keeps them for three seconds only, and soon finds out who does not answer."""
    wired = Wired(tmp_path_factory.mktemp("forgetful"), browser, PINGED_OFTEN + LET_GO_SOON)
    yield wired
    wired.close()


@pytest.fixture
def wire(request):
    """One of the two servers with a new page."""
    visited = []

    def begin(which):
        visited.append(request.getfixturevalue(which))
        visited[-1].visit()
        return visited[-1]

    yield begin
    for wired in visited:
        wired.page.close()


def cut(wired, seconds):
    """Cut a page off for a while; it comes back with the same run, and all that it shows still works."""
    page = wired.page
    page.run_to_event()
    page.ask("{do: 'pause'}")
    page.rest()
    page.ask("{do: 'set', name: 'indicator', value: 'steric_order'}")
    page.until("window.glasscope.model.field_card.indicator === 'steric_order'")
    head, events = page.model("timeline")["head"], page.events()
    page.ask("{do: 'play'}")
    page.until(f"window.glasscope.model.timeline.head > {head}")
    wired.cable.pull()
    page.until(COVER)
    assert "The connection to the server is cut" in page.page.text_content("#cover")
    page.page.wait_for_timeout(1000 * seconds)
    wired.cable.put_in()
    page.until(f"!{COVER}")
    assert page.model("timeline")["head"] > head
    now = page.model("status")["steps"]
    page.until(f"window.glasscope.model.status.steps > {now}")
    assert page.events()[: len(events)] == events
    assert page.model("field_card")["indicator"] == "steric_order"
    page.until_painted()
    painted = page.page.evaluate("window.glasscope.painted")
    page.until(f"window.glasscope.painted > {painted} + 3")
    page.page.click("#theme")
    page.until("window.glasscope.model.theme.dark === false")
    files = []
    page.page.on("download", lambda file: files.append(file.suggested_filename))
    page.ask("{do: 'export', what: 'events'}")
    page.page.click("#views [data-group=structure]")
    page.until("window.glasscope.model.panel.shown !== 'run'")
    page.page.wait_for_timeout(500)
    assert [name.rpartition(".")[2] for name in files] == ["csv"]


def test_a_page_that_was_cut_off_comes_back_into_its_run(wire):
    cut(wire("lasting"), 1.0)


@pytest.mark.slow
def test_a_clock_that_leaps_changes_nothing(tmp_path, browser):
    wired = Wired(tmp_path, browser, LEAPING)
    page = wired.visit()
    os.kill(wired.server.pid, signal.SIGUSR1)
    page.page.evaluate("{ const now = Date.now; Date.now = () => now() + 30 * 365 * 86_400_000 }")
    cut(wired, 1.0)
    os.kill(wired.server.pid, signal.SIGUSR1)
    now = page.model("status")["steps"]
    page.until(f"window.glasscope.model.status.steps > {now} + 3")
    page.close()
    wired.close()


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [30.0, 180.0])
def test_a_page_that_was_cut_off_for_longer_comes_back_into_its_run(wire, seconds):
    cut(wire("lasting"), seconds)


def test_a_run_that_was_cut_off_rests(wire):
    wired = wire("lasting")
    page = wired.page
    page.ask("{do: 'speed', at: 3}")
    page.until("window.glasscope.model.transport.speed === 3")  # before that it went as fast as it could
    before = page.model("status")["steps"]
    page.until(f"window.glasscope.model.status.steps > {before}")
    began, before = time.monotonic(), page.strain()
    wired.cable.pull()
    page.until(COVER)
    page.page.wait_for_timeout(10_000)
    wired.cable.put_in()
    page.until(f"!{COVER}")
    now = page.model("status")["steps"]
    page.until(f"window.glasscope.model.status.steps > {now}")
    went_on = (page.strain() - before) / SPEEDS[3]
    assert time.monotonic() - began - went_on > 5.0  # of the ten seconds: a cut is seen after one or two, or some more


def test_after_a_restart_the_page_says_so_and_offers_the_same(wire):
    wired = wire("lasting")
    page = wired.page
    page.ask("{do: 'pause'}")
    page.page.click("text=pure")
    page.until("window.glasscope.model.load_card.kind === 'pure_shear'")
    page.ask("{do: 'set', name: 'max_strain', value: 5}")
    page.ask("{do: 'set', name: 'indicator', value: 'steric_order'}")
    page.ask("{do: 'set', name: 'show_voronoi', value: true}")
    other = next(glass["key"] for glass in page.glasses() if glass["key"] != page.model("gallery")["chosen"])
    page.choose(other)
    page.until("window.glasscope.model.address.query.includes('show_voronoi=1')")
    page.until(f"window.glasscope.model.address.query.includes('glass={other}')")
    page.until("window.glasscope.model.timeline.head > 0")
    wired.kill()
    page.until(COVER)
    wired.serve()
    page.until("document.querySelector('#cover button')")
    assert "started anew" in page.page.text_content("#cover")
    page.page.click("#cover button")
    page.until("document.documentElement.dataset.ready && window.glasscope?.model.gallery.chosen")
    page.until(f"window.glasscope.model.gallery.chosen === '{other}'")
    page.until("window.glasscope.model.field_card.indicator === 'steric_order'")
    page.until("window.glasscope.model.timeline.head > 0")
    assert page.model("load_card")["kind"] == "pure_shear"
    assert {"max_strain=0.05", "show_voronoi=1"} <= set(page.model("address")["query"].split("&"))


def connections(wired, session):
    """How many sockets the server has to a session; -1 where it has no such session."""
    time.sleep(0.2)  # asked for again and again
    return json.load(urlopen(f"{wired.server.url}visit/{session}"))["connections"]


@pytest.mark.slow
def test_a_client_that_stops_reading_is_let_go(forgetful):
    answer = a_session(forgetful.server.url)
    token, session = answer["token"], answer["session"]
    with socket.create_connection(("127.0.0.1", forgetful.server.port)) as client:
        client.sendall(UPGRADE.format(port=forgetful.server.port, token=token).encode())
        assert b"101" in client.recv(100)
        wait_for(lambda: connections(forgetful, session) == 1)
        wait_for(lambda: connections(forgetful, session) < 0)  # it answers no ping


def test_a_tab_that_is_killed_keeps_its_session_for_a_while_only(wire):
    wired = wire("forgetful")
    wired.page.until("window.glasscope.model.timeline.head > 0")
    session = wired.page.page.get_attribute("html", "data-session")
    assert connections(wired, session) == 1
    wired.cable.pull()
    began = time.monotonic()
    wait_for(lambda: connections(wired, session) < 0)
    assert time.monotonic() - began > 2.0


def test_a_session_that_is_not_there_gets_no_socket(wire):
    """Bokeh would make a session for it, whose page is made without a request and differs from the browser's."""
    wired = wire("forgetful")
    page = wired.page
    page.until("window.glasscope.model.timeline.head > 0")
    wired.cable.pull()
    page.until(COVER)
    page.page.wait_for_timeout(7000)
    wired.cable.put_in()
    page.until("document.querySelector('#cover button')")
    hosts = {url.split("/")[2] for url in page.asked}
    assert hosts == {f"localhost:{wired.cable.port}"}


def test_a_page_in_the_background_is_not_drawn(wire):
    page = wire("lasting").page
    page.ask("{do: 'pause'}")
    page.rest()
    page.ask("{do: 'seen', visible: false}")
    page.page.wait_for_timeout(500)  # what was on its way has come
    push = page.model("push")
    page.ask("{do: 'play'}")
    page.page.wait_for_timeout(2000)
    assert page.model("push") == push
    page.ask("{do: 'seen', visible: true}")
    page.until(f"window.glasscope.model.push > {push}")
    page.until("window.glasscope.model.timeline.head > 0")
