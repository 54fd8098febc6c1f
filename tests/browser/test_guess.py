"""The game of guessing, all of it by keys; and what is known of a particle, folded away until it is asked for."""

GAME = "window.glasscope.model.guess"


def test_a_round_is_played_by_keys_alone(visit):
    visited = visit()
    keys = visited.page.keyboard
    visited.page.focus("#lessons button")
    keys.press("Enter")
    visited.page.focus("#play-guess")
    keys.press("Enter")
    visited.until(f"{GAME}.phase === 'aim' && window.glasscope.model.timeline.now === 0")
    visited.settle()
    visited.page.focus("#map")
    keys.press("ArrowRight")
    visited.until("window.glasscope.model.picked.title")
    first = visited.model("picked")["title"]
    keys.press("ArrowUp")
    visited.until("([first]) => window.glasscope.model.picked.title !== first", [first])
    before = visited.page.evaluate("window.glasscope.discsOf('map').shown.view")
    keys.press("+")
    keys.press("Shift+ArrowLeft")
    visited.settle()
    after = visited.page.evaluate("window.glasscope.discsOf('map').shown.view")
    assert after[1] - after[0] < 0.9 * (before[1] - before[0])
    keys.press("0")
    visited.until("!window.glasscope.model.legend.zoomed")
    keys.press("Enter")
    visited.until(f"{GAME}.phase === 'told'")
    assert "Your rank is" in visited.page.inner_text("#guess")
    assert visited.page.locator("#guess .you").count() == 1
    visited.page.focus("#guess .press")
    keys.press("Enter")
    visited.until(f"{GAME}.phase === 'aim' && {GAME}.round === 2")
    visited.rest()


def test_a_particle_is_let_go_by_escape_and_tells_of_all_indicators_when_asked(shared):
    shared.page.focus("#map")
    shared.page.keyboard.press("ArrowRight")
    shared.page.locator("#pick").wait_for(state="visible")
    assert shared.page.locator("#pick").bounding_box()["height"] < 200
    shared.page.click("#pick summary")
    shared.until("document.querySelectorAll('#pick .scroll tr').length > 20")
    shared.page.click("#pick summary")
    shared.page.keyboard.press("Escape")
    shared.page.locator("#pick").wait_for(state="hidden")
