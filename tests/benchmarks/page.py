"""How soon a page is there, frames a second, lag, and what a page costs the engine, at ten thousand particles.

    python tests/benchmarks/page.py [--seconds 60] [--glass KEY] [--particles N] [--live INDICATOR | --dial INDICATOR]

A run without a page is made first: the CPU seconds of each step, events worked out as the page does. Then the same
run in a page: it takes the same steps, so that CPU seconds up to the same step can be compared. With --live the page
alone is run, its field following the run, and what is counted is fields a second. With --dial the load is turned by
another step every 20 ms while the run rests, and what is counted is how often the field's colours follow. With
--particles the glass is a lattice of so many that was shaken and relaxed. Needs Debian's chromium. It fails where the
first pixels, the moving curve or the end of a closed page's threads come later than they may on a quiet machine.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from glasscope.engine import library

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
ALONE = """
import json, sys, time
from glasscope.engine import Glass, Load, library, shear
known = [entry for entry in library() if entry.key == sys.argv[1]]
glass = known[0].load() if known else Glass.load(sys.argv[1])
steps, clock, began = [], 0.0, time.monotonic()
run = shear(glass, Load.simple_shear(), max_strain=0.12)
while time.monotonic() - began < float(sys.argv[2]):
    before = time.thread_time()
    step = next(run)
    if step.event is not None:
        step.event.core, step.event.displacement, step.event.critical_mode, step.event.d2min
    clock += time.thread_time() - before
    steps.append(clock)
print(json.dumps({"cpu": steps, "seconds": time.monotonic() - began}))
"""
WATCH = """async seconds => {
  const m = window.glasscope.model, map = window.glasscope.discsOf("map"), rows = [], began = performance.now()
  while (performance.now() - began < 1000 * seconds) {
    await new Promise(r => setTimeout(r, 1000))
    const lag = parseFloat(m.status.rates.match(/frame ([0-9]+)/)[1])
    rows.push([(performance.now() - began) / 1000, map.drawn, m.status.steps, m.status.cpu, lag])
  }
  return { rows }
}"""


AT_MOST = {"first pixels": 8.0, "a moving curve": 12.0, "the end of a closed page": 12.0}
"""Seconds; three for the first on a quiet machine, and Bokeh's own lifetimes would take half a minute for the last."""


def alone(key, seconds):
    """CPU seconds after each step of a run without a page."""
    out = subprocess.run([sys.executable, "-c", ALONE, key, str(seconds)], capture_output=True, text=True, check=True)
    return json.loads(out.stdout)


LIVE = """async ([seconds, indicator]) => {
  const m = window.glasscope.model, rates = []
  for (const [name, value] of [["indicator", indicator], ["taken", "live"], ["lead", 0]])
    m.send_msg({ do: "set", name, value })
  await new Promise(r => setTimeout(r, 3000))
  for (const began = performance.now(); performance.now() - began < 1000 * seconds;) {
    await new Promise(r => setTimeout(r, 1000))
    rates.push(["steps", "fields", "frames"].map(of => parseFloat(m.status.rates.match(`([0-9.]+) ${of}/s`)[1])))
  }
  return { rates }
}"""

TURN = """async ([seconds, indicator]) => {
  const m = window.glasscope.model, wait = ms => new Promise(r => setTimeout(r, ms)), seen = new Set()
  m.send_msg({ do: "set", name: "indicator", value: indicator })
  await wait(60000) // those that rank events beside it are computed once a glass
  const began = performance.now()
  for (let k = 1; performance.now() - began < 1000 * seconds; k++) {
    const angle = ((5 * k + 0.1 * Math.floor(k / 72)) % 360) - 180 // none comes twice
    m.send_msg({ do: "set", name: "angle", value: angle })
    await wait(20)
    seen.add(JSON.stringify(m.legend))
  }
  return { seen: seen.size }
}"""


@contextmanager
def served():
    """A server and a browser: opens a page, and asks how many threads the server has."""
    import visits as tools  # beside the folders of the tests
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = tools.Server(Path(folder) / "log.txt", warmed=True)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=tools.ARGUMENTS)
        try:
            yield lambda: tools.Page(browser, server.url), server.threads
        finally:
            browser.close()
            server.stop()


def opening():
    """Seconds until a page shows particles, until its curve moves, and until the threads of a closed one have ended."""
    with served() as (visit, threads):
        visit().close()  # the first visit of all loads what the others find
        time.sleep(10.0)
        idle, page = threads(), visit()
        page.until_painted()
        painted = time.monotonic() - page.began
        page.until("window.glasscope.model.timeline.head > 0")
        moving = time.monotonic() - page.began
        page.close()
        closed = time.monotonic()
        while threads() > idle and time.monotonic() - closed < 60.0:
            time.sleep(0.1)
        ended = time.monotonic() - closed
        return {"first pixels": painted, "a moving curve": moving, "the end of a closed page": ended}


def with_page(key, script, argument):
    """What a page reports while it watches a run."""
    with served() as (visit, _):
        page = visit()
        page.ask("{do: 'pause'}")
        if Path(key).exists():
            before = page.model("gallery")["chosen"]
            page.page.set_input_files("#file", key)
            page.until(f"window.glasscope.model.gallery.chosen !== '{before}'")
        else:
            page.choose(key)
        steps = page.model("status")["steps"]
        cpu = page.model("status")["cpu"]
        return page.page.evaluate(script, argument) | {"steps": steps, "cpu": cpu}


def main():
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    largest = max(library(), key=lambda entry: entry.n_particles)
    parser.add_argument("--glass", default=largest.key)
    parser.add_argument("--live", metavar="INDICATOR")
    parser.add_argument("--dial", metavar="INDICATOR")
    parser.add_argument("--particles", type=int, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.particles:
            from making import small_glass

            options.glass = str(Path(folder) / "shaken.npz")
            small_glass("lj", options.particles).save(options.glass)
        measure(options)


def measure(options):
    """Print what the options ask for."""
    if options.live:
        rates = with_page(options.glass, LIVE, [options.seconds, options.live])["rates"]
        middle = [statistics.median(column) for column in zip(*rates, strict=True)]
        print(f"glass {options.glass}, {options.live} live, {options.seconds:g} s, medians: ", end="")
        print("{1:.1f} fields a second, {0:.1f} steps, {2:.1f} frames".format(*middle))
        return
    if options.dial:
        seen = with_page(options.glass, TURN, [options.seconds, options.dial])["seen"]
        print(f"glass {options.glass}, the load turned for {options.seconds:g} s: {options.dial} followed ", end="")
        print(f"{seen / options.seconds:.1f} times a second")
        return
    soon = opening()
    print(", ".join(f"{what} after {seconds:.1f} s" for what, seconds in soon.items()))
    bare = alone(options.glass, options.seconds)
    time.sleep(1.0)
    seen = with_page(options.glass, WATCH, options.seconds)
    rows = seen["rows"]
    frames = (rows[-1][1] - rows[0][1]) / (rows[-1][0] - rows[0][0])
    steps = min(rows[-1][2] - seen["steps"], len(bare["cpu"]))
    at = next(k for k, row in enumerate(rows) if row[2] - seen["steps"] >= steps)
    cpu = rows[at][3] - seen["cpu"]
    same = min(rows[at][2] - seen["steps"], len(bare["cpu"])) - 1
    busiest = [rows[k + 1][1] - rows[k][1] for k in range(len(rows) - 1) if rows[k + 1][2] > rows[k][2] + 2]
    lags = [row[4] for row in rows]
    third = len(lags) // 3
    print(f"glass {options.glass}, {options.seconds:g} s each")
    print(f"frames a second: {frames:.1f} over all, {statistics.median(busiest or [0]):.1f} (median) while it steps")
    print(f"steps a CPU second: alone {same / bare['cpu'][same]:.2f}, with a page {same / cpu:.2f}", end="")
    print(f" ({100 * bare['cpu'][same] / cpu:.1f} %)")
    wall = (rows[-1][2] - seen["steps"]) / rows[-1][0], len(bare["cpu"]) / bare["seconds"]
    print(f"steps a wall second: alone {wall[1]:.2f}, with a page {wall[0]:.2f} ({100 * wall[0] / wall[1]:.0f} %)")
    print(f"frame lag, ms (median): first third {statistics.median(lags[:third]):.0f}, ", end="")
    print(f"last third {statistics.median(lags[-third:]):.0f}, largest {max(lags):.0f}")
    late = [f"{what} after {soon[what]:.1f} s, at most {most:g}" for what, most in AT_MOST.items() if soon[what] > most]
    if late:
        raise SystemExit("; ".join(late))


if __name__ == "__main__":
    main()
