"""Many visitors of one server: twenty who come within five seconds, and two hundred one after the other.

    python tests/benchmarks/visitors.py [--at-once 20] [--churned 200] [--rest 60]

Visitors are scripts that say at the socket what a page says, for twenty browsers would keep two cores busy themselves.
Told are: after how long each had its page with particles in it, and after how long its run was seen to move; how long
the server was silent at most to somebody who asks for a small file again and again; its memory before they came and
after they had left; and how many sessions are left of all. It fails where a bound is broken.
"""

import argparse
import asyncio
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SESSIONS = "sum(type(each).__module__ == 'glasscope.dashboard.session' for each in gc.get_objects())"
"""How many are in the server's memory, which looks for those that have ended itself."""

WITHIN = 5.0
"""Seconds in which those come who come at once."""

AT_MOST = {"painted": 20.0, "silent": 1.0, "left": 200.0}
"""Seconds, seconds and MB: of the issue that asked for it."""


class Probe:
    """Asks the server for its page again and again; `longest` is what it waited at most, seconds."""

    def __init__(self, url):
        self._url, self._goes_on, self.longest = url, True, 0.0
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self._thread.start()

    def _ask(self):
        while self._goes_on:
            began = time.monotonic()
            urllib.request.urlopen(self._url, timeout=300).read()
            self.longest = max(self.longest, time.monotonic() - began)
            time.sleep(0.05)

    def end(self):
        """What it waited at most."""
        self._goes_on = False
        self._thread.join()
        return self.longest


async def visit(url, later=0.0, until=bool):
    """Come, see the run move, stay until something holds, and leave; seconds until it was there and until it moved."""
    from script_page import ScriptPage  # beside the folders of the tests

    await asyncio.sleep(later)
    began = time.monotonic()
    page = await ScriptPage.visit(url)
    painted = time.monotonic() - began
    await page.until(lambda: page.shown.get("timeline", {}).get("head", 0) > 0)
    moving = time.monotonic() - began
    await page.until(lambda: until(moving))
    await page.leave()
    return painted, moving


async def at_once(url, many):
    """All who come at once; each stays until the last one has seen its run move."""
    there = set()

    def all_there(moving):
        there.add(moving)
        return len(there) == many

    return await asyncio.gather(*(visit(url, WITHIN * k / many, all_there) for k in range(many)))


async def churn(url, many, together=4):
    """Visitors one after the other, a few at a time."""
    coming = iter(range(many))

    async def come_and_go():
        for _ in coming:
            await visit(url)

    await asyncio.gather(*(come_and_go() for _ in range(together)))


def measured(server, options):
    """All figures, told as they come; what is broken of the bounds."""
    asyncio.run(visit(server.url))  # the first one loads what the others find
    time.sleep(5.0)
    before = server.memory()
    probe = Probe(server.url)
    painted, moving = zip(*asyncio.run(at_once(server.url, options.at_once)), strict=True)
    silent, most = probe.end(), server.memory()
    print(f"{options.at_once} visitors within {WITHIN:g} s: page after {max(painted):.1f} s at most, ", end="")
    print(f"run moves after {max(moving):.1f} s at most; server silent for {silent:.2f} s at most")
    time.sleep(options.rest)
    left = server.memory() - before
    print(f"memory: {before:.0f} MB before, {most:.0f} MB with them, {left:+.0f} MB after {options.rest:g} s")
    began = time.monotonic()
    asyncio.run(churn(server.url, options.churned))
    print(f"{options.churned} came and went in {time.monotonic() - began:.0f} s; ", end="")
    time.sleep(options.rest)
    sessions, churned = server.counted(), server.memory() - before
    print(f"{options.rest:g} s later {sessions} sessions are left, {churned:+.0f} MB, {server.threads()} threads")
    broken = {"painted": max(painted), "silent": silent, "left": max(left, churned)}
    return [f"{what} {broken[what]:.1f}, at most {most:g}" for what, most in AT_MOST.items() if broken[what] > most] + [
        f"{sessions} sessions left"
    ] * bool(sessions)


def main():
    """Print the figures."""
    from visits import Server, counting

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at-once", type=int, default=20)
    parser.add_argument("--churned", type=int, default=200)
    parser.add_argument("--rest", type=float, default=60.0, help="seconds after they have left")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "log.txt", counting(SESSIONS), warmed=True)
        try:
            broken = measured(server, options)
        finally:
            server.stop()
    if broken:
        raise SystemExit("; ".join(broken))


if __name__ == "__main__":
    main()
