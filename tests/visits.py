"""What browser tests and the benchmark of the page use: a server in a process of its own, and visits to its page."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from dropped_in import environment
from forks import forked
from playwright.sync_api import Error

from glasscope.dashboard.moment.choices import Choices
from glasscope.dashboard.moment.declared import place_of, settable

PATIENCE = 240.0
"""Seconds after which what is waited for will not come, however busy the machine; a test that passes waits less."""

SIZE = {"width": 1280, "height": 800}

PAINTED = """() => {
  const map = window.glasscope?.discsOf?.('map'), model = window.glasscope?.model
  if (!map?.shown || !model?.push || map.newest.branch === 'cast') return false
  const { picture } = map, d = picture.getContext('2d').getImageData(0, 0, picture.width, picture.height).data
  let n = 0; for (let i = 3; i < d.length; i += 400) if (d[i]) n++
  return n > 500
}"""
"""Whether a state that the session has sent is on the map."""

PICTURE = """name => {
  const { picture } = window.glasscope.discsOf(name)
  const { data } = picture.getContext('2d').getImageData(0, 0, picture.width, picture.height)
  let sum = 0
  for (let k = 0; k < data.length; k += 7) sum = (sum * 31 + data[k]) % 1000003
  return sum
}"""
"""A number that stands for the particles on a map."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SMALL_FIRST = """
import panel
from glasscope.dashboard.gallery.glasses import Glasses
as_shipped = Glasses.first
def first(self):
    if "as-shipped" in panel.state.session_args:
        return as_shipped(self)
    entry = min(self.entries, key=lambda entry: entry.n_particles)
    return entry, entry.load()
Glasses.first = first
"""
"""Pages open with a small glass, but for those that ask for `?as-shipped`."""

WATCHED = """async ([argument, patience]) => {
  for (const end = performance.now() + patience; performance.now() < end; ) {
    const found = (SCRIPT)
    if (typeof found === "function" ? found(argument) : found) return true
    await new Promise(resolve => setTimeout(resolve, 40))
  }
  return false
}"""

SETTLED = """quiet => {
  const sizes = view => [view.model.inner_width, view.model.inner_height, ...(view.child_views ?? []).map(sizes)]
  const { model, painted, discsOf } = window.glasscope
  const seen = JSON.stringify([model.push, painted, discsOf('map').drawn, Object.values(Bokeh.index).map(sizes)])
  const whole = (model.room.name ?? 'glass') !== 'glass' || !('now' in model.timeline) || 'shown' in model.panel
  if (window.settling?.seen !== seen || model.push !== painted || !whole)
    window.settling = { seen, since: performance.now() }
  return performance.now() - window.settling.since > quiet
}"""
"""Whether the page is whole and has painted what it was sent, and for some milliseconds nothing came or moved."""

SERVE = """
import gc; gc.disable()  # as the console script does
from glasscope.dashboard.app import serve
from glasscope.dashboard.sharing.sharing import Sharing
serve(port={port}, show=False{options})
"""
SPARING = """
from glasscope.dashboard import app
from glasscope.dashboard.moment import taking
from glasscope.dashboard.page import pushing
class Cold(app.Warming):
    def work(self):
        self.be_ready()
app.Warming = Cold
taking.SHEARED_AT_REST = False
pushing.FRAME = 0.2
"""
"""A server that loads a kernel when a page needs it, for most need few, sends a few pictures a second, for most are
looked at by nobody, and does nothing while a run rests."""


COUNTED = "counted: "


def counting(what):
    """For `before`: the server counts what an expression of Python says whenever it is asked to, by a signal."""
    return f"""
import gc, signal
def count(*_):
    print({COUNTED!r} + str({what}), flush=True)
signal.signal(signal.SIGUSR1, count)
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The page's server, its address and what the system says of its process.

    `before` is run in it first; in a `home` lies a copy of the package that it serves in place of the installed one;
    `options` are further arguments of `serve`, in which {port} stands for its port; one that is `warmed` is as for
    users: it begins as a process does, has its kernels before the first page comes and finds exact strengths at rest.
    """

    def __init__(self, log, before="", home=None, options="", warmed=False):
        self.port = free_port()
        self.url = f"http://localhost:{self.port}/"
        self.log = log
        code = before + SERVE.format(port=self.port, options=options.format(port=self.port))
        log.write_text("")
        if warmed or home is not None:
            where = None if home is None else environment(home)
            words = [sys.executable, "-P", "-u", "-c", ("" if warmed else SPARING) + code]
            with log.open("w") as out:
                self._process = subprocess.Popen(words, env=where, stdout=out, stderr=subprocess.STDOUT)
            self._ended, there = self._process.wait, lambda: self._process.poll() is None
        else:
            self._process = forked(exec, SPARING + code, {}, streams=(log, log), daemon=True)
            self._ended, there = self._process.join, self._process.is_alive
        self.pid = self._process.pid
        end = time.monotonic() + 2 * PATIENCE
        while "Launching server" not in log.read_text():
            assert there(), log.read_text()
            assert time.monotonic() < end, "the server did not come up"
            time.sleep(0.1)

    def kill(self):
        """End it as a machine that breaks down would."""
        self._process.kill()
        self._ended(20)

    def stop(self):
        """End it; nothing of which it was not told to say may be in its log."""
        self._process.terminate()
        self._ended(20)
        said = self.log.read_text()
        assert "Traceback" not in said, said

    def threads(self):
        """How many threads the server has."""
        return self._status("Threads:")

    def memory(self):
        """Resident memory, MB."""
        return self._status("VmRSS:") / 1024

    def _status(self, name):
        return int(Path(f"/proc/{self.pid}/status").read_text().split(name)[1].split()[0])

    def counted(self):
        """How many there are of what `counting` counts, which was run in it before."""
        before = self.log.read_text().count(COUNTED)
        os.kill(self.pid, signal.SIGUSR1)
        while self.log.read_text().count(COUNTED) == before:
            time.sleep(0.05)
        return int(self.log.read_text().rsplit(COUNTED, 1)[1].split()[0])


class Page:
    """A visit: the page, and all that it said and asked for."""

    def __init__(self, browser, url, width=SIZE["width"], height=SIZE["height"], scheme="dark", **device):
        size = {"width": width, "height": height}
        self.context = browser.new_context(viewport=size, color_scheme=scheme, accept_downloads=True, **device)
        self.context.set_default_timeout(1000 * PATIENCE)
        self.page = self.context.new_page()
        self.said, self.asked = [], []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.began = time.monotonic()
        self.page.goto(url)
        self.page.wait_for_selector("html[data-ready]")

    def _note(self, message):
        """Keep an error that the page tells, and where it comes from."""
        if message.type == "error":
            self.said.append(f"{message.text} ({message.location.get('url', '')})")

    def model(self, name):
        """A slot of the session's bridge, as the page has it."""
        return self.page.evaluate(f"window.glasscope.model.{name}")

    def strain(self):
        """Strain of the moment shown."""
        return float(self.page.text_content("#strain").replace("−", "-").split()[0]) / 100.0

    def until(self, script, argument=None):
        """Wait for a condition in the page, which looks at it again and again by itself, also once it was reloaded."""
        end = time.monotonic() + PATIENCE
        came = False
        while not came:
            left = end - time.monotonic()
            assert left > 0.0, f"it did not come: {script}"
            try:
                came = self.page.evaluate(WATCHED.replace("SCRIPT", script), [argument, 1000.0 * left])
            except Error as error:
                if "context was destroyed" not in error.message:
                    raise

    def until_painted(self):
        """Wait for pixels on the map."""
        self.until(PAINTED)

    def settle(self, quiet=300):
        """Wait until all that was sent is painted, and nothing moves any more."""
        self.page.evaluate("delete window.settling")
        self.until(SETTLED, quiet)

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
        self.until("!window.glasscope.model.transport.playing && !window.glasscope.model.transport.finishing")
        self.settle()

    def bring_back(self, events=2):
        """Back to where tests that share a page begin: at rest, with the smallest glass, sheared until some events."""
        self.page.set_viewport_size(SIZE)
        self.page.evaluate("document.querySelector('#notice').hidden = true")
        self.page.evaluate("document.querySelectorAll('dialog[open]').forEach(each => each.close())")
        self.page.evaluate("document.activeElement.blur()")  # a button that kept the focus would take the Space key
        if self.model("room").get("name", "glass") != "glass":
            self.page.click("#rooms [data-room=glass]")
        transport = self.model("transport")
        if transport["playing"] or transport["finishing"]:  # a step that is under way still moves the run
            self.rest()
        self.settle(100)
        glasses, chosen = self.glasses(), self.model("gallery")["chosen"]
        smallest = min(glasses, key=lambda glass: glass["n"])
        alike = [glass for glass in glasses if glass["n"] == smallest["n"]]
        known = [glass["key"] for glass in alike if not events or glass["class"] == smallest["class"]]
        load = self.model("load_card")
        as_first = (load["kind"], load["angle"], load["sign"]) == ("simple_shear", 0, 1)
        as_first = as_first and not load["differs"] and not self.model("timeline")["turns"]
        if not as_first or chosen not in known:
            for name, value in (("load", "'simple_shear'"), ("angle", 0), ("sign", 1)):
                self.ask(f"{{do: 'set', name: '{name}', value: {value}}}")
            self.choose(smallest["key"])
            self.rest()
        while len(self.events()) < events:
            self.run_to_event()
        if not self.model("transport")["live"]:
            self.ask(f"{{do: 'seek', path: {self.model('timeline')['extent']}}}")
            self.until("window.glasscope.model.transport.live")

    def forget_choices(self):
        """All that the page may set as at first, and the maps side by side; a glass has its own range of colours."""
        first = Choices()
        for name in filter(partial(settable, first), set(first.param) - {"low", "high"}):
            value, place = getattr(first, name), place_of(first.param[name])
            self.ask({"do": "set", "name": name, "value": 100.0 * value if place and place.percent else value})
        for at, key in enumerate(first.beside, start=1):
            self.ask({"do": "beside", "at": at, "key": key})
        if self.page.evaluate("document.documentElement.dataset.theme") != "dark":
            self.page.click("#theme")
        self.page.click("#views [data-group=run]")
        self.settle()

    def ask(self, words):
        """Send a command as the page's own controls do."""
        words = json.dumps(words) if isinstance(words, dict) else words
        self.page.evaluate(f"window.glasscope.model.send_msg({words})")

    def events(self):
        """Numbers of the events on the timeline."""
        return [number for _, number in self.model("timeline")["ticks"]]

    def run_to_event(self):
        """Shear on and wait for one more event."""
        before = len(self.events())
        self.ask("{do: 'next'}")
        self.until(f"window.glasscope.model.timeline.ticks.length > {before}")
        self.until("!window.glasscope.model.transport.playing")

    def close(self):
        self.context.close()
