"""Preparing a glass: its form, progress with the energy falling, cancel without a trace, and what comes of it."""

CURVE = "(window.glasscope.model.progress.curve?.length ?? 0)"


def fill(page, model="lj", protocol="hot liquid", **numbers):
    page.page.click("#prepare")
    page.page.select_option("dialog select[aria-label=model]", model)
    page.page.click(f"#dialog .ways label:has-text('{protocol}')")
    for name, value in numbers.items():
        page.page.fill(f"#dialog [name={name}]", str(value))
    page.page.click("#dialog button.primary")


def test_the_form_offers_what_suits_the_model_and_explains_it(shared):
    shared.page.click("#prepare")
    ways = shared.page.locator("#dialog .ways label")
    for model, offered in (("lj", False), ("poly", True)):
        shared.page.select_option("dialog select[aria-label=model]", model)
        assert any("swap" in ways.nth(k).inner_text() for k in range(ways.count())) == offered
    shared.page.click("#dialog .ways label:has-text('swap')")
    assert shared.page.locator("#dialog [name=relaxation_times]").count() == 1
    assert "far below T_g" in shared.page.locator("#dialog .ways").inner_text()
    shared.page.click("#dialog button[value=leave]")
    assert not shared.page.locator("#dialog").is_visible()


def test_what_cannot_be_prepared_is_said_in_the_form(shared):
    head = shared.model("timeline")["head"]
    fill(shared, density=9)
    shared.until("document.querySelector('#dialog .failed')?.textContent.includes('density 9')")
    shared.page.fill("#dialog [name=density]", "")
    shared.page.click("#dialog button.primary")
    shared.until("document.querySelector('#dialog .failed').textContent.includes('is a number')")
    shared.page.click("#dialog button[value=leave]")
    assert shared.page.locator("#progress").is_hidden()
    assert shared.model("timeline")["head"] == head


def test_progress_is_shown_while_the_run_goes_on_and_cancel_leaves_nothing(shared):
    before = shared.model("gallery")
    shared.ask("{do: 'speed', at: 2}")  # unhurried, so that the run lasts longer than the preparation is watched
    shared.page.keyboard.press(" ")
    fill(shared, n_particles=1024, equilibration_time=2000)
    shared.page.locator("#progress").wait_for(state="visible")
    shared.until(f"{CURVE} >= 2")
    points, head = shared.page.evaluate(CURVE), shared.model("timeline")["head"]
    shared.until(f"{CURVE} > {points + 1}")
    shared.until(f"window.glasscope.model.timeline.head > {head}")
    shared.until("window.glasscope.model.progress.left.endsWith('left')")
    assert "left" in shared.page.locator("#progress").inner_text()
    drawn = shared.page.locator("#progress polyline").get_attribute("points")
    assert len(drawn.split()) > points
    assert 0.0 < float(shared.page.locator("#progress progress").evaluate("p => p.value")) < 1.0
    shared.page.click("#progress button")
    shared.until("window.glasscope.model.notice.text?.includes('cancelled')")
    assert shared.page.locator("#progress").is_hidden()
    assert shared.model("gallery") == before
    head = shared.model("timeline")["head"]
    shared.until(f"window.glasscope.model.timeline.head > {head}")
    shared.page.keyboard.press(" ")


def test_a_prepared_glass_opens_runs_and_says_how_it_was_made(shared):
    fill(shared, n_particles=150, equilibration_time=20, seed=5)
    shared.until("window.glasscope.model.header.glass.includes('N 150')")
    shared.until("window.glasscope.model.timeline.head > 0")
    group = shared.model("gallery")["groups"][0]
    assert group["label"] == "yours"
    assert group["classes"][0]["members"][0]["key"] == shared.model("gallery")["chosen"] == "own-1"
    shared.page.click("#which >> text=how made?")
    shared.until("document.querySelectorAll('#cabinet .making polyline').length === 2")
    words = shared.page.locator("#cabinet .making").inner_text()
    assert "--n 150 --seed 5" in words
    assert "relaxation times seen" in words
    shared.until("document.querySelector('#cabinet .look svg').innerHTML.length > 500")
    shared.page.keyboard.press("Escape")
