"""Keys, timeline, curve: going through the run in time."""

import pytest


def test_keys(visit):
    page = visit()
    page.until("window.glasscope.model.timeline.head > 0")
    page.page.keyboard.press(" ")
    page.rest()
    rested = page.model("timeline")["head"]
    page.page.keyboard.press(".")
    page.until(f"window.glasscope.model.timeline.head > {rested}")
    page.until("!window.glasscope.model.transport.playing")
    page.page.keyboard.press("?")
    assert page.page.locator("#dialog").is_visible()
    page.page.keyboard.press("Escape")
    assert not page.page.locator("#dialog").is_visible()
    page.page.keyboard.press("r")
    page.until("window.glasscope.model.timeline.head === 0")
    page.page.click("#step")
    page.until("window.glasscope.model.timeline.head > 0")
    page.page.keyboard.press(" ")  # the keys are the player's again after a click
    page.until("window.glasscope.model.transport.playing")


def test_next_event_rests_there_and_says_who_knew(shared):
    sentence = shared.page.text_content("#sentence")
    assert f"Event {shared.events()[-1]} at γ" in sentence
    assert "ranked it" in sentence
    assert shared.page.get_attribute("#sentence", "aria-live") == "polite"


def test_scrubbing_goes_back_and_forth(shared):
    box = shared.page.locator("#scrubber").bounding_box()
    timeline = shared.model("timeline")
    middle = timeline["head"] / 2
    x = box["x"] + 9 + (box["width"] - 18) * middle / timeline["extent"]
    shared.page.mouse.click(x, box["y"] + box["height"] - 8)
    shared.until("!window.glasscope.model.transport.live")
    assert shared.model("timeline")["now"] == pytest.approx(middle, rel=0.2)
    assert "Back at" in shared.page.text_content("#sentence") or shared.model("sentence")["lead"].startswith("Resting")
    now = shared.model("timeline")["now"]
    shared.page.keyboard.press("ArrowRight")
    shared.until(f"window.glasscope.model.timeline.now > {now}")
    shared.page.keyboard.press("ArrowLeft")
    shared.until(f"Math.abs(window.glasscope.model.timeline.now - {now}) < 1e-9")


def test_a_tick_goes_to_its_event(shared):
    box = shared.page.locator("#scrubber").bounding_box()
    timeline = shared.model("timeline")
    path, number = timeline["ticks"][0]
    x = box["x"] + 9 + (box["width"] - 18) * path / timeline["extent"]
    shared.page.mouse.click(x, box["y"] + 8)
    shared.until(f"Math.abs(window.glasscope.model.timeline.now - {path}) < 1e-12")
    assert shared.model("timeline")["event"] == number


def test_an_event_of_the_curve_goes_to_its_moment(shared):
    shared.ask("{do: 'seek', path: 1}")
    shared.until("window.glasscope.model.transport.live")
    path, _ = shared.model("timeline")["ticks"][0]
    place = shared.page.evaluate("""() => {
      const view = Object.values(Bokeh.index).find(r => r.model.name === 'curve').child_views[0]
      const source = view.model.renderers.map(r => r.data_source).find(s => s.data.number)
      const box = view.el.getBoundingClientRect(), frame = view.frame ?? view.plot_view.frame
      return [box.left + frame.x_scale.compute(source.data.x[0]), box.top + frame.y_scale.compute(source.data.y[0])]
    }""")
    shared.page.mouse.click(*place)
    shared.until(f"Math.abs(window.glasscope.model.timeline.now - {path}) < 1e-12")


def test_the_table_goes_to_its_event(shared):
    shared.page.click("[data-tab=events]")
    rows = shared.page.locator("#events tbody tr")
    assert rows.count() == len(shared.events())
    rows.last.click()
    path, number = shared.model("timeline")["ticks"][0]
    shared.until(f"Math.abs(window.glasscope.model.timeline.now - {path}) < 1e-12")
    assert rows.last.get_attribute("data-number") == str(number)
    shared.page.click("[data-tab=distribution]")


def test_shift_arrows_go_event_by_event(shared):
    shared.ask("{do: 'seek', path: 0}")
    shared.until("window.glasscope.model.timeline.now === 0")
    for path, _ in shared.model("timeline")["ticks"][:2]:
        shared.page.keyboard.press("Shift+ArrowRight")
        shared.until(f"Math.abs(window.glasscope.model.timeline.now - {path}) < 1e-12")


def test_the_load_turns_round_from_a_moment(shared):
    ticks = shared.model("timeline")["ticks"]
    shared.ask(f"{{do: 'event', number: {ticks[1][1]}}}")
    shared.until(f"Math.abs(window.glasscope.model.timeline.now - {ticks[1][0]}) < 1e-12")
    strain = shared.strain()
    shared.page.click("#turn")
    shared.until("window.glasscope.model.timeline.turns.length === 1")
    assert len(shared.events()) == 1
    shared.page.keyboard.press(".")
    shared.until(f"window.glasscope.model.timeline.head > {ticks[1][0]}")
    assert shared.strain() <= strain
    assert "←" in shared.page.text_content("#chip-load")


def test_another_load_is_asked_about_then_taken_up_here(shared):
    shared.page.click("#load-card >> text=pure")
    button = shared.page.locator(".ask button.primary")
    button.wait_for(state="visible")
    assert "go on so from γ" in button.text_content()
    button.click()
    shared.until("window.glasscope.model.header.load.startsWith('pure shear')")
    assert shared.page.locator(".ask").is_hidden()
