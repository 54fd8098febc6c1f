"""What was typed and refused does not stay in its box; and the legend folds."""


def test_a_value_that_is_refused_gives_way_to_the_one_that_holds(shared):
    box = shared.page.locator("[name=max_strain]")
    before = box.input_value()
    box.fill("70")
    shared.page.keyboard.press("Enter")
    shared.page.wait_for_selector("#notice:not([hidden])")
    assert "between 0.1 % and 50 %, not at 70 %" in shared.page.inner_text("#notice")
    shared.until("([before]) => document.querySelector('[name=max_strain]').value === before", [before])


def test_nothing_is_no_angle(shared):
    box = shared.page.locator("[name=angle]")
    shared.ask("{do: 'set', name: 'angle', value: 25}")
    shared.until("document.querySelector('[name=angle]').value === '25'")
    box.fill("")
    shared.page.keyboard.press("Enter")
    assert box.input_value() == "25"
    assert shared.model("load_card")["angle"] == 25
    shared.page.evaluate("document.activeElement.blur()")
    shared.ask("{do: 'set', name: 'angle', value: 0}")
    shared.until("document.querySelector('[name=angle]').value === '0'")


def test_the_legend_folds_and_stays_so(shared):
    legend = shared.page.locator("#legend")
    tall = legend.bounding_box()["height"]
    shared.page.click("#legend .fold")
    assert legend.bounding_box()["height"] < 0.6 * tall
    assert shared.page.locator("#legend .ramp").is_visible()
    shared.page.click("#legend .fold")
    assert legend.bounding_box()["height"] == tall
