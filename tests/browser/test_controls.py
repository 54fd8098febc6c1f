"""A control is one declared parameter: the page builds it from its type, and sets it."""

MORE = """
import param
from glasscope.dashboard.moment.choices import Choices
from glasscope.dashboard.moment.declared import on
Choices.param.add_parameter("show_dots", param.Boolean(False, label="dots", metadata=on("overlays", title="On it")))
Choices.param.add_parameter("width", param.Number(0.5, bounds=(0.0, 2.0), metadata=on("field")))
"""


def test_a_declared_parameter_is_a_control_of_the_page(visit_another):
    page = visit_another(MORE)
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
