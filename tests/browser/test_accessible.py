"""No room has a serious fault that axe-core finds; what it knows is in the package `axe-playwright-python`."""

from importlib.resources import files

import pytest

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
FAULTS = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ['violations'] })
  return violations.filter(each => ['serious', 'critical'].includes(each.impact))
    .flatMap(each => each.nodes.map(node => `${each.id}: ${node.target.join(' ')}: ${node.failureSummary}`))
}"""
MODEL = "window.glasscope.model"
THEMES = ["dark", pytest.param("light", marks=pytest.mark.slow)]


def faults(page):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(FAULTS)


@pytest.fixture
def opened(visit):
    def make(theme):
        visited = visit(scheme=theme)
        visited.until_painted()
        visited.rest()
        return visited

    return make


@pytest.mark.parametrize("theme", THEMES)
def test_no_room_has_a_serious_fault(opened, theme):
    visited = opened(theme)
    assert visited.page.evaluate("document.documentElement.dataset.theme") == theme
    assert faults(visited.page) == []
    there = {
        "side": f"{MODEL}.side.maps",
        "compare": f"{MODEL}.compare.maps?.[1]",
        "mesoscale": f"{MODEL}.mesoscale.state",
    }
    for room in ("side", "compare", "mesoscale", "scoreboard"):
        visited.page.click(f"#rooms [data-room={room}]")
        visited.until(there.get(room, "document.querySelector('#score-waiting').textContent === ''"))
        assert faults(visited.page) == [], room


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
def test_nothing_that_opens_has_a_serious_fault(opened, theme):
    visited = opened(theme)
    page = visited.page
    page.click("#views [data-group=structure]")
    assert faults(page) == [], "structure"
    page.click("#lessons button")
    page.click("[data-lesson=event]")
    visited.until(f"{MODEL}.lesson.title")
    page.click("#lessons button")
    page.click("#class-open")
    visited.until(f"{MODEL}.classroom.code")
    page.click("#lessons button")
    page.click("#play-guess")
    visited.until(f"{MODEL}.guess.phase === 'aim'")
    page.focus("#map")
    page.keyboard.press("ArrowRight")
    page.locator("#pick").wait_for(state="visible")
    assert faults(page) == [], "lesson, class, game and particle"
    for opener in ("#help", "#prepare", "#browse"):
        page.click(opener)
        page.locator("dialog[open]").wait_for()
        assert faults(page) == [], opener
        page.keyboard.press("Escape")
    code = visited.model("classroom")["code"]
    page.goto(f"{page.url.split('?')[0]}watch?code={code}")
    page.locator("html[data-ready]").wait_for()
    assert faults(page) == [], "watch"
