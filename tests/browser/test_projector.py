"""For a projector the page is its maps and plots, in text that is read from afar; and it comes back as it was."""

import pytest

SIZES = """() => {
  const within = view => [view, ...(view.child_views ?? []).flatMap(within)]
  const curves = Object.values(Bokeh.index).flatMap(within).filter(view => view.model.name === "curve")
  const axes = curves.flatMap(view => view.model.below ?? [])
  return axes.map(({ major_label_text_font_size: size }) => size.value ?? size)
}"""


@pytest.mark.parametrize("size", [(1440, 900), pytest.param((1024, 768), marks=pytest.mark.slow)])
def test_text_is_large_and_the_rest_is_put_away(visit, size):
    visited = visit(width=size[0], height=size[1])
    visited.rest()
    page = visited.page
    assert page.evaluate(SIZES) == ["11px"]
    assert page.locator("#field-card").is_visible()
    page.keyboard.press("f")
    visited.until(f"({SIZES})()[0] === '19.8px'")
    visited.settle()
    assert not page.locator("#field-card").is_visible()
    for part in ("#map", "[data-card=curve] canvas", "[data-card=ranks] canvas"):
        assert page.locator(part).first.bounding_box()["height"] > 150, part
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("#rooms [data-room=compare]")
    visited.until("window.glasscope.model.compare.maps?.[1] && !window.glasscope.model.compare.behind")
    visited.settle()
    for name in ("stress", "drops", "ranks"):
        assert page.locator(f"[data-pair={name}] canvas").first.bounding_box()["height"] > 120, name
    page.click("#projector")
    page.click("#rooms [data-room=glass]")
    visited.until(f"({SIZES})()[0] === '11px'")
    assert page.locator("#field-card").is_visible()
    assert "large" not in visited.model("address")["query"]
