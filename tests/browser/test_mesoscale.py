"""The room of blocks: the lattice follows the glass or goes on by itself, and a click shows a block's past."""

import pytest
from visits import SIZE

ROOM = "window.glasscope.model.mesoscale"
IMAGE = """() => {
  const all = [], walk = view => { all.push(view); for (const each of view.child_views ?? []) walk(each) }
  for (const root of Object.values(Bokeh.index)) walk(root)
  const lattice = all.find(view => view.model.name === "lattice" && view.model.x_range).model
  const [image] = lattice.renderers[0].data_source.data.image
  const { inner_width: wide, inner_height: tall, x_range } = lattice
  return { size: x_range.end, shades: new Set(image).size, wide, tall }
}"""
STRAIN = "() => Number(/γ (.*?) %/.exec(window.glasscope.model.mesoscale.lattice.words)?.[1] ?? -1)"


@pytest.fixture
def blocks(shared):
    """The shared page in the room, with a lattice."""
    shared.page.set_viewport_size(SIZE)
    shared.page.click("#rooms [data-room=mesoscale]")
    shared.until(f"{ROOM}.state?.there && !{ROOM}.state.why")
    shared.settle()
    return shared


def test_the_lattice_is_at_the_strain_of_the_glass(blocks):
    strain = 100.0 * blocks.strain()
    assert strain > 0.0
    blocks.until("([strain]) => Math.abs((STRAIN)() - strain) < 0.006".replace("STRAIN", STRAIN), [strain])
    image = blocks.page.evaluate(IMAGE)
    assert image["size"] >= 4
    assert image["wide"] == image["tall"] > 150
    glass = blocks.page.locator("#mesoscale [data-part=meso] .said")
    assert f"γ {strain:.2f} %" in glass.inner_text()
    assert not blocks.page.locator("#lattice-play").is_visible()


def test_by_itself_it_plays_rests_and_begins_anew(blocks):
    blocks.page.click("#lattice-card [data-key=own]")
    blocks.page.click("#lattice-card [data-key=drawn]")
    blocks.page.select_option("#lattice-card [name=lattice_size]", "32")
    blocks.until(f"({ROOM}.lattice.words.includes('32 × 32'))")
    before = blocks.strain()
    blocks.page.click("#lattice-play")
    blocks.until(f"({STRAIN})() > 5")
    assert blocks.page.locator("#lattice-play").get_attribute("aria-label") == "Let the lattice rest"
    assert blocks.page.evaluate(IMAGE)["shades"] > 1
    blocks.page.click("#lattice-play")
    blocks.until(f"!{ROOM}.state.playing")
    blocks.settle()
    rests = blocks.page.evaluate(STRAIN)
    blocks.page.wait_for_timeout(500)
    assert blocks.page.evaluate(STRAIN) == rests
    blocks.page.click("#lattice-reset")
    blocks.until(f"({STRAIN})() === 0")
    assert blocks.strain() == before  # the glass is where it was


def test_a_click_on_a_block_shows_what_it_bore(blocks):
    card = blocks.page.locator("[data-meso=block]")
    assert "Click a block" in card.inner_text()
    box, size = blocks.page.locator("#mesoscale [data-part=lattice] .map").bounding_box(), blocks.page.evaluate(IMAGE)
    place = box["x"] + 1.5 / size["size"] * box["width"], box["y"] + (1.0 - 0.5 / size["size"]) * box["height"]
    blocks.page.mouse.click(*place)
    blocks.until(f"{ROOM}.block.startsWith('2, 1: ')")
    blocks.settle()
    assert card.locator("canvas").first.bounding_box()["height"] > 60
    assert "Click a block" not in card.inner_text()
    blocks.page.mouse.click(*place)
    blocks.until(f"{ROOM}.block === ''")


@pytest.mark.slow
def test_what_both_maps_show_can_be_chosen(blocks):
    for shows, words in (("stress", "stress of each block"), ("left", "can bear beyond"), ("failures", "failures of")):
        blocks.page.click(f"#lattice-card [data-key={shows}]")
        blocks.until(f"{ROOM}.lattice.title.includes('{words}')")
        ends = blocks.model("mesoscale")
        assert ends["lattice"]["ends"][1]
        assert shows == "failures" or ends["lattice"]["ends"] == ends["glass"]["ends"]


def test_what_is_being_measured_is_said_and_can_be_called_off(blocks):
    blocks.page.select_option("#lattice-card [name=lattice_source]", "residual_strength")
    blocks.until(f"{ROOM}.state.why.startsWith('measuring')")
    stop = blocks.page.locator("#mesoscale [data-part=lattice] .waiting button")
    stop.click()
    blocks.until(f"{ROOM}.state.why.includes('called off')")
    assert stop.inner_text() == "measure them"
    blocks.page.select_option("#lattice-card [name=lattice_source]", "bond_micromechanics_strength")
    blocks.until(f"{ROOM}.state.there && !{ROOM}.state.why")


def test_a_load_that_no_lattice_follows_is_said_so_in_its_place(blocks):
    blocks.ask("{do: 'set', name: 'angle', value: 30}")
    blocks.ask("{do: 'reset'}")
    blocks.until(f"{ROOM}.state.why.includes('at 0 or 90 degrees')")
    assert blocks.page.locator("#mesoscale [data-part=lattice] .waiting").is_visible()
    blocks.ask("{do: 'set', name: 'angle', value: 0}")
    blocks.ask("{do: 'reset'}")
    blocks.until(f"{ROOM}.state.there && !{ROOM}.state.why")


@pytest.mark.parametrize(("width", "height"), [pytest.param(1440, 900, marks=pytest.mark.slow), (1024, 768)])
def test_maps_are_square_and_nothing_is_cut_off(blocks, width, height):
    blocks.page.set_viewport_size({"width": width, "height": height})
    blocks.settle()
    image = blocks.page.evaluate(IMAGE)
    assert image["wide"] == pytest.approx(image["tall"], abs=2)
    assert image["tall"] > 200
    for part in blocks.page.locator("#lattice-card .body > *, #mesoscale .said > *").all():
        if (box := part.bounding_box()) is not None:
            card = part.locator("xpath=ancestor::section[1]").bounding_box()
            assert box["x"] + box["width"] <= card["x"] + card["width"]
            assert box["y"] + box["height"] <= card["y"] + card["height"]
    for canvas in blocks.page.locator("[data-meso=stress] .bokeh").all():
        assert canvas.bounding_box()["height"] > 80
