"""Side by side: one camera, the same rings, an indicator for each map, and square maps at every size."""

import pytest
from visits import PICTURE

FIND = """const find = name => {
    const all = [], walk = view => { all.push(view); for (const each of view.child_views ?? []) walk(each) }
    for (const root of Object.values(Bokeh.index)) walk(root)
    return all.find(view => view.model.name === name && view.model.x_range)
  }
"""
RINGS = f"""name => {{ {FIND}
  return find(name).model.renderers.map(r => r.data_source).find(s => s.data.text && s.data.alpha).data.text }}"""
RANGE = f"""name => {{ {FIND} const m = find(name).model; return [m.x_range.start, m.x_range.end, m.y_range.start] }}"""
SQUARE = f"""name => {{ {FIND} const m = find(name).model
  const across = m.inner_width / (m.x_range.end - m.x_range.start)
  const up = m.inner_height / (m.y_range.end - m.y_range.start)
  return [m.inner_height, across / up] }}"""
FOUR = [f"side{k}" for k in range(4)]
READY = "window.glasscope.model.side.maps?.every(map => !map.computing)"


@pytest.fixture
def side(shared):
    """The shared page in the room, all fields there."""
    shared.page.click("#rooms [data-room=side]")
    shared.until(f"window.glasscope.model.side.maps?.length === 4 && {READY}")
    shared.settle()
    return shared


def test_the_same_events_in_every_map(side):
    rings = [side.page.evaluate(RINGS, name) for name in FOUR]
    assert rings[0]
    assert all(each == rings[0] for each in rings)
    for said in side.model("side")["maps"]:
        assert said["rank"]["value"].startswith("rank ")
    assert side.page.locator("#side .rank b >> nth=0").inner_text().startswith("rank ")
    assert len({side.page.evaluate(PICTURE, name) for name in FOUR}) == 4


def test_zooming_one_zooms_all(side):
    before = side.page.evaluate(RANGE, "side0")
    pictures = [side.page.evaluate(PICTURE, name) for name in FOUR]
    box = side.page.locator("#side .panel >> nth=1").locator(".map").bounding_box()
    side.page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    side.page.mouse.wheel(0, -240)
    side.page.locator("#side .home").wait_for(state="visible")
    side.settle()
    after = [side.page.evaluate(RANGE, name) for name in FOUR]
    assert all(each == after[0] for each in after)
    assert after[0][1] - after[0][0] < 0.95 * (before[1] - before[0])
    assert all(side.page.evaluate(PICTURE, name) != old for name, old in zip(FOUR, pictures, strict=True))
    side.page.click("#side .home")
    side.until("!window.glasscope.model.legend.zoomed")
    side.settle()
    assert side.page.evaluate(RANGE, "side2") == pytest.approx(before)


def test_an_indicator_changes_its_own_map_only(side):
    pictures = [side.page.evaluate(PICTURE, name) for name in FOUR]
    side.page.select_option("[aria-label='Indicator of map 3']", "potential_energy")
    side.until(f"window.glasscope.model.side.maps[2].key === 'potential_energy' && {READY}")
    side.settle()
    changed = [side.page.evaluate(PICTURE, name) != old for name, old in zip(FOUR, pictures, strict=True)]
    assert changed == [False, False, True, False]
    side.page.select_option("[aria-label='Indicator of map 3']", "steric_order")
    side.until(f"window.glasscope.model.side.maps[2].key === 'steric_order' && {READY}")


def test_a_click_marks_the_particle_in_every_map(side):
    box = side.page.locator("#side .panel >> nth=2").locator(".map").bounding_box()
    side.page.mouse.click(box["x"] + 0.4 * box["width"], box["y"] + 0.6 * box["height"])
    side.until("window.glasscope.model.side.maps.every(map => map.picked.startsWith('particle'))")
    side.ask("{do: 'set', name: 'picked', value: null}")
    side.until("window.glasscope.model.side.maps.every(map => map.picked === '')")


def test_a_hidden_map_gets_nothing(side):
    drawn = "(({ drawn, shown }) => [drawn, shown.strain])(window.glasscope.discsOf('map'))"
    hidden = side.page.evaluate(drawn)
    side.ask("{do: 'seek', path: 0}")
    side.until("window.glasscope.model.timeline.now === 0")
    side.settle()
    assert side.page.evaluate(drawn) == hidden
    side.page.click("#rooms [data-room=glass]")
    side.settle()
    assert side.page.evaluate(drawn)[1] == 0.0


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768)])
def test_maps_are_square_and_the_player_in_reach(side, width, height):
    side.page.set_viewport_size({"width": width, "height": height})
    for n in (4, 3, 2):
        side.page.click(f"[aria-label=Maps] [data-key='{n}']")
        side.until(f"window.glasscope.model.side.maps.length === {n} && {READY}")
        side.settle()
        for name in FOUR[:n]:
            tall, ratio = side.page.evaluate(SQUARE, name)
            assert tall > 200
            assert ratio == pytest.approx(1.0, abs=0.01)
        for part in side.page.locator("#side .said > *").all():
            box = part.bounding_box()
            panel = part.locator("xpath=ancestor::article").bounding_box()
            if box and panel:
                assert box["y"] + box["height"] <= panel["y"] + panel["height"] + 1
        box = side.page.locator("#scrubber").bounding_box()
        assert box["width"] > 200
        assert box["y"] + box["height"] < height
    side.page.click("[aria-label=Maps] [data-key='4']")
    side.page.set_viewport_size({"width": 1440, "height": 900})
