"""What a visitor meets: a glass that is already being sheared, whole, square, and from this host alone."""

import time
from urllib.parse import urlsplit

import pytest
from visits import SMALL_FIRST, Page, Server
from waiting import wait_for

pytestmark = pytest.mark.xdist_group("visits")  # beside the tests that share one page, on another worker

FAULTS = """() => {
  const all = []
  const walk = r => { for (const e of r.querySelectorAll('*')) { all.push(e); if (e.shadowRoot) walk(e.shadowRoot) } }
  walk(document)
  const out = []
  for (const e of all) {
    const r = e.getBoundingClientRect(), s = getComputedStyle(e)
    if (e.tagName === 'CANVAS' && s.display !== 'none' && r.width + r.height > 0 && (r.height < 30 || r.width < 30))
      out.push(`canvas ${r.width}x${r.height}`)
    if (e.children.length === 0 && e.textContent.trim() && s.overflow !== 'visible' && e.clientWidth > 0
        && e.scrollWidth > e.clientWidth + 2) out.push('cut off: ' + e.textContent.trim().slice(0, 40))
    const part = e.matches?.('button, h2, select, input, .legend, .card')
    if (part && r.width > 0 && (r.right > innerWidth + 1 || r.left < -1))
      out.push('outside the window: ' + (e.textContent || e.name).trim().slice(0, 40))
  }
  if (document.documentElement.scrollWidth > innerWidth + 2) out.push('wider than the window')
  if (document.documentElement.scrollHeight > innerHeight + 2) out.push('taller than the window')
  return [...new Set(out)]
}"""


def test_particles_and_a_moving_curve(visit):
    """How soon is measured by tests/benchmarks/page.py, as all that takes a quiet machine."""
    page = visit("?as-shipped")
    page.until_painted()
    page.until("window.glasscope.model.timeline.head > 0")
    assert page.page.evaluate("document.documentElement.dataset.theme") == "dark"  # as its visitor's system


@pytest.fixture(scope="module")
def opened(server, browser):
    """Opens a page in a window of some size, at rest once painted; each is opened once, its theme switched."""
    pages = {}

    def open_page(width=1440, height=900, theme="dark"):
        if (width, height) not in pages:
            page = pages[width, height] = Page(browser, server.url, width, height)
            page.ask("{do: 'pause'}")
            page.until_painted()
        page = pages[width, height]
        if page.page.evaluate("document.documentElement.dataset.theme") != theme:
            page.page.click("#theme")
        page.rest()
        return page

    yield open_page
    for page in pages.values():
        page.close()
        assert not page.said, page.said


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 800), (1024, 768)])
def test_nothing_is_cut_off(opened, width, height, theme):
    page = opened(width, height, theme)
    assert page.page.evaluate(FAULTS) == []
    page.page.click("#browse")
    page.until("document.querySelector('#cabinet .making table')")
    assert page.page.evaluate(FAULTS) == []
    page.page.keyboard.press("Escape")
    box = page.page.locator("#map").bounding_box()
    for name in (".plot >> nth=0", ".plot >> nth=1", ".plot >> nth=2"):
        plot = page.page.locator(name).bounding_box()
        assert plot["x"] >= box["x"] + box["width"]
        assert plot["height"] > 150


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (1000, 1000)])
def test_the_map_is_square(opened, width, height):
    """One unit of length is as many pixels across as up, within one per cent."""
    page = opened(width, height)
    ratio = page.page.evaluate("""() => {
      const view = Object.values(Bokeh.index).find(r => r.model.name === 'map').child_views[0]
      const m = view.model
      return (m.inner_width / (m.x_range.end - m.x_range.start)) / (m.inner_height / (m.y_range.end - m.y_range.start))
    }""")
    assert ratio == pytest.approx(1.0, abs=0.01)


def test_no_request_goes_to_another_host(opened, server):
    page = opened()
    assert page.asked
    hosts = {urlsplit(url).netloc for url in page.asked if urlsplit(url).scheme in ("http", "https", "ws", "wss")}
    assert hosts == {f"localhost:{server.port}"}


def test_map_frames_keep_coming(opened):
    """The figure a second comes from tests/benchmarks/page.py."""
    page = opened()
    head = page.model("timeline")["head"]
    page.ask("{do: 'play'}")
    page.until(f"window.glasscope.model.timeline.head > {head}")
    painted = page.page.evaluate("window.glasscope.painted")
    page.until(f"window.glasscope.painted >= {painted} + 6")
    assert page.page.evaluate("window.glasscope.model.push - window.glasscope.painted") <= 1
    page.rest()


def test_three_sessions_do_not_mix(visit):
    pages = []
    for _ in range(3):
        pages.append(visit())
        pages[-1].rest()
    pages[0].ask("{do: 'set', name: 'indicator', value: 'steric_order'}")
    pages[1].page.click("text=pure")
    pages[1].until("window.glasscope.model.load_card.kind === 'pure_shear'")
    pages[2].ask("{do: 'reset'}")
    pages[2].until("window.glasscope.model.timeline.head === 0")
    pages[0].until("window.glasscope.model.field_card.indicator === 'steric_order'")
    assert [page.model("field_card")["indicator"] == "steric_order" for page in pages] == [True, False, False]
    assert [page.model("load_card")["kind"] for page in pages] == ["simple_shear", "pure_shear", "simple_shear"]
    heads = [page.model("timeline")["head"] for page in pages]
    pages[2].page.keyboard.press(".")
    pages[2].until("window.glasscope.model.timeline.head > 0")
    assert [page.model("timeline")["head"] for page in pages[:2]] == heads[:2]


def settled(server, quiet=6.0, patience=40.0):
    """The number of threads once it has not changed for a while."""
    began = since = time.monotonic()
    count = server.threads()
    while time.monotonic() - since < quiet and time.monotonic() - began < patience:
        time.sleep(0.2)
        if server.threads() != count:
            count, since = server.threads(), time.monotonic()
    return count


@pytest.mark.slow
def test_workers_end_with_their_page(tmp_path, browser):
    """How soon is measured by tests/benchmarks/page.py; the server has no other pages."""
    server = Server(tmp_path / "log.txt", SMALL_FIRST)
    try:
        Page(browser, server.url).close()
        idle = settled(server)
        pages = [Page(browser, server.url) for _ in range(2)]
        for each in pages:
            each.until("window.glasscope.model.timeline.head > 0")
        wait_for(lambda: server.threads() >= idle + 4)
        for each in pages:
            each.close()
        wait_for(lambda: server.threads() <= idle)
    finally:
        server.stop()
