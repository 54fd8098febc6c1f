"""A control is one declared parameter: the page builds it from its type, and sets it."""

import pytest

pytestmark = pytest.mark.xdist_group("visits")  # beside the tests that share one page, on another worker


def test_a_declared_parameter_is_a_control_of_the_page(page_of_copy):
    page = page_of_copy
    switch = page.page.locator("#overlay-card [name=show_dots]")
    switch.check()
    page.until("window.glasscope.model.overlays.controls.show_dots.value === true")
    label = page.page.locator("#overlay-card label", has=page.page.locator("[name=show_dots]"))
    assert (label.inner_text(), label.get_attribute("title")) == ("dots", "On it")
    slider = page.page.locator("#field-card [name=width]")
    slider.focus()
    slider.press("ArrowRight")
    page.until("window.glasscope.model.field_card.controls.width.value === 0.52")
    assert slider.locator("xpath=..").locator("output").inner_text() == "0.52"
