"""Preparing a glass: its form, progress with the energy falling, cancel without a trace, and what comes of it."""

CURVE = "(window.glasscope.model.progress.curve?.length ?? 0)"


def fill(page, model="lj", protocol="hot liquid", **numbers):
    page.page.click("#prepare")
    page.page.select_option("dialog select[aria-label=model]", model)
    page.page.click(f"#dialog .ways label:has-text('{protocol}')")
    for name, value in numbers.items():
        page.page.fill(f"#dialog [name={name}]", str(value))
    page.page.click("#dialog button.primary")


def test_the_form_offers_what_suits_the_model_and_explains_it(own):
    own.page.click("#prepare")
    ways = own.page.locator("#dialog .ways label")
    for model, offered in (("lj", False), ("poly", True)):
        own.page.select_option("dialog select[aria-label=model]", model)
        assert any("swap" in ways.nth(k).inner_text() for k in range(ways.count())) == offered
    own.page.click("#dialog .ways label:has-text('swap')")
    assert own.page.locator("#dialog [name=relaxation_times]").count() == 1
    assert "far below T_g" in own.page.locator("#dialog .ways").inner_text()
    own.page.click("#dialog button[value=leave]")
    assert not own.page.locator("#dialog").is_visible()


def test_what_cannot_be_prepared_is_said_in_the_form(own):
    head = own.model("timeline")["head"]
    fill(own, density=9)
    own.until("document.querySelector('#dialog .failed')?.textContent.includes('density 9')")
    own.page.fill("#dialog [name=density]", "")
    own.page.click("#dialog button.primary")
    own.until("document.querySelector('#dialog .failed').textContent.includes('is a number')")
    own.page.click("#dialog button[value=leave]")
    assert own.page.locator("#progress").is_hidden()
    assert own.model("timeline")["head"] == head


def test_progress_is_shown_while_the_run_goes_on_and_cancel_leaves_nothing(own):
    before = own.model("gallery")
    full = own.model("transport")["speed"]
    own.ask("{do: 'speed', at: 2}")  # unhurried, so that the run lasts longer than the preparation is watched
    own.page.keyboard.press(" ")
    fill(own, n_particles=1024, equilibration_time=2000)
    own.page.locator("#progress").wait_for(state="visible")
    own.until(f"{CURVE} >= 2")
    points, head = own.page.evaluate(CURVE), own.model("timeline")["head"]
    own.until(f"{CURVE} > {points + 1}")
    own.until(f"window.glasscope.model.timeline.head > {head}")
    own.until("window.glasscope.model.progress.left.endsWith('left')")
    assert "left" in own.page.locator("#progress").inner_text()
    drawn = own.page.locator("#progress polyline").get_attribute("points")
    assert len(drawn.split()) > points
    assert 0.0 < float(own.page.locator("#progress progress").evaluate("p => p.value")) < 1.0
    own.page.click("#progress button")
    own.until("window.glasscope.model.notice.text?.includes('cancelled')")
    assert own.page.locator("#progress").is_hidden()
    assert own.model("gallery") == before
    head = own.model("timeline")["head"]
    own.until(f"window.glasscope.model.timeline.head > {head}")
    own.page.keyboard.press(" ")
    own.until("!window.glasscope.model.transport.playing")
    own.ask(f"{{do: 'speed', at: {full}}}")


def test_a_prepared_glass_opens_runs_and_says_how_it_was_made(own):
    fill(own, n_particles=150, equilibration_time=20, seed=5)
    own.until("window.glasscope.model.header.glass.includes('N 150')")
    own.until("window.glasscope.model.timeline.head > 0")
    group = own.model("gallery")["groups"][0]
    assert group["label"] == "yours"
    assert group["classes"][0]["members"][0]["key"] == own.model("gallery")["chosen"] == "own-1"
    own.page.click("#which >> text=how made?")
    own.until("document.querySelectorAll('#cabinet .making polyline').length === 2")
    words = own.page.locator("#cabinet .making").inner_text()
    assert "--n 150 --seed 5" in words
    assert "relaxation times seen" in words
    own.until("document.querySelector('#cabinet .look svg').innerHTML.length > 500")
    own.page.keyboard.press("Escape")
