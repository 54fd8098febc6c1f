"""A reset is undone by a key, and the curve of an earlier run stays until it is let go."""

NOW = "window.glasscope.model.timeline.now"


def test_a_reset_leaves_a_ghost_and_is_undone_by_a_key(shared):
    shared.ask("{do: 'dismiss', number: 0}")
    before = shared.strain()
    key = shared.page.locator("[data-card=curve] .key")
    shared.page.click("#reset")
    shared.until(f"{NOW} === 0")
    key.locator("i.ghost").wait_for()
    shared.page.evaluate("document.activeElement.blur()")
    shared.page.keyboard.press("u")
    shared.until(f"{NOW} > 0")
    shared.settle()
    assert shared.strain() == before
    assert key.locator("i.ghost").count() == 0


def test_a_ghost_is_let_go_by_its_cross(shared):
    shared.page.click("#reset")
    shared.until(f"{NOW} === 0")
    shared.page.click("[data-card=curve] .key button")
    shared.until("!document.querySelector('[data-card=curve] .key .ghost')")
    assert not shared.page.locator("[data-card=curve] .key").is_visible()
