"""An hour of play at ten thousand particles: lag, memory and objects have to stay where they are.

    python tests/benchmarks/long_play.py [--minutes 60] [--glass KEY] [--every 60]

A page in a browser watches a run at full speed; at its end the load is turned round. Told are, each minute, how many
steps and events there have been, the lag of a frame, the server's memory and live objects, the browser's memory of
scripts and its elements; at the end medians of the first and of the last sixth. Needs Debian's chromium.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from glasscope.engine import library

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

BROWSER = """() => [performance.memory.usedJSHeapSize / 2**20, document.querySelectorAll("*").length]"""
LAG = "() => parseFloat(window.glasscope.model.status.rates.match(/frame ([0-9]+)/)[1])"
COLUMNS = ("minutes", "steps", "events", "lag, ms", "server, MB", "objects", "browser, MB", "elements")


def go_on(page, seconds):
    """Play for a while; the median lag. At the end of the run the load is turned."""
    lags, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        page.page.wait_for_timeout(2000)
        lags.append(page.page.evaluate(LAG))
        if page.model("transport")["ended"]:
            page.ask("{do: 'turn'}")
            page.ask("{do: 'play'}")
    return statistics.median(lags)


def watched(server, page, options):
    """A row a minute."""
    rows, began = [], time.monotonic()
    print(*COLUMNS, sep=" | ", flush=True)
    while time.monotonic() - began < 60.0 * options.minutes:
        lag = go_on(page, options.every)
        minutes, steps = (time.monotonic() - began) / 60.0, page.model("status")["steps"]
        counted = (server.memory(), server.counted(), *page.page.evaluate(BROWSER))
        rows.append((minutes, steps, len(page.events()), lag, *counted))
        print(*(f"{value:.0f}" for value in rows[-1]), sep=" | ", flush=True)
    return rows


def main():
    """Print the figures."""
    import visits as tools  # beside the folders of the tests
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--every", type=float, default=60.0, help="seconds between two rows")
    parser.add_argument("--glass", default=max(library(), key=lambda entry: entry.n_particles).key)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = tools.Server(Path(folder) / "log.txt", tools.counting("len(gc.get_objects())"), warmed=True)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=tools.ARGUMENTS)
        try:
            page = tools.Page(browser, server.url)
            page.ask("{do: 'set', name: 'max_strain', value: 50}")
            page.choose(options.glass)
            rows = watched(server, page, options)
        finally:
            browser.close()
            server.stop()
    sixth = max(1, len(rows) // 6)
    for name, *values in zip(COLUMNS, *rows, strict=True):
        first, last = statistics.median(values[:sixth]), statistics.median(values[-sixth:])
        print(f"{name}: {first:.0f} in the first sixth, {last:.0f} in the last, {max(values):.0f} at most")


if __name__ == "__main__":
    main()
