"""The gallery: classes with thumbnails, sizes and seeds, how each glass was made; and a page without a library."""

import io

import pytest
from making import small_glass
from PIL import Image

CLASSES = "window.glasscope.model.gallery.groups.flatMap(g => g.classes)"
NO_LIBRARY = """
from glasscope.dashboard import app, warming
from glasscope.dashboard.gallery import entries
from glasscope.engine.prepare import library
from pathlib import Path
app.Warming = warming.Warming  # which says what is wrong, too
entries.library = warming.library = lambda: library(Path({folder!r}))
"""


def colours(page, selector):
    """How many colours an element shows."""
    picture = Image.open(io.BytesIO(page.page.locator(selector).first.screenshot()))
    return len(picture.convert("RGB").getcolors(maxcolors=1_000_000))


@pytest.fixture
def resting(shared_page):
    """The resting page with some small glass, not sheared."""
    shared_page.bring_back(events=0)
    return shared_page


def test_every_class_has_a_line_with_a_thumbnail(resting):
    kinds = resting.page.evaluate(CLASSES)
    lines = resting.page.locator("#entries .entry")
    assert lines.count() == len(kinds)
    assert resting.page.locator("#entries .entry svg").count() == len(kinds)
    resting.until("[...document.querySelectorAll('#entries svg')].every(p => p.innerHTML.length > 500)")
    assert colours(resting, "#entries .entry .face") > 8


def test_a_class_then_a_size_and_a_seed(resting):
    glasses = resting.glasses()
    chosen = resting.model("gallery")["chosen"]
    here = next(glass["class"] for glass in glasses if glass["key"] == chosen)
    rich = {kind for kind in {glass["class"] for glass in glasses} if kind != here}
    kind = max(rich, key=lambda kind: len([glass for glass in glasses if glass["class"] == kind]))
    members = [glass for glass in glasses if glass["class"] == kind]
    resting.page.click(f"#entries [data-key='{kind}']")
    resting.until(f"{[m['key'] for m in members]}.includes(window.glasscope.model.gallery.chosen)")
    resting.ask("{do: 'pause'}")
    for label, name in (("N", "n"), ("seed", "seed")):
        menu = resting.page.locator(f"#which select[aria-label='{label}']")
        if menu.count() == 0:
            continue  # this class has one only
        now = next(m for m in members if m["key"] == resting.model("gallery")["chosen"])
        other = next(m for m in members if m[name] != now[name] and (name == "n" or m["n"] == now["n"]))
        menu.select_option(str(other[name]))
        resting.until(f"window.glasscope.model.gallery.chosen !== '{now['key']}'")
        resting.ask("{do: 'pause'}")
        now = next(m for m in members if m["key"] == resting.model("gallery")["chosen"])
        assert now[name] == other[name]
        assert f"N {now['n']:,}" in resting.page.text_content("#chip-glass")


def test_arrows_go_from_line_to_line(resting):
    chosen = resting.model("gallery")["chosen"]
    resting.page.locator("#entries .entry[aria-selected=true]").focus()
    before = resting.page.evaluate("document.activeElement.dataset.key")
    resting.page.keyboard.press("End")
    last = resting.page.evaluate("document.activeElement.dataset.key")
    resting.page.keyboard.press("ArrowUp")
    assert resting.page.evaluate("document.activeElement.dataset.key") not in (last, None)
    assert resting.model("gallery")["chosen"] == chosen, "only going there chooses nothing"
    resting.page.keyboard.press("Home" if before != resting.page.evaluate(CLASSES)[0]["key"] else "End")
    resting.page.keyboard.press("Enter")
    resting.until(f"window.glasscope.model.gallery.chosen !== '{chosen}'")
    resting.ask("{do: 'pause'}")


def test_the_large_gallery_tells_how_a_glass_was_made(resting):
    chosen = resting.model("gallery")["chosen"]
    resting.page.click("#browse")
    tiles = resting.page.locator("#cabinet .tile")
    assert tiles.count() == len(resting.page.evaluate(CLASSES))
    assert colours(resting, "#cabinet .tile .face") > 20
    tiles.first.click()
    resting.page.keyboard.press("ArrowRight")
    looked = resting.page.locator("#cabinet .tile[aria-selected=true]")
    assert looked.get_attribute("data-key") == resting.page.evaluate(CLASSES)[1]["key"]
    resting.until("document.querySelector('#cabinet .making code')?.textContent.startsWith('glasscope prepare')")
    words = resting.page.locator("#cabinet .making").inner_text()
    for what in ("model", "protocol", "parent temperature", "particles N", "seed"):
        assert what in words
    assert resting.model("gallery")["chosen"] == chosen, "looking chooses nothing"
    resting.page.click("#cabinet .primary")
    resting.until(f"{CLASSES}[1].members.some(m => m.key === window.glasscope.model.gallery.chosen)")
    assert not resting.page.locator("#cabinet").is_visible()


def test_a_damaged_library_is_a_sentence_and_the_page_works(visit_another, tmp_path):
    (tmp_path / "index.json").write_text('{"glasses": [')
    page = visit_another(NO_LIBRARY.format(folder=str(tmp_path)))
    assert "index of shipped glasses is missing or damaged" in page.page.text_content("#waiting")
    page.page.keyboard.press("n")
    page.until("window.glasscope.model.notice.text?.includes('no glass here yet')")
    small_glass("lj", 144, seed=3).save(tmp_path / "own.npz")
    page.page.set_input_files("#file", tmp_path / "own.npz")
    page.until("window.glasscope.model.timeline.head > 0")
    page.ask("{do: 'pause'}")
    assert page.page.locator("#waiting").is_hidden()
    assert page.page.locator("#entries .entry").count() == 1
