"""Somebody watches a class: glass and curve are there at every size, a tap is a guess, and the teacher sees it."""

import pytest
from visits import Page

ROOM = "window.glasscope.model.classroom"
SAYS = "([part, words]) => document.querySelector(part).textContent.includes(words)"


@pytest.mark.parametrize("size", [(390, 844), pytest.param((1440, 900), marks=pytest.mark.slow)])
def test_one_watches_and_guesses(visit, browser, size):
    taught = visit()
    taught.page.click("#lessons button")
    taught.page.click("#class-open")
    taught.until(f"{ROOM}.code")
    taught.page.click("#lessons button")
    taught.page.click("#play-guess")
    taught.until("window.glasscope.model.guess.phase === 'aim'")
    address = f"{taught.page.url.split('?')[0]}watch?code={taught.model('classroom')['code']}"
    watching = Page(browser, address, *size)
    try:
        page = watching.page
        page.fill("#name", "Anna")
        watching.until(SAYS, ["#ask", "Tap the place"])
        box = page.locator("#map").bounding_box()
        assert box["width"] == pytest.approx(box["height"], abs=2.0)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
        assert page.locator("#curve").bounding_box()["height"] > 100
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.mouse.click(box["x"] + 0.3 * box["width"], box["y"] + 0.4 * box["height"])
        watching.until(SAYS, ["#ask", "guess is in"])
        taught.until(f"{ROOM}.guessed === 1 && {ROOM}.watching === 1")
        taught.ask("{do: 'nudge', x: 1, y: 0}")
        taught.ask("{do: 'guess_here'}")
        taught.until(f"window.glasscope.model.guess.phase === 'told' && {ROOM}.table.length === 1")
        watching.until(SAYS, ["#ask", "1. Anna"])
        taught.ask("{do: 'class', open: false}")
        watching.until(SAYS, ["#waiting", "over"])
        taught.rest()
    finally:
        watching.close()
    assert not watching.said
