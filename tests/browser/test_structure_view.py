"""Voronoi cells on the map, and what is around the particles: plots that are there at both sizes and in both themes."""

import pytest

FIND = """const find = name => {
    const all = [], walk = view => { all.push(view); for (const each of view.child_views ?? []) walk(each) }
    for (const root of Object.values(Bokeh.index)) walk(root)
    return all.find(view => view.model.name === name && view.model.x_range)
  }
"""
CELLS = f"""() => {{ {FIND}
  const images = find('map').model.renderers.map(r => r.data_source).filter(s => s.data.image && s.data.image.length)
  return images.length < 1 ? 0 : [...images[0].data.image[0]].filter(value => value > 100).length }}"""
PLOTS = f"""() => {{ {FIND}
  return ['pairs', 'directions', 'around0', 'around1'].map(name => {{
    const m = find(name).model
    const filled = m.renderers.map(r => r.data_source.data).some(d => (d.image ?? d.x).length > 0)
    return [name, m.inner_width, m.inner_height, filled]
  }}) }}"""
QUESTIONS = ("How far away are neighbours?", "Does the direction matter?", "What is around the soft ones?")


def test_voronoi_cells(shared):
    assert shared.page.evaluate(CELLS) == 0
    shared.page.check("[name=show_voronoi]")
    shared.until(f"({CELLS})() > 1000")
    shared.page.uncheck("[name=show_voronoi]")
    shared.until(f"({CELLS})() === 0")


def look_around(page):
    page.page.click("#views [data-group=structure]")
    page.page.click("#views .within [data-view=surroundings]")
    page.until("window.glasscope.model.panel.cards.pairs")


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768)])
def test_surroundings(shared, width, height, dark):
    page = shared.page
    page.set_viewport_size({"width": width, "height": height})
    if (page.evaluate("document.documentElement.dataset.theme") == "dark") != dark:
        page.click("#theme")
    look_around(shared)
    shared.settle()
    for name, wide, tall, filled in page.evaluate(PLOTS):
        assert filled, name
        assert wide > 60, name
        assert tall > 60, name
        if name.startswith("around"):
            assert wide / tall == pytest.approx(1.0, abs=0.03)
    for question in QUESTIONS:
        box = page.locator(f"section[aria-label='{question}']").bounding_box()
        assert box["height"] > 150
        assert box["y"] + box["height"] <= height
    within = page.locator("#views .within").bounding_box()
    first = page.locator(f"section[aria-label='{QUESTIONS[0]}']").bounding_box()
    assert within["y"] + within["height"] <= first["y"]


def test_around_whom(shared):
    look_around(shared)
    shared.page.select_option("[aria-label='Around which particles']", "soft")
    shared.until("window.glasscope.model.panel.head.choices[0].value === 'soft'")
    shared.until("window.glasscope.model.panel.cards.around.key[0].ends[0] === '0'")
    shared.page.select_option("[aria-label='Share of the particles']", "0.1")
    shared.until("window.glasscope.model.panel.cards.around.key[1].words.startsWith('102 soft')")
    assert "102 soft" in shared.page.text_content("[data-card=around] .key")
    shared.page.click("#views .within [data-view=vibrations]")
    assert shared.page.locator("section[aria-label='How many soft vibrations?']").is_visible()
    shared.page.click("#views [data-group=run]")
    assert shared.page.locator("section[aria-label='Stress–strain']").is_visible()


def test_one_site(shared):
    page = shared.page
    page.click("#views [data-group=structure]")
    page.click("#views .within [data-view=site]")
    shared.until("window.glasscope.model.panel.cards.turned")
    shared.ask("{do: 'set', name: 'picked', value: null}")
    shared.until("window.glasscope.model.panel.cards.turned.instead.startsWith('Pick a particle')")
    shared.ask("{do: 'set', name: 'picked', value: 7}")
    shared.until("window.glasscope.model.panel.cards.turned.words?.includes('is stretched')")
    shared.settle()
    for question in ("Which load does it fear?", "What is around it?"):
        box = page.locator(f"section[aria-label='{question}']").bounding_box()
        assert box["height"] > 150
        assert box["y"] + box["height"] <= page.viewport_size["height"]
    ratio = page.evaluate(f"""() => {{ {FIND}
      const {{ x_range, y_range, inner_width, inner_height }} = find('turned').model
      return (x_range.end - x_range.start) / (y_range.end - y_range.start) / (inner_width / inner_height) }}""")
    assert ratio == pytest.approx(1.0, abs=0.02), "a circle is round"
