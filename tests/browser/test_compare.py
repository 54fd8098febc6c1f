"""The room of two glasses: both are drawn at one scale and at one strain, and a preset brings both to their fall."""

import time

import pytest
from visits import PICTURE, SIZE

ROOM = "window.glasscope.model.compare"
SHOWN = "name => window.glasscope.discsOf(name).shown"
STRAINS = f"() => {ROOM}.maps.map(map => Number(/γ (.*?) %/.exec(map.words.replace('−', '-'))[1]))"


@pytest.fixture
def pair(shared):
    """The shared page in the room, at rest."""
    shared.page.set_viewport_size(SIZE)
    shared.page.click("#rooms [data-room=compare]")
    shared.page.select_option("#pair-card select", "lj-htl-1024-3")
    shared.until(f"{ROOM}.chosen === 'lj-htl-1024-3' && {ROOM}.maps?.[1] && !{ROOM}.behind && !{ROOM}.why")
    shared.settle()
    return shared


def test_both_are_drawn_at_one_scale_and_at_one_strain(pair):
    first, other = (pair.page.evaluate(SHOWN, name) for name in ("pair0", "pair1"))
    assert first["view"] == pytest.approx(other["view"], abs=1e-6)
    assert abs(first["strain"] - other["strain"]) <= 4e-4
    assert pair.page.evaluate(PICTURE, "pair0") != pair.page.evaluate(PICTURE, "pair1")
    boxes = [pair.page.locator(f"#compare [data-part=pair{k}] .map").bounding_box() for k in (0, 1)]
    assert boxes[0]["width"] == pytest.approx(boxes[1]["width"], abs=1.0)
    assert min(boxes[0]["width"], boxes[0]["height"]) > 150
    assert pair.page.inner_text("#strain") == f"{100.0 * first['strain']:.3f} %"  # of the first glass


def test_the_other_glass_is_chosen_and_turned_and_stays_in_step(pair):
    pair.page.select_option("#pair-card select", "lj-htl-1024-2")
    pair.until(f"{ROOM}.chosen === 'lj-htl-1024-2' && {ROOM}.maps[1]?.name.includes('HTL') && !{ROOM}.behind")
    pair.page.fill("#pair-card input", "40")
    pair.page.keyboard.press("Enter")
    pair.until("document.querySelector('#compare [data-part=pair1] .words').textContent.includes('40°')")
    before = 100.0 * pair.strain()
    pair.page.click("#play")
    pair.until(f"([strain]) => ({STRAINS})().every(each => each > strain)", [before + 0.1])
    pair.rest()
    pair.settle()
    strains = pair.page.evaluate(STRAINS)
    assert abs(strains[0] - strains[1]) < 0.02
    assert "pair_turned=40" in pair.model("address")["query"]


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1440, 900), (1024, 768)])
def test_ductile_and_brittle_both_fail_within_a_minute_and_a_half(visit, size):
    visited = visit(width=size[0], height=size[1])
    visited.page.click("#rooms [data-room=compare]")
    visited.until(f"{ROOM}.presets")
    began = time.monotonic()
    visited.page.click("[data-preset=brittle]")
    drops = f"{ROOM}.maps.map(map => Number(/largest drop (.*?) %/.exec(map?.events)?.[1] ?? 0))"
    visited.until(f"{ROOM}.maps.length === 2 && {drops}[1] > 40 && {drops}[0] > 20")
    assert time.monotonic() - began < 90.0
    assert int(visited.model("compare")["maps"][0]["events"].split()[0]) > 8
