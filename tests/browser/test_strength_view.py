"""Strength: the map fills in and can be stopped, the distributions, the polar form, the band; both sizes and themes."""

import pytest
from making import small_glass

FIND = """const find = name => {
    const all = [], walk = view => { all.push(view); for (const each of view.child_views ?? []) walk(each) }
    for (const root of Object.values(Bokeh.index)) walk(root)
    return all.find(view => view.model.name === name && view.model.x_range)
  }
"""
SIZES = f"""() => {{ {FIND}
  return ['strengths', 'yielding', 'band'].map(name => {{
    const m = find(name).model
    return [name, m.inner_width, m.inner_height, m.renderers.some(r => (r.data_source.data.x ?? []).length > 3)]
  }}) }}"""
FAINT = """() => {
  const { picture } = window.glasscope.discsOf('map')
  const { data } = picture.getContext('2d').getImageData(0, 0, picture.width, picture.height)
  const opacities = [...data].filter((_, k) => k % 4 === 3 && data[k] > 0)
  return opacities.filter(opacity => Math.abs(opacity - 128) < 4).length / opacities.length }"""
CROSSES = f"""() => {{ {FIND}
  const found = find('map').model.renderers.map(r => r.data_source.data).find(d => d.stiffness)
  return found.x.length }}"""
DONE = "(window.glasscope.model.legend.share ?? 1)"
QUESTIONS = ("How much more?", "In which direction?", "Soft where it shears?")
CUT = """selector => [...document.querySelectorAll(selector)].filter(each => each.offsetParent)
  .filter(each => each.scrollWidth > each.clientWidth + 1 || each.getBoundingClientRect().right > window.innerWidth)
  .map(each => each.outerHTML)"""


@pytest.fixture(scope="module")
def glass(tmp_path_factory):
    """A file of a glass of few sites."""
    path = tmp_path_factory.mktemp("glass") / "few.npz"
    small_glass("lj", 529, seed=1).save(path)
    return path


def open_glass(page, file):
    before = page.model("gallery")["chosen"]
    page.page.set_input_files("#file", file)
    page.until(f"window.glasscope.model.gallery.chosen !== '{before}'")


def look_at_strength(page):
    page.ask("{do: 'set', name: 'indicator', value: 'residual_strength'}")
    page.page.click("#views [data-group=structure]")
    page.page.click("#views .within [data-view=strength]")
    page.until("window.glasscope.model.panel.shown === 'strength'")


@pytest.fixture
def strength(own_page, glass):
    """A page with a glass of few sites, the residual strength chosen and found, and its view open."""
    if own_page.model("gallery")["groups"][0]["label"] != "yours":
        open_glass(own_page, glass)
    own_page.bring_back()
    look_at_strength(own_page)
    if (own_page.model("legend").get("partial") or {}).get("stopped"):
        own_page.page.click("#about-strength button")
    own_page.until("!window.glasscope.model.legend.partial")
    return own_page


@pytest.fixture
def unfound(own_page, glass):
    """The page with a glass whose strengths nobody has found yet."""
    own_page.ask("{do: 'set', name: 'indicator', value: 'steric_order'}")
    own_page.page.click("#views [data-group=run]")
    open_glass(own_page, glass)
    own_page.bring_back()
    look_at_strength(own_page)
    return own_page


def test_it_fills_in_and_can_be_cancelled_and_resumed(unfound):
    page = unfound.page
    unfound.until("window.glasscope.model.legend.partial")  # the estimate is there, and shown faint
    unfound.until(f"{DONE} > 0")
    page.wait_for_timeout(500)
    assert page.evaluate(FAINT) > 0.5
    assert "faint: estimate" in page.text_content("#legend")
    page.click("#legend .partial button")
    unfound.until("window.glasscope.model.legend.partial.stopped")
    unfound.settle(1500)  # the site under way is found to its end
    stopped_at = page.evaluate(DONE)
    assert stopped_at < 1
    page.wait_for_timeout(1500)
    assert page.evaluate(DONE) == stopped_at
    assert "partial" in page.text_content("#legend .partial")
    assert page.text_content("#about-strength button") == "resume"
    page.click("#about-strength button")
    unfound.until("window.glasscope.model.panel.progress.fraction === undefined")
    unfound.until("!window.glasscope.model.legend.partial")
    unfound.settle()
    assert page.evaluate(FAINT) < 0.2  # edges of discs are
    unfound.until("window.glasscope.model.sentence.strong.includes('Δτ_y')")  # the events are ranked in it


def test_the_polar_form_is_that_of_the_picked_place(strength):
    page = strength.page
    assert page.text_content("[data-card=yielding] .place b") == "weakest place"
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + 0.6 * box["width"], box["y"] + 0.3 * box["height"])
    strength.until("window.glasscope.model.panel.cards.yielding.facts?.title?.startsWith('around particle')")
    strength.ask("{do: 'set', name: 'picked', value: null}")
    strength.until("window.glasscope.model.panel.cards.yielding.facts?.title === 'weakest place'")
    points = page.evaluate(
        f"() => {{ {FIND} return find('yielding').model.renderers.map(r => r.data_source.data.x?.length) }}"
    )
    assert 18 in points
    assert 120 in points


@pytest.mark.slow
def test_a_strain_more_and_what_loading_would_leave(strength):
    page = strength.page
    page.click("[data-card=strengths] [data-do=keep]")
    strength.until("window.glasscope.model.panel.cards.strengths.links.some(link => link.arguments.what === 'none')")
    strength.until("window.glasscope.model.panel.progress.fraction === undefined")
    assert len(strength.model("panel")["cards"]["strengths"]["key"]) == 2 + 1  # the last entry is of the dashed ones
    page.select_option("[aria-label='Beside the distributions']", "shift")
    strength.until("window.glasscope.model.panel.cards.strengths.key.at(-1).choice.value === 'shift'")
    drawn = (
        f"() => {{ {FIND} return find('strengths').model.renderers.slice(0, 5).map(r => r.data_source.data.x.length) }}"
    )
    strength.until(f"({drawn})()[1] > 3")
    assert page.evaluate(drawn)[0] == 0  # as cast itself is not shifted
    page.select_option("[aria-label='Beside the distributions']", "estimate")


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768)])
def test_sizes_and_themes(strength, width, height, dark):
    page = strength.page
    page.set_viewport_size({"width": width, "height": height})
    if (page.evaluate("document.documentElement.dataset.theme") == "dark") != dark:
        page.click("#theme")
    strength.until(f"({SIZES})().every(each => each[3])")  # each has something in it
    strength.settle()
    for name, wide, tall, filled in page.evaluate(SIZES):
        assert filled, name
        assert wide > 60, name
        assert tall > 50, name
        if name == "yielding":
            assert wide / tall == pytest.approx(1.0, abs=0.03)
    for question in QUESTIONS:
        box = page.locator(f"section[aria-label='{question}']").bounding_box()
        assert box["height"] > 150
        assert box["y"] + box["height"] <= height
        inside = page.locator(f"section[aria-label='{question}'] > *:visible").all()
        assert all(each.bounding_box()["y"] + each.bounding_box()["height"] <= height for each in inside)
    words = "[data-card=band] .words, [data-card=strengths] .links, #about-strength"
    assert page.evaluate(CUT, f".place, .place td, .place small, {words}") == []


def test_crosses_of_nonlinear_modes(strength):
    strength.ask("{do: 'set', name: 'indicator', value: 'nonlinear_modes'}")
    strength.until("window.glasscope.model.legend.crosses")
    strength.until(f"({CROSSES})() > 5")
    strength.ask("{do: 'set', name: 'indicator', value: 'steric_order'}")
    strength.until(f"({CROSSES})() === 0")
    strength.page.check("[name=show_modes]")  # over any field, as in R20 Fig. 8(d)
    strength.until(f"({CROSSES})() > 5")
    assert "modes" in strength.model("legend")["crosses"]
    strength.page.uncheck("[name=show_modes]")
    strength.until(f"({CROSSES})() === 0")
    assert strength.model("legend")["crosses"] == ""
