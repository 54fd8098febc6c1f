"""The gallery: classes with thumbnails, sizes and seeds, how each glass was made; and a page without a library."""

import io

from making import small_glass
from PIL import Image

CLASSES = "window.glasscope.model.gallery.groups.flatMap(g => g.classes)"
NO_LIBRARY = """
from glasscope.dashboard import warming
from glasscope.dashboard.gallery import entries
from glasscope.engine.prepare import library
from pathlib import Path
entries.library = warming.library = lambda: library(Path({folder!r}))
"""


def colours(page, selector):
    """How many colours an element shows."""
    picture = Image.open(io.BytesIO(page.page.locator(selector).first.screenshot()))
    return len(picture.convert("RGB").getcolors(maxcolors=1_000_000))


def test_every_class_has_a_line_with_a_thumbnail(shared):
    kinds = shared.page.evaluate(CLASSES)
    lines = shared.page.locator("#entries .entry")
    assert lines.count() == len(kinds)
    assert shared.page.locator("#entries .entry svg").count() == len(kinds)
    shared.until("[...document.querySelectorAll('#entries svg')].every(p => p.innerHTML.length > 500)")
    assert colours(shared, "#entries .entry .face") > 8


def test_a_class_then_a_size_and_a_seed(shared):
    glasses = shared.glasses()
    chosen = shared.model("gallery")["chosen"]
    here = next(glass["class"] for glass in glasses if glass["key"] == chosen)
    rich = {kind for kind in {glass["class"] for glass in glasses} if kind != here}
    kind = max(rich, key=lambda kind: len([glass for glass in glasses if glass["class"] == kind]))
    members = [glass for glass in glasses if glass["class"] == kind]
    shared.page.click(f"#entries [data-key='{kind}']")
    shared.until(f"{[m['key'] for m in members]}.includes(window.glasscope.model.gallery.chosen)")
    shared.ask("{do: 'pause'}")
    for label, name in (("N", "n"), ("seed", "seed")):
        menu = shared.page.locator(f"#which select[aria-label='{label}']")
        if menu.count() == 0:
            continue  # this class has one only
        now = next(m for m in members if m["key"] == shared.model("gallery")["chosen"])
        other = next(m for m in members if m[name] != now[name] and (name == "n" or m["n"] == now["n"]))
        menu.select_option(str(other[name]))
        shared.until(f"window.glasscope.model.gallery.chosen !== '{now['key']}'")
        shared.ask("{do: 'pause'}")
        now = next(m for m in members if m["key"] == shared.model("gallery")["chosen"])
        assert now[name] == other[name]
        assert f"N {now['n']:,}" in shared.page.text_content("#chip-glass")


def test_arrows_go_from_line_to_line(shared):
    chosen = shared.model("gallery")["chosen"]
    shared.page.locator("#entries .entry[aria-selected=true]").focus()
    before = shared.page.evaluate("document.activeElement.dataset.key")
    shared.page.keyboard.press("End")
    last = shared.page.evaluate("document.activeElement.dataset.key")
    shared.page.keyboard.press("ArrowUp")
    assert shared.page.evaluate("document.activeElement.dataset.key") not in (last, None)
    assert shared.model("gallery")["chosen"] == chosen, "only going there chooses nothing"
    shared.page.keyboard.press("Home" if before != shared.page.evaluate(CLASSES)[0]["key"] else "End")
    shared.page.keyboard.press("Enter")
    shared.until(f"window.glasscope.model.gallery.chosen !== '{chosen}'")
    shared.ask("{do: 'pause'}")


def test_the_large_gallery_tells_how_a_glass_was_made(shared):
    chosen = shared.model("gallery")["chosen"]
    shared.page.click("#browse")
    tiles = shared.page.locator("#cabinet .tile")
    assert tiles.count() == len(shared.page.evaluate(CLASSES))
    assert colours(shared, "#cabinet .tile .face") > 20
    tiles.first.click()
    shared.page.keyboard.press("ArrowRight")
    looked = shared.page.locator("#cabinet .tile[aria-selected=true]")
    assert looked.get_attribute("data-key") == shared.page.evaluate(CLASSES)[1]["key"]
    shared.until("document.querySelector('#cabinet .making code')?.textContent.startsWith('glasscope prepare')")
    words = shared.page.locator("#cabinet .making").inner_text()
    for what in ("model", "protocol", "parent temperature", "particles N", "seed"):
        assert what in words
    assert shared.model("gallery")["chosen"] == chosen, "looking chooses nothing"
    shared.page.click("#cabinet .primary")
    shared.until(f"{CLASSES}[1].members.some(m => m.key === window.glasscope.model.gallery.chosen)")
    assert not shared.page.locator("#cabinet").is_visible()


def test_a_damaged_library_is_a_sentence_and_the_page_works(visit_another, tmp_path):
    (tmp_path / "index.json").write_text('{"glasses": [')
    page = visit_another(NO_LIBRARY.format(folder=str(tmp_path)))
    assert "index of shipped glasses is missing or damaged" in page.page.text_content("#waiting")
    page.page.keyboard.press("n")
    page.until("window.glasscope.model.notice.text?.includes('no glass here yet')")
    small_glass("lj", 144, seed=3).save(tmp_path / "own.npz")
    page.page.set_input_files("#file", tmp_path / "own.npz")
    page.until("window.glasscope.model.timeline.head > 0")
    assert page.page.locator("#waiting").is_hidden()
    assert page.page.locator("#entries .entry").count() == 1
