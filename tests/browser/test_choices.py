"""Field, colours, particles, and files that the page hands out."""

import csv
import io
import json
import zipfile

import numpy as np

from glasscope.engine import INDICATORS


def test_every_indicator_is_on_the_menu_and_draws(shared):
    options = shared.page.locator("select.indicator option")
    assert {options.nth(k).get_attribute("value") for k in range(options.count())} == set(INDICATORS)
    for key, kind in INDICATORS.items():
        shared.page.select_option("select.indicator", key)
        shared.until(f"window.glasscope.model.field_card.indicator === '{key}'")
        if key == "saddle_points":  # it takes minutes: it says how far it is, and gives way to the next
            shared.until("window.glasscope.model.legend.share > 0")
        else:
            shared.until("!window.glasscope.model.legend.note.includes('computing')")
        assert shared.page.text_content("#legend b") == kind.label
        assert not shared.model("legend")["failed"], shared.model("legend")["note"]
    shared.page.select_option("select.indicator", "steric_order")
    shared.page.click("#field-card [data-key=cast]")
    shared.until("window.glasscope.model.legend.note.includes('as cast')")


def test_declared_parameters_become_sliders(shared):
    shared.page.select_option("select.indicator", "steric_order")
    shared.until("window.glasscope.model.field_card.indicator === 'steric_order'")
    declared = shared.model("field_card")["parameters"]
    assert declared
    slider = shared.page.locator(f"[data-parameter={declared[0]['name']}]")
    slider.focus()
    slider.press("ArrowRight")
    shared.until(f"window.glasscope.model.field_card.parameters[0].value > {declared[0]['value']}")
    shared.until("!window.glasscope.model.legend.note.includes('computing')")


def test_live_field_says_where_it_was_taken_and_scores_with_its_lead(shared):
    shared.page.click("#field-card [data-key=live]")
    shared.until("window.glasscope.model.legend.note.includes('at γ')")
    shared.until("window.glasscope.model.panel.cards.ranks.words.startsWith('C_Δγ = ')")
    assert "C_Δγ" in shared.page.text_content("[data-card=ranks] .words")
    shared.page.click("#field-card [data-key=cast]")
    shared.until("window.glasscope.model.legend.note.includes('as cast')")


def test_range_and_colours(shared):
    shared.page.select_option("select.indicator", "steric_order")
    shared.until("window.glasscope.model.field_card.indicator === 'steric_order'")
    shared.until("!window.glasscope.model.legend.note.includes('computing')")
    low, high = (shared.page.locator(f"#field-card [name={name}]") for name in ("low", "high"))
    high.fill("0.5")
    high.press("Enter")
    shared.until("window.glasscope.model.field_card.high === 0.5")
    low.fill("0.9")
    low.press("Enter")
    shared.page.locator("#notice").wait_for(state="visible")
    assert "smaller to a larger" in shared.page.text_content("#notice")
    shared.page.click("#notice button")
    shared.page.click("#field-card >> text=snap")
    shared.until("window.glasscope.model.field_card.high !== 0.5")
    colours = shared.model("legend")["colours"]
    shared.page.select_option("[aria-label='Colour map']", "viridis")
    shared.until("window.glasscope.model.field_card.controls.colour_map.value === 'viridis'")
    assert shared.model("legend")["colours"] != colours
    shared.page.click("#field-card >> text=percentile")
    shared.until("window.glasscope.model.legend.ends[0] === 'stiff 0 %'")
    shared.page.click("#field-card >> text=threshold")
    shared.until("window.glasscope.model.legend.ends[1].startsWith('5.')")
    threshold = shared.page.locator("#field-card [name=threshold]")
    threshold.fill("1e9")
    threshold.press("Enter")
    shared.until("window.glasscope.model.legend.ends[1].startsWith('0.0 %')")
    shared.page.click("#field-card .threshold >> text=reset")
    shared.until("window.glasscope.model.legend.ends[1].startsWith('5.')")
    shared.page.click("#field-card >> text=value")
    threshold.wait_for(state="hidden")


def test_picking_a_particle(shared):
    box = shared.page.locator("#map").bounding_box()
    shared.page.mouse.click(box["x"] + 150, box["y"] + 150)
    shared.page.locator("#pick").wait_for(state="visible")
    words = shared.page.locator("#pick").inner_text()
    assert words.startswith("Particle")
    assert "softer than" in words
    shared.page.click("#pick button")
    shared.page.locator("#pick").wait_for(state="hidden")


def test_zoom_draws_anew_and_home_returns(shared):
    box = shared.page.locator("#map").bounding_box()
    before = shared.model("legend")["bar"]["share"]
    shared.page.mouse.move(box["x"] + 200, box["y"] + 200)
    for _ in range(3):
        shared.page.mouse.wheel(0, -120)
        shared.page.wait_for_timeout(80)
    shared.page.locator("#home").wait_for(state="visible")
    shared.until(f"window.glasscope.model.legend.bar.share !== {before}")
    shared.page.click("#home")
    shared.page.locator("#home").wait_for(state="hidden")
    shared.until(f"window.glasscope.model.legend.bar.share === {before}")


def test_theme_is_the_systems_until_it_is_chosen_and_then_kept(visit):
    """Of those who like it dark: tests/browser/test_opening.py."""
    page = visit(scheme="light")
    assert page.page.evaluate("document.documentElement.dataset.theme") == "light"
    page.page.click("#theme")
    page.until("document.documentElement.dataset.theme === 'dark' && window.glasscope.model.theme.dark")
    page.page.reload()
    page.page.wait_for_selector("html[data-ready]")
    assert page.page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.until("window.glasscope.model.theme.dark")


def test_exports(shared):
    shared.page.select_option("select.indicator", "steric_order")
    shared.until("window.glasscope.model.field_card.indicator === 'steric_order'")
    shared.until("!window.glasscope.model.legend.note.includes('computing')")
    name, content = export(shared, "events-csv")
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert name.endswith(".csv")
    assert len(rows) == len(shared.events())
    assert 0.0 < float(rows[0]["rank_steric_order_as_cast"]) <= 1.0
    _, content = export(shared, "curve-csv")
    assert len(content.decode().splitlines()) > 10
    _, content = export(shared, "field")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
    stored = np.load(io.BytesIO(content))
    assert len(stored["values"]) == len(stored["positions"])
    assert json.loads(str(stored["about"]))["indicator"] == "steric_order"
    for picture in ("map", "curve"):
        _, content = export(shared, picture)
        assert content.startswith(b"\x89PNG")
        assert len(content) > 5_000


def export(page, what):
    page.page.click("#export > button")
    with page.page.expect_download() as download:
        page.page.click(f"#export [data-key='{what}']")
    with open(download.value.path(), "rb") as file:
        return download.value.suggested_filename, file.read()
